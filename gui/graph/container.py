"""One container placed: its children in layers and its own edges routed."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gui.graph.coordinates import Link, assign
from gui.graph.layering import Layered, layer

Point = tuple[float, float]
Segment = tuple[int, int, int]

PORT_IN: Final = -1
PORT_OUT: Final = -2

BOX_GAP = 28.0
WAYPOINT_GAP = 9.0
LAYER_GAP = 32.0
STEEPEST = 0.06
WIDEST_SLOPE = 36.0
PADDING = 16.0
HEADER = 22.0
LANE_GAP = 10.0
LANES_WIDTH = 1500.0
EXACT_VERTICES = 6000


@dataclass(frozen=True, slots=True)
class Container:
    """A placed container in its own coordinates, from 0, 0 to `size`.

    `places` are the top left corners of the children, `routes` one list of knots
    per segment, `entries` and `exits` the x of the ports by tensor, `mirrored` the
    child groups to be drawn with left and right exchanged.
    """

    size: tuple[float, float]
    places: Mapping[int, Point]
    routes: Sequence[Sequence[Point]]
    entries: Mapping[int, float]
    exits: Mapping[int, float]
    mirrored: frozenset[int]


@dataclass(frozen=True, slots=True)
class Contents:
    """What one container holds.

    `children` are in topological order. A segment is (tensor, source, target): the
    ends are children, or PORT_IN as a source and PORT_OUT as a target; segments of
    one tensor share a port. `inner` are the children that are placed containers.
    `label` is the width of the frame's label, None where there is no frame.
    """

    children: Sequence[int]
    sizes: Mapping[int, tuple[float, float]]
    segments: Sequence[Segment]
    inner: Mapping[int, Container] = field(default_factory=dict)
    label: float | None = None


def place(contents: Contents) -> Container:
    """Put the contents into layers from top to bottom."""
    return _Work(contents).container()


class _Work:
    """The intermediate values of one placement; vertices are ports, then children."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        segments = contents.segments
        entries = dict.fromkeys(t for t, source, _ in segments if source == PORT_IN)
        exits = dict.fromkeys(t for t, _, target in segments if target == PORT_OUT)
        self.entries = {tensor: number for number, tensor in enumerate(entries)}
        first = len(entries)
        self.vertex = {
            child: first + number for number, child in enumerate(contents.children)
        }
        first += len(contents.children)
        self.exits = {tensor: first + number for number, tensor in enumerate(exits)}
        self.ends = [self._ends(segment) for segment in segments]
        self.layered = layer(
            first + len(exits),
            self.ends,
            list(self.entries.values()),
            list(self.exits.values()),
        )
        self.mirrored: frozenset[int] = frozenset()
        self.mirrored = self._mirrored()
        self.x = self._coordinates()

    def _ends(self, segment: Segment) -> tuple[int, int]:
        tensor, source, target = segment
        start = self.entries[tensor] if source == PORT_IN else self.vertex[source]
        end = self.exits[tensor] if target == PORT_OUT else self.vertex[target]
        return start, end

    def _port(self, child: int, tensor: int, *, into: bool) -> float:
        """Distance of an attachment from the centre of a child."""
        if child not in self.contents.inner:
            return 0.0
        inner = self.contents.inner[child]
        x = (inner.entries if into else inner.exits)[tensor] - inner.size[0] / 2
        return -x if child in self.mirrored else x

    def _mirrored(self) -> frozenset[int]:
        """Child groups whose ports lie in the opposite order of their neighbours."""
        agreement: defaultdict[int, float] = defaultdict(float)
        guess = self.layered.guess
        for segment, chain in zip(
            self.contents.segments, self.layered.chains, strict=True
        ):
            tensor, source, target = segment
            if source in self.contents.inner:
                side = guess[chain[1]] - guess[chain[0]]
                agreement[source] += side * self._port(source, tensor, into=False)
            if target in self.contents.inner:
                side = guess[chain[-2]] - guess[chain[-1]]
                agreement[target] += side * self._port(target, tensor, into=True)
        return frozenset(child for child, value in agreement.items() if value < 0)

    def _coordinates(self) -> list[float]:
        layered, contents = self.layered, self.contents
        if not layered.rank:
            return []
        if layered.vertices > EXACT_VERTICES and not contents.inner:
            slot = BOX_GAP + max(width for width, _ in contents.sizes.values())
            return [value * slot for value in layered.guess]
        count = len(layered.rank)
        widths, gaps = [0.0] * count, [WAYPOINT_GAP] * count
        for child, vertex in self.vertex.items():
            widths[vertex], gaps[vertex] = contents.sizes[child][0], BOX_GAP
        return assign(layered.layers, self._links(), widths, gaps, layered.vertices)

    def _links(self) -> list[Link]:
        links = []
        for number, chain in enumerate(self.layered.chains):
            if number in self.layered.lanes:
                continue
            tensor, source, target = self.contents.segments[number]
            last = len(chain) - 2
            for step, (upper, lower) in enumerate(itertools.pairwise(chain)):
                shift = self._port(source, tensor, into=False) if step == 0 else 0.0
                if step == last:
                    shift -= self._port(target, tensor, into=True)
                links.append(Link(upper, lower, shift))
        return links

    def container(self) -> Container:
        """The finished container, moved so that it begins at 0, 0."""
        self._frame()
        tops, bottoms = self._layers_down()
        routes = _Routes(self, tops, bottoms)
        places = {
            child: (
                self.x[vertex] - self.contents.sizes[child][0] / 2,
                tops[self.layered.rank[vertex]],
            )
            for child, vertex in self.vertex.items()
        }
        height = (bottoms[-1] if bottoms else 0.0) + (
            PADDING if self.framed and not self.exits else 0.0
        )
        return Container(
            (self.width + routes.lanes_width, height),
            places,
            routes.routes,
            {tensor: self.x[vertex] for tensor, vertex in self.entries.items()},
            {tensor: self.x[vertex] for tensor, vertex in self.exits.items()},
            self.mirrored,
        )

    @property
    def framed(self) -> bool:
        """Whether a frame with a label is drawn around the contents."""
        return self.contents.label is not None

    def _frame(self) -> None:
        half = [0.0] * len(self.x)
        for child, vertex in self.vertex.items():
            half[vertex] = self.contents.sizes[child][0] / 2
        padding = PADDING if self.framed else 0.0
        left = min((x - w for x, w in zip(self.x, half, strict=True)), default=0.0)
        right = max((x + w for x, w in zip(self.x, half, strict=True)), default=0.0)
        self.width = right - left + 2 * padding
        missing = (self.contents.label or 0.0) + 2 * padding - self.width
        if missing > 0:
            self.width += missing
            left -= missing / 2
        self.x = [x - left + padding for x in self.x]

    def _layers_down(self) -> tuple[list[float], list[float]]:
        heights = [0.0] * len(self.layered.layers)
        for child, vertex in self.vertex.items():
            rank = self.layered.rank[vertex]
            heights[rank] = max(heights[rank], self.contents.sizes[child][1])
        reach = [0.0] * len(heights)
        for number, chain in enumerate(self.layered.chains):
            if number in self.layered.lanes:
                continue
            for upper, lower in itertools.pairwise(chain):
                rank = self.layered.rank[lower]
                reach[rank] = max(reach[rank], abs(self.x[upper] - self.x[lower]))
        y = 0.0 if self.entries or not self.framed else HEADER + PADDING / 2
        tops, bottoms = [], []
        for rank, height in enumerate(heights):
            if rank:
                y += LAYER_GAP + min(WIDEST_SLOPE, STEEPEST * reach[rank])
            if rank == 1 and self.entries:
                y += HEADER / 2
            tops.append(y)
            y += height
            bottoms.append(y)
        return tops, bottoms

    def attachments(self) -> list[tuple[float, float]]:
        """X at which each segment leaves its source and enters its target."""
        arriving: defaultdict[int, list[int]] = defaultdict(list)
        for number, (_, target) in enumerate(self.ends):
            arriving[target].append(number)
        spread = [0.0] * len(self.ends)
        for child, vertex in self.vertex.items():
            numbers = arriving[vertex]
            if child in self.contents.inner or len(numbers) < 2:
                continue
            numbers.sort(key=lambda n: self.x[self.layered.chains[n][-2]])
            width = self.contents.sizes[child][0]
            step = min(18.0, 0.6 * width / (len(numbers) - 1))
            for place, number in enumerate(numbers):
                spread[number] = step * (place - (len(numbers) - 1) / 2)
        found = []
        for number, (source, target) in enumerate(self.ends):
            tensor, start, end = self.contents.segments[number]
            leave = self.x[source] + self._port(start, tensor, into=False)
            enter = self.x[target] + self._port(end, tensor, into=True)
            found.append((leave, enter + spread[number]))
        return found


