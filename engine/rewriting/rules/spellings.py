# ruff: noqa: D415  (a docstring here is the algebra)
"""Ops that are another name for a few plain moves of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten


def _transposed(input: Tensor) -> Tensor:
    return input.permute(1, 0) if input.dim() == 2 else input


def _flat(input: Tensor) -> Tensor:
    return input.reshape(-1)


def _row(input: Tensor) -> Tensor:
    return input if input.dim() else input.reshape(1)


def _matrix(input: Tensor) -> Tensor:
    return input if input.dim() > 1 else input.reshape(1, -1)


def _plane(input: Tensor) -> Tensor:
    if input.dim() == 2:
        return input.reshape(*input.shape, 1)
    return input if input.dim() > 2 else input.reshape(1, -1, 1)


def _column(input: Tensor) -> Tensor:
    return input if input.dim() > 1 else input.reshape(-1, 1)


def _turned(input: Tensor, k: int, dims: list[int]) -> Tensor:
    first, second = dims
    match k % 4:
        case 1:
            return input.flip([second]).transpose(first, second)
        case 2:
            return input.flip([first, second])
        case 3:
            return input.flip([first]).transpose(first, second)
        case _:
            return input


def _windows(input: Tensor, dimension: int, size: int, step: int) -> Tensor:
    if not input.dim():
        return input.reshape(1)
    count = (input.shape[dimension] - size) // step + 1
    reach = (count - 1) * step + 1
    return torch.stack(
        [
            aten.slice.Tensor(input, dimension, first, first + reach, step)
            for first in range(size)
        ],
        -1,
    )


_MOVES: Mapping[Any, Callable[..., Tensor]] = {
    aten.t.default: _transposed,
    aten.ravel.default: _flat,
    aten.positive.default: lambda input: input,
    aten.atleast_1d.default: _row,
    aten.atleast_2d.default: _matrix,
    aten.atleast_3d.default: _plane,
    aten.fliplr.default: lambda input: input.flip([1]),
    aten.flipud.default: lambda input: input.flip([0]),
    aten.rot90.default: _turned,
    aten.broadcast_to.default: lambda input, size: input.expand(size),
    aten.unfold.default: _windows,
}


def named_move(node: fx.Node) -> Site:
    """An op that moves values, with its arguments."""
    given = dict(arguments_of(node))
    given["input"] = given.pop("self")
    return Site({"move": node.target} | given, (node,), node)


@rule(
    *_MOVES,
    title="Write the move with plain ops",
    site=named_move,
    nearby=True,
)
def move_as_plain_ops(move: object, input: Tensor, **arguments: Any) -> Tensor:
    """t(x) = permute(x), ravel(x) = reshape(x), fliplr(x) = flip(x, columns)

    rot90(x) = transpose(flip(x, columns)), unfold(x, n, s) = stack(x[0::s], x[1::s], …)
    """
    return _MOVES[move](input, **arguments)


_STACKS: Mapping[Any, tuple[Callable[[Tensor], Tensor], int]] = {
    aten.vstack.default: (_matrix, 0),
    aten.hstack.default: (_row, 1),
    aten.dstack.default: (_plane, 2),
    aten.column_stack.default: (_column, 1),
}


def stacked(node: fx.Node) -> Site:
    """Tensors joined side by side, one below the other or one behind the other."""
    (tensors,) = arguments_of(node).values()
    named = {f"input_{at}": each for at, each in enumerate(tensors)}  # type: ignore[arg-type]  # a list
    return Site({"join": node.target} | named, (node,), node)


@rule(
    *_STACKS,
    title="Write the stack as a concatenation",
    site=stacked,
    nearby=True,
)
def stacked_as_concat(join: object, **inputs: Tensor) -> Tensor:
    """vstack(x, y) = concat(x, y) along rows, hstack along columns, dstack behind them

    Vectors are made rows first, or columns.
    """
    prepared, axis = _STACKS[join]
    parts = [prepared(each) for each in inputs.values()]
    return torch.cat(parts, min(axis, parts[0].dim() - 1))


def one_concatenated(node: fx.Node) -> Site:
    """A concatenation of a single tensor."""
    tensors: Any = arguments_of(node)["tensors"]
    if len(tensors) > 1:
        raise NoMatch(say("it joins {count} tensors", count=len(tensors)))
    return Site({"input": tensors[0]}, (node,), node)


@rule(
    aten.cat.default,
    title="Leave the concatenation of one tensor out",
    clears=("unsupported", "min_inputs"),
    site=one_concatenated,
    nearby=True,
)
def concat_of_one(input: Tensor) -> Tensor:
    """concat(x) = x"""
    return input
