# ruff: noqa: D415  (a docstring here is the algebra)
"""Places of several axes that constants number, and where values lie in memory."""

from __future__ import annotations

from math import prod
from typing import Any, TypeAlias

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, held_value, rule
from engine.sentence import say

aten = torch.ops.aten
Part: TypeAlias = tuple[int, int, int, int]
"""An axis, its first and last row, and the step from one to the next."""


def listed_places(node: fx.Node) -> Site:
    """Values taken from places that constant lists number along one or more axes."""
    given: dict[str, Any] = dict(arguments_of(node))
    lists = {axis: each for axis, each in enumerate(given["indices"]) if each}
    values = [held_value(each) for each in lists.values()]
    if any(each is None or each.dtype is torch.bool for each in values):
        raise NoPattern(say("its index is no constant list of rows"))
    if 0 in shape_of(node):
        raise NoMatch(say("it takes no rows"))
    arguments = {"input": given["self"], "axes": [*lists], "shape": [*shape_of(node)]}
    named = {f"at_{axis}": each for axis, each in lists.items()}
    return Site(arguments | named, (node,), node)


@rule(
    aten.index.Tensor,
    title="Take the listed places as rows",
    clears=("unsupported", "index_dtypes"),
    site=listed_places,
)
def listed_places_as_rows(
    input: Tensor, axes: list[int], shape: list[int], **lists: Tensor
) -> Tensor:
    """x[i, j] = index_select(x, i·n + j), the listed axes of x as one of m·n rows

    Axes that lie apart are put before the others first, as torch puts what it takes.
    """
    others = [axis for axis in range(input.dim()) if axis not in axes]
    apart = axes[-1] - axes[0] >= len(axes)
    before = [] if apart else [axis for axis in others if axis < axes[0]]
    order = [*before, *axes, *(axis for axis in others if axis not in before)]
    moved = input if order == sorted(order) else input.permute(order)
    rows = torch.zeros([], dtype=torch.int64)
    for axis in axes:
        size = input.shape[axis]
        rows = rows * size + lists[f"at_{axis}"] % size
    count = prod(input.shape[axis] for axis in axes)
    outer = prod(input.shape[axis] for axis in before)
    lines = moved.reshape(1, outer, count, -1).index_select(2, rows.reshape(-1))
    return lines.reshape(shape)


def strided_part(node: fx.Node) -> Site:
    """A view of memory that is what slices along axes are too."""
    given: dict[str, Any] = dict(arguments_of(node))
    parts, kept = _parts(given)
    arguments = {"input": given["self"], "parts": parts, "kept": kept}
    if "src" in given:
        arguments["src"] = given["src"]
    return Site(arguments, (node,), node)


@rule(
    aten.as_strided.default,
    title="Write the view of memory as slices",
    site=strided_part,
)
def strided_view_as_slices(input: Tensor, parts: list[Part], kept: list[int]) -> Tensor:
    """as_strided(x) = x[a : b : s, …], where strides are those of x times steps"""
    for dim, first, last, step in parts:
        input = _part(input, dim, first, last, step)
    return input if list(input.shape) == kept else input.reshape(kept)


@rule(
    aten.as_strided_scatter.default,
    title="Write the assignment in memory as slice assignments",
    site=strided_part,
)
def strided_assignment_as_slices(
    input: Tensor, src: Tensor, parts: list[Part], kept: list[int]
) -> Tensor:
    """as_strided_scatter(x, y) = (x with x[a : b : s, …] := y), y as slices have it"""
    shape = list(input.shape)
    for dim, first, last, step in parts:
        shape[dim] = len(range(first, last, step))
    src = src if list(src.shape) == shape else src.reshape(shape)
    return _written(input, src, [each for each in parts if _is_part(input, each)])


def _written(input: Tensor, src: Tensor, parts: list[Part]) -> Tensor:
    """Write into slices of slices, the innermost first."""
    if not parts:
        return src
    (dim, first, last, step), *others = parts
    if others:
        src = _written(_part(input, dim, first, last, step), src, others)
    written: Tensor = aten.slice_scatter.default(input, src, dim, first, last, step)
    return written


def _part(input: Tensor, dim: int, first: int, last: int, step: int) -> Tensor:
    if not _is_part(input, (dim, first, last, step)):
        return input
    part: Tensor = aten.slice.Tensor(input, dim, first, last, step)
    return part


def _is_part(input: Tensor, part: Part) -> bool:
    dim, first, last, step = part
    return len(range(first, last, step)) < input.shape[dim]


def _parts(given: dict[str, Any]) -> tuple[list[Part], list[int]]:
    """Tell the slice along each axis whose values lie in memory as said.

    The value of row i of an axis lies i·(values of one row) behind the first; what
    several rows of one axis cannot make is no slice.
    """
    value = given["self"].meta["val"]
    if not value.is_contiguous() or value.storage_offset():
        raise NoMatch(say("its input does not lie in order"))
    left, parts = given["storage_offset"] or 0, []
    steps = [*zip(given["size"], given["stride"], strict=True)]
    views = [each for each in steps if each[0] > 1]
    for dim, size in enumerate(value.shape):
        one = prod(value.shape[dim + 1 :])
        first, left = divmod(left, one)
        count, step = _rows(views, one, size - first)
        parts.append((dim, first, first + (count - 1) * step + 1, step))
    if views or left:
        raise NoMatch(say("it is no slice along each axis"))
    return parts, list(given["size"])


def _rows(views: list[tuple[int, int]], one: int, most: int) -> tuple[int, int]:
    """Take the rows that the next axis of a view takes of an axis, else one of them."""
    if not views:
        return 1, 1
    (count, stride), *_ = views
    fits = stride and stride % one == 0 and (count - 1) * (stride // one) < most
    if not fits:
        return 1, 1
    del views[0]
    return count, stride // one
