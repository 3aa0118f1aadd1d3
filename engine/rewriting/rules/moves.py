# ruff: noqa: D415  (a docstring here is the algebra)
"""Chains of ops that only move values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoPattern, Site, rule
from engine.sentence import say

aten = torch.ops.aten
RESHAPE_OPS = (
    aten.reshape.default,
    aten.unsqueeze.default,
    aten.squeeze.default,
    aten.squeeze.dim,
    aten.squeeze.dims,
)
PERMUTATIONS = (aten.permute.default, aten.transpose.int)


def _chain(node: fx.Node, family: tuple[object, ...]) -> fx.Node:
    """Follow ops of one family back to what they all move."""
    source = node.all_input_nodes[0]
    if source.target not in family:
        raise NoPattern(say("no op of its kind comes before it"))
    while source.target in family:
        source = source.all_input_nodes[0]
    return source


def order_of(node: fx.Node) -> list[int]:
    """Where each axis of a permutation or transposition comes from."""
    given: dict[str, Any] = dict(arguments_of(node))
    rank = len(shape_of(node))
    if "dims" in given:
        return [axis % rank for axis in given["dims"]]
    order = list(range(rank))
    if not order:
        return order
    one, other = given["dim0"] % rank, given["dim1"] % rank
    order[one], order[other] = order[other], order[one]
    return order


def repeated_move(node: fx.Node) -> Site:
    """Reshapes of reshapes, or permutations of permutations, in a row."""
    if node.target in RESHAPE_OPS:
        source = _chain(node, RESHAPE_OPS)
        same = shape_of(source) == shape_of(node)
        to = None if same else list(shape_of(node))
        return Site({"move": RESHAPE_OPS[0], "input": source, "to": to}, (node,), node)
    source = _chain(node, PERMUTATIONS)
    order, each = order_of(node), node.all_input_nodes[0]
    while each is not source:
        before = order_of(each)
        order = [before[axis] for axis in order]
        each = each.all_input_nodes[0]
    to = None if order == sorted(order) else order
    return Site({"move": PERMUTATIONS[0], "input": source, "to": to}, (node,), node)


@rule(
    *RESHAPE_OPS,
    *PERMUTATIONS,
    title="Merge with the same op before it",
    clears=("unsupported", "rank"),
    site=repeated_move,
)
def merge_moves(
    move: Callable[..., Tensor], input: Tensor, to: list[int] | None
) -> Tensor:
    """reshape(reshape(x)) = reshape(x), permute(permute(x)) = permute(x)

    Where the last one undoes the ones before it, x itself is left.
    """
    return input if to is None else move(input, to)
