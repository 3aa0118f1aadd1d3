# ruff: noqa: D415  (a docstring here is the algebra)
"""Transposed convolutions as convolutions, whose results lie side by side."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, pair, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten


def transposed_convolution(node: fx.Node) -> Site:
    """A transposed convolution of an image, with weights that are known."""
    given: dict[str, Any] = dict(arguments_of(node))
    if len(shape_of(node)) != 4:
        raise NoMatch(say("it enlarges no image of 4 dimensions"))
    if given["weight"].op != "get_attr":
        raise NoMatch(say("the weights of {name} are computed", name=node.name))
    stride = pair(given["stride"])
    if stride[0] != stride[1]:
        raise NoMatch(
            say("its strides {stride} differ along rows and columns", stride=stride)
        )
    arguments = {key: given[key] for key in ("input", "weight", "bias", "groups")}
    arguments |= {"padding": list(pair(given["padding"])), "stride": stride[0]}
    arguments |= {"dilation": list(pair(given["dilation"]))}
    return Site(arguments | {"counts": list(shape_of(node)[2:])}, (node,), node)


@rule(
    aten.conv_transpose2d.input,
    title="Write the transposed convolution as a convolution",
    clears=(
        *("unsupported", "min_kernel", "max_kernel", "min_stride", "max_stride"),
        *("max_dilation", "max_output_padding", "kernel_reaches_stride"),
        *("padding_below_half_kernel", "padding_within_stride"),
    ),
    site=transposed_convolution,
)
def enlarging_as_convolution(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    groups: int,
    padding: list[int],
    stride: int,
    dilation: list[int],
    counts: list[int],
) -> Tensor:
    """conv_transpose(x, w, stride s) = pixel_shuffle(w' ∗ x, s), cropped

    w' has s·s kernels for each of w: every s-th row and column of it, turned round.
    Without a stride it is w turned round.
    """
    kernel = _dense(weight, dilation) if stride > 1 else weight
    holes = [1, 1] if stride > 1 else dilation
    turned, extent = _turned(kernel, groups, stride)
    reach = [(side - 1) * hole for side, hole in zip(extent, holes, strict=True)]
    sides = [_around(*each, stride) for each in _axes(input, counts, padding, reach)]
    if bias is not None and stride > 1:
        bias = bias.reshape(-1, 1).expand(-1, stride * stride).reshape(-1)
    result = F.conv2d(input, turned, bias, 1, sides, holes, groups)
    if stride > 1:
        result = F.pixel_shuffle(result, stride)
    for at, axis in enumerate((2, 3)):
        first = padding[at] - stride * (reach[at] - sides[at])
        last = first + counts[at]
        if first or last < result.shape[axis]:
            result = aten.slice.Tensor(result, axis, first, last)
    return result


def _axes(
    input: Tensor, counts: list[int], padding: list[int], reach: list[int]
) -> list[tuple[int, int, int, int]]:
    return list(zip(input.shape[2:], counts, padding, reach, strict=True))


def _around(size: int, count: int, padding: int, reach: int, stride: int) -> int:
    """How many zeros around an axis let a plain convolution yield all that is kept."""
    before = reach - padding // stride
    behind = (padding + count - 1) // stride - (size - 1)
    return max(before, behind, 0)


def _dense(weight: Tensor, dilation: list[int]) -> Tensor:
    """Write the holes of a kernel as zeros."""
    for axis, step in zip((2, 3), dilation, strict=True):
        if step > 1:
            shape = list(weight.shape)
            shape[axis] = (shape[axis] - 1) * step + 1
            rows = torch.arange(0, shape[axis], step)
            weight = weight.new_zeros(shape).index_copy(axis, rows, weight)
    return weight


def _turned(weight: Tensor, groups: int, stride: int) -> tuple[Tensor, list[int]]:
    """Give the kernels of a convolution, s·s for each of a transposed one."""
    inputs, outputs, *sides = weight.shape
    extent = [-(-side // stride) for side in sides]
    missing = [each * stride - side for each, side in zip(extent, sides, strict=True)]
    full = F.pad(weight, (0, missing[1], 0, missing[0]))
    parts = full.reshape(
        groups, inputs // groups, outputs, extent[0], stride, extent[1], stride
    )
    ordered = parts.permute(0, 2, 4, 6, 1, 3, 5).flip((-2, -1))
    shape = (groups * outputs * stride * stride, inputs // groups, *extent)
    return ordered.reshape(shape), extent
