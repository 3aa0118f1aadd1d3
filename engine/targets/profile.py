"""What one NPU supports, as data read from one TOML file. No torch here.

Bundled profiles lie in `resources/targets`; the user's own lie in the `targets`
folder of the program's data directory and win over a bundled one of that name. A file
that `extends` another states only what differs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from platformdirs import user_data_path

from engine.errors import TargetError
from engine.info import Severity
from engine.resources import TARGETS
from engine.targets.reading import (
    Table,
    check_table,
    freeze,
    merge,
    read_record,
)

Limit: TypeAlias = bool | int | tuple[int, ...] | tuple[str, ...]

LIMITS: Mapping[str, Any] = MappingProxyType(
    {
        "align_corners": bool,
        "axes": tuple[int, ...],
        "broadcast_batch": bool,
        "broadcast_sides": int,
        "ceil_mode": bool,
        "centre_sampling": bool,
        "constant_operand": bool,
        "count_include_pad": bool,
        "dilated_stride": int,
        "divisible": bool,
        "divisor_override": bool,
        "dtypes": tuple[str, ...],
        "exact_gelu": bool,
        "explicit_size": bool,
        "interpolation_modes": tuple[int, ...],
        "keepdim": bool,
        "kernel_reaches_stride": bool,
        "max_axes": int,
        "max_batch": int,
        "max_channels": int,
        "max_dilation": int,
        "max_extent": int,
        "max_filter": int,
        "max_inputs": int,
        "max_kernel": int,
        "max_output_padding": int,
        "max_padding": int,
        "max_plane": int,
        "max_ratio": int,
        "max_reduced": int,
        "max_stride": int,
        "min_inputs": int,
        "min_kernel": int,
        "min_stride": int,
        "number_exponent": bool,
        "output_only": bool,
        "pad_modes": tuple[str, ...],
        "padding_modes": tuple[int, ...],
        "permutes_batch": bool,
        "rank": tuple[int, ...],
        "rounding_mode": bool,
        "tensor_first": bool,
    }
)
"""The constraints an op table may name, and the type of each one's limit."""

_TOP: Mapping[str, Any] = {
    "name": str,
    "title": str,
    "chip": str,
    "source": str,
    "fallback": Literal["none", "float"],
    "extends": str,
    "folds_constants": bool,
    "advised_rules": tuple[str, ...],
    "hardware": dict,
    "stubs": dict,
    "quantization": dict,
    "constraints": dict,
    "ops": dict,
}
_TEXTS = ("name", "title", "chip", "source", "fallback")


@dataclass(frozen=True, slots=True)
class QuantizationScheme:
    """How the chip represents values as integers.

    A symmetric tensor has scale `max|x| / scale_divisor`. On the signed grid every
    tensor is symmetric with zero point 0 in -128..127. Otherwise values lie in 0..255:
    a tensor without negative values has scale `max / nonnegative_divisor` and zero
    point 0, any other is symmetric around zero point 128. Weights are symmetric per
    output channel, `max|w| / weight_divisor`, in -127..127.

    `shared_scale_ops` pass their input's scale on; `int16_ops` can produce 16 bits;
    `int32_ops` can hand out their accumulator as the network's output if
    `int32_output`; `fuses_add` says that a convolution adds the other branch before
    it rounds.
    """

    activation: Literal["int8"]
    signed_grid: bool
    scale_divisor: float
    nonnegative_divisor: float
    int16_divisor: float
    weight_divisor: float
    rounding: Literal["half_even", "half_up"]
    shared_scale_ops: tuple[str, ...]
    int16_ops: tuple[str, ...] = ()
    int32_ops: tuple[str, ...] = ()
    int32_output: bool = False
    fuses_add: bool = False


@dataclass(frozen=True, slots=True)
class Hardware:
    """Peak int8 compute, memory bandwidth (0: not published), channel padding."""

    peak_tops: float
    bandwidth_gb_per_s: float = 0.0
    channel_alignment: int = 1
    cores: int = 1


@dataclass(frozen=True, slots=True)
class StubPolicy:
    """How grave missing and doubled quant/dequant stubs are; `none` needs none."""

    missing: Literal["error", "warning", "advice", "none"]
    doubled: Severity = "error"


@dataclass(frozen=True, slots=True)
class OpSupport:
    """The limits of one op: breaking `errors` cannot run, `warnings` is at a cost."""

    errors: Mapping[str, Limit]
    warnings: Mapping[str, Limit]


@dataclass(frozen=True, slots=True)
class TargetProfile:
    """What one NPU supports: an op without an entry in `ops` is unsupported.

    `ops` is keyed by op without overload (`aten.conv2d`). Where `fallback` is
    `float`, an unsupported op still runs, unquantized. Unless the toolchain
    `folds_constants`, ops on constants alone run on the chip too. `advised_rules` are
    rewrites worth making wherever they apply.
    """

    name: str
    title: str
    chip: str
    source: str
    fallback: Literal["none", "float"]
    hardware: Hardware
    stubs: StubPolicy
    quantization: QuantizationScheme
    ops: Mapping[str, OpSupport]
    folds_constants: bool = True
    advised_rules: tuple[str, ...] = ()

    @property
    def requires_stubs(self) -> bool:
        """Whether inputs and outputs need quant and dequant stubs."""
        return self.stubs.missing != "none"


