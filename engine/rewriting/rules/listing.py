"""Rows that ops write to, or add to, by constant lists of their numbers."""

from __future__ import annotations

from math import prod
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, held_value
from engine.rewriting.rules.gathering import MOST_PIECES, even_runs
from engine.sentence import say

aten = torch.ops.aten
WHOLE = (torch.int64, torch.int32, torch.bool)
"""Types of indices."""
_WRITTEN = ("values", "value", "source", "src")
"""How ops name what they write."""
_SUMS = (None, "add", "sum")
"""How ops name that they add, where they name it."""


def listed_rows(node: fx.Node) -> Site:
    """Rows along one axis, or several as one, that are written by their numbers.

    `axes` as from `dim` on are one, once all are in `order`, and `listed` is the shape
    that its numbers have; `adds` tells whether values are added, `alpha` times.
    """
    given: dict[str, Any] = dict(arguments_of(node))
    if "indices" in given:
        found = joined_lists(given["indices"], shape_of(node))
    elif node.target in _SCATTERS:
        found = _scattered(given, shape_of(node))
    else:
        dim = given["dim"] % len(shape_of(node))
        found = joined_lists([None] * dim + [given["index"]], shape_of(node))
    count = len(even_runs(found["rows"]))
    if count > MOST_PIECES:
        raise NoMatch(say("its rows make {count} slices", count=count))
    arguments = {
        "input": given["self"],
        "values": given[next(name for name in _WRITTEN if name in given)],
        "adds": given.get("accumulate", node.target in _ADDING),
        "alpha": given.get("alpha", 1),
    }
    return Site(arguments | found, (node,), node)


_ADDING = (
    *(aten.index_add.default, aten.scatter_add.default, aten.scatter_reduce.two),
    *(aten.scatter.reduce, aten.scatter.value_reduce),
)
_SCATTERS = (*_ADDING[1:], aten.scatter.src, aten.scatter.value)


def joined_lists(places: list[Any], shape: tuple[int, ...]) -> dict[str, Any]:
    """Join lists of numbers on several axes to one list of rows of these axes as one.

    `order` is that in which axes that lie apart are put before the others, as torch
    does; else that which they have. The axes are `axes` many as from `dim` on.
    """
    lists = _lists(places, shape)
    first, last = min(lists), max(lists)
    order = list(range(len(shape)))
    if last - first >= len(lists):
        order, first = [*lists, *(axis for axis in order if axis not in lists)], 0
    rows = torch.zeros([], dtype=torch.int64)
    for axis, numbers in lists.items():
        rows = rows * shape[axis] + numbers
    found = {"dim": first, "axes": len(lists), "listed": list(rows.shape)}
    return found | {"order": order, "rows": rows.flatten().tolist()}


def _lists(places: list[Any], shape: tuple[int, ...]) -> dict[int, Tensor]:
    """Give the numbers along each axis, by axis; a mask lists all its axes."""
    lists: dict[int, Tensor] = {}
    axis = 0
    for place in places:
        numbers = None if place is None else held_value(place)
        if place is not None and (numbers is None or numbers.dtype not in WHOLE):
            raise NoMatch(say("its index is no constant list of rows"))
        if numbers is not None and numbers.dtype is torch.bool:
            for at, each in enumerate(numbers.nonzero(as_tuple=True)):
                lists[axis + at] = each
            axis += numbers.dim()
            continue
        if numbers is not None:
            lists[axis] = numbers % shape[axis]
        axis += 1
    return lists


def _scattered(given: dict[str, Any], shape: tuple[int, ...]) -> dict[str, Any]:
    """Find the rows that a scatter writes, where it writes whole ones."""
    if given.get("reduce") not in _SUMS or not given.get("include_self", True):
        raise NoMatch(say("it takes other than the sum of all"))
    index = held_value(given["index"])
    if index is None or index.dim() != len(shape) or not shape:
        raise NoMatch(say("its index is no constant list of rows"))
    dim = given["dim"] % len(shape)
    lines = index.movedim(dim, 0)
    others = [size for axis, size in enumerate(shape) if axis != dim]
    if list(lines.shape[1:]) != others:
        raise NoMatch(say("its index leaves parts of the rows out"))
    lines = lines.reshape(lines.shape[0], prod(others))
    if not lines.numel() or (lines != lines[:, :1]).any():
        raise NoMatch(say("its index is not the same in all places of a row"))
    rows = lines[:, 0].tolist()
    order = list(range(len(shape)))
    found = {"dim": dim, "axes": 1, "listed": [len(rows)]}
    return found | {"order": order, "rows": rows}
