# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Products along an axis, of all its values and of those so far."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.rewriting.rule import NoMatch, rule
from engine.sentence import say

aten = torch.ops.aten


@rule(aten.prod.dim_int, title="Write the product along an axis by halves")
def product_by_halves(input: Tensor, dim: int, keepdim: bool) -> Tensor:
    """prod(x₁ … x₂ₙ) = prod(x₁·xₙ₊₁ … xₙ·x₂ₙ), and so on; a value left over comes last

    Only the order of the products differs.
    """
    if not input.is_floating_point() or not input.dim() or not input.shape[dim]:
        raise NoMatch(say("it multiplies whole numbers, or none"))
    product = _halved(input, dim)
    if keepdim:
        return product
    axis = dim % input.dim()
    return product.reshape([*input.shape[:axis], *input.shape[axis + 1 :]])


@rule(aten.prod.default, title="Write the product of all values by halves")
def product_of_all_by_halves(input: Tensor) -> Tensor:
    """prod(x) = prod(prod(x, axis)), one axis after the other, each by halves

    Only the order of the products differs.
    """
    if not input.is_floating_point() or not input.numel():
        raise NoMatch(say("it multiplies whole numbers, or none"))
    for dim in reversed(range(input.dim())):
        input = _halved(input, dim)
    return input.reshape([])


@rule(aten.cumprod.default, title="Write the running product by doubling steps")
def running_product_by_doubling(input: Tensor, dim: int) -> Tensor:
    """y = concat(x[:k], x[k:]·x[:−k]) for k = 1, 2, 4, …: k factors become 2k

    Only the order of the products differs.
    """
    if not input.is_floating_point() or not input.dim():
        raise NoMatch(say("it multiplies whole numbers, or none"))
    size, step = input.shape[dim], 1
    while step < size:
        kept = aten.slice.Tensor(input, dim, 0, step)
        before = aten.slice.Tensor(input, dim, 0, size - step)
        multiplied = aten.slice.Tensor(input, dim, step, size) * before
        input = torch.cat([kept, multiplied], dim)
        step *= 2
    return input


def _halved(input: Tensor, dim: int) -> Tensor:
    """Multiply the halves of an axis until one value is left; it keeps the axis."""
    over: list[Tensor] = []
    while (size := input.shape[dim]) > 1:
        half = size // 2
        if size % 2:
            over.append(aten.slice.Tensor(input, dim, size - 1, size))
        first = aten.slice.Tensor(input, dim, 0, half)
        input = first * aten.slice.Tensor(input, dim, half, 2 * half)
    for each in over:
        input = input * each
    return input
