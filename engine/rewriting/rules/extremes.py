# ruff: noqa: D415  (a docstring here is the algebra)
"""Largest and smallest values along axes, from the op that finds their places too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say
from engine.targets.calls import is_float

aten = torch.ops.aten


@rule(aten.amax.default, title="Take the maximum from the op that finds its place too")
def maximum_of_pair(input: Tensor, dim: list[int], keepdim: bool) -> Tensor:
    """amax(x, axis) = reshape(max(x, axis).values), one axis after the other"""
    return _axis_by_axis(aten.max.dim, input, dim, keepdim)


@rule(aten.amin.default, title="Take the minimum from the op that finds its place too")
def minimum_of_pair(input: Tensor, dim: list[int], keepdim: bool) -> Tensor:
    """amin(x, axis) = reshape(min(x, axis).values), one axis after the other"""
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


def read_maximum_along_axis(node: fx.Node) -> Site:
    """The largest values along one axis, where nothing reads their places."""
    given: dict[str, Any] = dict(arguments_of(node))
    axes = [given["dim"]] if isinstance(given["dim"], int) else list(given["dim"])
    pair = node.target is aten.max.dim
    if pair and any(part.args[1] != 0 for part in node.users):
        raise NoMatch(say("its indices are read"))
    first = node.all_input_nodes[0]
    if len(axes) != 1 or not is_float(first) or not shape_of(first):
        raise NoMatch(say("it goes over several axes, or compares whole numbers"))
    arguments = {"input": given["self"], "axis": axes[0], "keepdim": given["keepdim"]}
    return Site(arguments, tuple(node.users) if pair else (node,), node)


@rule(
    aten.max.dim,
    aten.amax.default,
    title="Write the maximum as the larger of halves",
    clears=("unsupported", "results_leave", "axes"),
    site=read_maximum_along_axis,
)
def maximum_by_halves(input: Tensor, axis: int, keepdim: bool) -> Tensor:
    """max(x) = max(a, b) of its halves, and max(a, b) = a + relu(b − a), for finite x

    Halves of halves follow, until one value is left; an odd one out joins behind.
    """
    shape = list(input.shape)
    while (size := input.shape[axis]) > 1:
        half = size // 2
        first = aten.slice.Tensor(input, axis, 0, half)
        second = aten.slice.Tensor(input, axis, half, 2 * half)
        larger = first + torch.relu(second - first)
        odd = aten.slice.Tensor(input, axis, 2 * half, size) if size % 2 else None
        input = larger if odd is None else torch.cat([larger, odd], axis)
    if keepdim:
        return input
    del shape[axis]
    return input.reshape(shape)


def greatest_in_any_order(node: fx.Node) -> Site:
    """The largest or smallest values along an axis, in whatever order they come."""
    given: dict[str, Any] = dict(arguments_of(node))
    if given["sorted"]:
        raise NoMatch(say("it sorts what it takes already"))
    arguments = {name: given[name] for name in ("k", "dim", "largest")}
    parts = [part.args[1] for part in node.users]
    arguments |= {"input": given["self"], "parts": parts}
    return Site(arguments, tuple(node.users), node)


@rule(
    aten.topk.default,
    title="Take the greatest values in their order",
    exact=False,
    clears=("unsupported", "largest_first"),
    site=greatest_in_any_order,
)
def unsorted_topk_in_order(
    input: Tensor, k: int, dim: int, largest: bool, parts: list[int]
) -> tuple[Tensor, ...]:
    """topk(x, k, sorted=False) ≈ topk(x, k): the same values, in the order of size

    Torch leaves the order open; what reads them by their places reads others.
    """
    found = torch.topk(input, k, dim, largest)
    return tuple(found[part] for part in parts)


@rule(aten.argmin.default, title="Find the minimum as the maximum of −x")
def place_of_minimum_as_maximum(
    input: Tensor, dim: int | None, keepdim: bool
) -> Tensor:
    """argmin(x) = argmax(−x), the first of several in either"""
    if not input.is_floating_point():
        raise NoMatch(say("it compares whole numbers"))
    return torch.argmax(input * -1, dim, keepdim)


def extreme_of_map(node: fx.Node) -> Site:
    """The largest or smallest values over the rows and columns of images."""
    given: dict[str, Any] = dict(arguments_of(node))
    size = shape_of(given["self"])
    if len(size) != 4 or sorted(axis % 4 for axis in given["dim"]) != [2, 3]:
        raise NoMatch(say("it goes over other axes than rows and columns"))
    if not is_float(node) or 0 in size:
        raise NoMatch(say("its map holds no floating-point numbers"))
    arguments = {"input": given["self"], "smallest": node.target is aten.amin.default}
    return Site(arguments | {"shape": list(shape_of(node))}, (node,), node)


@rule(
    aten.amax.default,
    aten.amin.default,
    title="Write the extreme of a map as pooling",
    clears=("unsupported", "axes", "max_axes", "keepdim"),
    site=extreme_of_map,
    nearby=True,
)
def extreme_of_map_as_pool(input: Tensor, smallest: bool, shape: list[int]) -> Tensor:
    """amax(x, rows and columns) = max_pool(x, all of the map), amin(x) = −amax(−x)"""
    source = input * -1 if smallest else input
    pooled = F.max_pool2d(source, list(input.shape[2:]))
    pooled = pooled * -1 if smallest else pooled
    return pooled if list(pooled.shape) == shape else pooled.reshape(shape)


def _axis_by_axis(
    reduce: Callable[..., Any], input: Tensor, dim: list[int], keepdim: bool
) -> Tensor:
    rank = max(1, input.dim())
    axes = sorted((axis % rank for axis in dim or range(rank)), reverse=True)
    left = [size for axis, size in enumerate(input.shape) if axis not in axes]
    for axis in axes:
        input = reduce(input, axis, True)[0]
    return input if keepdim else input.reshape(left)
