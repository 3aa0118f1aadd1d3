"""Where everything is drawn: boxes in layers, groups around them, edges between.

Every group is laid out by itself and then placed as one box among its siblings, so
group frames never cut a foreign box. An edge into a group enters through a port on
its border and is routed inside like any other. Between two layers edges are curves,
beside a layer they are vertical, so no edge runs through a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gui.graph.container import (
    PORT_IN,
    PORT_OUT,
    Container,
    Contents,
    Point,
    Segment,
    place,
)

Direction = Literal["down", "right"]
Floats = NDArray[np.float64]

MARGIN = 40.0


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
    if direction == "down":
        return _Placement(shape).layout()
    turned = Shape(
        [(height, width) for width, height in shape.sizes],
        shape.edges,
        shape.owner,
        shape.parents,
        [0.0] * len(shape.labels),
    )
    return _turned(_Placement(turned).layout())


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

    def point(self, at: Point) -> Point:
        """A point of the container in the drawing."""
        return self.x + self.sign * at[0], self.y + at[1]


class _Placement:
    """The containers of one shape, placed from the innermost outwards.

    A child is numbered as a box, or after all boxes as a group.
    """

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.boxes = len(shape.sizes)
        self.owner = list(shape.owner) or [-1] * self.boxes
        self.chains = [self._chain(group) for group in range(len(shape.parents))]
        self.segments: list[dict[Segment, int]] = [{} for _ in range(self._root + 1)]
        self.edges = [self._split(*edge) for edge in shape.edges]
        self.sizes = [*shape.sizes, *[(0.0, 0.0)] * len(shape.parents)]
        self.children = self._children()
        self.containers: dict[int, Container] = {}
        for group in (*range(self._root - 1, -1, -1), self._root):
            self.containers[group] = self._place(group)

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
        if self.owner[source] == self.owner[target] == -1:
            return [self._segment(self._root, (source, source, target))]
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
            segment = (source, start, self.boxes + group)
            route.append(self._segment(around, segment))
            around, start = group, PORT_IN
        route.append(self._segment(around, (source, start, target)))
        return route

    def _segment(self, group: int, segment: Segment) -> tuple[int, int]:
        known = self.segments[group]
        return group, known.setdefault(segment, len(known))

    def _place(self, group: int) -> Container:
        children = self.children[group]
        inner = {
            child: self.containers[child - self.boxes]
            for child in children
            if child >= self.boxes
        }
        sizes = {
            child: self.shape.sizes[child] for child in children if child not in inner
        }
        sizes |= {child: container.size for child, container in inner.items()}
        label = self.shape.labels[group] if group < self._root else None
        return place(
            Contents(children, sizes, list(self.segments[group]), inner, label)
        )

    def layout(self) -> Layout:
        """Everything in the coordinates of the root."""
        frames = {self._root: _Frame(0.0, 0.0, 1.0)}
        rects = np.zeros((self.boxes, 4))
        groups = np.zeros((self._root, 4))
        for group in (self._root, *range(self._root)):
            self._place_children(group, frames, rects, groups)
        return Layout(rects, groups, *self._knots(frames))

    def _place_children(
        self, group: int, frames: dict[int, _Frame], rects: Floats, groups: Floats
    ) -> None:
        container, frame = self.containers[group], frames[group]
        for child, corner in container.places.items():
            x, y = frame.point(corner)
            if child < self.boxes:
                width, height = self.shape.sizes[child]
                rects[child] = min(x, x + frame.sign * width), y, width, height
                continue
            inner = child - self.boxes
            width, height = self.containers[inner].size
            groups[inner] = min(x, x + frame.sign * width), y, width, height
            flipped = child in container.mirrored
            start = x + frame.sign * width if flipped else x
            sign = -frame.sign if flipped else frame.sign
            frames[inner] = _Frame(start, y, sign)

    def _knots(self, frames: dict[int, _Frame]) -> tuple[Floats, NDArray[np.int64]]:
        knots: list[Point] = []
        starts = [0]
        for route in self.edges:
            first = len(knots)
            for group, number in route:
                points = self.containers[group].routes[number]
                frame = frames[group]
                joined = len(knots) > first
                knots.extend(frame.point(point) for point in points[joined:])
            starts.append(len(knots))
        return np.array(knots).reshape(-1, 2), np.array(starts, np.int64)
