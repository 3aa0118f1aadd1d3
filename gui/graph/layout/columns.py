"""Columns: one container cut below some of its layers, the pieces side by side.

What goes on in the next column is led below the foot of its own, up beside it, and
over the head of the next one, so the flow is read as the lines of a page are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gui.graph.layout.assembly import BESIDE, PADDING
from gui.graph.layout.container import PORT_OUT, Container, Contents, Floats, Ints
from gui.graph.layout.slices import BOX_GAP, FOOT, TRACK

HEAD = 14.0
MOST_TRACKS = 48
MOST = 1.12
CROSSING, ALL_CROSSING = 0.02, 0.6
"""What an edge cut counts, and all at most, as a part of a column left empty."""
LITTLE, LONELY = 0.2, 0.5
"""A column so low counts so much more: what comes next may be too high instead."""
MOST_WITH_LITTLE = 1.5
"""So much higher than wanted the last column may be if that leaves none so low."""
FAR = 3.0
"""So many times as high as wanted no column is where there is anything nearer."""
NEARLY = 1e-6


@dataclass(frozen=True, slots=True)
class Layers:
    """Tops and bottoms of layers, the layer of every child, and edges cut below."""

    tops: Floats
    bottoms: Floats
    of: Ints
    cuts: Ints

    @staticmethod
    def of_container(container: Container, sizes: Floats) -> Layers:
        """Read from where the children are."""
        tops, of = np.unique(container.places[:, 1], return_inverse=True)
        bottoms = tops.copy()
        np.maximum.at(bottoms, of, container.places[:, 1] + sizes[:, 1])
        return Layers(tops, bottoms, of, _cuts(container, bottoms))

    def breaks(self, limit: float) -> list[int]:
        """The layers below which to cut so that no piece is much higher than this.

        A little above it is no reason to begin a column for what is left.
        """
        found: list[int] = []
        start, last = 0, len(self.tops) - 1
        while start < last and self.bottoms[last] - self.tops[start] > MOST * limit:
            near = int(np.searchsorted(self.bottoms, self.tops[start] + FAR * limit))
            price = self._prices(start, min(max(near, start + 1), last), limit)
            if not price.min() < FAR - 1.0:
                price = self._prices(start, last, limit)
            if not np.isfinite(price).any():
                break
            cut = start + int(price.argmin())
            left = self.bottoms[last] - self.tops[start]
            if self._is_little(cut + 1, limit) and left < MOST_WITH_LITTLE * limit:
                break
            start = cut + 1
            found.append(cut)
        return found

    def _is_little(self, start: int, limit: float) -> bool:
        """Whether from a layer on there is too little for a column."""
        return bool(self.bottoms[-1] - self.tops[start] < LITTLE * limit)

    def _prices(self, start: int, stop: int, limit: float) -> Floats:
        """What it costs to cut below each of some layers, with a column begun above.

        None costs less than its column is higher than wanted.
        """
        heights, cuts = self.bottoms[start:stop] - self.tops[start], self.cuts
        price = np.abs(1.0 - heights / limit)
        price += np.minimum(CROSSING * cuts[start:stop], ALL_CROSSING)
        price[1:][heights[1:] > MOST * limit] += 1.0
        price[heights < LITTLE * limit] += LONELY
        price[cuts[start:stop] > MOST_TRACKS] = np.inf
        return np.asarray(price)


def _cuts(container: Container, bottoms: Floats) -> Ints:
    """How many lines a cut below every layer meets; too many where one is slanted."""
    knots, is_inside = container.knots, _joined(container)
    first, second = knots[:-1][is_inside], knots[1:][is_inside]
    begin = np.searchsorted(bottoms, first[:, 1] - NEARLY)
    end = np.searchsorted(bottoms, second[:, 1] - NEARLY)
    points = np.ascontiguousarray(first).view(np.complex128)[:, 0]
    _, kept = np.unique(points, return_index=True)
    counts = np.zeros(len(bottoms) + 1, np.int64)
    np.add.at(counts, begin[kept], 1)
    np.add.at(counts, end[kept], -1)
    is_slanted = first[:, 0] != second[:, 0]
    begin = np.searchsorted(bottoms, first[:, 1] + NEARLY)
    slanted = is_slanted & (end > begin)
    np.add.at(counts, begin[slanted], MOST_TRACKS + 1)
    np.add.at(counts, end[slanted], -MOST_TRACKS - 1)
    return np.cumsum(counts)[:-1]


def _joined(container: Container) -> NDArray[np.bool_]:
    """Whether a knot and the next one belong to one segment."""
    inside = np.ones(max(0, len(container.knots) - 1), bool)
    inside[container.starts[1:-1] - 1] = False
    return inside


def in_columns(
    container: Container,
    contents: Contents,
    sizes: Floats,
    layers: Layers,
    limit: float,
) -> Container:
    """Cut a container into columns of about this height; its entries stay at the top.

    `sizes` are those of the children now.
    """
    return Columns(container, contents, sizes, layers, limit).container()


class Columns:
    """The pieces of one container and the ways between them."""

    def __init__(
        self,
        container: Container,
        contents: Contents,
        sizes: Floats,
        layers: Layers,
        limit: float,
    ) -> None:
        self.old, self.contents, self.sizes = container, contents, sizes
        self.layers = layers
        cut = self.layers.breaks(limit)
        self.lines = self.layers.bottoms[cut]
        self.first_layers = [0, *(layer + 1 for layer in cut)]
        self.is_joined = _joined(container)
        self.column = np.searchsorted(self.lines, container.knots[:, 1] - NEARLY)
        moves = self.is_joined & (self.column[:-1] != self.column[1:])
        self.moves: list[int] = np.flatnonzero(moves).tolist()
        self.crossing = self._crossing()
        self.framed = contents.label is not None
        side = BESIDE if contents.is_beside else PADDING
        self.padding = side if self.framed else 0.0
        self.dx, self.dy = np.zeros((2, len(self.first_layers)))
        self._down()
        self._across()

    def _crossing(self) -> list[dict[float, int]]:
        """Of every cut, the track of every x where it is met, the rightmost first."""
        places: list[set[float]] = [set() for _ in self.lines]
        columns, across = self.column.tolist(), self.old.knots[:, 0].tolist()
        for knot in self.moves:
            for number in range(columns[knot], columns[knot + 1]):
                places[number].add(across[knot])
        return [
            {x: track for track, x in enumerate(sorted(some, reverse=True))}
            for some in places
        ]

    def _down(self) -> None:
        """Where the first layer of all columns begins, and what that moves."""
        tops = self.layers.tops
        self.head = PADDING / 2 if self.framed else 0.0
        needed = [float(tops[0])]
        for number, crossing in enumerate(self.crossing):
            gap = float(tops[self.first_layers[number + 1]] - self.lines[number])
            needed.append(self.head + len(crossing) * TRACK + HEAD + gap)
        self.dy[:] = max(needed) - tops[self.first_layers]

    def _across(self) -> None:
        """Where every column begins, and the ways beside it."""
        self.children = np.searchsorted(self.first_layers, self.layers.of, "right") - 1
        at, self.ways = self.padding, list[float]()
        for number, (left, right) in enumerate(self._extents()):
            self.dx[number] = at - left
            at += right - left
            if number < len(self.crossing):
                self.ways.append(at + BOX_GAP)
                at += 2 * BOX_GAP + (len(self.crossing[number]) - 1) * TRACK
        label = (self.contents.label or 0.0) + self.padding
        self.width = max(at, label) + self.padding

    def _extents(self) -> list[tuple[float, float]]:
        """Left and right of every column: of boxes, knots, and what passes it."""
        x, knots = self.old.places[:, 0], self.old.knots[:, 0]
        lefts, rights = np.full(len(self.dx), np.inf), np.full(len(self.dx), -np.inf)
        np.minimum.at(lefts, self.children, x)
        np.maximum.at(rights, self.children, x + self.sizes[:, 0])
        passing = [
            (place, x)
            for number, crossing in enumerate(self.crossing)
            for place in (number, number + 1)
            for x in crossing
        ]
        columns = np.array([place for place, _ in passing], np.int64)
        places = np.array([x for _, x in passing])
        for column, ends in ((self.column, knots), (columns, places)):
            np.minimum.at(lefts, column, ends)
            np.maximum.at(rights, column, ends)
        return list(zip(lefts.tolist(), rights.tolist(), strict=True))

    def container(self) -> Container:
        """All pieces put side by side."""
        height = self._height()
        places = self.old.places.copy()
        places[:, 0] += self.dx[self.children]
        places[:, 1] += self.dy[self.children]
        knots, starts = self._knots(height)
        return replace(
            self.old,
            size=(self.width, height),
            places=places,
            knots=knots,
            starts=starts,
            entries=tuple(x + float(self.dx[0]) for x in self.old.entries),
            exits=tuple(x + float(self.dx[-1]) for x in self.old.exits),
        )

    def _height(self) -> float:
        lows = [self.old.size[1] + float(self.dy[-1])]
        for number, crossing in enumerate(self.crossing):
            lows.append(self._foot(number, len(crossing)) + self.padding)
        return max(lows)

    def _foot(self, number: int, track: int) -> float:
        return float(self.lines[number] + self.dy[number]) + FOOT + track * TRACK

    def _knots(self, height: float) -> tuple[Floats, Ints]:
        """Every knot in its column, more of them where an edge goes to the next."""
        old, column = self.old, self.column
        knots = old.knots + np.stack([self.dx[column], self.dy[column]], axis=1)
        if old.entries:
            is_top = old.knots[:, 1] <= NEARLY
            knots[is_top, 1] = old.knots[is_top, 1]
        places: list[int] = []
        more: list[tuple[float, float]] = []
        for place in self.moves:
            way = self._way(place)
            places += [place + 1] * len(way)
            more += way
        ends = self.contents.segments[:, 2] == PORT_OUT
        for end in old.starts[1:][ends].tolist():
            x, y = knots[end - 1].tolist()
            if y < height - NEARLY:
                places.append(end)
                more.append((x, height))
        if not more:
            return knots, old.starts
        lengths = np.diff(old.starts)
        owner = np.searchsorted(old.starts, np.array(places) - 1, "right") - 1
        np.add.at(lengths, owner, 1)
        order = np.argsort(places, kind="stable")
        knots = np.insert(knots, np.array(places)[order], np.array(more)[order], axis=0)
        return knots, np.concatenate([[0], np.cumsum(lengths)])

    def _way(self, place: int) -> Sequence[tuple[float, float]]:
        """From a knot to the next one, which lies in a later column."""
        x, y = self.old.knots[place].tolist()
        found: list[tuple[float, float]] = []
        for number in range(int(self.column[place]), int(self.column[place + 1])):
            track, line = self.crossing[number][x], float(self.lines[number])
            foot, beside = self._foot(number, track), self.ways[number] + track * TRACK
            head = self.head + track * TRACK
            before, after = x + float(self.dx[number]), x + float(self.dx[number + 1])
            if abs(y - line) > NEARLY:
                found.append((before, line + float(self.dy[number])))
            found += [(before, foot), (beside, foot), (beside, head), (after, head)]
            found.append((after, line + float(self.dy[number + 1])))
            y = -np.inf
        return found
