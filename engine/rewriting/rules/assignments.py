# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Writing into part of a tensor, as torch's functional ops spell it."""

from __future__ import annotations

from itertools import groupby
from math import prod
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, constant_value, rule
from engine.rewriting.rules.shapes import regrouped
from engine.sentence import say
from engine.targets.calls import dtype_of

aten = torch.ops.aten
_WRITTEN = ("values", "value", "source")
"""How ops name what they write."""


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


def listed_rows(node: fx.Node) -> Site:
    """Rows along one axis written by a constant list of their numbers."""
    given: dict[str, Any] = dict(arguments_of(node))
    if "dim" in given:
        given["dim"] %= len(shape_of(node))
    places = given.get("indices", [None] * given.get("dim", 0) + [given.get("index")])
    listed = [each for each in places if each is not None]
    indices = constant_value(listed[0]) if len(listed) == 1 else None
    kinds = (torch.int64, torch.int32, torch.bool)
    if indices is None or indices.dim() != 1 or indices.dtype not in kinds:
        raise NoMatch(say("its index is no constant list of rows"))
    if indices.dtype is torch.bool:
        indices = indices.nonzero().flatten()
    dim = places.index(listed[0])
    size = shape_of(node)[dim]
    rows = [index % size for index in indices.tolist()]
    if given.get("accumulate") or len(set(rows)) < len(rows):
        raise NoMatch(say("it writes a row twice, or adds to it"))
    arguments = {
        "input": given["self"],
        "values": given[next(name for name in _WRITTEN if name in given)],
        "dim": dim,
        "rows": rows,
    }
    return Site(arguments, (node,), node)


@rule(
    aten.index_put.default,
    aten.index_fill.int_Scalar,
    aten.index_fill.int_Tensor,
    aten.index_copy.default,
    title="Write the assignment to listed rows as a concatenation",
    site=listed_rows,
)
def row_assignment_as_concat(
    input: Tensor, values: Tensor | float, dim: int, rows: list[int]
) -> Tensor:
    """x with x[rows] := y = concat(x or y, row by row)"""
    shape = list(input.shape)
    shape[dim] = len(rows)
    if not isinstance(values, Tensor):
        values = torch.full(shape, values, dtype=input.dtype)
    values = values if list(values.shape) == shape else values.expand(shape)
    parts: list[Tensor] = []
    runs = groupby(range(input.shape[dim]), key=rows.__contains__)
    for is_written, run in runs:
        own = list(run)
        if not is_written:
            parts.append(aten.slice.Tensor(input, dim, own[0], own[-1] + 1))
            continue
        places = [rows.index(row) for row in own]
        parts += [aten.slice.Tensor(values, dim, at, at + 1) for at in places]
    return torch.cat(parts, dim) if parts[1:] else parts[0]


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
