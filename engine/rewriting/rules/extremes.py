# ruff: noqa: D415  (a docstring here is the algebra)
"""Largest and smallest values along axes, from the op that finds their places too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten


@rule(aten.amax.default, title="Take the maximum from the op that finds its place too")
def maximum_of_pair(input: Tensor, dim: list[int], keepdim: bool) -> Tensor:
    """amax(x, axis) = max(x, axis).values, one axis after the other"""
    return _axis_by_axis(aten.max.dim, input, dim, keepdim)


@rule(aten.amin.default, title="Take the minimum from the op that finds its place too")
def minimum_of_pair(input: Tensor, dim: list[int], keepdim: bool) -> Tensor:
    """amin(x, axis) = min(x, axis).values, one axis after the other"""
    return _axis_by_axis(aten.min.dim, input, dim, keepdim)


def read_extremes(node: fx.Node) -> Site:
    """The smallest and the largest values along an axis, as far as they are read."""
    given: dict[str, Any] = dict(arguments_of(node))
    axis = given["dim"]
    arguments = {
        "input": given["self"],
        "axes": [] if axis is None else [axis],
        "keepdim": bool(given["keepdim"]),
        "parts": [part.args[1] for part in node.users],
    }
    return Site(arguments, tuple(node.users), node)


@rule(
    aten.aminmax.default,
    title="Take the minimum and the maximum with two ops",
    site=read_extremes,
)
def extremes_as_two_ops(
    input: Tensor, axes: list[int], keepdim: bool, parts: list[int]
) -> tuple[Tensor, ...]:
    """aminmax(x) = (amin(x), amax(x))"""
    return tuple(
        (torch.amax if part else torch.amin)(input, axes, keepdim) for part in parts
    )


@rule(aten.argmin.default, title="Find the minimum as the maximum of −x")
def place_of_minimum_as_maximum(
    input: Tensor, dim: int | None, keepdim: bool
) -> Tensor:
    """argmin(x) = argmax(−x), the first of several in either"""
    if not input.is_floating_point():
        raise NoMatch(say("it compares whole numbers"))
    return torch.argmax(input * -1, dim, keepdim)


def _axis_by_axis(
    reduce: Callable[..., Any], input: Tensor, dim: list[int], keepdim: bool
) -> Tensor:
    rank = max(1, input.dim())
    axes = sorted((axis % rank for axis in dim or range(rank)), reverse=True)
    for axis in axes:
        input = reduce(input, axis, keepdim)[0]
    return input
