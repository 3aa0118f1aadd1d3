"""The one table every quantized view, executor and exporter reads. No torch here.

A quantized value is `real = scale * (q - zero_point)` with float32 arithmetic. Grids:

    s8   -128..127, zero point 0
    u8   0..255, zero point 0 (no negative values), 128 (symmetric), 255 (no positive)
    s16  -32768..32767, zero point 0
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from engine.errors import CalibrationError
from engine.quantization.grids import Grid
from engine.sentence import say

LIMITS: Mapping[Grid, tuple[int, int]] = {
    "s8": (-128, 127),
    "u8": (0, 255),
    "s16": (-32768, 32767),
}
_FORMAT = 1
BY_HAND = "by hand"
"""How a range was chosen that calibration does not."""


@dataclass(frozen=True, slots=True)
class TensorQuantization:
    """How one tensor becomes integers; `scale` is a float32 held exactly.

    `minimum` and `maximum` are what calibration saw or was set by hand; `how` says
    where the scale comes from: a range method, `as NAME` (inherited), `constant`, or
    `by hand`.
    """

    grid: Grid
    scale: float
    zero_point: int
    minimum: float
    maximum: float
    how: str

    @property
    def bits(self) -> int:
        """8 or 16."""
        return 16 if self.grid == "s16" else 8

    @property
    def limits(self) -> tuple[int, int]:
        """Smallest and largest `q - zero_point`."""
        low, high = LIMITS[self.grid]
        return low - self.zero_point, high - self.zero_point

    def has_grid_of(self, other: TensorQuantization) -> bool:
        """Whether equal integers mean equal values in both."""
        mine = (self.grid, self.scale, self.zero_point)
        return mine == (other.grid, other.scale, other.zero_point)


@dataclass(frozen=True)
class WeightQuantization:
    """Scales of the int8 weights, one per output channel, and the int32 bias.

    The bias is `round(bias / (input scale * weight scale))`, None without a bias.
    """

    scale: NDArray[np.float32]
    bias: NDArray[np.int32] | None


@dataclass(frozen=True, eq=False)
class QTable:
    """Grids and scales of every tensor and weight of one prepared graph.

    `model` is the digest of the graph the table belongs to, `profile` and `method`
    what it was solved for. Weights are keyed by the node that uses them.
    """

    model: str
    profile: str
    method: str
    tensors: Mapping[str, TensorQuantization]
    weights: Mapping[str, WeightQuantization]

    @cached_property
    def digest(self) -> str:
        """Identify everything in the table, in 32 digits."""
        text = hashlib.sha256(json.dumps(_plain(self), sort_keys=True).encode())
        for name, array in sorted(_arrays(self).items()):
            text.update(f"{name} {array.dtype} {array.shape}".encode())
            text.update(array.tobytes())
        return text.hexdigest()[:32]

    def save(self, path: str | Path) -> None:
        """Write `path` (JSON, exact hexadecimal floats) and `.safetensors` beside it.

        Raises:
            CalibrationError: the folder cannot be written.
        """
        write_pair(Path(path), _plain(self), _arrays(self))

    @staticmethod
    def load(path: str | Path) -> QTable:
        """Read what `save` wrote, bit for bit.

        Raises:
            CalibrationError: a file is missing, damaged or of another format.
        """
        plain, arrays = read_pair(Path(path))
        try:
            tensors = {name: _tensor(e) for name, e in plain["tensors"].items()}
            weights = {
                name: WeightQuantization(
                    arrays[f"{name}.scale"], arrays.get(f"{name}.bias")
                )
                for name in plain["weights"]
            }
            words = (plain["model"], plain["profile"], plain["method"])
            return QTable(*words, tensors, weights)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CalibrationError(
                say("{path} is not a quantization table; calibrate again.", path=path)
            ) from error


def write_pair(
    path: Path, plain: Mapping[str, object], arrays: Mapping[str, NDArray[Any]]
) -> None:
    """Write JSON and arrays beside each other, the JSON last, both atomically.

    Raises:
        CalibrationError: the folder cannot be written.
    """
    aside = path.with_name(path.name + ".part")
    store = path.with_suffix(".safetensors")
    store_aside = store.with_name(store.name + ".part")
    text = json.dumps({"format": _FORMAT, **plain}, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(
            {name: np.ascontiguousarray(a) for name, a in arrays.items()}, store_aside
        )
        aside.write_text(text, encoding="utf-8")
        os.replace(store_aside, store)
        os.replace(aside, path)
    except (OSError, SafetensorError) as error:
        raise CalibrationError(
            say("{path} cannot be written: {error}.", path=path, error=error)
        ) from error


def read_pair(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read what `write_pair` wrote.

    Raises:
        CalibrationError: a file is missing, damaged or of another format.
    """
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        arrays = load_file(path.with_suffix(".safetensors"))
    except (OSError, ValueError, SafetensorError) as error:
        raise CalibrationError(
            say(
                "{path} and its .safetensors cannot be read ({error}); "
                "calibrate again.",
                path=path,
                error=error,
            )
        ) from error
    if not isinstance(plain, dict) or plain.get("format") != _FORMAT:
        raise CalibrationError(
            say("{path} was written by another version; calibrate again.", path=path)
        )
    return plain, arrays


def _plain(table: QTable) -> dict[str, object]:
    return {
        "model": table.model,
        "profile": table.profile,
        "method": table.method,
        "tensors": {name: _entry(entry) for name, entry in table.tensors.items()},
        "weights": list(table.weights),
    }


def _entry(entry: TensorQuantization) -> dict[str, object]:
    return {
        "grid": entry.grid,
        "scale": entry.scale.hex(),
        "zero_point": entry.zero_point,
        "minimum": entry.minimum.hex(),
        "maximum": entry.maximum.hex(),
        "how": entry.how,
    }


def _tensor(entry: Mapping[str, Any]) -> TensorQuantization:
    if entry["grid"] not in LIMITS:
        raise ValueError(f"no grid {entry['grid']}")
    return TensorQuantization(
        grid=entry["grid"],
        scale=float.fromhex(entry["scale"]),
        zero_point=int(entry["zero_point"]),
        minimum=float.fromhex(entry["minimum"]),
        maximum=float.fromhex(entry["maximum"]),
        how=str(entry["how"]),
    )


def _arrays(table: QTable) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    for name, weight in table.weights.items():
        arrays[f"{name}.scale"] = weight.scale
        if weight.bias is not None:
            arrays[f"{name}.bias"] = weight.bias
    return arrays
