# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Ops that compute nothing new: identities, repetitions, values known beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.targets.calls import dtype_of, ops_of

aten = torch.ops.aten

_MOVES = (
    aten.reshape.default,
    aten.permute.default,
    aten.slice.Tensor,
    aten.expand.default,
    aten.constant_pad_nd.default,
)
_NEUTRAL = {
    aten.add.Tensor: 0,
    aten.sub.Tensor: 0,
    aten.mul.Tensor: 1,
    aten.div.Tensor: 1,
}
_POOLS = (aten.avg_pool2d.default, aten.max_pool2d.default)
_RESIZES = (aten.upsample_bilinear2d.vec, aten.upsample_nearest2d.vec)
_PURE = (
    *_MOVES,
    *_NEUTRAL,
    *_POOLS,
    *_RESIZES,
    aten.relu.default,
    aten.sigmoid.default,
    aten.silu.default,
    aten.conv2d.default,
    aten.batch_norm.default,
    aten.adaptive_avg_pool2d.default,
    aten.sum.dim_IntList,
    aten.mean.dim,
    aten.cat.default,
    aten.transpose.int,
    aten.select.int,
)
_CREATIONS = (
    aten.arange.default,
    aten.arange.start,
    aten.arange.start_step,
    aten.linspace.default,
    aten.full.default,
    aten.zeros.default,
    aten.ones.default,
    aten.eye.default,
    aten.scalar_tensor.default,
    aten.meshgrid.default,
    aten.meshgrid.indexing,
    aten.tril_indices.default,
)


def identity(node: fx.Node) -> Site:
    """An op that hands its input on unchanged."""
    source = node.all_input_nodes[0]
    same = shape_of(source) == shape_of(node) and dtype_of(source) == dtype_of(node)
    if not same or not _hands_on(node):
        raise NoMatch("it changes its input")
    return Site({"input": source}, (node,), node)


@rule(
    *_MOVES,
    *_NEUTRAL,
    *_POOLS,
    *_RESIZES,
    title="Drop what changes nothing",
    clears=("unsupported", "rank"),
    site=identity,
)
def drop_identity(input: Tensor) -> Tensor:
    """x + 0 = x · 1 = reshape(x, own shape) = resize(x, own size) = x"""
    return input


def repetition(node: fx.Node) -> Site:
    """An op that another one before it equals, argument by argument."""
    for twin in node.all_input_nodes[0].users:
        equal = (
            twin.target is node.target
            and twin.args == node.args
            and twin.kwargs == node.kwargs
            and twin.meta.get("precision") == node.meta.get("precision")
        )
        if equal and twin < node:
            return Site({"input": twin}, (node,), node)
    raise NoMatch("no op before it computes the same")


@rule(*_PURE, title="Compute it once", clears=(), site=repetition)
def merge_repetition(input: Tensor) -> Tensor:
    """y = f(x), z = f(x): z = y"""
    return input


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
                args = fx.map_arg(node.args, value)
                kwargs = fx.map_arg(node.kwargs, value)
                made[node] = node.target(*args, **kwargs)  # type: ignore[operator]
            return made[node]

        return tuple(value(node) for node in self.nodes)


def constant_part(node: fx.Node) -> Site:
    """What follows from constants alone behind an op, up to where inputs come in."""
    constant: set[fx.Node] = set()
    behind = {node}
    for each in ops_of(node.graph):
        sources = each.all_input_nodes
        if all(one in constant or one.op == "get_attr" for one in sources):
            constant.add(each)
            if behind.intersection(sources):
                behind.add(each)
    if node not in constant:
        raise NoMatch("it depends on an input")
    ends = tuple(
        each
        for each in sorted(constant & behind)
        if isinstance(each.meta["val"], Tensor) and set(each.users) - constant
    )
    leaves = {one for end in ends for one in _leaves(end)}
    arguments = {"part": _Part(ends)} | {one.name: one for one in leaves}
    return Site(arguments, ends, ends[0])


@rule(
    *_CREATIONS,
    title="Compute constants beforehand",
    clears=("unsupported", "rank", "dtypes"),
    site=constant_part,
)
def fold_constants(part: _Part, **weights: Tensor) -> tuple[Tensor, ...]:
    """f(constants) = constant"""
    return part.compute(weights)


def _leaves(node: fx.Node) -> set[fx.Node]:
    found: set[fx.Node] = set()
    pending = [node]
    while pending:
        each = pending.pop()
        if each.op == "get_attr":
            found.add(each)
        pending += each.all_input_nodes
    return found


def _hands_on(node: fx.Node) -> bool:
    """Whether an op that keeps shape and dtype keeps every value, too."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target in _NEUTRAL:
        neutral = _NEUTRAL[node.target]
        return isinstance(given["other"], (int, float)) and given["other"] == neutral
    if node.target is aten.permute.default:
        rank = len(given["dims"])
        return [axis % rank for axis in given["dims"]] == list(range(rank))
    if node.target in _POOLS:
        return set(given["kernel_size"]) == {1}
    if node.target is aten.constant_pad_nd.default:
        return not any(given["pad"])
    return node.target is not aten.slice.Tensor or given["step"] == 1
