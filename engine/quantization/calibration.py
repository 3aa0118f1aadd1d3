"""One pass over images that remembers enough for every range method."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, fx

from engine.errors import CalibrationError
from engine.opening.graph import get_tensor
from engine.progress import Progress, Steps
from engine.quantization.calling import call
from engine.quantization.masking import Scores, raised, softmax_scores
from engine.quantization.observers import observe
from engine.quantization.prepare import Prepared, Step, prepare
from engine.quantization.qtable import read_pair, write_pair
from engine.quantization.statistics import TensorStatistics
from engine.sentence import say
from engine.targets.profile import TargetProfile

_ARRAYS = ("histogram", "channel_minimum", "channel_maximum", "total")
_NUMBERS = ("minimum", "maximum", "count", "exponent")
_FIELDS = (
    "digest",
    "profile",
    "images",
    "seconds",
    "float_seconds",
    "peak_memory_mb",
    "made_of",
)


@dataclass(eq=False)
class Calibration:
    """What was seen so far; complete and usable after every image.

    `digest` names the graph it belongs to. `seconds` is the time of the whole pass
    and `float_seconds` the part of it spent in the network's own ops;
    `peak_memory_mb` is the process's largest resident memory, 0 where unknown.
    `made_of` stands for the images and how they were prepared, empty where unknown.
    """

    digest: str
    profile: str
    statistics: dict[str, TensorStatistics] = field(default_factory=dict)
    images: int = 0
    seconds: float = 0.0
    float_seconds: float = 0.0
    peak_memory_mb: float = 0.0
    made_of: str = ""

    def merged(self, other: Calibration) -> Calibration:
        """Both calibrations of one graph together, in either order.

        Raises:
            CalibrationError: they belong to different graphs.
        """
        if other.digest != self.digest:
            raise CalibrationError(
                say("The two calibrations are of different graphs; calibrate again.")
            )
        return Calibration(
            self.digest,
            self.profile,
            merge_statistics(self.statistics, other.statistics),
            self.images + other.images,
            self.seconds + other.seconds,
            self.float_seconds + other.float_seconds,
            max(self.peak_memory_mb, other.peak_memory_mb),
        )

    def save(self, path: str | Path) -> None:
        """Write `path` (JSON) and a `.safetensors` beside it.

        Raises:
            CalibrationError: the folder cannot be written.
        """
        arrays: dict[str, NDArray[Any]] = {}
        numbers: dict[str, dict[str, object]] = {}
        for name, statistics in self.statistics.items():
            for key in _ARRAYS:
                arrays[f"{name}.{key}"] = getattr(statistics, key)
            numbers[name] = {key: getattr(statistics, key) for key in _NUMBERS}
        plain = {key: getattr(self, key) for key in _FIELDS}
        write_pair(Path(path), {**plain, "tensors": numbers}, arrays)

    @staticmethod
    def load(path: str | Path, digest: str | None = None) -> Calibration:
        """Read what `save` wrote, exactly.

        Raises:
            CalibrationError: a file is missing or damaged, or `digest` is given and
                the calibration is of another graph.
        """
        plain, arrays = read_pair(Path(path))
        try:
            statistics = {
                name: _statistics(name, numbers, arrays)
                for name, numbers in plain["tensors"].items()
            }
            known = {key: plain[key] for key in _FIELDS}
            calibration = Calibration(statistics=statistics, **known)
        except (KeyError, TypeError, AttributeError) as error:
            raise CalibrationError(
                say("{path} is not a calibration; calibrate again.", path=path)
            ) from error
        if digest is not None and calibration.digest != digest:
            raise CalibrationError(
                say(
                    "{path} is stale: the network was changed since; calibrate again.",
                    path=path,
                )
            )
        return calibration


def calibrate(
    model: fx.GraphModule,
    profile: TargetProfile,
    batches: Iterable[Sequence[Tensor]],
    total: int,
    into: Calibration | None = None,
) -> Steps[Calibration]:
    """Run the float network on every batch and remember each tensor's statistics.

    Memory does not grow with the number of batches. `into` is filled after every
    batch, so that a pass that was closed early leaves what it saw; a calibration
    that has already seen images is continued.

    Raises:
        CalibrationError: there is no batch, a batch does not fit the network, an
            activation is not finite, or `into` belongs to another graph.
    """
    prepared = prepare(model, profile)
    result = into or Calibration(prepared.digest, profile.name)
    if result.digest != prepared.digest:
        raise CalibrationError(
            say("The calibration to continue is stale: the network was changed since.")
        )
    for done, batch in enumerate(batches, start=1):
        started = time.perf_counter()
        seen, float_seconds = _observe_batch(prepared, batch)
        result.statistics = merge_statistics(result.statistics, seen)
        result.images += _batch_size(batch)
        result.float_seconds += float_seconds
        result.seconds += time.perf_counter() - started
        result.peak_memory_mb = peak_memory_mb()
        yield Progress(say("Calibrate"), done, max(total, done))
    if not result.images:
        raise CalibrationError(
            say("There are no images to calibrate with; choose some.")
        )
    return result


def check_quantized(model: fx.GraphModule, profile: TargetProfile) -> None:
    """Check that any op of a network has integers for a result, or adds them up.

    Raises:
        CalibrationError: none has, so that no range would be used.
    """
    if not any(
        (step.bits or step.accumulator) and step.kind not in ("input", "quantize")
        for step in prepare(model, profile).steps
    ):
        raise CalibrationError(
            say(
                "No value of this network is quantized for {target}, so there is "
                "nothing to calibrate; insert quant stubs, or ask for a precision "
                "other than float.",
                target=profile.title,
            )
        )


def merge_statistics(
    first: Mapping[str, TensorStatistics], second: Mapping[str, TensorStatistics]
) -> dict[str, TensorStatistics]:
    """Merge tensor by tensor; a tensor only one side knows is kept."""
    merged = dict(first)
    for name, statistics in second.items():
        known = merged.get(name)
        merged[name] = known.merged(statistics) if known else statistics
    return merged


def peak_memory_mb() -> float:
    """The largest resident memory of this process so far, 0 where unknown."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _statistics(
    name: str, numbers: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]
) -> TensorStatistics:
    stored = {key: arrays[f"{name}.{key}"] for key in _ARRAYS}
    return TensorStatistics(**{**numbers, **stored})


