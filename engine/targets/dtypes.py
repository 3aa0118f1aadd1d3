"""Values of other types than float32: what is not quantized, and what cannot run."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from math import prod

import torch
from torch import fx

from engine.info import Diagnostic, Severity
from engine.opening.graph import shape_of
from engine.opening.titles import op_name as short_name
from engine.opening.titles import title_of
from engine.sentence import listed, say
from engine.targets.calls import arguments, counted, dtype_of, is_float, op_name
from engine.targets.constraints.values import reduced_axes
from engine.targets.finding import found_at
from engine.targets.profile import TargetProfile

_QUANTIZED = torch.float32


def odd_floats(on_chip: Sequence[fx.Node], profile: TargetProfile) -> list[Diagnostic]:
    """Say once per type that float16, bfloat16 or float64 values are not quantized.

    On a chip without floating point that is an error; a fallback runs them as they are.
    """
    kinds: dict[torch.dtype, list[fx.Node]] = defaultdict(list)
    for node in on_chip:
        dtype = dtype_of(node)
        if dtype not in (_QUANTIZED, None) and dtype.is_floating_point:
            kinds[dtype].append(node)
    severity: Severity = "warning" if profile.fallback == "float" else "error"
    found = []
    for dtype, nodes in kinds.items():
        name = str(dtype).removeprefix("torch.")
        who = say("{count} ops compute", count=len(nodes))
        sentence = say(
            "{who} in {name}; only float32 is quantized, so convert the network "
            "with .float() and open it again.",
            who=who if len(nodes) > 1 else say("1 op computes"),
            name=name,
        )
        title = say("{name} values", name=name)
        found.append(found_at(severity, nodes[0], "float32", title, sentence))
    return found


def squares_in_half(on_chip: Sequence[fx.Node]) -> list[Diagnostic]:
    """Warn once per kind of op that sums squares in float16, and tell when they end.

    Norms and variances, and sums and means of squares; named is the op that sums most.
    """
    kinds: dict[str, list[fx.Node]] = defaultdict(list)
    for node in on_chip:
        if _squares(node):
            kinds[op_name(node)].append(node)
    return [_overflows(nodes) for nodes in kinds.values()]


def _overflows(nodes: list[fx.Node]) -> Diagnostic:
    worst = max(nodes, key=_squares)
    count = _squares(worst)
    return found_at(
        "warning",
        worst,
        "half_squares",
        say("{op} sums squares in float16", op=title_of(worst)),
        say(
            "It sums {count} squares, and float16 ends at {largest:,.0f}: where the "
            "sum is kept in it, values of {limit:.3g} on average (root mean square) "
            "are too much; compute {which} in float32.",
            count=count,
            largest=_HALF_ENDS,
            limit=math.sqrt(_HALF_ENDS / count),
            which=counted(nodes),
        ),
    )


def _squares(node: fx.Node) -> int:
    """How many squares an op sums up in float16, 0 where it does not."""
    op = op_name(node)
    if op not in _SUMMING:
        return 0
    source, given = node.all_input_nodes[0], arguments(node)
    if dtype_of(source) != torch.float16 or not shape_of(source):
        return 0
    squares = op in _SPREADS or (op in _TOTALS and _is_square(source))
    squares |= op in _LENGTHS and given.get("ord", given.get("p", 2)) in (2, None)
    if not squares:
        return 0
    sizes = shape_of(source)
    count = prod(sizes[axis] for axis in reduced_axes(node))
    return int(count // given.get("num_groups", 1))


def _is_square(node: fx.Node) -> bool:
    given = arguments(node)
    return (
        op_name(node) == "aten.square"
        or (op_name(node) == "aten.pow" and given.get("exponent") == 2)
        or (op_name(node) == "aten.mul" and given["self"] is given["other"])
    )


_HALF_ENDS = torch.finfo(torch.float16).max
_LENGTHS = frozenset({"aten.norm", "aten.linalg_vector_norm"})
_TOTALS = frozenset({"aten.sum", "aten.mean"})
_SPREADS = frozenset(
    {f"aten.{name}_norm" for name in ("layer", "group", "instance", "rms")}
    | {"aten.var", "aten.std"}
)
_SUMMING = _LENGTHS | _TOTALS | _SPREADS


def is_odd_float(node: fx.Node) -> bool:
    """Whether a value is float of another type than is quantized: `.float()` helps."""
    return is_float(node) and dtype_of(node) != _QUANTIZED


def runs_in_float(node: fx.Node) -> bool:
    """Whether the fallback has an op, apart from what types its values have."""
    from engine.toolchains.onnx_lowering import LOWERINGS

    return node.target in LOWERINGS


def ops_without_any_kernel(
    model: fx.GraphModule, on_chip: Sequence[fx.Node], profile: TargetProfile
) -> dict[fx.Node, Diagnostic]:
    """Find what even a fallback to float cannot run: one error for each kind of op.

    All nodes of that kind are keys.
    """
    if profile.fallback != "float":
        return {}
    from engine.toolchains.onnx_probe import can_run

    kinds: dict[tuple[object, ...], list[fx.Node]] = defaultdict(list)
    for node in on_chip:
        types = {str(dtype_of(each)) for each in (*node.all_input_nodes, node)}
        if op_name(node) not in profile.ops or types - _USUAL:
            kinds[(node.target, *sorted(types))].append(node)
    refused = [nodes for nodes in kinds.values() if not can_run(model, nodes[0])]
    found = [(nodes, _no_kernel(nodes, profile)) for nodes in refused]
    return {node: diagnostic for nodes, diagnostic in found for node in nodes}


def _no_kernel(nodes: list[fx.Node], profile: TargetProfile) -> Diagnostic:
    node = nodes[0]
    types = {dtype_of(each) for each in (*node.all_input_nodes, node)}
    odd = sorted(str(dtype).removeprefix("torch.") for dtype in types - _KNOWN)
    spelled = say(" for {odd}", odd=listed(odd, " and ")) if odd else ""
    return found_at(
        "error",
        node,
        "no_kernel",
        say("{op} cannot run", op=title_of(node)),
        say(
            "{title} has no {op}{spelled}; convert the network with .float() and open "
            "it again.",
            title=profile.title,
            op=short_name(node),
            spelled=spelled,
        )
        if is_odd_float(node)
        else say(
            "{title} has no {op}{spelled}, in float neither; {which} must be "
            "rewritten, or the graph cut before.",
            title=profile.title,
            op=short_name(node),
            spelled=spelled,
            which=counted(nodes),
        ),
    )


_KNOWN = {torch.float32, torch.int64, torch.int32, torch.uint8, torch.int8, torch.bool}
_USUAL = {str(dtype) for dtype in (*_KNOWN, None)}