class _Routes:
    """Knots of every segment of one container."""

    def __init__(
        self, work: _Work, tops: Sequence[float], bottoms: Sequence[float]
    ) -> None:
        self.work, self.tops, self.bottoms = work, tops, bottoms
        self.heights = {
            vertex: work.contents.sizes[child][1]
            for child, vertex in work.vertex.items()
        }
        layered: Layered = work.layered
        lanes, self.lanes_width = _lanes(layered, work.width)
        self.routes = [
            self._route(chain, ends, lanes.get(number))
            for number, (chain, ends) in enumerate(
                zip(layered.chains, work.attachments(), strict=True)
            )
        ]

    def _route(
        self, chain: Sequence[int], ends: tuple[float, float], lane: float | None
    ) -> list[Point]:
        rank, source, target = self.work.layered.rank, chain[0], chain[-1]
        top = self.tops[rank[source]] + self.heights.get(source, 0.0)
        knots = [(ends[0], top), (ends[0], self.bottoms[rank[source]])]
        if lane is not None:
            knots.append((lane, self.tops[rank[source] + 1]))
            knots.append((lane, self.bottoms[rank[target] - 1]))
        for vertex in chain[1:-1]:
            x = self.work.x[vertex]
            knots.append((x, self.tops[rank[vertex]]))
            knots.append((x, self.bottoms[rank[vertex]]))
        knots.append((ends[1], self.tops[rank[target]]))
        return _merged(knots)