def _batch_size(batch: Sequence[Tensor]) -> int:
    return int(batch[0].shape[0]) if batch[0].dim() else 1


def _check_batch(prepared: Prepared, batch: Sequence[Tensor]) -> None:
    inputs = prepared.model.graph.find_nodes(op="placeholder")
    expected = [tuple(node.meta["val"].shape) for node in inputs]
    given = [tuple(tensor.shape) for tensor in batch]
    if expected != given:
        raise CalibrationError(
            say(
                "The network takes inputs of shapes {expected}, not {given}; "
                "resize the images or export the network for this size.",
                expected=expected,
                given=given,
            )
        )


@torch.no_grad()
def _observe_batch(
    prepared: Prepared, batch: Sequence[Tensor]
) -> tuple[dict[str, TensorStatistics], float]:
    _check_batch(prepared, batch)
    seen: dict[str, TensorStatistics] = {}
    seconds = 0.0
    values: dict[fx.Node, Any] = {}
    waiting = iter(batch)
    steps = {step.last: step for step in prepared.steps}
    scores = softmax_scores(prepared)
    hidden = {name for each in scores.values() for name in each.multiples}
    for node, dying in _lifetimes(prepared.model):
        started = time.perf_counter()
        values[node] = _compute(prepared, node, values, waiting)
        seconds += time.perf_counter() - started
        step = steps.get(node)
        if node in scores:
            seen = merge_statistics(
                seen, _score_ranges(node, scores[node], values[node])
            )
        elif step is not None and step.name not in hidden:
            seen |= _ranges(prepared, step, values[node])
        for dead in dying:
            del values[dead]
    return seen, seconds


def _compute(
    prepared: Prepared,
    node: fx.Node,
    values: Mapping[fx.Node, Any],
    waiting: Iterator[Tensor],
) -> Any:
    if node.op == "placeholder":
        return next(waiting)
    if node.op == "get_attr":
        return get_tensor(prepared.model, node)
    return call(node, values.__getitem__)


def _lifetimes(model: fx.GraphModule) -> list[tuple[fx.Node, list[fx.Node]]]:
    """Every node but the output, with the nodes it is the last to read."""
    seen: set[fx.Node] = set()
    lifetimes: list[tuple[fx.Node, list[fx.Node]]] = []
    for node in reversed(model.graph.nodes):
        if node.op == "output":
            continue
        last = [n for n in (*node.all_input_nodes, node) if n not in seen]
        dying = [n for n in last if n is not node or not node.users]
        seen.update(dying)
        lifetimes.append((node, dying))
    return lifetimes[::-1]


def _score_ranges(
    node: fx.Node, scores: Scores, value: Tensor
) -> dict[str, TensorStatistics]:
    """The statistics of what a softmax can see of the values behind its input."""
    visible = raised(value, scores.softmax)
    return {
        name: _summarize(node, visible / multiple)
        for name, multiple in scores.multiples.items()
    }


def _ranges(
    prepared: Prepared, step: Step, value: object
) -> dict[str, TensorStatistics]:
    """The statistics of a value that has a range of its own, none of another."""
    if step.kind in ("inherit", "constant", "dequantize"):
        return {}
    if not isinstance(value, Tensor) or not value.is_floating_point():
        return {}
    if step.name not in prepared.roots and not value.isfinite().all():
        return {}
    return {step.name: _summarize(step.last, value)}


def _summarize(node: fx.Node, value: Tensor) -> TensorStatistics:
    if not value.numel():
        raise CalibrationError(
            say("{name} is empty; give larger images.", name=node.name)
        )
    statistics = observe(value.float())
    if statistics.minimum == -math.inf and math.isfinite(statistics.maximum):
        raise CalibrationError(
            say(
                "{name} ({op}) is -∞ on this image, which only a softmax may read; "
                "mask with a number such as -100 instead.",
                name=node.name,
                op=node.target,
            )
        )
    if not math.isfinite(statistics.minimum) or not math.isfinite(statistics.maximum):
        raise CalibrationError(
            say(
                "{name} ({op}) is not finite on this image; check the weights "
                "and the preprocessing.",
                name=node.name,
                op=node.target,
            )
        )
    return statistics
