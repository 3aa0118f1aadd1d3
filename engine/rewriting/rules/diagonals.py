# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Diagonals of matrices."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten


def diagonal_of(node: fx.Node) -> Site:
    """A diagonal that is taken of matrices."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target is aten.diag.default:
        if len(shape_of(given["self"])) != 2:
            raise NoMatch(say("it makes a matrix of a diagonal"))
        given |= {"offset": given["diagonal"], "dim1": 0, "dim2": 1}
    return Site(_placed(given), (node,), node)


@rule(
    aten.diagonal.default,
    aten.diag.default,
    title="Write the diagonal as a slice with steps",
    site=diagonal_of,
    nearby=True,
)
def diagonal_as_slice(input: Tensor, offset: int, dim1: int, dim2: int) -> Tensor:
    """diagonal(x) = flatten(x)[::n + 1], x with n columns

    Above or below the middle it begins with the first row or column that it meets.
    """
    rank = input.dim()
    axes = [dim1 % rank, dim2 % rank]
    order = [axis for axis in range(rank) if axis not in axes] + axes
    matrix = input if order == sorted(order) else input.permute(order)
    rows, columns = matrix.shape[-2:]
    first = offset if offset >= 0 else -offset * columns
    count = min(rows + min(offset, 0), columns - max(offset, 0))
    if count < 1:
        raise NoMatch(say("it lies outside of the matrix"))
    flat = matrix.reshape(*matrix.shape[:-2], rows * columns)
    last = first + (count - 1) * (columns + 1)
    diagonal: Tensor = aten.slice.Tensor(flat, -1, first, last + 1, columns + 1)
    return diagonal


@rule(aten.trace.default, title="Write the trace as the sum of the diagonal")
def trace_as_sum(input: Tensor) -> Tensor:
    """trace(x) = Σ flatten(x)[::n + 1], x with n columns"""
    columns, count = input.shape[1], min(input.shape)
    last = (count - 1) * (columns + 1)
    flat = input.reshape(-1)
    diagonal: Tensor = aten.slice.Tensor(flat, 0, 0, last + 1, columns + 1)
    return diagonal.sum(0)


def embedded(node: fx.Node) -> Site:
    """A matrix of zeros but for its diagonal."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target is aten.diag.default:
        if len(shape_of(given["self"])) != 1:
            raise NoMatch(say("it takes the diagonal of a matrix"))
        given |= {"offset": given["diagonal"], "dim1": 0, "dim2": 1}
    return Site(_placed(given), (node,), node)


@rule(
    aten.diag_embed.default,
    aten.diag.default,
    title="Write the matrix of a diagonal as a masked product",
    site=embedded,
    nearby=True,
)
def matrix_of_diagonal_as_product(
    input: Tensor, offset: int, dim1: int, dim2: int
) -> Tensor:
    """diag(x) = I · x, x along the rows, for finite x; I is 1 on the diagonal, or 0"""
    rank, size = input.dim() + 1, input.shape[-1] + abs(offset)
    axes = (dim1 % rank, dim2 % rank)
    ones = _ones([size, size], rank, axes, offset).to(input.dtype)
    return _along(input, rank, axes, offset, size) * ones


def diagonal_written(node: fx.Node) -> Site:
    """A diagonal that is written into matrices."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target is aten.as_strided_scatter.default:
        given |= {"offset": _strided_offset(given), "dim1": 0, "dim2": 1}
    src = given["src"]
    if src.target is aten.fill.Scalar:
        src = src.args[1]
    return Site(_placed(given) | {"src": src}, (node,), node)


@rule(
    aten.diagonal_scatter.default,
    aten.as_strided_scatter.default,
    title="Write the assignment to a diagonal as a choice",
    site=diagonal_written,
)
def diagonal_assignment_as_choice(
    input: Tensor, src: Tensor | float, offset: int, dim1: int, dim2: int
) -> Tensor:
    """x with diagonal(x) := y = where(I, y, x), I true on the diagonal"""
    axes = (dim1 % input.dim(), dim2 % input.dim())
    matrix = [input.shape[axis] for axis in axes]
    mask = _ones(matrix, input.dim(), axes, offset).to(torch.bool)
    if not isinstance(src, Tensor):
        return torch.where(mask, torch.full([], src, dtype=input.dtype), input)
    size = matrix[0] if offset >= 0 else matrix[1]
    return torch.where(mask, _along(src, input.dim(), axes, offset, size), input)


def _placed(given: dict[str, Any]) -> dict[str, Any]:
    """Give what is read or written, and which diagonal that is."""
    return {"input": given["self"]} | {
        name: given[name] for name in ("offset", "dim1", "dim2")
    }


def _strided_offset(given: dict[str, Any]) -> int:
    """Tell which diagonal of a matrix lies in memory as said.

    The value (i, j) of n columns lies at i·n + j, so the next of its diagonal lies
    n + 1 behind it.
    """
    value = given["self"].meta["val"]
    first, steps = given["storage_offset"] or 0, list(given["stride"])
    if value.dim() != 2 or not value.is_contiguous() or value.storage_offset():
        raise NoMatch(say("it writes into no matrix whose rows lie in order"))
    rows, columns = value.shape
    offset = first if first < columns else -(first // columns)
    count = min(rows + min(offset, 0), columns - max(offset, 0))
    starts = max(offset, -offset * columns)
    if (steps, list(given["size"]), first) != ([columns + 1], [count], starts):
        raise NoMatch(say("it writes other values than those of a diagonal"))
    return offset


def _ones(matrix: list[int], rank: int, axes: tuple[int, int], offset: int) -> Tensor:
    """Make ones on a diagonal, and zeros beside it, of matrices on two of the axes."""
    ones = torch.ones(matrix).tril(offset).triu(offset)
    if axes[0] > axes[1]:
        ones = ones.mT
    shape = [1] * rank
    for axis, size in zip(axes, matrix, strict=True):
        shape[axis] = size
    return ones.reshape(shape)


def _along(
    diagonal: Tensor, rank: int, axes: tuple[int, int], offset: int, size: int
) -> Tensor:
    """Let a diagonal, its last axis, lie along rows, or along columns below the middle.

    So its first value is in the first of `size` rows, or columns.
    """
    missing = size - diagonal.shape[-1]
    if missing:
        diagonal = F.pad(diagonal, (0, missing))
    along, across = axes if offset >= 0 else axes[::-1]
    others = [axis for axis in range(rank) if axis not in axes]
    order = sorted(range(rank - 1), key=[*others, along].__getitem__)
    if order != sorted(order):
        diagonal = diagonal.permute(order)
    return diagonal.unsqueeze(across)
