"""Where everything is drawn: boxes in layers, groups around them, edges between.

Every group is laid out by itself and then placed as one box among its siblings, so
group frames never cut a foreign box. An edge into a group enters through a port on
its border and is routed inside like any other. Between two layers edges are curves,
beside a layer they are vertical, so no edge runs through a box.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gui.graph.layout.assembly import place
from gui.graph.layout.container import Container, Contents, Floats
from gui.graph.layout.nesting import Nesting, nest
from gui.graph.layout.together import Together

Direction = Literal["down", "right"]

MARGIN = 40.0
REMEMBERED = 4096
_PLACED: dict[Hashable, Container] = {}
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


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """How a shape was placed: what a later layout can keep of it.

    Of every group and the root, in order, `contents` is what it holds; `alone` is it
    placed by itself, `containers` as it is drawn. `rects` are those of all children.
    """

    shape: Shape
    nesting: Nesting
    contents: Sequence[Contents]
    alone: Sequence[Container]
    containers: Sequence[Container]
    together: Together
    rects: Floats


@dataclass(frozen=True)
class Layout:
    """Placed boxes and groups as rows of x, y, width, height; edges as knots.

    Edge e owns `knots[starts[e]:starts[e + 1]]`. Two knots with the same position
    across the flow are joined by a line, others by a cubic whose tangents lie along
    the flow, with control points halfway. `placed` is what a later one can keep;
    `column` the height at which it is wrapped, 0 where it is not.
    """

    rects: Floats
    groups: Floats
    knots: Floats
    starts: NDArray[np.int64]
    direction: Direction = "down"
    placed: Placed | None = field(default=None, repr=False, compare=False)
    column: float = 0.0

    @cached_property
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
    return done(laying_out(shape, direction))


def done(steps: Generator[None, None, Layout]) -> Layout:
    """Take all the steps at once."""
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
    if not shape.sizes:
        nothing = np.zeros((0, 4))
        return Layout(nothing, nothing, np.zeros((0, 2)), np.zeros(1, np.int64))
    flowing, is_beside = flowing_down(shape, direction)
    layout = yield from Placement(flowing, is_beside=is_beside).layout()
    return turned(layout) if is_beside else layout


def flowing_down(shape: Shape, direction: Direction) -> tuple[Shape, bool]:
    """The shape as it is placed from top to bottom, and whether it is then turned."""
    if direction == "down":
        return shape, False
    sizes = [(height, width) for width, height in shape.sizes]
    return replace(shape, sizes=sizes), True


def turned(layout: Layout) -> Layout:
    """The layout that flows to the right where this one flows down."""
    swap = [1, 0, 3, 2]
    return Layout(
        layout.rects[:, swap],
        layout.groups[:, swap],
        layout.knots[:, ::-1],
        layout.starts,
        "right",
        layout.placed,
        layout.column,
    )


class Placement:
    """The containers of one shape, placed from the innermost outwards."""

    def __init__(self, shape: Shape, *, is_beside: bool) -> None:
        self.shape, self.is_beside = shape, is_beside
        self.boxes, self.root = len(shape.sizes), len(shape.parents)
        self.nesting = nest(self.boxes, shape.edges, shape.owner, shape.parents)
        self.sizes = np.zeros((self.boxes + self.root, 2))
        self.sizes[: self.boxes] = np.reshape(shape.sizes, (-1, 2))
        self.contents: dict[int, Contents] = {}
        self.alone: dict[int, Container] = {}
        self.inner: list[list[Container | None]] = [
            [None] * count for count in np.diff(self.nesting.first_child).tolist()
        ]

    def layout(self) -> Generator[None, None, Layout]:
        """Everything in the coordinates of the root."""
        around = self.nesting.container[self.boxes :].tolist()
        number = self.nesting.place[self.boxes :].tolist()
        for group in range(self.root - 1, -1, -1):
            placed = yield from self._placed(group)
            self.sizes[self.boxes + group] = placed.size
            self.inner[around[group]][number[group]] = placed
        yield from self._placed(self.root)
        return self._joined()

    def _placed(self, group: int) -> Generator[None, None, Container]:
        """A group, placed when all groups in it are."""
        contents = self.contents[group] = self._contents(group)
        placed = self.alone[group] = yield from self.place(group, contents)
        return placed

    def _joined(self) -> Layout:
        containers, sizes = self.finished(), self.sizes.copy()
        sizes[self.boxes :] = np.reshape([c.size for c in containers[:-1]], (-1, 2))
        together = Together(self.nesting, sizes, containers, self.origin())
        rects = together.rects()
        placed = Placed(
            self.shape,
            self.nesting,
            [self.contents[group] for group in range(self.root + 1)],
            [self.alone[group] for group in range(self.root + 1)],
            containers,
            together,
            rects,
        )
        boxes, groups = rects[: self.boxes], rects[self.boxes :]
        return Layout(boxes, groups, *together.knots(), placed=placed)

    def finished(self) -> list[Container]:
        """The groups and the root as they are drawn, once each is placed by itself."""
        return [self.alone[group] for group in range(self.root + 1)]

    def origin(self) -> tuple[float, float]:
        """Where the root begins, once each group is placed by itself."""
        return 0.0, 0.0

    def _contents(self, group: int) -> Contents:
        """What a group holds, so numbered that groups built alike are equal."""
        nesting = self.nesting
        children = slice(nesting.first_child[group], nesting.first_child[group + 1])
        segments = slice(nesting.first_segment[group], nesting.first_segment[group + 1])
        label = None
        if group < self.root:
            label = 0.0 if self.is_beside else self.shape.labels[group]
        return Contents(
            self.sizes[nesting.children[children]],
            nesting.segments[segments],
            tuple(self.inner[group]),
            label,
            self.is_beside,
        )

    def place(self, group: int, contents: Contents) -> Generator[None, None, Container]:
        """Place what a group holds, or find one built alike that was placed."""
        if group == self.root:
            return (yield from place(contents))
        key = contents.key()
        known = _PLACED.get(key)
        if known is None:
            if len(_PLACED) >= REMEMBERED:
                _PLACED.clear()
            known = _PLACED[key] = yield from place(contents)
        return known
