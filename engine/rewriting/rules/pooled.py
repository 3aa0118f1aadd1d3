# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Sums of many values into cells that constants number, as of points into a grid."""

from __future__ import annotations

from math import prod
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, held_value, rule
from engine.sentence import say

aten = torch.ops.aten
_MOST = 2**22
"""Entries of a table up to which it is no burden beside the values that it sums."""


def summed_cells(node: fx.Node) -> Site:
    """Values added to rows along one axis, by a constant list of their numbers."""
    given: dict[str, Any] = dict(arguments_of(node))
    shape, dim, place = shape_of(node), given.get("dim", 0), given.get("index")
    if node.target is aten.index_put.default:
        places = [(at, each) for at, each in enumerate(given["indices"]) if each]
        if len(places) != 1 or not given["accumulate"]:
            raise NoMatch(say("it replaces values, or lists several axes"))
        ((dim, place),) = places
    values = given[next(name for name in ("values", "source", "src") if name in given)]
    dim %= len(shape)
    numbers = held_value(place) if isinstance(place, fx.Node) else None
    rows = _rows(numbers, values, dim, shape)
    counts = torch.bincount(rows, minlength=shape[dim])
    depth = int(counts.max())
    if depth * shape[dim] > _MOST:
        raise NoMatch(
            say(
                "its fullest cell sums {depth} values; a table of that many for each "
                "of {count} cells is too large",
                depth=depth,
                count=shape[dim],
            )
        )
    arguments = {"input": given["self"], "values": values, "index": place}
    options = {"dim": dim, "depth": depth, "alpha": given.get("alpha", 1)}
    return Site(arguments | options, (node,), node)


def _rows(
    index: Tensor | None, values: fx.Node, dim: int, shape: tuple[int, ...]
) -> Tensor:
    """Give the number of the cell of each row of values."""
    if index is None or index.is_floating_point() or index.dtype is torch.bool:
        raise NoMatch(say("its index is no constant list of rows"))
    lines = index.movedim(dim, 0) if index.dim() == len(shape) else index
    lines = lines.reshape(lines.shape[0], -1) if lines.dim() else lines.reshape(1, 1)
    expected = [*shape[:dim], lines.shape[0], *shape[dim + 1 :]]
    same = bool((lines == lines[:, :1]).all())
    if list(shape_of(values)) != expected or not same or not lines.numel():
        raise NoMatch(say("it does not add whole rows, each to one other"))
    return lines[:, 0].long() % shape[dim]


@rule(
    aten.index_add.default,
    aten.index_put.default,
    aten.scatter_add.default,
    title="Sum what each cell takes from a table",
    clears=("unsupported", "index_dtypes"),
    site=summed_cells,
)
def cell_additions_as_sums(
    input: Tensor, values: Tensor, index: Tensor, dim: int, depth: int, alpha: float
) -> Tensor:
    """x with x[rows] += y = x + Σₖ y₀[T[:, k]], T the rows of y that each cell takes

    y₀ is y and a row of zeros behind it, which fills up cells that take fewer.
    """
    before, after = input.shape[:dim], input.shape[dim + 1 :]
    cells, count = input.shape[dim], values.shape[dim]
    rows = index.movedim(dim, 0) if index.dim() == input.dim() else index
    rows = rows.reshape(count, -1)[:, 0].long() % cells
    table = _table(rows, cells, depth)
    lines = values.reshape(1, prod(before), count, prod(after))
    rest = torch.zeros([1, prod(before), 1, prod(after)], dtype=values.dtype)
    taken = torch.cat([lines, rest], 2).index_select(2, table)
    sums = taken.reshape(prod(before), cells, depth, prod(after)).sum(2, True)
    sums = sums.reshape(input.shape)
    return input + (sums if alpha == 1 else sums * alpha)


def _table(rows: Tensor, cells: int, depth: int) -> Tensor:
    """List the rows that each cell takes, and the one behind the last where fewer."""
    count = rows.shape[0]
    order = torch.argsort(rows, stable=True)
    sorted_rows = rows[order]
    place = torch.arange(count) - torch.searchsorted(sorted_rows, sorted_rows)
    table = torch.full([cells * depth], count)
    return table.scatter(0, sorted_rows * depth + place, order)
