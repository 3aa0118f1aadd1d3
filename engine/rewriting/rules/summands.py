"""What a chain or tree of additions adds up, and how many times each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern
from engine.sentence import say

aten = torch.ops.aten
_MOST_SUMMANDS = 32
"""Blocks add a handful of branches; a longer sum is no block."""


@dataclass(frozen=True, slots=True)
class Summand:
    """A value or number that is added up `times` times.

    It is multiplied by the `scales` besides, constants that are broadcast to
    1 × channels × 1 × 1.
    """

    value: fx.Node | float
    times: float = 1.0
    scales: tuple[fx.Node, ...] = ()


def summands_of(node: fx.Node) -> list[Summand]:
    """Collect what a sum or difference adds up, from left to right.

    Raises:
        NoPattern: the node adds up nothing.
        NoMatch: it adds a constant tensor, or more than a block does.
    """
    if not _is_sum(node):
        raise NoPattern(say("it adds up no stack of values"))
    found: list[Summand] = []
    pending = [Summand(node)]
    while pending:
        each = pending.pop()
        value = each.value
        if not isinstance(value, fx.Node):
            found.append(each)
        elif (parts := [*_parts(each, value)]) and (
            value is node or len(value.users) == 1
        ):
            pending += reversed(parts)
        elif value.op == "get_attr":
            raise NoMatch(say("it adds the constant {name}", name=value.name))
        else:
            found.append(each)
        if len(found) + len(pending) > _MOST_SUMMANDS:
            raise NoMatch(say("it adds more than {most} values", most=_MOST_SUMMANDS))
    return found


def _is_sum(node: fx.Node) -> bool:
    return node.target in (aten.add.Tensor, aten.sub.Tensor) or bool(_stacked(node))


def _parts(whole: Summand, node: fx.Node) -> Iterator[Summand]:
    """What an op adds up of two values or a stack, or multiplies by a constant."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target in (aten.add.Tensor, aten.sub.Tensor):
        sign = 1 if node.target is aten.add.Tensor else -1
        yield replace(whole, value=given["self"])
        times = whole.times * sign * given["alpha"]
        yield replace(whole, value=given["other"], times=times)
    elif node.target is aten.mul.Tensor:
        yield from _multiplied(whole, node, given["self"], given["other"])
    else:
        yield from (replace(whole, value=each) for each in _stacked(node))


def _multiplied(
    whole: Summand, node: fx.Node, one: Any, other: Any
) -> Iterator[Summand]:
    if not isinstance(other, fx.Node):
        yield replace(whole, value=one, times=whole.times * other)
        return
    for factor, value in ((one, other), (other, one)):
        if factor.op == "get_attr" and _is_of_channels(factor, node):
            yield replace(whole, value=value, scales=(*whole.scales, factor))
            return


def _is_of_channels(factor: fx.Node, node: fx.Node) -> bool:
    """Whether a constant is the same at all places of an image's channel."""
    shape = (1,) * 4 + shape_of(factor)
    channels = shape_of(node)[1:2]
    return shape[-4:] in ((1, *channels, 1, 1), (1, 1, 1, 1)) and len(shape) <= 8


def _stacked(node: fx.Node) -> list[Any]:
    """The values of a stack whose new axis alone a sum adds up; else nothing."""
    if node.target is not aten.sum.dim_IntList:
        return []
    given: dict[str, Any] = dict(arguments_of(node))
    stack = given["self"]
    if stack.target is not aten.stack.default or len(stack.users) > 1:
        return []
    parts: dict[str, Any] = dict(arguments_of(stack))
    rank = len(shape_of(stack))
    axes = [axis % rank for axis in given["dim"] or ()]
    is_whole = axes == [parts["dim"] % rank] and not given["keepdim"]
    return list(parts["tensors"]) if is_whole and given["dtype"] is None else []
