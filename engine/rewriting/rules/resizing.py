# ruff: noqa: D415  (a docstring here is the algebra)
"""Resizing of feature maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten


def scaled_resize(node: fx.Node) -> Site:
    """A resize by factors that lead to whole sizes."""
    given: dict[str, Any] = dict(arguments_of(node))
    factors, source = given["scale_factors"], given["input"]
    if not factors:
        raise NoMatch(say("it has a size already"))
    sizes = shape_of(node)[2:]
    exact = [size * by for size, by in zip(shape_of(source)[2:], factors, strict=True)]
    if list(sizes) != exact:
        raise NoMatch(say("factors {factors} lead to no whole size", factors=factors))
    arguments = {"resize": node.target, "input": source, "size": list(sizes)}
    options = [given["align_corners"]] if "align_corners" in given else []
    return Site(arguments | {"options": options}, (node,), node)


@rule(
    aten.upsample_bilinear2d.vec,
    aten.upsample_nearest2d.vec,
    aten._upsample_nearest_exact2d.vec,
    title="Resize to a size instead of by a factor",
    clears=("explicit_size",),
    site=scaled_resize,
    nearby=True,
)
def resize_to_size(
    resize: Callable[..., Tensor], input: Tensor, size: list[int], options: list[bool]
) -> Tensor:
    """resize(x, factor k) = resize(x, size k·n), for whole k·n"""
    return resize(input, size, *options, None)


def sized_resize(node: fx.Node) -> Site:
    """A resize to a size that is a whole multiple, or a whole part, of the input's."""
    given: dict[str, Any] = dict(arguments_of(node))
    if given["scale_factors"]:
        raise NoMatch(say("it has factors already"))
    before, after = shape_of(given["input"])[2:], shape_of(node)[2:]
    if any(max(pair) % min(pair) for pair in zip(before, after, strict=True)):
        raise NoMatch(
            say(
                "the ratio of {before} to {after} is not whole",
                before=before,
                after=after,
            )
        )
    factors = [new / old for old, new in zip(before, after, strict=True)]
    for old, new, factor in zip(before, after, factors, strict=True):
        if int(old * factor) != new:
            raise NoMatch(
                say("rounded, {old} · {new}/{old} is less than {new}", old=old, new=new)
            )
    options = [given["align_corners"]] if "align_corners" in given else []
    arguments = {"resize": node.target, "input": given["input"], "factors": factors}
    return Site(arguments | {"options": options}, (node,), node)


@rule(
    aten.upsample_bilinear2d.vec,
    aten.upsample_nearest2d.vec,
    aten._upsample_nearest_exact2d.vec,
    title="Resize by a factor instead of to a size",
    clears=(),
    site=sized_resize,
    nearby=True,
)
def resize_by_factor(
    resize: Callable[..., Tensor],
    input: Tensor,
    factors: list[float],
    options: list[bool],
) -> Tensor:
    """resize(x, size k·n) = resize(x, factor k), for whole k or 1/k"""
    return resize(input, None, *options, factors)


@rule(
    aten.upsample_bilinear2d.vec,
    title="Resize without aligned corners",
    exact=False,
    clears=("align_corners",),
)
def resize_without_aligned_corners(
    input: Tensor,
    output_size: list[int] | None,
    align_corners: bool,
    scale_factors: list[float] | None,
) -> Tensor:
    """resize(x, aligned) ≈ resize(x), samples move by up to half an input pixel"""
    if not align_corners:
        raise NoMatch(say("its corners are not aligned"))
    resized: Tensor = aten.upsample_bilinear2d.vec(
        input, output_size, False, scale_factors
    )
    return resized


@rule(
    aten.upsample_bilinear2d.vec,
    title="Resize with aligned corners",
    exact=False,
    clears=(),
)
def resize_with_aligned_corners(
    input: Tensor,
    output_size: list[int] | None,
    align_corners: bool,
    scale_factors: list[float] | None,
) -> Tensor:
    """resize(x) ≈ resize(x, aligned), samples move by up to half an input pixel"""
    if align_corners:
        raise NoMatch(say("its corners are aligned already"))
    resized: Tensor = aten.upsample_bilinear2d.vec(
        input, output_size, True, scale_factors
    )
    return resized


