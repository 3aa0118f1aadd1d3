"""One slice whose branches stand on shelves, placed, with the ways to and from them.

What branches read runs down at their left and along above every shelf, and drops into
those that read it. What they give is gathered below every shelf and runs down at their
right. So nothing runs between branches, and each of them looks as it does alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gui.graph.layout.branches import Branch, Value, branches_in, value_of
from gui.graph.layout.shelving import NONE
from gui.graph.layout.slices import (
    BOX_GAP,
    CROWDED,
    FOOT,
    LAYER_GAP,
    NEARLY,
    REMEMBERED,
    TRACK,
    Point,
    Settled,
    Slice,
    arrival_gap,
    merged,
    route,
    slope,
)

BAND = 72.0
"""So wide the ways of all that is read are together at most."""
HEAD = 18.0
"""The room for what drops into the first boxes of a shelf, and above what goes past."""
BETWEEN = 28.0
"""The room below a shelf, before the ways above the next one."""


class Shelf(NamedTuple):
    """The heights of the ways above a shelf, of its layers, and of the way below."""

    ways: dict[Value, float]
    tops: list[float]
    heights: list[float]

    @property
    def out(self) -> float:
        """Where what its branches give is gathered."""
        return self.tops[-1]


@lru_cache(maxsize=REMEMBERED)
def settle_shelves(part: Slice) -> Settled:
    """Place a slice whose branches stand on shelves."""
    return _Shelves(part).settled()


class _Shelves:
    """Places all branches; vertices on no shelf come before or after them."""

    def __init__(self, part: Slice) -> None:
        self.part, self.branches = part, branches_in(part)
        alone = [v for v, (shelf, _) in enumerate(part.seats) if shelf == NONE]
        self.first = [vertex for vertex in alone if part.ranks[vertex] == 0]
        self.last = [vertex for vertex in alone if part.ranks[vertex] > 0]
        firsts, lasts, edges = set(self.first), set(self.last), range(len(part.edges))
        coming = [edge for edge in edges if part.edges[edge][0] in firsts]
        self.passing = [edge for edge in coming if part.edges[edge][1] in lasts]
        self.values = sorted({value_of(part, edge) for edge in coming})
        self.gap = min(TRACK, BAND / max(1, len(self.values)))
        self.x = [0.0] * len(part.ranks)
        self.tops = [0.0] * (max(part.ranks) + 1)
        self.lefts = self._across()
        self.shelves = self._down()
        self.arrivals = self._arrivals()

    def _across(self) -> list[float]:
        """Where every branch begins; columns are as wide as their widest branch.

        This also places what is on no shelf, and the lanes at the left.
        """
        columns: list[int] = []
        before: defaultdict[int, int] = defaultdict(int)
        for branch in self.branches:
            columns.append(before[branch.shelf])
            before[branch.shelf] += 1
        widths = np.zeros(max(columns) + 1)
        own = np.array([branch.alone.width for branch in self.branches])
        np.maximum.at(widths, columns, own)
        ends = np.cumsum(widths + BOX_GAP)
        self.right, middle = float(ends[-1]), float(ends[-1] - BOX_GAP) / 2
        outermost = -BOX_GAP - max(0, len(self.values) - 1) * self.gap
        self.lanes = {
            value: outermost + number * self.gap
            for number, value in enumerate(self.values)
        }
        for vertex in self.last if len(self.first) > 1 else (*self.first, *self.last):
            self.x[vertex] = middle
        for vertex, _ in self.lanes if len(self.first) > 1 else ():
            self.x[vertex] = self.lanes[vertex, 0.0]
        lefts: list[float] = (
            ends[columns] - BOX_GAP - (widths[columns] + own) / 2
        ).tolist()
        return lefts

    def _down(self) -> list[Shelf]:
        """All shelves, one below the other."""
        part, found, y = self.part, list[Shelf](), 0.0
        if self.first:
            y = max(part.heights[v] for v in self.first) + part.header + FOOT
        standing: defaultdict[int, list[Branch]] = defaultdict(list)
        for branch in self.branches:
            standing[branch.shelf].append(branch)
        for number in sorted(standing):
            read = {value for branch in standing[number] for value in branch.reads}
            read |= set() if number else set(self.values)
            values = [value for value in self.values if value in read]
            ways = {value: y + place * self.gap for place, value in enumerate(values)}
            found.append(self._shelf(standing[number], y, ways))
            y = found[-1].out + BETWEEN
        return found

    def _shelf(
        self, branches: Sequence[Branch], y: float, ways: dict[Value, float]
    ) -> Shelf:
        """A shelf from `y` on whose layers are as high as its highest branch's."""
        layers = max(len(branch.alone.heights) for branch in branches)
        heights, reach = np.zeros((2, layers))
        for alone in (branch.alone for branch in branches):
            count = len(alone.heights)
            heights[:count] = np.maximum(heights[:count], alone.heights)
            reach[:count] = np.maximum(reach[:count], alone.reach)
        tops = [max(ways.values(), default=y)]
        for layer in range(1, layers):
            gap = FOOT if layer == layers - 1 else LAYER_GAP
            gap += slope(float(reach[layer]))
            if layer == 1 and reach[1] < NEARLY:
                gap = HEAD if ways else 0.0
            tops.append(tops[-1] + float(heights[layer - 1]) + gap)
        return Shelf(ways, tops, heights.tolist())

    def _arrivals(self) -> dict[int, float]:
        """How far from the middle of what comes after the branches each edge ends."""
        part, found = self.part, dict[int, float]()
        for vertex in self.last:
            edges = [n for n, (_, target) in enumerate(part.edges) if target == vertex]
            count = len(edges) + part.lanes[vertex]
            step = arrival_gap(part.widths[vertex], count)
            is_spread = part.spreads[vertex] and count > 1 and step >= CROWDED
            for place, edge in enumerate(edges):
                aside = step * (place - (count - 1) / 2)
                found[edge] = aside if is_spread else part.entering[edge]
        return found

    def settled(self) -> Settled:
        """Middles, tops and knots, counted from the middle of the first vertex."""
        routes: dict[int, list[Point]] = {}
        for branch, left in zip(self.branches, self.lefts, strict=True):
            shelf, x = self.shelves[branch.shelf], [left + at for at in branch.alone.x]
            for number, vertex in enumerate(branch.vertices, len(branch.reads)):
                self.x[vertex] = x[number]
                rank = branch.part.ranks[number]
                self.tops[self.part.ranks[vertex]] = shelf.tops[rank]
            for number, edge in enumerate(branch.edges):
                routes[edge] = self._through(branch, number, x)
        low = self._past(routes)
        if self.last:
            self.tops[-1] = low + LAYER_GAP
        for edge, aside in self.arrivals.items():
            middle = self.x[self.part.edges[edge][1]]
            before = middle + self.part.entering[edge], routes[edge][-1][1]
            routes[edge] += [before, (middle + aside, self.tops[-1])]
        knots = [merged(routes[edge]) for edge in range(len(self.part.edges))]
        flat = np.array([knot for some in knots for knot in some]).reshape(-1, 2)
        flat[:, 0] -= self.x[0]
        counts = np.array([len(some) for some in knots], np.int64)
        return Settled(np.array(self.x) - self.x[0], np.array(self.tops), flat, counts)

    def _through(self, branch: Branch, number: int, x: Sequence[float]) -> list[Point]:
        """The way of one edge of a branch, as far as what gathers below all of them."""
        part, edge = branch.part, branch.edges[number]
        shelf = self.shelves[branch.shelf]
        source, target = part.edges[number]
        ends = (
            x[source] + part.leaving[number],
            x[target] + branch.alone.entering[number],
        )
        height = part.heights[source]
        places = x, shelf.tops, shelf.heights
        found = route(branch.alone.order, number, ends, height, places)
        if source < len(branch.reads):
            value = branch.reads[source]
            found = [
                *self._come(value, branch.shelf),
                (ends[0], shelf.ways[value]),
                *found,
            ]
        if edge in self.arrivals:
            found.append((ends[1], shelf.out))
            lowest = self.shelves[-1].out
            if shelf.out < lowest:
                found += [(self.right, shelf.out), (self.right, lowest)]
        return found

    def _come(self, value: Value, shelf: int) -> list[Point]:
        """The way of a value to a height above a shelf."""
        vertex, leave = value
        begin = self.x[vertex] + leave
        above, lane = self.shelves[0].ways[value], self.lanes[value]
        found = [(begin, self.part.heights[vertex]), (begin, above)]
        if shelf:
            found += [(lane, above), (lane, self.shelves[shelf].ways[value])]
        return found

    def _past(self, routes: dict[int, list[Point]]) -> float:
        """Lead what goes past all branches below them; how low that is."""
        low = self.shelves[-1].out
        values = sorted({value_of(self.part, edge) for edge in self.passing})
        lows = {value: low + HEAD + n * self.gap for n, value in enumerate(values)}
        for edge in self.passing:
            value = value_of(self.part, edge)
            lane, above = self.lanes[value], self.shelves[0].ways[value]
            down = [(lane, above), (lane, lows[value])]
            routes[edge] = [*self._come(value, 0), *down]
        return max(lows.values(), default=low)
