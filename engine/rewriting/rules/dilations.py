# ruff: noqa: D415  (a docstring here is the algebra)
"""Dilated windows in terms of windows without holes, on every n-th pixel."""

from __future__ import annotations

from itertools import product
from math import gcd
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, pair, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten


def dilated_convolution(node: fx.Node) -> Site:
    """A convolution of an image whose kernel has holes."""
    given: dict[str, Any] = dict(arguments_of(node))
    if len(shape_of(node)) != 4 or max(pair(given["dilation"])) == 1:
        raise NoMatch(say("its kernel has no holes"))
    counts = list(shape_of(node)[2:])
    pairs = {key: pair(given[key]) for key in ("stride", "padding", "dilation")}
    return Site(given | pairs | {"counts": counts}, (node,), node)


@rule(
    aten.conv2d.default,
    title="Write the strided dilated convolution on every n-th pixel",
    clears=("dilated_stride",),
    site=dilated_convolution,
)
def strided_dilation_on_every_pixel(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: tuple[int, int],
    padding: tuple[int, int],
    dilation: tuple[int, int],
    groups: int,
    counts: list[int],
) -> Tensor:
    """W ∗ x of stride s, dilation d = w ∗ x[::g] of stride s/g, dilation d/g, g = gcd

    What is strided and dilated still takes all pixels, and every s-th of its results.
    """
    if max(stride) == 1:
        raise NoMatch(say("it takes no steps"))
    own = []
    for axis in (2, 3):
        at = axis - 2
        shared = gcd(stride[at], dilation[at])
        input, around = _thinned(input, axis, shared, padding[at])
        step, hole = stride[at] // shared, dilation[at] // shared
        span = (counts[at] - 1) * step + (weight.shape[axis] - 1) * hole + 1
        input, around = _spanned(input, axis, around, span, step)
        own.append((step, hole, around))
    steps, holes, sides = zip(*own, strict=True)
    if max(steps) == 1 or max(holes) == 1:
        return F.conv2d(input, weight, bias, steps, sides, holes, groups)
    result = F.conv2d(input, weight, bias, 1, sides, holes, groups)
    for axis, step in zip((2, 3), steps, strict=True):
        if step > 1:
            end = result.shape[axis]
            result = aten.slice.Tensor(result, axis, 0, end, step)
    return result


