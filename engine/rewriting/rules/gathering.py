# ruff: noqa: D415  (a docstring here is the algebra)
"""Rows taken in a given order: indexing by constants, rolling, repeating."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, constant_value, rule
from engine.sentence import say

aten = torch.ops.aten
MOST_PIECES = 64


def listed_rows(node: fx.Node) -> Site:
    """Rows along one axis taken by a constant list of their numbers."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target is aten.index_select.default:
        axis, index = given["dim"], given["index"]
    else:
        places = [(at, each) for at, each in enumerate(given["indices"]) if each]
        if len(places) != 1:
            raise NoPattern(say("it does not take rows along one axis"))
        ((axis, index),) = places
    rows = constant_value(index)
    if rows is None or rows.dim() != 1 or rows.is_floating_point():
        raise NoPattern(say("its index is no constant list of rows"))
    if rows.dtype is torch.bool:
        rows = rows.nonzero().flatten()
    if not rows.numel():
        raise NoMatch(say("it takes no rows"))
    size = shape_of(given["self"])[axis]
    numbers = [int(each) % size for each in rows.tolist()]
    arguments = {"input": given["self"], "axis": axis % len(shape_of(given["self"]))}
    return Site(arguments | {"rows": numbers}, (node,), node)


@rule(
    aten.index.Tensor,
    aten.index_select.default,
    title="Write the listed rows as slices",
    clears=("unsupported", "index_dtypes"),
    site=listed_rows,
)
def listed_rows_as_slices(input: Tensor, axis: int, rows: list[int]) -> Tensor:
    """x[rows] = concat(x[a : b : s], …), a slice for each even run of rows"""
    runs = even_runs(rows)
    if len(runs) > MOST_PIECES:
        raise NoMatch(say("its rows make {count} slices", count=len(runs)))
    parts = [
        aten.slice.Tensor(input, axis, first, last + 1, step)
        for first, last, step in runs
    ]
    return parts[0] if len(parts) == 1 else torch.cat(parts, axis)


@rule(
    aten.index.Tensor,
    aten.index_select.default,
    title="Write the listed channels as a 1×1 convolution",
    clears=("unsupported", "index_dtypes"),
    site=listed_rows,
)
def listed_channels_as_convolution(input: Tensor, axis: int, rows: list[int]) -> Tensor:
    """x[:, rows] = P ∗ x, P with a 1 per row"""
    if axis != 1 or input.dim() != 4 or not input.is_floating_point():
        raise NoMatch(say("it takes no channels of an image"))
    one = torch.eye(input.shape[1], dtype=input.dtype)
    kernel = torch.cat(
        [one[first : last + 1 : by] for first, last, by in even_runs(rows)]
    )
    return F.conv2d(input, kernel.reshape(*kernel.shape, 1, 1))


@rule(aten.index_select.default, title="Take the rows by indexing")
def selected_rows_by_index(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """index_select(x, axis, i) = x[…, i, …]"""
    dim %= input.dim()
    taken: Tensor = aten.index.Tensor(input, [None] * dim + [index])
    return taken


@rule(aten.roll.default, title="Write the roll as slices")
def roll_as_slices(input: Tensor, shifts: list[int], dims: list[int]) -> Tensor:
    """roll(x, s) = concat(x[n − s:], x[:n − s])"""
    if not dims:
        raise NoMatch(say("it rolls all axes as one"))
    for shift, axis in zip(shifts, dims, strict=True):
        size = input.shape[axis]
        start = (size - shift) % size
        if start:
            after = aten.slice.Tensor(input, axis, start, size)
            before = aten.slice.Tensor(input, axis, 0, start)
            input = torch.cat([after, before], axis)
    return input


def repeated(node: fx.Node) -> Site:
    """A value several times side by side."""
    given: dict[str, Any] = dict(arguments_of(node))
    counts = list(given.get("repeats") or given.get("dims") or ())
    ones = [1] * (len(shape_of(given["self"])) - len(counts))
    arguments = {"input": given["self"], "counts": ones + counts}
    return Site(arguments, (node,), node)


@rule(
    aten.repeat.default,
    aten.tile.default,
    title="Write the repetition as a concatenation",
    clears=("unsupported", "rank"),
    site=repeated,
)
def repetition_as_concat(input: Tensor, counts: list[int]) -> Tensor:
    """repeat(x, n) = concat(x, …, x) along each repeated axis"""
    extra = len(counts) - input.dim()
    if extra:
        input = input.reshape([1] * extra + list(input.shape))
    for axis, count in enumerate(counts):
        if count > 1:
            input = torch.cat([input] * count, axis)
    return input


def bordered(node: fx.Node) -> Site:
    """A padding, by axes with how much comes before and behind."""
    given: dict[str, Any] = dict(arguments_of(node))
    rank, pad = len(shape_of(given["self"])), list(given["pad"])
    sides = [(rank - 1 - at // 2, pad[at], pad[at + 1]) for at in range(0, len(pad), 2)]
    arguments = {"input": given["self"], "sides": sides, "mode": given["mode"]}
    return Site(arguments, (node,), node)


@rule(
    aten.pad.default,
    title="Write the padding as a concatenation",
    clears=("unsupported", "pad_modes"),
    site=bordered,
)
def padding_as_concat(
    input: Tensor, sides: list[tuple[int, int, int]], mode: str
) -> Tensor:
    """reflect(x, 1) = concat(x[1], x, x[n − 2])

    circular(x, 1) = concat(x[n − 1], x, x[0])
    replicate(x, 1) = concat(x[0], x, x[n − 1])
    """
    if mode == "constant" or min(min(each[1:]) for each in sides) < 0:
        raise NoMatch(say("it pads by numbers, or takes values off"))
    for axis, before, after in sides:
        size = input.shape[axis]
        if mode == "replicate":
            first, last = [0] * before, [size - 1] * after
        elif mode == "reflect":
            first = [*range(before, 0, -1)]
            last = [*range(size - 2, size - 2 - after, -1)]
        else:
            first, last = [*range(size - before, size)], [*range(after)]
        parts = [
            [
                aten.slice.Tensor(input, axis, a, b + 1, by)
                for a, b, by in even_runs(rows)
            ]
            for rows in (first, last)
        ]
        input = torch.cat([*parts[0], input, *parts[1]], axis)
    return input


@rule(
    aten.pad.default,
    title="Pad by a number with the op for that",
    clears=("unsupported",),
)
def padding_by_number(input: Tensor, pad: list[int], value: float, mode: str) -> Tensor:
    """pad(x, n, "constant", v) = constant_pad(x, n, v)"""
    if mode != "constant":
        raise NoMatch(say("it pads by values of the image"))
    padded: Tensor = aten.constant_pad_nd.default(input, pad, value or 0.0)
    return padded


def even_runs(rows: list[int]) -> list[tuple[int, int, int]]:
    """Join rows that follow each other at one distance: first, last and the step."""
    runs: list[tuple[int, int, int]] = []
    for row in rows:
        if runs:
            first, last, step = runs[-1]
            alone, gap = first == last, row - last
            if gap > 0 and (alone or gap == step):
                runs[-1] = (first, row, gap)
                continue
        runs.append((row, row, 1))
    return runs
