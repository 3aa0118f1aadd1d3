"""What a node calls and with what, by the names of the op's schema."""

from __future__ import annotations

import operator
from collections.abc import Container, Iterable, Sequence
from typing import Any

import torch
from torch import fx

from engine.opening.graph import arguments_of
from engine.sentence import say

OPAQUE = "npu.opaque"
"""What stands for a part of the network that could not be traced."""

OURS = frozenset({"npu.quant", "npu.dequant", "getitem", OPAQUE})
"""Ops that no chip is asked for: stubs, picking one of several results, and no op."""

MATRIX_OPS = frozenset(
    {"aten.conv2d", "aten.linear", "aten.matmul", "aten.bmm", "aten.mm", "aten.addmm"}
    | {"aten.conv1d", "aten.conv3d", "aten.conv_transpose2d"}
)
"""Ops that multiply and accumulate."""

SUMS = MATRIX_OPS | {"aten.sum"}
"""Ops that own an int32 accumulator."""

RESHAPES = frozenset(f"aten.{name}" for name in ("reshape", "squeeze", "unsqueeze"))
"""Ops that only write the same values with other dimensions."""

SHAPE_OPS = frozenset(
    {f"aten.{name}" for name in ("permute", "transpose", "slice", "select")}
    | {f"aten.{name}" for name in ("split", "split_with_sizes", "unbind", "expand")}
    | RESHAPES
    | {"getitem"}
)
"""Ops that move values without changing one."""


def ops_of(graph: fx.Graph) -> list[fx.Node]:
    """The nodes that compute something, in order."""
    return [node for node in graph.nodes if node.op == "call_function"]


def leading_to(
    nodes: Iterable[fx.Node], known: Container[fx.Node] = ()
) -> set[fx.Node]:
    """Some nodes and all that they are computed from, up to what is known."""
    pending, found = [*nodes], set[fx.Node]()
    while pending:
        node = pending.pop()
        if node not in found and node not in known:
            found.add(node)
            pending += node.all_input_nodes
    return found


def op_name(node: fx.Node) -> str:
    """The op without its overload: `aten.conv2d`, `npu.quant`, `getitem`."""
    target = node.target
    known = _NAMES.get(id(target))
    if known is None:
        known = _NAMES[id(target)] = (target, _name(target))
    return known[1]


_NAMES: dict[int, tuple[object, str]] = {}
"""Names of targets by identity: torch computes the hash of an overload in Python."""


def _name(target: object) -> str:
    if target is operator.getitem:
        return "getitem"
    return str(target).rpartition(".")[0]


def arguments(node: fx.Node) -> dict[str, Any]:
    """All arguments by schema name, typed loosely: limits compare plain values."""
    return arguments_of(node)


def tensor_inputs(node: fx.Node) -> list[fx.Node]:
    """The inputs that are computed values, not weights or constants."""
    return [each for each in node.all_input_nodes if each.op != "get_attr"]


_LIKE = frozenset(
    {f"aten.{name}_like" for name in ("zeros", "ones", "full", "empty")}
    | {f"aten.new_{name}" for name in ("zeros", "ones", "full", "empty")}
)
"""Ops that read the shape of their input and none of its values."""
_DRAWN = frozenset(
    f"aten.{name}"
    for kind in ("rand", "randn", "randint")
    for name in (kind, f"{kind}_like")
) | {"aten.randperm", "aten.normal", "aten.bernoulli", "aten.multinomial"}
"""Ops that draw random numbers, whatever they read."""
_LOOKED_BACK = 16
"""How many ops behind a value are looked at for an input; beyond, there may be one."""


def is_constant(node: fx.Node) -> bool:
    """Whether a value is a weight or follows from constants alone in a few ops.

    Random numbers are none.
    """
    return _look_back(node)[1]


def is_drawn(node: fx.Node) -> bool:
    """Whether a node's values are random, others each time that it runs."""
    return op_name(node) in _DRAWN


def inputs_looked_back(node: fx.Node) -> list[fx.Node]:
    """A node's inputs, and all by which `is_constant` judges whether they are."""
    return [each for read in node.all_input_nodes for each in _look_back(read)[0]]


def _look_back(node: fx.Node) -> tuple[list[fx.Node], bool]:
    seen: dict[fx.Node, None] = {}
    pending = [node]
    while pending:
        each = pending.pop()
        is_known = each.op == "get_attr" or each in seen
        seen[each] = None
        if is_known:
            continue
        if each.op != "call_function" or len(seen) > _LOOKED_BACK:
            return list(seen), False
        if is_drawn(each):
            return list(seen), False
        if op_name(each) not in _LIKE:
            pending += each.all_input_nodes
    return list(seen), True


def dtype_of(node: fx.Node) -> torch.dtype | None:
    """The dtype of the node's first tensor, None where it has none."""
    value = node.meta.get("val")
    if isinstance(value, (tuple, list)):
        value = next((one for one in value if isinstance(one, torch.Tensor)), None)
    return value.dtype if isinstance(value, torch.Tensor) else None


def is_float(node: fx.Node) -> bool:
    """Whether the node's value is a floating-point tensor."""
    dtype = dtype_of(node)
    return dtype is not None and dtype.is_floating_point


def place(node: fx.Node) -> str:
    """Name where a node comes from: its module, else the node itself."""
    return str(node.meta.get("module") or node.name)


def counted(nodes: Sequence[fx.Node]) -> str:
    """Say how many nodes are meant: `it`, or `all 12 of them`."""
    return say("all {count} of them", count=len(nodes)) if len(nodes) > 1 else say("it")
