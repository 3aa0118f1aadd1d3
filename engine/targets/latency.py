"""A roofline estimate of one forward pass: work and traffic over the chip's peaks.

`latency = max(work / peak compute, traffic / bandwidth)` per op (Williams, Waterman and
Patterson 2009), ops one after the other. It knows neither caches nor tiling nor
overlap, so it ranks networks and ops; a measurement on the chip is another matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import ceil, prod
from typing import Literal

import torch
from torch import fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.memory import Memory
from engine.rewriting.stubs import host_nodes
from engine.targets.calls import MATRIX_OPS, RESHAPES, is_float, op_name, ops_of
from engine.targets.cost import first_factor, node_macs
from engine.targets.profile import Hardware, TargetProfile

_BYTES = {"int8": 1, "int16": 2, "int32": 4, "float": 4}
_FUSED = frozenset(
    f"aten.{name}" for name in ("batch_norm", "relu", "relu6", "hardtanh", "clamp")
)


@dataclass(frozen=True, slots=True)
class NodeEstimate:
    """The cost of one op on the chip.

    `bytes` are read and written (activations and weights), 0 for what is fused into
    the op before it. `utilization` is the share of multiply-accumulates that is not
    spent on padded channels. Times are milliseconds; `memory_ms` is 0 where the
    bandwidth is not published.
    """

    name: str
    macs: int
    bytes: int
    utilization: float
    compute_ms: float
    memory_ms: float

    @property
    def latency_ms(self) -> float:
        """The longer of computing and moving."""
        return max(self.compute_ms, self.memory_ms)

    @property
    def bound(self) -> Literal["compute", "memory"]:
        """What the op waits for."""
        return "memory" if self.memory_ms > self.compute_ms else "compute"


@dataclass(frozen=True, slots=True)
class Estimate:
    """The cost of one forward pass: its ops on the chip in order, and their sums."""

    nodes: tuple[NodeEstimate, ...]

    @property
    def macs(self) -> int:
        """Multiply-accumulates without padding."""
        return sum(node.macs for node in self.nodes)

    @property
    def bytes(self) -> int:
        """Bytes read and written."""
        return sum(node.bytes for node in self.nodes)

    @property
    def latency_ms(self) -> float:
        """Milliseconds, ops one after the other."""
        return sum(node.latency_ms for node in self.nodes)

    @property
    def utilization(self) -> float:
        """The share of multiply-accumulates not spent on padded channels; 1 if none."""
        padded = sum(node.macs / node.utilization for node in self.nodes)
        return self.macs / padded if padded else 1.0


def estimate_latency(
    model: fx.GraphModule, profile: TargetProfile, memory: Memory | None = None
) -> Estimate:
    """Estimate what each op costs on the chip; ops beside it are left out.

    What is counted of one node is taken from the `memory` for this target.
    """
    host, memory = host_nodes(model.graph), memory or Memory()
    return Estimate(
        tuple(
            _estimate(node, profile, memory)
            for node in ops_of(model.graph)
            if node not in host
        )
    )


def activation_bytes(node: fx.Node, profile: TargetProfile) -> int:
    """Count the bytes of a node's values: one each in int8, indices as 32 bits."""
    values = node.meta.get("val")
    values = values if isinstance(values, (tuple, list)) else (values,)
    count = sum(value.numel() for value in values if isinstance(value, torch.Tensor))
    if not is_float(node):
        return 4 * count
    unquantized = profile.fallback == "float" and op_name(node) not in profile.ops
    chosen = "float" if unquantized else profile.quantization.activation
    return _BYTES[node.meta.get("precision", chosen)] * count


def channel_utilization(node: fx.Node, alignment: int) -> float:
    """Give the share of a matrix op's work that padding channels does not add.

    Input and output channels of each group are padded to `alignment`; a depthwise
    convolution pads its channels once.
    """
    sizes = padded_sizes(node, alignment)
    return prod(size for size, _ in sizes) / prod(padded for _, padded in sizes)


def padded_sizes(node: fx.Node, alignment: int) -> list[tuple[int, int]]:
    """Pair the channels of a matrix op, by output and input, with what they take."""
    return [(size, ceil(size / alignment) * alignment) for size in _channels(node)]


def _estimate(node: fx.Node, profile: TargetProfile, memory: Memory) -> NodeEstimate:
    is_free = _is_free(node)
    inputs = node.all_input_nodes
    count = partial(_counted, node, profile, is_free)
    if any(each.op == "get_attr" and len(each.users) > 1 for each in inputs):
        return count()
    return memory.recall(("latency", is_free), (node, *inputs), count)


def _counted(node: fx.Node, profile: TargetProfile, is_free: bool) -> NodeEstimate:
    hardware = profile.hardware
    macs = node_macs(node)
    used = channel_utilization(node, hardware.channel_alignment) if macs else 1.0
    moved = 0 if is_free else _traffic(node, profile)
    return NodeEstimate(
        node.name,
        macs,
        moved,
        used,
        2 * macs / used / (hardware.peak_tops * 1e12) * 1e3,
        _memory_ms(moved, hardware),
    )


def _memory_ms(moved: int, hardware: Hardware) -> float:
    bandwidth = hardware.bandwidth_gb_per_s * 1e9
    return moved / bandwidth * 1e3 if bandwidth else 0.0


def _traffic(node: fx.Node, profile: TargetProfile) -> int:
    """Bytes of inputs, outputs and weights; a bias is 32 bits wide."""
    read = node.all_input_nodes
    weights = [each for each in read if each.op == "get_attr"]
    bias = arguments_of(node).get("bias")
    kept = sum(
        prod(shape_of(weight)) * (4 if weight is bias else 1) for weight in weights
    )
    values = [each for each in (*read, node) if each not in weights]
    return kept + sum(activation_bytes(each, profile) for each in values)


def _is_free(node: fx.Node) -> bool:
    """Whether the op costs no pass over memory: a mere reshape, or fused."""
    op = op_name(node)
    return op in RESHAPES or op == "getitem" or (op in _FUSED and _is_fused(node))


def _is_fused(node: fx.Node) -> bool:
    source = node.all_input_nodes[0]
    if len(source.users) > 1 or source.op != "call_function":
        return False
    op = op_name(source)
    return op in MATRIX_OPS or (op in _FUSED and _is_fused(source))


def _channels(node: fx.Node) -> list[int]:
    """The extents that a matrix op's channels are padded in."""
    given = arguments_of(node)
    weight, groups = given.get("weight"), given.get("groups")
    if not isinstance(weight, fx.Node) or not isinstance(groups, int):
        return [*shape_of(node)[-1:], *shape_of(first_factor(node))[-1:]]
    first, second = shape_of(weight)[:2]
    if groups > 1 and second == 1:
        return [first]
    return [first // groups, second]