def _merged(knots: Sequence[Point]) -> list[Point]:
    """The same line without repeated points and points within a straight stretch."""
    kept: list[Point] = []
    for x, y in knots:
        if kept and kept[-1] == (x, y):
            continue
        if len(kept) > 1 and kept[-1][0] == kept[-2][0] == x:
            kept.pop()
        kept.append((x, y))
    return kept


def _lanes(layered: Layered, width: float) -> tuple[dict[int, float], float]:
    """Places of the edges that run beside the layers, and the width of all lanes.

    Inner ones of nested edges come first and take the inner lanes, so they do not
    cross the outer ones.
    """
    rank = layered.rank
    ends = {
        number: (rank[layered.chains[number][0]], rank[layered.chains[number][-1]])
        for number in layered.lanes
    }
    begins = np.full(len(ends), np.iinfo(np.int64).max)
    rows: dict[int, int] = {}
    for number in sorted(ends, key=lambda n: (-ends[n][0], ends[n][1], n)):
        begin, end = ends[number]
        rows[number] = int((begins > end).argmax())
        begins[rows[number]] = begin
    opened = max(rows.values(), default=-1) + 1
    gap = min(LANE_GAP, LANES_WIDTH / max(1, opened))
    lanes = {number: width + BOX_GAP + row * gap for number, row in rows.items()}
    return lanes, BOX_GAP + opened * gap if opened else 0.0
