"""Where everything is drawn: boxes in layers, groups around them, edges between.

Every group is laid out by itself and then placed as one box among its siblings, so
group frames never cut a foreign box. An edge into a group enters through a port on
its border and is routed inside like any other. Between two layers edges are curves,
beside a layer they are vertical, so no edge runs through a box.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gui.graph.assembly import place
from gui.graph.container import (
    PORT_IN,
    PORT_OUT,
    Container,
    Contents,
    Floats,
    Ints,
    Segment,
)

Direction = Literal["down", "right"]
Link = tuple[int, int, int]

MARGIN = 40.0
REMEMBERED = 4096
_PLACED: dict[Contents, Container] = {}
"""Groups placed before: most are built like another, or were there before an edit."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is to be placed: sizes in pixels, owners, and edges between boxes.

    `owner[i]` is the group of box i and `parents[g]` the group around group g, -1
    for none; a parent comes before its children. `labels[g]` is its label's width.
    Boxes are numbered so that every edge goes from a lower to a higher number, and
    the boxes of a group (with its inner groups) are consecutive and never none.
    """

    sizes: Sequence[tuple[float, float]]
    edges: Sequence[tuple[int, int]]
    owner: Sequence[int] = ()
    parents: Sequence[int] = ()
    labels: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Placed boxes and groups as rows of x, y, width, height; edges as knots.

    Edge e owns `knots[starts[e]:starts[e + 1]]`. Two knots with the same position
    across the flow are joined by a line, others by a cubic whose tangents lie along
    the flow, with control points halfway.
    """

    rects: Floats
    groups: Floats
    knots: Floats
    starts: NDArray[np.int64]
    direction: Direction = "down"

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of everything, with a margin."""
        if not len(self.rects):
            return 0.0, 0.0, 1.0, 1.0
        boxes = np.concatenate([self.rects, self.groups])
        low = boxes[:, :2].min(axis=0)
        high = (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
        if len(self.knots):
            low = np.minimum(low, self.knots.min(axis=0))
            high = np.maximum(high, self.knots.max(axis=0))
        left, top = low - MARGIN
        right, bottom = high + MARGIN
        return float(left), float(top), float(right), float(bottom)


def lay_out(shape: Shape, direction: Direction = "down") -> Layout:
    """Place all boxes; the same shape gives the same layout, bit for bit."""
    steps = laying_out(shape, direction)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            layout: Layout = end.value
            return layout


def laying_out(
    shape: Shape, direction: Direction = "down"
) -> Generator[None, None, Layout]:
    """Place all boxes in steps of a few milliseconds."""
    if direction == "down":
        return (yield from _Placement(shape, is_beside=False).layout())
    turned = replace(shape, sizes=[(height, width) for width, height in shape.sizes])
    return _turned((yield from _Placement(turned, is_beside=True).layout()))


def _turned(layout: Layout) -> Layout:
    swap = [1, 0, 3, 2]
    return Layout(
        layout.rects[:, swap],
        layout.groups[:, swap],
        layout.knots[:, ::-1],
        layout.starts,
        "right",
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Coordinates of a container: where its 0, 0 lies, and whether x runs left."""

    x: float
    y: float
    sign: float

    def placed(self, corners: Floats, widths: Floats) -> Floats:
        """Left tops in the drawing of boxes with these corners and widths."""
        x = self.x + self.sign * corners[:, 0]
        x = np.minimum(x, x + self.sign * widths)
        return np.stack([x, self.y + corners[:, 1]], axis=1)

    def points(self, points: Floats) -> Floats:
        """Points of the container in the drawing."""
        return points * (self.sign, 1.0) + (self.x, self.y)


