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

    `axes` as from `dim` on are one, and `listed` is the shape that its numbers have;
    `adds` tells whether values are added, `alpha` times.
    """
    given: dict[str, Any] = dict(arguments_of(node))
    if "indices" in given:
        found = _numbered(given["indices"], shape_of(node))
    elif node.target in _SCATTERS:
        found = _scattered(given, shape_of(node))
    else:
        dim = given["dim"] % len(shape_of(node))
        found = _numbered([None] * dim + [given["index"]], shape_of(node))
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


def _numbered(places: list[Any], shape: tuple[int, ...]) -> dict[str, Any]:
    """Join lists on axes beside each other to one list of rows of these axes."""
    lists: dict[int, Tensor] = {}
    for axis, place in enumerate(places):
        if place is None:
            continue
        numbers = held_value(place)
        if numbers is None or numbers.dtype not in WHOLE:
            raise NoMatch(say("its index is no constant list of rows"))
        if numbers.dtype is torch.bool:
            if numbers.dim() != 1:
                raise NoMatch(say("its mask lies over several axes"))
            numbers = numbers.nonzero().flatten()
        lists[axis] = numbers % shape[axis]
    first, last = min(lists), max(lists)
    if last - first >= len(lists):
        raise NoMatch(say("it lists rows of axes that lie apart"))
    rows = torch.zeros([], dtype=torch.int64)
    for axis, numbers in sorted(lists.items()):
        rows = rows * shape[axis] + numbers
    found = {"dim": first, "axes": len(lists), "listed": list(rows.shape)}
    return found | {"rows": rows.flatten().tolist()}


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
    return {"dim": dim, "axes": 1, "listed": [len(rows)], "rows": rows}
