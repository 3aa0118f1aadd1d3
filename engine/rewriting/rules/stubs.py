# ruff: noqa: D415  (a docstring here is the algebra)
"""Quant and dequant stubs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.moves import PERMUTATIONS, RESHAPE_OPS
from engine.rewriting.stubs import dequant
from engine.sentence import say

aten = torch.ops.aten
_MOVES = (*RESHAPE_OPS, *PERMUTATIONS, aten.expand.default)
_REDUCTIONS = (
    aten.sum.dim_IntList,
    aten.mean.dim,
    aten.amax.default,
    aten.amin.default,
)


def doubled_stub(node: fx.Node) -> Site:
    """A stub right after one of its kind."""
    (first,) = node.all_input_nodes
    if first.target is not node.target:
        raise NoMatch(say("no stub of its kind comes before it"))
    return Site({"input": first}, (node,), node)


@rule(
    torch.ops.npu.quant.default,
    torch.ops.npu.dequant.default,
    title="Drop the doubled stub",
    clears=("doubled_stub",),
    site=doubled_stub,
)
def merge_stubs(input: Tensor) -> Tensor:
    """quant(quant(x)) = quant(x)"""
    return input


def _stubs_behind(node: fx.Node) -> tuple[fx.Node, ...]:
    """The stubs by which a value leaves, where it goes nowhere else."""
    stubs = tuple(node.users)
    if not stubs or any(each.target is not dequant for each in stubs):
        raise NoPattern(say("it does not leave the chip right away"))
    return stubs


def moved_last(node: fx.Node) -> Site:
    """An op that only moves values, before the stub by which they leave."""
    stubs = _stubs_behind(node)
    arguments = {"move": node.target, "to": list(node.args[1:])}
    return Site(arguments | {"input": node.all_input_nodes[0]}, stubs, node)


@rule(
    *_MOVES,
    title="Move the values on the host, behind the stub",
    clears=("unsupported", "rank"),
    site=moved_last,
)
def move_on_host(move: Callable[..., Tensor], input: Tensor, to: list[Any]) -> Tensor:
    """dequant(reshape(x)) = reshape(dequant(x)), and so for each op that moves values

    The chip hands out x as it is; the deployed model needs the op on the host.
    """
    return move(dequant(input), *to)


def reduced_last(node: fx.Node) -> Site:
    """A reduction that drops its axes, before the stub by which its values leave."""
    stubs = _stubs_behind(node)
    given: dict[str, Any] = dict(arguments_of(node))
    if given["keepdim"]:
        raise NoMatch(say("it keeps its dimensions already"))
    if given.get("dtype") is not None or not given["dim"]:
        raise NoMatch(say("it converts to another type, or reduces every axis"))
    arguments = {"reduce": node.target, "input": given["self"], "dim": given["dim"]}
    return Site(arguments | {"shape": list(shape_of(node))}, stubs, node)


@rule(
    *_REDUCTIONS,
    title="Keep the reduced dimension, and drop it on the host",
    clears=("keepdim", "rank"),
    site=reduced_last,
)
def drop_dimension_on_host(
    reduce: Callable[..., Tensor], input: Tensor, dim: list[int], shape: list[int]
) -> Tensor:
    """dequant(sum(x, dim)) = reshape(dequant(sum(x, dim, keepdim=True)))"""
    kept: Tensor = dequant(reduce(input, dim, True))
    return kept.reshape(shape)