def load_profile(name: str) -> TargetProfile:
    """Load the profile called `name`; the user's own wins over a bundled one.

    Raises:
        TargetError: there is no such profile, or its file is malformed.
    """
    files = _files()
    if name not in files:
        known = ", ".join(sorted(files))
        raise TargetError(f"There is no target {name!r}; choose one of {known}.")
    return read_profile(files[name])


def profiles() -> tuple[TargetProfile, ...]:
    """Load every profile there is, by name.

    Raises:
        TargetError: one of the files is malformed.
    """
    return tuple(load_profile(name) for name in sorted(_files()))


def readable_profiles() -> tuple[tuple[TargetProfile, ...], tuple[str, ...]]:
    """Load every profile that can be read, and say what is wrong with the others."""
    found: list[TargetProfile] = []
    wrong: list[str] = []
    for name in sorted(_files()):
        try:
            found.append(load_profile(name))
        except TargetError as error:
            wrong.append(str(error))
    return tuple(found), tuple(wrong)


def read_profile(path: Path) -> TargetProfile:
    """Read one profile file, strictly.

    Raises:
        TargetError: the file cannot be read, or holds a wrong, missing or unknown
            key; the message names the file, each key and what is allowed.
    """
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise TargetError(f"{path} cannot be read: {error.strerror}.") from error
    return _read_profile(path, stamp)


@cache
def _read_profile(path: Path, stamp: int) -> TargetProfile:
    problems: list[str] = []
    table = check_table(_content(path, ()), _TOP, "", problems, _TEXTS)
    hardware = read_record(Hardware, table.get("hardware"), "hardware", problems)
    stubs = read_record(StubPolicy, table.get("stubs"), "stubs", problems)
    scheme = read_record(
        QuantizationScheme, table.get("quantization"), "quantization", problems
    )
    ops = _read_ops(table.get("ops"), table.get("constraints", {}), problems)
    if table.get("name") != path.stem:
        problems.append(f"name must be that of the file, {path.stem!r}")
    if problems or hardware is None or stubs is None or scheme is None:
        raise TargetError(f"{path} is not a target profile: {'; '.join(problems)}.")
    return TargetProfile(
        **{key: table[key] for key in _TEXTS},
        hardware=hardware,
        stubs=stubs,
        quantization=scheme,
        ops=ops,
        folds_constants=table.get("folds_constants", True),
        advised_rules=tuple(table.get("advised_rules", ())),
    )


def _content(path: Path, heirs: tuple[Path, ...]) -> Table:
    """Read a file, laid over the profile it extends: tables merge, values replace."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TargetError(f"{path} is not a TOML file: {error}.") from error
    extended = content.get("extends")
    if not isinstance(extended, str):
        return content
    known = {TARGETS / f"{extended}.toml", path.with_name(f"{extended}.toml")}
    found = sorted(file for file in known - {path, *heirs} if file.is_file())
    if not found:
        raise TargetError(
            f"{path} extends {extended!r}, which is no other profile beside it or "
            "among the bundled ones."
        )
    return merge(_content(found[0], (*heirs, path)), content)


def _read_ops(
    namespaces: object, shared: object, problems: list[str]
) -> Mapping[str, OpSupport]:
    common = check_table(shared, LIMITS, "constraints", problems)
    ops: dict[str, OpSupport] = {}
    for namespace, entries in _tables(namespaces, "ops", problems):
        for op, entry in _tables(entries, f"ops.{namespace}", problems):
            own = {key: value for key, value in entry.items() if key != "warn"}
            costly = entry.get("warn", {})
            where = f"ops.{namespace}.{op}"
            check_table(own, LIMITS, where, problems)
            check_table(costly, LIMITS, f"{where}.warn", problems)
            ops[f"{namespace}.{op}"] = OpSupport(
                MappingProxyType(freeze(common | own)), MappingProxyType(freeze(costly))
            )
    return MappingProxyType(ops)


def _tables(value: object, where: str, problems: list[str]) -> list[tuple[str, Table]]:
    if not isinstance(value, dict):
        problems.append(f"{where} must be a table")
        return []
    problems += [
        f"{where}.{key} must be a table"
        for key, entry in value.items()
        if not isinstance(entry, dict)
    ]
    return [(key, entry) for key, entry in value.items() if isinstance(entry, dict)]


def _files() -> dict[str, Path]:
    own = user_data_path("npu-studio") / "targets"
    return {
        path.stem: path
        for folder in (TARGETS, own)
        for path in sorted(folder.glob("*.toml"))
    }
