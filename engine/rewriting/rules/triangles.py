# ruff: noqa: D415  (a docstring here is the algebra)
"""Triangular and unit matrices of ones: running sums, masks and classes."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.rewriting.rule import NoMatch, rule
from engine.sentence import say

aten = torch.ops.aten


@rule(aten.cumsum.default, title="Write the running sum as a matrix product")
def running_sum_as_product(input: Tensor, dim: int) -> Tensor:
    """cumsum(x) = x · U, with ones on and above the diagonal of U"""
    if not input.is_floating_point() or input.dim() < 2:
        raise NoMatch(say("it adds up whole numbers, or a single line"))
    axis = dim % input.dim()
    count = input.shape[axis]
    shape = [1] * (input.dim() - 2) + [count, count]
    ones = torch.ones(count, count, dtype=input.dtype)
    if axis == input.dim() - 1:
        return torch.matmul(input, ones.triu().reshape(shape))
    lower = ones.tril().reshape(shape)
    if axis == input.dim() - 2:
        return torch.matmul(lower, input)
    return torch.matmul(lower, input.transpose(axis, -2)).transpose(axis, -2)


@rule(aten.tril.default, title="Mask what lies above the diagonal")
def lower_triangle_as_product(input: Tensor, diagonal: int) -> Tensor:
    """tril(x) = x · L, each value, for finite x; L is 0 above the diagonal, else 1"""
    ones = torch.ones(input.shape[-2:], dtype=input.dtype)
    return input * ones.tril(diagonal)


@rule(aten.triu.default, title="Mask what lies below the diagonal")
def upper_triangle_as_product(input: Tensor, diagonal: int) -> Tensor:
    """triu(x) = x · U, each value, for finite x; U is 0 below the diagonal, else 1"""
    ones = torch.ones(input.shape[-2:], dtype=input.dtype)
    return input * ones.triu(diagonal)


@rule(aten.one_hot.default, title="Write the classes as comparisons")
def classes_as_comparisons(input: Tensor, num_classes: int) -> Tensor:
    """one_hot(x)ᵢ = (x = i)"""
    classes = torch.arange(num_classes)
    return (input.unsqueeze(-1) == classes).to(torch.int64)