@rule(
    aten.conv2d.default,
    title="Convolve every n-th pixel for itself",
    clears=("max_dilation",),
    site=dilated_convolution,
)
def dilation_by_phases(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: tuple[int, int],
    padding: tuple[int, int],
    dilation: tuple[int, int],
    groups: int,
    counts: list[int],
) -> Tensor:
    """(w ∗ x with dilation d)[i::n] = w ∗ x[i::n] with dilation d/n, n a factor of d

    The n·n images are one batch; their results are shuffled together.
    """
    if max(stride) > 1:
        raise NoMatch(say("it takes steps"))
    count = _smallest_factor(gcd(*dilation))
    if count == 1:
        raise NoMatch(say("its dilations {given} share no factor", given=dilation))
    sides = padding
    if any(side % count for side in sides):
        input = _padded(input, [(side, side) for side in sides])
        sides = (0, 0)
    size = input.shape[2:]
    rest = [(0, -each % count) for each in size]
    phases = _phases(_padded(input, rest), count)
    own = [each // count for each in (*sides, *dilation)]
    batch = torch.cat(phases, 0)
    result = F.conv2d(batch, weight, bias, 1, own[:2], own[2:], groups)
    return _cropped(_woven(result, len(input), count), counts)


def dilated_maximum(node: fx.Node) -> Site:
    """A maximum over windows with holes, alike along rows and columns."""
    given: dict[str, Any] = dict(arguments_of(node))
    kernel, dilation = pair(given["kernel_size"]), pair(given["dilation"])
    if len(shape_of(node)) != 4 or max(dilation) == 1:
        raise NoMatch(say("its kernel has no holes"))
    count = dilation[0]
    if dilation[1] != count:
        raise NoMatch(say("its dilations {given} differ", given=dilation))
    size, counts = shape_of(given["self"])[2:], list(shape_of(node)[2:])
    if any(side % count for side in size):
        raise NoMatch(
            say("its map of {size} is no multiple of the holes", size=tuple(size))
        )
    stride, padding = pair(given["stride"] or kernel), pair(given["padding"])
    axes = zip(size, counts, kernel, stride, padding, strict=True)
    if any(
        (n - 1) * step + (k - 1) * count + 1 > side + 2 * pad
        for side, n, k, step, pad in axes
    ):
        raise NoMatch(say("its last windows reach over the edge"))
    arguments = {"input": given["self"], "kernel": kernel, "stride": stride}
    arguments |= {"padding": padding, "dilation": count, "counts": counts}
    return Site(arguments, (node,), node)


@rule(
    aten.max_pool2d.default,
    title="Take the maximum of every n-th pixel for itself",
    clears=("max_dilation",),
    site=dilated_maximum,
)
def dilated_maximum_by_phases(
    input: Tensor,
    kernel: tuple[int, int],
    stride: tuple[int, int],
    padding: tuple[int, int],
    dilation: int,
    counts: list[int],
) -> Tensor:
    """max_pool(x, dilation n)[i::n] = max_pool(x[i::n])

    The n·n images are one batch; their results are shuffled together. With stride n
    only the first of them is needed.
    """
    sides = [-(-side // dilation) for side in padding]
    skipped = [n * dilation - side for n, side in zip(sides, padding, strict=True)]
    phases = _phases(input, dilation)
    if stride == (dilation, dilation) and not any(skipped):
        return _cropped(F.max_pool2d(phases[0], kernel, 1, sides), counts)
    pooled = F.max_pool2d(torch.cat(phases, 0), kernel, 1, sides)
    result = _woven(pooled, len(input), dilation)
    for at, axis in enumerate((2, 3)):
        last = skipped[at] + (counts[at] - 1) * stride[at] + 1
        if skipped[at] or stride[at] > 1 or last < result.shape[axis]:
            result = aten.slice.Tensor(result, axis, skipped[at], last, stride[at])
    return result


def _thinned(input: Tensor, axis: int, step: int, padding: int) -> tuple[Tensor, int]:
    """Keep every n-th row that windows meet, and tell how many lie in the padding."""
    if step == 1:
        return input, padding
    first = -padding % step
    size = input.shape[axis]
    rows: Tensor = aten.slice.Tensor(input, axis, first, size, step)
    return rows, (padding + first) // step


def _spanned(
    input: Tensor, axis: int, before: int, span: int, step: int
) -> tuple[Tensor, int]:
    """Bring an axis to the values that windows span, with as many zeros on each side.

    Where as many on each side do not fit, they are put there beforehand.
    """
    size = input.shape[axis]
    behind = span - before - size
    if 0 <= before - behind < step:
        return input, before
    if behind < 0:
        input = aten.slice.Tensor(input, axis, 0, size + behind)
    sides = [(0, 0), (0, 0)]
    sides[axis - 2] = (before, max(0, behind))
    return _padded(input, sides), 0


def _phases(input: Tensor, count: int) -> list[Tensor]:
    """Take every n-th row and column, from each of the first n on."""
    height, width = input.shape[2:]
    rows = [aten.slice.Tensor(input, 2, at, height, count) for at in range(count)]
    return [
        aten.slice.Tensor(rows[row], 3, column, width, count)
        for row, column in product(range(count), repeat=2)
    ]


def _woven(batch: Tensor, images: int, count: int) -> Tensor:
    """Put the results of phases, a batch, back where their pixels lie."""
    parts = [
        aten.slice.Tensor(batch, 0, at * images, (at + 1) * images)
        for at in range(count * count)
    ]
    mixed = torch.cat(parts, 1)
    if batch.shape[1] > 1:
        mixed = F.channel_shuffle(mixed, count * count)
    return F.pixel_shuffle(mixed, count)


def _padded(input: Tensor, sides: list[tuple[int, int]]) -> Tensor:
    """Put zeros before and behind rows and columns."""
    (top, bottom), (left, right) = sides
    if not any((top, bottom, left, right)):
        return input
    padded: Tensor = aten.constant_pad_nd.default(
        input, [left, right, top, bottom], 0.0
    )
    return padded


def _cropped(input: Tensor, counts: list[int]) -> Tensor:
    for axis, count in zip((2, 3), counts, strict=True):
        if input.shape[axis] > count:
            input = aten.slice.Tensor(input, axis, 0, count)
    return input


def _smallest_factor(number: int) -> int:
    return next((each for each in range(2, number + 1) if number % each == 0), 1)
