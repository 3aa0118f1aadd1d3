# ruff: noqa: D415  (a docstring here is the algebra)
"""Values that follow from constants alone, computed beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.sentence import say
from engine.targets.calls import dtype_of, is_drawn

aten = torch.ops.aten

_CREATIONS = (
    aten.arange.default,
    aten.arange.start,
    aten.arange.start_step,
    aten.linspace.default,
    aten.full.default,
    aten.zeros.default,
    aten.ones.default,
    aten.eye.default,
    aten.eye.m,
    aten.scalar_tensor.default,
    aten.meshgrid.default,
    aten.meshgrid.indexing,
    aten.tril_indices.default,
)
_OF_A_SHAPE = (
    aten.zeros_like.default,
    aten.ones_like.default,
    aten.full_like.default,
    aten.new_zeros.default,
    aten.new_ones.default,
    aten.new_full.default,
    aten.fill.Scalar,
    aten.fill.Tensor,
)
"""Ops that read the shape of their first tensor and none of its values."""
_OF_WEIGHTS = (
    aten.add.Tensor,
    aten.sub.Tensor,
    aten.rsub.Scalar,
    aten.mul.Tensor,
    aten.div.Tensor,
    aten.neg.default,
    aten.exp.default,
    aten.log.default,
    aten.sqrt.default,
    aten.rsqrt.default,
    aten.pow.Tensor_Scalar,
    aten.sigmoid.default,
    aten.tanh.default,
    aten.relu.default,
    aten.abs.default,
    aten.clamp.default,
    aten.softmax.int,
    aten.softplus.default,
    aten.sum.dim_IntList,
    aten.mean.dim,
    aten.linalg_vector_norm.default,
    aten.reshape.default,
    aten.permute.default,
    aten.transpose.int,
    aten.expand.default,
    aten.unsqueeze.default,
    aten.squeeze.dim,
    aten.slice.Tensor,
    aten.select.int,
    aten.cat.default,
    aten.stack.default,
    aten.matmul.default,
    aten.to.dtype,
    aten._weight_norm.default,
)


_LOOKED_BACK = 200
"""How many ops behind a value are looked at for an input; beyond, there may be one."""


class _Known:
    """What was found of nodes: that constants alone lead to them, or that inputs do."""

    def __init__(self) -> None:
        self._constant: set[fx.Node] = set()
        self._varying: set[fx.Node] = set()

    def is_constant(self, node: fx.Node) -> bool:
        """Whether a node follows from constants alone, as far as is looked back."""
        seen: set[fx.Node] = set()
        pending = [node]
        while pending:
            each = pending.pop()
            if each.op == "get_attr" or each in self._constant or each in seen:
                continue
            far = len(seen) == _LOOKED_BACK
            varies = each.op == "placeholder" or is_drawn(each)
            if varies or each in self._varying or far:
                self._varying.add(node)
                return False
            seen.add(each)
            pending += _sources(each)
        self._constant |= seen
        return True


@dataclass(frozen=True, slots=True)
class _Part:
    """Nodes that follow from constants alone, to be computed beforehand."""

    nodes: tuple[fx.Node, ...]

    def compute(self, known: dict[str, Tensor]) -> tuple[Tensor, ...]:
        """Compute the nodes from weights by name."""
        made: dict[fx.Node, Any] = {}

        def value(node: fx.Node) -> Any:
            if node.op == "get_attr":
                return known[node.name]
            if node not in made:
                shaped = (_shaped(node),) if node.target in _OF_A_SHAPE else ()
                args = (*shaped, *fx.map_arg(node.args[len(shaped) :], value))
                kwargs = fx.map_arg(node.kwargs, value)
                made[node] = node.target(*args, **kwargs)  # type: ignore[operator]
            return made[node]

        return tuple(value(node) for node in self.nodes)


def constant_part(node: fx.Node) -> Site:
    """What follows from constants alone behind an op, up to where inputs come in."""
    known = _Known()
    if not known.is_constant(node):
        raise NoMatch(say("it depends on an input or on random numbers"))
    behind = {node}
    pending = sorted(node.users)
    while pending:
        each = heappop(pending)
        is_new = each not in behind and each.op == "call_function"
        if is_new and known.is_constant(each):
            behind.add(each)
            for user in each.users:
                heappush(pending, user)
    ends = tuple(
        each
        for each in sorted(behind)
        if isinstance(each.meta["val"], Tensor) and set(each.users) - behind
    )
    leaves = _leaves(ends)
    arguments = {"part": _Part(ends)} | {one.name: one for one in leaves}
    return Site(arguments, ends, ends[0])


@rule(
    *_CREATIONS,
    *_OF_A_SHAPE,
    title="Compute constants beforehand",
    clears=("unsupported", "rank", "dtypes"),
    site=constant_part,
)
def fold_constants(part: _Part, **weights: Tensor) -> tuple[Tensor, ...]:
    """f(constants) = constant"""
    return part.compute(weights)


def _reads_more_than_weights(node: fx.Node) -> bool:
    return any(each.op != "get_attr" for each in node.all_input_nodes)


def part_of_weights(node: fx.Node) -> Site:
    """What follows from weights and buffers alone, from its first op on."""
    if _reads_more_than_weights(node):
        raise NoPattern(say("it depends on an input, or on another op"))
    return constant_part(node)


@rule(
    *_OF_WEIGHTS,
    title="Compute from the weights beforehand",
    clears=("unsupported", "rank", "dtypes"),
    site=part_of_weights,
    nearby=_reads_more_than_weights,
)
def fold_weights(part: _Part, **weights: Tensor) -> tuple[Tensor, ...]:
    """f(weights) = constant"""
    return part.compute(weights)


def _sources(node: fx.Node) -> list[fx.Node]:
    """The values a node's own value follows from."""
    if node.target not in _OF_A_SHAPE:
        return node.all_input_nodes
    found: list[fx.Node] = []
    fx.map_arg((node.args[1:], node.kwargs), found.append)
    return found


def _shaped(node: fx.Node) -> Tensor:
    """Give any tensor in the place of one of which only the shape matters."""
    source = node.all_input_nodes[0]
    return torch.empty(shape_of(source), dtype=dtype_of(source))


def _leaves(ends: Iterable[fx.Node]) -> list[fx.Node]:
    found: set[fx.Node] = set()
    pending = [*ends]
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            pending += _sources(each)
    return sorted(each for each in found if each.op == "get_attr")