class _Placement:
    """The containers of one shape, placed from the innermost outwards.

    A child is numbered as a box, or after all boxes as a group.
    """

    def __init__(self, shape: Shape, *, is_beside: bool) -> None:
        self.shape, self.is_beside = shape, is_beside
        self.boxes = len(shape.sizes)
        self.owner = list(shape.owner) or [-1] * self.boxes
        self.chains = [self._chain(group) for group in range(len(shape.parents))]
        self.links: list[dict[Link, int]] = [{} for _ in range(self._root + 1)]
        self.edges = [self._split(*edge) for edge in shape.edges]
        self.children = self._children()
        self.containers: dict[int, Container] = {}
        self.ports: dict[int, tuple[dict[int, int], dict[int, int]]] = {}

    @property
    def _root(self) -> int:
        return len(self.shape.parents)

    def _chain(self, group: int) -> list[int]:
        """A group and all around it, from the outermost to itself."""
        found = []
        while group >= 0:
            found.append(group)
            group = self.shape.parents[group]
        return found[::-1]

    def _groups_of(self, box: int) -> list[int]:
        owner = self.owner[box]
        return self.chains[owner] if owner >= 0 else []

    def _children(self) -> list[list[int]]:
        """Children of every group and of the root, by their first box."""
        found: list[list[int]] = [[] for _ in range(self._root + 1)]
        seen: set[int] = set()
        for box in range(self.boxes):
            around = self._root
            for group in self._groups_of(box):
                if group not in seen:
                    seen.add(group)
                    found[around].append(self.boxes + group)
                around = group
            found[around].append(box)
        return found

    def _split(self, source: int, target: int) -> list[tuple[int, int]]:
        """The edge as (container, number of segment), from source to target."""
        owner = self.owner[source]
        if owner == self.owner[target]:
            around = owner if owner >= 0 else self._root
            return [self._segment(around, (source, source, target))]
        leaving, entering = self._groups_of(source), self._groups_of(target)
        shared = 0
        for one, other in zip(leaving, entering, strict=False):
            if one != other:
                break
            shared += 1
        route, here = [], source
        for group in leaving[shared:][::-1]:
            route.append(self._segment(group, (source, here, PORT_OUT)))
            here = self.boxes + group
        around, start = (leaving[shared - 1] if shared else self._root), here
        for group in entering[shared:]:
            link = (source, start, self.boxes + group)
            route.append(self._segment(around, link))
            around, start = group, PORT_IN
        route.append(self._segment(around, (source, start, target)))
        return route

    def _segment(self, group: int, link: Link) -> tuple[int, int]:
        known = self.links[group]
        return group, known.setdefault(link, len(known))

    def _contents(self, group: int) -> Contents:
        """What a group holds, so numbered that groups built alike are equal."""
        children = self.children[group]
        inner = [self.containers.get(child - self.boxes) for child in children]
        sizes = [
            self.shape.sizes[child] if placed is None else placed.size
            for child, placed in zip(children, inner, strict=True)
        ]
        number = {child: place for place, child in enumerate(children)}
        number |= {PORT_IN: PORT_IN, PORT_OUT: PORT_OUT}
        tensors: dict[int, int] = {}
        entries, exits = self.ports.setdefault(group, ({}, {}))
        segments = []
        for tensor, source, target in self.links[group]:
            known = tensors.setdefault(tensor, len(tensors))
            leaving, entering = 0, 0
            if source >= self.boxes:
                leaving = self.ports[source - self.boxes][1][tensor]
            elif source == PORT_IN:
                entries.setdefault(tensor, len(entries))
            if target >= self.boxes:
                entering = self.ports[target - self.boxes][0][tensor]
            elif target == PORT_OUT:
                exits.setdefault(tensor, len(exits))
            segments.append(
                Segment(known, number[source], number[target], leaving, entering)
            )
        label = None
        if group < self._root:
            label = 0.0 if self.is_beside else self.shape.labels[group]
        return Contents(
            tuple(sizes), tuple(segments), tuple(inner), label, self.is_beside
        )

    def _placed(self, group: int) -> Generator[None, None, Container]:
        """A group, placed now or when it was met before."""
        contents = self._contents(group)
        if group == self._root:
            return (yield from place(contents))
        if contents not in _PLACED:
            if len(_PLACED) >= REMEMBERED:
                _PLACED.clear()
            _PLACED[contents] = yield from place(contents)
        return _PLACED[contents]

    def layout(self) -> Generator[None, None, Layout]:
        """Everything in the coordinates of the root."""
        rects, groups = np.zeros((self.boxes, 4)), np.zeros((self._root, 4))
        if not self.boxes:
            return Layout(rects, groups, np.zeros((0, 2)), np.zeros(1, np.int64))
        for group in (*range(self._root - 1, -1, -1), self._root):
            self.containers[group] = yield from self._placed(group)
        frames = {self._root: _Frame(0.0, 0.0, 1.0)}
        for group in (self._root, *range(self._root)):
            self._place_children(group, frames, rects, groups)
        return Layout(rects, groups, *self._knots(frames))

    def _place_children(
        self, group: int, frames: dict[int, _Frame], rects: Floats, groups: Floats
    ) -> None:
        container, frame = self.containers[group], frames[group]
        children = np.array(self.children[group], np.int64)
        sizes = np.array(
            [
                self.containers[child - self.boxes].size
                if child >= self.boxes
                else self.shape.sizes[child]
                for child in self.children[group]
            ]
        )
        corners = frame.placed(container.places, sizes[:, 0])
        placed = np.concatenate([corners, sizes], axis=1)
        is_box = children < self.boxes
        rects[children[is_box]] = placed[is_box]
        groups[children[~is_box] - self.boxes] = placed[~is_box]
        for place_of in np.flatnonzero(~is_box).tolist():
            child = int(children[place_of])
            x, y, width, _ = placed[place_of].tolist()
            sign = -frame.sign if place_of in container.mirrored else frame.sign
            frames[child - self.boxes] = _Frame(x if sign > 0 else x + width, y, sign)

    def _knots(self, frames: dict[int, _Frame]) -> tuple[Floats, Ints]:
        """Knots of all edges; where two segments of one meet, they share a knot."""
        pieces, begins, counts, total, base = [], [], [], 0, [0]
        for group in range(self._root + 1):
            container = self.containers[group]
            pieces.append(frames[group].points(container.knots))
            begins.append(container.starts[:-1] + total)
            counts.append(np.diff(container.starts))
            total += len(container.knots)
            base.append(base[-1] + len(counts[-1]))
        begin, count = np.concatenate(begins), np.concatenate(counts)
        route = np.array([base[g] + n for edge in self.edges for g, n in edge], int)
        lengths = np.array([len(edge) for edge in self.edges], np.int64)
        is_later = np.ones(len(route), np.int64)
        is_later[np.cumsum(lengths) - lengths] = 0
        shown = count[route] - is_later
        ends = np.cumsum(shown)
        index = np.arange(int(shown.sum()))
        index += np.repeat(begin[route] + is_later - (ends - shown), shown)
        stops = np.concatenate([[0], ends])[np.cumsum(lengths)]
        starts = np.concatenate([[0], stops])
        return np.concatenate(pieces)[index], starts
