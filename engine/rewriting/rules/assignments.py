# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Writing into part of a tensor, as torch's functional ops spell it."""

from __future__ import annotations

from itertools import groupby
from math import prod
from typing import Any, cast

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, constant_value, rule
from engine.rewriting.rules.gathering import even_runs
from engine.rewriting.rules.listing import WHOLE, listed_rows
from engine.rewriting.rules.shapes import regrouped
from engine.sentence import say
from engine.targets.calls import dtype_of

aten = torch.ops.aten


@rule(aten.slice_scatter.default, title="Write slice assignment as a concatenation")
def slice_assignment_as_concat(
    input: Tensor,
    src: Tensor,
    dim: int,
    start: int | None,
    end: int | None,
    step: int,
) -> Tensor:
    """x with x[a:b] := y = concat(x[:a], y, x[b:])"""
    if step != 1:
        raise NoMatch(say("it writes with steps of {step}", step=step))
    first, last, _ = slice(start, end).indices(input.shape[dim])
    if first >= last:
        return input
    shape = list(input.shape)
    shape[dim] = last - first
    if list(src.shape) != shape:
        src = src.expand(shape)
    return _joined(input, src, dim, first, last)


@rule(
    aten.slice_scatter.default,
    title="Write slice assignment with a step as concatenations",
)
def strided_assignment_as_concat(
    input: Tensor,
    src: Tensor,
    dim: int,
    start: int | None,
    end: int | None,
    step: int,
) -> Tensor:
    """x with x[a::s] := y = concat(x[:a], w, rest), w = concat(y, x[a+1:a+s]) by steps

    Each of the n steps is an axis of its own, [p, n, s, q], so that one concatenation
    along s writes all of them; a last step that x does not fill is written by itself.
    """
    first, last, _ = slice(start, end, step).indices(input.shape[dim])
    count = len(range(first, last, step))
    if step == 1 or count == 0:
        raise NoMatch(say("it writes no values with steps between them"))
    shape = list(input.shape)
    shape[dim] = count
    src = src if list(src.shape) == shape else src.expand(shape)
    size = input.shape[dim]
    whole = min(count, (size - first) // step)
    after = first + whole * step
    parts = [_part(input, dim, 0, first)]
    if whole:
        windows = _part(input, dim, first, after)
        parts.append(_interleaved(_part(src, dim, 0, whole), windows, dim, step))
    if whole < count:
        parts.append(_part(src, dim, whole, count))
        after += 1
    parts.append(_part(input, dim, after, size))
    written = [part for part in parts if part.shape[dim]]
    return torch.cat(written, dim) if written[1:] else written[0]


@rule(aten.select_scatter.default, title="Write row assignment as a concatenation")
def select_assignment_as_concat(
    input: Tensor, src: Tensor, dim: int, index: int
) -> Tensor:
    """x with x[i] := y = concat(x[:i], y, x[i + 1:])"""
    index %= input.shape[dim]
    shape = list(input.shape)
    del shape[dim]
    if list(src.shape) != shape:
        src = src.expand(shape)
    return _joined(input, src.unsqueeze(dim), dim, index, index + 1)


def masked_assignment(node: fx.Node) -> Site:
    """A value written wherever a mask of the same shape holds."""
    given: dict[str, Any] = dict(arguments_of(node))
    (mask, *others), values = given["indices"], given["values"]
    whole = isinstance(mask, fx.Node) and shape_of(mask) == shape_of(node)
    if others or not whole or dtype_of(mask) is not torch.bool:
        raise NoMatch(say("its index is no mask of the whole tensor"))
    if given["accumulate"] or torch.Size(shape_of(values)).numel() != 1:
        raise NoMatch(say("it writes several values, or adds them"))
    arguments = {"input": given["self"], "mask": mask, "values": values}
    return Site(arguments, (node,), node)


@rule(
    aten.index_put.default,
    title="Write masked assignment as a choice",
    clears=("unsupported", "constant_mask"),
    site=masked_assignment,
)
def masked_assignment_as_choice(input: Tensor, mask: Tensor, values: Tensor) -> Tensor:
    """x with x[m] := c = where(m, c, x)"""
    return torch.where(mask, values.reshape([]), input)


def listed_constants(node: fx.Node) -> Site:
    """A number, or constants, written at places that constant lists number."""
    given: dict[str, Any] = dict(arguments_of(node))
    lists = {f"at_{axis}": each for axis, each in enumerate(given["indices"]) if each}
    held = [place and constant_value(place) for place in given["indices"]]
    if any(each is not None and each.dtype not in WHOLE for each in held) or (
        sum(each is not None for each in held) < len(lists)
    ):
        raise NoMatch(say("its indices are no constant lists"))
    values = given["values"]
    if given["accumulate"]:
        raise NoMatch(say("it adds to what is there"))
    if torch.Size(shape_of(values)).numel() != 1:
        if constant_value(values) is None:
            raise NoMatch(say("what it writes is computed"))
        counts = torch.zeros(shape_of(node))
        counts = aten.index_put.default(counts, held, torch.ones([]), True)
        if counts.max() > 1:
            raise NoMatch(say("it writes a value twice"))
    arguments = {"input": given["self"], "values": values, **lists}
    return Site(arguments, (node,), node)


@rule(
    aten.index_put.default,
    title="Write constants at listed places as a choice",
    clears=("unsupported", "constant_mask", "index_dtypes"),
    site=listed_constants,
)
def listed_constants_as_choice(
    input: Tensor, values: Tensor, **lists: Tensor
) -> Tensor:
    """x with x[i, j] := c = where(m, C, x), m true and C = c at all (i, j)"""
    at = [lists.get(f"at_{axis}") for axis in range(input.dim())]
    mask = torch.zeros(input.shape, dtype=torch.bool)
    mask = aten.index_put.default(mask, at, torch.ones([], dtype=torch.bool))
    if values.numel() == 1:
        return torch.where(mask, values.reshape([]), input)
    zeros = torch.zeros(input.shape, dtype=input.dtype)
    return torch.where(mask, aten.index_put.default(zeros, at, values), input)


def replaced_rows(node: fx.Node) -> Site:
    """Rows written by a constant list of their numbers, each of them once."""
    site = listed_rows(node)
    rows = site.arguments["rows"]
    if site.arguments["adds"] or len(set(rows)) < len(rows):
        raise NoMatch(say("it writes a row twice, or adds to it"))
    return site


@rule(
    aten.index_put.default,
    aten.index_fill.int_Scalar,
    aten.index_fill.int_Tensor,
    aten.index_copy.default,
    aten.scatter.src,
    aten.scatter.value,
    title="Write the assignment to listed rows as a concatenation",
    clears=("unsupported", "index_dtypes"),
    site=replaced_rows,
)
def row_assignment_as_concat(
    input: Tensor,
    values: Tensor | float,
    dim: int,
    rows: list[int],
    axes: int,
    order: list[int],
    listed: list[int],
) -> Tensor:
    """x with x[rows] := y = concat(x or y, row by row)

    Of a list for each of several axes, (i, j) is row i·n + j of these axes as one, of
    those that lie apart once they are put before the others.
    """
    lines = _as_one(_moved(input, order), dim, axes)
    values = _by_rows(values, lines, dim, listed)
    return _put_back(_written(lines, values, dim, rows), input, order)


def added_rows(node: fx.Node) -> Site:
    """Rows that values are added to, by a constant list of their numbers."""
    site = listed_rows(node)
    if not site.arguments["adds"]:
        raise NoMatch(say("it replaces rows, or takes other than their sum"))
    return site


@rule(
    aten.index_put.default,
    aten.index_add.default,
    aten.scatter_add.default,
    aten.scatter.reduce,
    aten.scatter.value_reduce,
    aten.scatter_reduce.two,
    title="Write the addition to listed rows as a concatenation",
    clears=("unsupported", "index_dtypes"),
    site=added_rows,
)
def row_addition_as_concat(
    input: Tensor,
    values: Tensor | float,
    dim: int,
    rows: list[int],
    axes: int,
    order: list[int],
    listed: list[int],
    alpha: float,
) -> Tensor:
    """x with x[rows] += a·y = concat(x or x + a·y, row by row)

    Of a list for each of several axes, (i, j) is row i·n + j of these axes as one, of
    those that lie apart once they are put before the others. What is added to a row
    that is listed twice is added one after the other.
    """
    lines = _as_one(_moved(input, order), dim, axes)
    values = _by_rows(values, lines, dim, listed)
    values = values if alpha == 1 else values * alpha
    for places in _once_each(rows):
        own = [rows[at] for at in places]
        lines = _written(lines, _taken(values, dim, places), dim, own, adds=True)
    return _put_back(lines, input, order)


def _interleaved(heads: Tensor, windows: Tensor, dim: int, step: int) -> Tensor:
    """Write the head of each window of `step` values along an axis."""
    dim %= windows.dim()
    rows = regrouped(windows.shape[:dim], heads.shape[dim])
    inner = prod(windows.shape[dim + 1 :])
    tails = windows.reshape(*rows, step, inner)[:, :, 1:]
    return torch.cat([heads.reshape(*rows, 1, inner), tails], 2).reshape(windows.shape)


def _part(input: Tensor, dim: int, first: int, last: int) -> Tensor:
    if first == 0 and last == input.shape[dim]:
        return input
    part: Tensor = aten.slice.Tensor(input, dim, first, last)
    return part


def _joined(input: Tensor, part: Tensor, dim: int, first: int, last: int) -> Tensor:
    parts = [part]
    if first > 0:
        parts = [aten.slice.Tensor(input, dim, 0, first), *parts]
    if last < input.shape[dim]:
        parts = [*parts, aten.slice.Tensor(input, dim, last, input.shape[dim])]
    return torch.cat(parts, dim) if parts[1:] else part


def _moved(input: Tensor, order: list[int]) -> Tensor:
    return input if order == sorted(order) else input.permute(order)


def _put_back(lines: Tensor, input: Tensor, order: list[int]) -> Tensor:
    """Write rows in the shape, and with the axes in the order, that they had before."""
    shape = [input.shape[axis] for axis in order]
    lines = lines if list(lines.shape) == shape else lines.reshape(shape)
    return _moved(lines, [order.index(axis) for axis in range(len(order))])


def _as_one(input: Tensor, dim: int, axes: int) -> Tensor:
    if axes == 1:
        return input
    return input.reshape(*input.shape[:dim], -1, *input.shape[dim + axes :])


def _by_rows(
    values: Tensor | float, lines: Tensor, dim: int, listed: list[int]
) -> Tensor:
    """Write values in the shape of the rows that they are written to."""
    before, after = lines.shape[:dim], lines.shape[dim + 1 :]
    shape = [*before, *listed, *after]
    if not isinstance(values, Tensor):
        return torch.full([*before, prod(listed), *after], values, dtype=lines.dtype)
    if values.dim() == len(shape):
        for axis, size in enumerate(shape):
            values = _part(values, axis, 0, min(size, values.shape[axis]))
    values = values if list(values.shape) == shape else values.expand(shape)
    return values if len(listed) == 1 else values.reshape(*before, -1, *after)


def _written(
    lines: Tensor, values: Tensor, dim: int, rows: list[int], *, adds: bool = False
) -> Tensor:
    """Write, or add, values to rows of which each is listed once."""
    parts: list[Tensor] = []
    for is_written, run in groupby(range(lines.shape[dim]), key=rows.__contains__):
        own = list(run)
        kept = (
            _part(lines, dim, own[0], own[-1] + 1) if adds or not is_written else None
        )
        if not is_written:
            parts.append(cast(Tensor, kept))
            continue
        written = _taken(values, dim, [rows.index(row) for row in own])
        parts.append(written if kept is None else kept + written)
    return torch.cat(parts, dim) if parts[1:] else parts[0]


def _taken(values: Tensor, dim: int, places: list[int]) -> Tensor:
    """Take some rows in an order, with a slice for each even run of them."""
    if places == [*range(values.shape[dim])]:
        return values
    parts = [
        aten.slice.Tensor(values, dim, first, last + 1, step)
        for first, last, step in even_runs(places)
    ]
    return torch.cat(parts, dim) if parts[1:] else parts[0]


def _once_each(rows: list[int]) -> list[list[int]]:
    """Group places in a list of rows, so that no group has a row twice."""
    groups: list[list[int]] = []
    for at, row in enumerate(rows):
        depth = rows[:at].count(row)
        groups += [[] for _ in range(depth + 1 - len(groups))]
        groups[depth].append(at)
    return groups
