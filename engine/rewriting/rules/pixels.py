# ruff: noqa: D415  (a docstring here is the algebra)
"""Pixels as channels and back: Focus, space to depth, depth to space."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten


def strided_slices(node: fx.Node) -> Site:
    """A concatenation of the pixels at each offset of a grid: Focus, space to depth."""
    given: dict[str, Any] = dict(arguments_of(node))
    if given["dim"] not in (1, -3):
        raise NoMatch(say("it does not join channels"))
    phases = [_phase(each) for each in given["tensors"]]
    sources = {source for source, _ in phases}
    steps = {step for _, starts in phases for _, step in starts.values()}
    if len(sources) > 1 or len(steps) != 1 or steps == {1}:
        raise NoMatch(say("it does not join strided slices of one value"))
    source, step = sources.pop(), steps.pop()
    if any(size % step for size in shape_of(source)[2:]) or len(shape_of(source)) != 4:
        raise NoMatch(
            say(
                "{step} does not divide the size of {name}", step=step, name=source.name
            )
        )
    offsets = [tuple(starts[axis][0] for axis in (2, 3)) for _, starts in phases]
    return Site({"input": source, "step": step, "offsets": offsets}, (node,), node)


@rule(
    aten.cat.default,
    title="Write strided slices as a convolution",
    clears=(),
    site=strided_slices,
)
def focus_as_convolution(
    input: Tensor, step: int, offsets: list[tuple[int, int]]
) -> Tensor:
    """concat(x[a::s, b::s], …) = w ∗ x with stride s, w = 1 at (a, b), 0 elsewhere"""
    channels = input.shape[1]
    unit = torch.eye(channels, dtype=input.dtype).reshape(channels, channels, 1, 1)
    kernels = [
        F.pad(unit, (column, step - 1 - column, row, step - 1 - row))
        for row, column in offsets
    ]
    return F.conv2d(input, torch.cat(kernels), stride=step)


@rule(aten.pixel_unshuffle.default, title="Write space to depth as a convolution")
def unshuffle_as_convolution(input: Tensor, downscale_factor: int) -> Tensor:
    """space_to_depth(x, s) = w ∗ x with stride s, one kernel per channel and offset"""
    if input.dim() != 4:
        raise NoMatch(say("its input has {dim} dimensions, not 4", dim=input.dim()))
    if not input.shape[1]:
        raise NoMatch(say("its input has no channels"))
    step = downscale_factor
    return F.conv2d(input, _one_per_offset(input, step), stride=step)


@rule(
    aten.pixel_shuffle.default,
    title="Write depth to space as a transposed convolution",
)
def shuffle_of_pixels_as_convolution(input: Tensor, upscale_factor: int) -> Tensor:
    """depth_to_space(x, s) = the transpose of w ∗ x with stride s"""
    if input.dim() != 4:
        raise NoMatch(say("its input has {dim} dimensions, not 4", dim=input.dim()))
    step = upscale_factor
    channels = input.shape[1]
    kernel = torch.eye(channels, dtype=input.dtype)
    kernel = kernel.reshape(channels, channels // step**2, step, step)
    return F.conv_transpose2d(input, kernel, stride=step)


@rule(aten.im2col.default, title="Write the windows as a convolution")
def windows_as_convolution(
    input: Tensor,
    kernel_size: list[int],
    dilation: list[int],
    padding: list[int],
    stride: list[int],
) -> Tensor:
    """unfold(x, k) = reshape(w ∗ x), one kernel per channel and place of the window"""
    channels = input.shape[-3]
    rows, columns = kernel_size
    kernel = torch.eye(channels * rows * columns, dtype=input.dtype)
    kernel = kernel.reshape(-1, channels, rows, columns)
    found = F.conv2d(input, kernel, None, stride, padding, dilation)
    return found.reshape(*found.shape[:-2], -1)


def _one_per_offset(input: Tensor, step: int) -> Tensor:
    """Kernels that are 1 for one channel at one offset, in that order."""
    channels = input.shape[1]
    kernel = torch.eye(channels * step**2, dtype=input.dtype)
    return kernel.reshape(-1, channels, step, step)


def _phase(node: fx.Node) -> tuple[fx.Node, dict[int, tuple[int, int]]]:
    """Follow slices to their source, perhaps a part: per axis first index and step."""
    starts: dict[int, tuple[int, int]] = {2: (0, 1), 3: (0, 1)}
    while node.target is aten.slice.Tensor:
        given: dict[str, Any] = dict(arguments_of(node))
        source = given["self"]
        axis = given["dim"] % len(shape_of(source))
        size = shape_of(source)[axis]
        start, end, step = slice(given["start"], given["end"], given["step"]).indices(
            size
        )
        if step == 1 and {*starts.values()} != {(0, 1)}:
            break
        if axis not in (2, 3) or starts[axis] != (0, 1) or end != size:
            raise NoMatch(say("{name} is no strided slice of pixels", name=node.name))
        starts[axis] = (start, step)
        node = source
    if any(start >= step for start, step in starts.values()):
        raise NoMatch(say("its slices begin beyond the first step"))
    return node, starts