@rule(
    aten.upsample_bicubic2d.vec,
    title="Resize bilinearly instead of bicubically",
    exact=False,
)
def bicubic_as_bilinear(
    input: Tensor,
    output_size: list[int] | None,
    align_corners: bool,
    scale_factors: list[float] | None,
) -> Tensor:
    """bicubic(x) ≈ bilinear(x), which does not sharpen edges"""
    resized: Tensor = aten.upsample_bilinear2d.vec(
        input, output_size, align_corners, scale_factors
    )
    return resized


def single_pixel(node: fx.Node) -> Site:
    """A resize of one pixel per channel."""
    source = node.all_input_nodes[0]
    if shape_of(source)[2:] != (1, 1):
        size = "×".join(map(str, shape_of(source)[2:]))
        raise NoMatch(say("its input has {size} pixels per channel", size=size))
    return Site({"input": source, "shape": list(shape_of(node))}, (node,), node)


@rule(
    aten.upsample_bilinear2d.vec,
    aten.upsample_nearest2d.vec,
    aten._upsample_nearest_exact2d.vec,
    title="Write the resize of one pixel as a broadcast",
    clears=("unsupported", "max_ratio", "align_corners", "explicit_size"),
    site=single_pixel,
)
def resize_of_one_pixel(input: Tensor, shape: list[int]) -> Tensor:
    """resize(x, size) = expand(x, size), for one pixel"""
    return input.expand(shape)


def aligned_pixel(node: fx.Node) -> Site:
    """A resize of one pixel per channel, with aligned corners."""
    site = single_pixel(node)
    if not arguments_of(node)["align_corners"]:
        raise NoMatch(say("its corners are not aligned"))
    size = site.arguments["shape"][2:]
    return Site({"input": site.arguments["input"], "size": size}, (node,), node)


@rule(
    aten.upsample_bilinear2d.vec,
    title="Resize single pixels without aligned corners",
    clears=("align_corners",),
    site=aligned_pixel,
)
def resize_of_one_pixel_unaligned(input: Tensor, size: list[int]) -> Tensor:
    """resize(x, aligned) = resize(x), for one pixel: every sample is that one"""
    resized: Tensor = aten.upsample_bilinear2d.vec(input, size, False, None)
    return resized


@rule(
    aten.upsample_nearest2d.vec,
    title="Sample nearest pixels at their centres",
    exact=False,
    clears=("centre_sampling",),
)
def nearest_at_centres(
    input: Tensor, output_size: list[int] | None, scale_factors: list[float] | None
) -> Tensor:
    """nearest(x)[i] ≈ x[⌊(i + 1/2)·n/m⌋] instead of x[⌊i·n/m⌋]"""
    resized: Tensor = aten._upsample_nearest_exact2d.vec(
        input, output_size, scale_factors
    )
    return resized


@rule(
    aten._upsample_nearest_exact2d.vec,
    title="Take the nearest pixels of a larger resize",
)
def centred_nearest_as_nearest(
    input: Tensor, output_size: list[int] | None, scale_factors: list[float] | None
) -> Tensor:
    """x[⌊(i + 1/2)·n/m⌋] = x[⌊(2i + 1)·n/2m⌋], every second pixel of nearest(x, 2m)

    Where n divides m, it is nearest(x, m). A place that falls between two pixels may be
    rounded to either.
    """
    before = input.shape[2:]
    wanted: list[float] = [*(output_size or ())] or [
        size * factor for size, factor in zip(before, scale_factors or (), strict=True)
    ]
    sizes = [int(size) for size in wanted]
    if sizes != [*wanted]:
        words = say("factors {factors} lead to no whole size", factors=scale_factors)
        raise NoMatch(words)
    steps = [1 if _repeats(n, m) else 2 for n, m in zip(before, sizes, strict=True)]
    larger = [size * step for size, step in zip(sizes, steps, strict=True)]
    resized: Tensor = aten.upsample_nearest2d.vec(input, larger, None)
    for axis, (size, step) in enumerate(zip(larger, steps, strict=True), start=2):
        if step > 1:
            resized = aten.slice.Tensor(resized, axis, 1, size, step)
    return resized


def _repeats(before: int, after: int) -> bool:
    """Whether a plain resize takes every pixel as often, as it computes in float32."""
    if after % before:
        return False
    places = np.arange(after) * np.float32(before / after)
    return np.array_equal(np.floor(places), np.arange(after) // (after // before))
