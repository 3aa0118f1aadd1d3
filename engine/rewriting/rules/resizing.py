# ruff: noqa: D415  (a docstring here is the algebra)
"""Resizing of feature maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule

aten = torch.ops.aten


def scaled_resize(node: fx.Node) -> Site:
    """A resize by factors that lead to whole sizes."""
    given: dict[str, Any] = dict(arguments_of(node))
    factors, source = given["scale_factors"], given["input"]
    if not factors:
        raise NoMatch("it has a size already")
    sizes = shape_of(node)[2:]
    exact = [size * by for size, by in zip(shape_of(source)[2:], factors, strict=True)]
    if list(sizes) != exact:
        raise NoMatch(f"factors {factors} lead to no whole size")
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
)
def resize_to_size(
    resize: Callable[..., Tensor], input: Tensor, size: list[int], options: list[bool]
) -> Tensor:
    """resize(x, factor k) = resize(x, size k·n), for whole k·n"""
    return resize(input, size, *options, None)


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
