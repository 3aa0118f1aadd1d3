# ruff: noqa: D415  (a docstring here is the algebra)
"""Pools and resizes of volumes and of lines, as those of images."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.rewriting.rules.pooling import read_maximum
from engine.sentence import say

aten = torch.ops.aten
_SIZES = ("kernel_size", "stride", "padding", "dilation")
_RESIZES: Mapping[Any, Callable[..., Tensor]] = {
    aten.upsample_nearest3d.vec: aten.upsample_nearest2d.vec,
    aten._upsample_nearest_exact3d.vec: aten._upsample_nearest_exact2d.vec,
    aten.upsample_trilinear3d.vec: aten.upsample_bilinear2d.vec,
    aten.upsample_nearest1d.vec: aten.upsample_nearest2d.vec,
    aten._upsample_nearest_exact1d.vec: aten._upsample_nearest_exact2d.vec,
    aten.upsample_linear1d.vec: aten.upsample_bilinear2d.vec,
}
"""The resize of images that does along two axes what another does along its own."""


def pooled_volume(node: fx.Node) -> Site:
    """A maximum or an average over windows of a volume."""
    given: dict[str, Any] = dict(arguments_of(node))
    given["stride"] = given["stride"] or given["kernel_size"]
    sizes = {name: _triple(given[name]) for name in _SIZES if name in given}
    arguments = {
        "input": given["self"],
        "within": {name: values[1:] for name, values in sizes.items()},
        "across": {name: [values[0], _NEUTRAL[name]] for name, values in sizes.items()},
        "options": {"ceil_mode": given["ceil_mode"]},
        "divisor": given.get("divisor_override"),
        "shape": list(shape_of(node)),
    }
    if "count_include_pad" in given:
        arguments["options"]["count_include_pad"] = given["count_include_pad"]
        return Site(arguments | {"pool": F.avg_pool2d}, (node,), node)
    return Site(arguments | {"pool": F.max_pool2d}, (node,), node)


@rule(
    aten.max_pool3d.default,
    aten.avg_pool3d.default,
    title="Pool the volume by planes, then across them",
    site=pooled_volume,
    nearby=True,
)
def volume_pool_as_image_pools(
    pool: Callable[..., Tensor],
    input: Tensor,
    within: dict[str, list[int]],
    across: dict[str, list[int]],
    options: dict[str, bool],
    divisor: int | None,
    shape: list[int],
) -> Tensor:
    """pool3d(x, d×h×w) = pool2d(pool2d(x, h×w), d×1), so for maximum and average

    A window of a volume is a row of windows of its planes; padding, dilation and the
    counts of values under a window are told along each axis by itself.
    """
    sums = {} if divisor is None else {"divisor_override": 1}
    total = {} if divisor is None else {"divisor_override": divisor}
    depth, size = input.shape[-3], shape[-2:]
    planes = input.reshape(1, -1, *input.shape[-2:])
    if divisor is not None or not _is_neutral(within):
        planes = pool(planes, **within, **options, **sums)
    columns = planes.reshape(1, -1, depth, prod(size))
    if divisor is not None or not _is_neutral(across):
        columns = pool(columns, **across, **options, **total)
    return columns.reshape(shape)


@rule(
    aten.adaptive_avg_pool3d.default,
    title="Average the volume by planes, then across them",
)
def adaptive_volume_pool_as_image_pools(
    input: Tensor, output_size: list[int]
) -> Tensor:
    """adaptive3d(x, d×h×w) = adaptive2d(adaptive2d(x, h×w), d parts)"""
    return _adaptive(F.adaptive_avg_pool2d, input, output_size)


@rule(
    aten.adaptive_max_pool3d.default,
    title="Take the maximum of the volume by planes, then across them",
    site=read_maximum,
)
def adaptive_volume_maximum_as_image_pools(
    input: Tensor, output_size: list[int]
) -> Tensor:
    """adaptive_max3d(x, d×h×w) = adaptive_max2d(adaptive_max2d(x, h×w), d parts)"""
    return _adaptive(F.adaptive_max_pool2d, input, output_size)


@rule(
    aten.adaptive_max_pool1d.default,
    title="Take the maximum of the line as of an image of one row",
    clears=("unsupported", "rank"),
    site=read_maximum,
)
def line_maximum_as_image(input: Tensor, output_size: list[int]) -> Tensor:
    """adaptive_max1d(x, m) = adaptive_max2d(x, 1×m), x as an image of one row"""
    image = input.reshape(-1, input.shape[-2], 1, input.shape[-1])
    pooled = F.adaptive_max_pool2d(image, (1, output_size[0]))
    return pooled.reshape(*input.shape[:-1], output_size[0])


def resized_along_other_axes(node: fx.Node) -> Site:
    """A resize of lines or volumes."""
    given: dict[str, Any] = dict(arguments_of(node))
    if 0 in shape_of(node):
        raise NoMatch(say("its input has no values"))
    options = [given["align_corners"]] if "align_corners" in given else []
    arguments = {
        "resize": _RESIZES[node.target],
        "input": given["input"],
        "factors": list(given["scale_factors"] or []),
        "options": options,
        "shape": list(shape_of(node)),
    }
    return Site(arguments, (node,), node)


@rule(
    *_RESIZES,
    title="Resize as images",
    clears=("unsupported", "rank"),
    site=resized_along_other_axes,
    nearby=True,
)
def resize_as_images(
    resize: Callable[..., Tensor],
    input: Tensor,
    factors: list[float],
    options: list[bool],
    shape: list[int],
) -> Tensor:
    """resize1d(x) = resize2d(x), x as an image of one row

    resize3d(x) = resize2d(resize2d(x), along the depth), first each plane by itself
    """

    def resized(image: Tensor, size: list[int], by: list[float]) -> Tensor:
        return resize(image, None if by else size, *options, by or None)

    if len(shape) == 3:
        row = input.reshape(*shape[:2], 1, input.shape[-1])
        by = [1.0, *factors] if factors else []
        return resized(row, [1, shape[-1]], by).reshape(shape)
    planes = input.reshape(1, -1, *input.shape[-2:])
    planes = resized(planes, shape[-2:], factors[1:])
    columns = planes.reshape(1, -1, input.shape[-3], prod(shape[-2:]))
    by = [factors[0], 1.0] if factors else []
    return resized(columns, [shape[-3], prod(shape[-2:])], by).reshape(shape)


_NEUTRAL: Mapping[str, int] = {
    "kernel_size": 1,
    "stride": 1,
    "padding": 0,
    "dilation": 1,
}
"""What an option is along an axis that is not pooled."""


def _is_neutral(options: dict[str, list[int]]) -> bool:
    names = ("kernel_size", "stride", "padding")
    return all({*options[name]} == {_NEUTRAL[name]} for name in names)


def _adaptive(
    pool: Callable[..., Tensor], input: Tensor, output_size: list[int]
) -> Tensor:
    depth, rows, columns = output_size
    planes = input.reshape(1, -1, *input.shape[-2:])
    pooled = pool(planes, (rows, columns))
    across = pooled.reshape(1, -1, input.shape[-3], rows * columns)
    shape = (*input.shape[:-3], *output_size)
    return pool(across, (depth, rows * columns)).reshape(shape)


def _triple(value: Any) -> list[int]:
    """A size for depth, height and width: one number, or a list of 1 or 3."""
    numbers = list(value) if isinstance(value, (list, tuple)) else [value]
    return numbers * 3 if len(numbers) == 1 else numbers
