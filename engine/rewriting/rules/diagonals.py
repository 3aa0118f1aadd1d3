# ruff: noqa: D415  (a docstring here is the algebra)
"""Diagonals of matrices."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.rewriting.rule import NoMatch, rule
from engine.sentence import say

aten = torch.ops.aten


@rule(aten.diagonal.default, title="Write the diagonal as a slice with steps")
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
