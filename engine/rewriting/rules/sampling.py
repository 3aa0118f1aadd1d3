# ruff: noqa: D415  (a docstring here is the algebra)
"""Maps sampled along rows and columns, as products with two constant matrices."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten
_MOST_WORK = 2**30
"""Multiply-accumulates above which a resize is no place for products any more."""


@rule(
    aten.adaptive_avg_pool2d.default,
    title="Write uneven pooling as two products with constant matrices",
    clears=("unsupported", "divisible"),
)
def uneven_pool_as_products(input: Tensor, output_size: list[int]) -> Tensor:
    """adaptive_avg_pool(x, m) = A·x·Bᵀ, A and B average the rows and columns of a part

    The windows of n values in m parts overlap where m does not divide n.
    """
    sizes = list(zip(input.shape[-2:], output_size, strict=True))
    if 0 in input.shape or not any(size % parts for size, parts in sizes):
        raise NoMatch(say("its parts are even; plain pooling is less work"))
    rows, columns = (
        None
        if size == parts
        else F.adaptive_avg_pool2d(_unit(size, input), (parts, size))[0, 0]
        for size, parts in sizes
    )
    return _product(input, rows, columns)


def resize(node: fx.Node) -> Site:
    """A resize whose weights depend on nothing but sizes."""
    given: dict[str, Any] = dict(arguments_of(node))
    before, after = shape_of(given["input"])[-2:], shape_of(node)[-2:]
    if 0 in shape_of(node):
        raise NoMatch(say("its input has no values"))
    arguments = {
        "resize": node.target,
        "input": given["input"],
        "sizes": list(zip(before, after, strict=True)),
        "options": [given[each] for each in ("align_corners",) if each in given],
        "factors": list(given["scale_factors"] or []),
    }
    return Site(arguments, (node,), node)


@rule(
    aten.upsample_bicubic2d.vec,
    aten._upsample_bilinear2d_aa.vec,
    aten._upsample_bicubic2d_aa.vec,
    title="Write the resize as two products with constant matrices",
    site=resize,
    nearby=True,
)
def resize_as_products(
    resize: Callable[..., Tensor],
    input: Tensor,
    sizes: list[tuple[int, int]],
    options: list[bool],
    factors: list[float],
) -> Tensor:
    """resize(x) = A·x·Bᵀ, row i of A holds the weights of the rows that make row i"""
    return _sampled(resize, input, sizes, options, factors)


@rule(
    aten.upsample_bilinear2d.vec,
    title="Write the bilinear resize as two products with constant matrices",
    clears=("explicit_size", "max_ratio"),
    site=resize,
    nearby=True,
)
def bilinear_as_products(
    resize: Callable[..., Tensor],
    input: Tensor,
    sizes: list[tuple[int, int]],
    options: list[bool],
    factors: list[float],
) -> Tensor:
    """bilinear(x) = A·x·Bᵀ, row i of A holds the weights of the rows that make row i

    Of large maps it is far more work; it keeps factors and aligned corners exactly.
    """
    return _sampled(resize, input, sizes, options, factors)


@rule(
    aten.upsample_bilinear2d.vec,
    title="Write the resize to aligned corners as products of matrices",
    clears=("align_corners",),
    site=resize,
    nearby=True,
)
def aligned_resize_as_matrix_products(
    resize: Callable[..., Tensor],
    input: Tensor,
    sizes: list[tuple[int, int]],
    options: list[bool],
    factors: list[float],
) -> Tensor:
    """bilinear(x) = A·x·Bᵀ, row i of A holds the weights of the rows that make row i

    It keeps the results, where aligning no corners does not, and is more work.
    """
    if not options[0]:
        raise NoMatch(say("its corners are not aligned"))
    (before, height), (width, after) = sizes
    work = prod(input.shape[:-2]) * height * width * (before + after)
    if work > _MOST_WORK:
        raise NoMatch(
            say(
                "its products would take {count:.1f} billion multiply-accumulates",
                count=work / 1e9,
            )
        )
    rows = _weights(resize, input, sizes, options, factors, 0)
    columns = _weights(resize, input, sizes, options, factors, 1)
    if rows is not None:
        input = torch.matmul(rows[None, None], input)
    return input if columns is None else torch.matmul(input, columns.mT[None, None])


@rule(
    aten.upsample_nearest2d.vec,
    aten._upsample_nearest_exact2d.vec,
    title="Write the nearest resize as two products with constant matrices",
    clears=("explicit_size", "max_ratio"),
    site=resize,
    nearby=True,
)
def nearest_as_products(
    resize: Callable[..., Tensor],
    input: Tensor,
    sizes: list[tuple[int, int]],
    options: list[bool],
    factors: list[float],
) -> Tensor:
    """nearest(x) = A·x·Bᵀ, row i of A is 1 at the row that makes row i, else 0

    Of large maps it is far more work; it keeps factors that lead to no whole size.
    """
    return _sampled(resize, input, sizes, options, factors)


def _sampled(
    resize: Callable[..., Tensor],
    input: Tensor,
    sizes: list[tuple[int, int]],
    options: list[bool],
    factors: list[float],
) -> Tensor:
    rows = _weights(resize, input, sizes, options, factors, 0)
    return _product(input, rows, _weights(resize, input, sizes, options, factors, 1))


def _weights(
    resize: Callable[..., Tensor],
    input: Tensor,
    sizes: list[tuple[int, int]],
    options: list[bool],
    factors: list[float],
    axis: int,
) -> Tensor | None:
    """Give what each row of the result takes of each row; None where all stay."""
    before, after = sizes[axis]
    factor = factors[axis] if factors else after / before
    if factor == 1:
        return None
    own = None if factors else [after, before]
    both = [factor, 1.0] if factors else None
    weights: Tensor = resize(_unit(before, input), own, *options, both)[0, 0]
    return weights


def _unit(size: int, like: Tensor) -> Tensor:
    """An image whose column j shows row j alone; sampled, its rows are the weights."""
    return torch.eye(size, dtype=like.dtype)[None, None]


def _product(input: Tensor, rows: Tensor | None, columns: Tensor | None) -> Tensor:
    if columns is not None:
        input = F.linear(input, columns)
    if rows is not None:
        input = F.linear(input.transpose(-1, -2), rows).transpose(-1, -2)
    return input
