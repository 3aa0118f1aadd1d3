"""What is known of one chip, and what it makes of a network. No torch here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.info import Severity
from engine.targets.limits import Limit


@dataclass(frozen=True, slots=True)
class QuantizationScheme:
    """How the chip represents values as integers.

    A symmetric tensor has scale `max|x| / scale_divisor`. On the signed grid every
    tensor is symmetric with zero point 0 in -128..127. Otherwise values lie in 0..255:
    a tensor without negative values has scale `max / nonnegative_divisor` and zero
    point 0, any other is symmetric around zero point 128. Weights are symmetric per
    output channel, `max|w| / weight_divisor`, in -127..127.

    `shared_scale_ops` pass their input's scale on; `table_ops` look their results up
    in a table; `int16_ops` can produce 16 bits and `int16_inside_ops` compute with 16
    bits whatever they produce; `int8_input_ops` read 8 bits only; `int32_ops` can hand
    out their accumulator as the network's output if `int32_output`; `fuses_add` says
    that a convolution adds the other branch before it rounds. `source` names where all
    this is from.
    """

    activation: Literal["int8"]
    signed_grid: bool
    scale_divisor: float
    nonnegative_divisor: float
    int16_divisor: float
    weight_divisor: float
    rounding: Literal["half_even", "half_up"]
    shared_scale_ops: tuple[str, ...]
    table_ops: tuple[str, ...] = ()
    int16_ops: tuple[str, ...] = ()
    int16_inside_ops: tuple[str, ...] = ()
    int8_input_ops: tuple[str, ...] = ()
    int32_ops: tuple[str, ...] = ()
    int32_output: bool = False
    fuses_add: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Hardware:
    """Peak int8 compute, memory bandwidth (0: not published), channel padding.

    `source` names where the figures are from.
    """

    peak_tops: float
    bandwidth_gb_per_s: float = 0.0
    channel_alignment: int = 1
    cores: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class StubPolicy:
    """How grave missing and doubled quant/dequant stubs are; `none` needs none.

    `constants` is meant of stubs behind constants that meet quantized values.
    """

    missing: Literal["error", "warning", "advice", "none"]
    doubled: Severity = "error"
    constants: Literal["error", "warning", "advice", "none"] = "none"


@dataclass(frozen=True, slots=True)
class OpSupport:
    """The limits of one op: breaking `errors` cannot run, `warnings` is at a cost.

    `becomes` is what the vendor's toolchain writes in its place by itself, `caveat`
    what the op costs wherever it runs, both empty for most. `source` says where the
    limits are documented.
    """

    errors: Mapping[str, Limit]
    warnings: Mapping[str, Limit]
    becomes: str = ""
    caveat: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TargetProfile:
    """What one NPU supports: an op without an entry in `ops` is unsupported.

    `ops` is keyed by op without overload (`aten.conv2d`). Where `fallback` is
    `float`, an unsupported op still runs, unquantized. Unless the toolchain
    `folds_constants`, ops on constants alone run on the chip too. `advised_rules` are
    rewrites worth making wherever they apply. `sources` spells the sources that ops,
    hardware and quantization name out.
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
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def requires_stubs(self) -> bool:
        """Whether inputs and outputs need quant and dequant stubs."""
        return self.stubs.missing != "none"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one target makes of a network's ops, stubs not counted.

    `supported` ops run as they are and `rewritable` ones after exact rewrites. Of the
    others, `in_float` ones run unquantized and `refused` ones not at all;
    `float_ops` and `refused_ops` name their kinds. `mac_share` is the part of the
    multiply-accumulates that the accelerator takes as the network is,
    `rewritten_mac_share` the part after the rewrites.

    `latency_ms` and `utilization` are estimates; where the chip's bandwidth is not
    published, the latency `counts_memory` not and is a lower bound.
    """

    target: str
    title: str
    supported: int
    rewritable: int
    in_float: int
    refused: int
    mac_share: float
    rewritten_mac_share: float
    float_ops: tuple[str, ...]
    refused_ops: tuple[str, ...]
    latency_ms: float
    utilization: float
    counts_memory: bool

    @property
    def ops(self) -> int:
        """All ops of the network."""
        return self.supported + self.rewritable + self.in_float + self.refused
