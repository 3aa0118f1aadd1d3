"""A changed graph placed so that what was there stays: only near the change it moves.

A group that holds what it held before is not touched. In others vertices stay in the
columns they had, and the gaps between layers give way before what lies below does.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gui.graph.assembly import PADDING, settle_all
from gui.graph.container import Container, Contents, Floats, Ints
from gui.graph.cutting import HEADER
from gui.graph.layout import (
    Coordinates,
    Layout,
    Link,
    Placed,
    Placement,
    Shape,
    flowing_down,
    turned,
)
from gui.graph.lowering import Stack, lowered
from gui.graph.nearing import NEW, Before, NearCutting, Nearing
from gui.graph.slices import LAYER_GAP

_NO_PORTS: tuple[Mapping[int, int], Mapping[int, int]] = ({}, {})
NOTHING = 1e-6
FEW_CHANGED, MOST_CHANGED = 8, 0.25
"""Up to so many, or so large a part, boxes come and go before all is placed afresh."""


@dataclass(frozen=True, slots=True)
class Names:
    """What tells the boxes and the groups of two drawings of one network apart."""

    boxes: Sequence[str]
    groups: Sequence[str]


def relaying_out(
    shape: Shape, names: Names, before: Layout, names_before: Names
) -> Generator[None, None, Layout]:
    """Place a graph near to an earlier picture of it, in steps; afresh if much is new.

    The earlier picture must tell how it was placed.
    """
    flowing, is_beside = flowing_down(shape, before.direction)
    placed = before.placed
    assert placed is not None
    known = set(names_before.boxes)
    new = sum(name not in known for name in names.boxes)
    gone = len(known) - (len(names.boxes) - new)
    if new + gone > max(FEW_CHANGED, MOST_CHANGED * len(names.boxes)):
        layout = yield from Placement(flowing, is_beside=is_beside).layout()
    else:
        numbers = _numbers_before(names, names_before)
        work = _Relayout(flowing, placed, numbers, is_beside=is_beside)
        layout = yield from work.layout()
    return turned(layout) if is_beside else layout


def _numbers_before(names: Names, before: Names) -> Ints:
    """The number every box, every group and the root had, NEW for what is new."""
    boxes = {name: number for number, name in enumerate(before.boxes)}
    first = len(before.boxes)
    groups = {name: first + number for number, name in enumerate(before.groups)}
    known = [boxes.get(name, NEW) for name in names.boxes]
    known += [groups.get(name, NEW) for name in names.groups]
    return np.array([*known, first + len(before.groups)], np.int64)


class _Relayout(Placement):
    """Places the groups of a shape as they were placed earlier."""

    def __init__(
        self, shape: Shape, earlier: Placed, numbers: Ints, *, is_beside: bool
    ) -> None:
        super().__init__(shape, is_beside=is_beside)
        self.earlier, self.number_before = earlier, numbers
        self.drift: dict[int, float] = {}
        self._same: dict[int, int] = {}
        self._links: dict[int, list[Link]] = {}
        self.rects = np.full((len(numbers), 4), np.nan)
        known = numbers[:-1] != NEW
        self.rects[:-1][known] = earlier.rects[numbers[:-1][known]]
        begin, end = earlier.frames[earlier.root], earlier.containers[earlier.root]
        self.rects[-1] = begin.x, begin.y, *end.size

    def place(self, group: int, contents: Contents) -> Generator[None, None, Container]:
        """Keep a group as it was, or place it near to that."""
        old = int(self.number_before[self.boxes + group]) - self.earlier.boxes
        children = np.array(self.children[group], np.int64)
        if old < 0 and np.isnan(self.rects[children, 0]).all():
            return (yield from super().place(group, contents))
        if old >= 0 and self._is_same(children, old, contents):
            self.drift[group] = 0.0
            self._same[group] = old
            return self.earlier.alone[old]
        work = NearCutting(contents, self._before(group, old, children))
        yield
        nearing = Nearing(work, (yield from settle_all(work)))
        container = nearing.container()
        self.drift[group] = nearing.drift
        return container

    def finished(self) -> dict[int, Container]:
        """The groups with everything at the height it had, as far as there is room."""
        tops = np.stack([self.rects[:, 1], self.rects[:, 1] + self.rects[:, 3]], axis=1)
        stack = Stack(
            self.boxes,
            self.children,
            self.contents,
            self.containers,
            tops,
            self._kept,
        )
        return lowered(stack, self.root, self.origin().y)

    def _kept(self, group: int, top: float) -> Mapping[int, Container] | None:
        """A group and those in it as they were, if it is the same at the same place."""
        if (
            group not in self._same
            or abs(self.rects[self.boxes + group, 1] - top) > 1e-6
        ):
            return None
        found, pending = {}, [group]
        while pending:
            each = pending.pop()
            found[each] = self.earlier.containers[self._same[each]]
            inner = (child - self.boxes for child in self.children[each])
            pending += [child for child in inner if child >= 0]
        return found

    def origin(self) -> Coordinates:
        """Where what stayed is where it was, although its left side is not."""
        frame = self.earlier.frames[self.earlier.root]
        return replace(frame, x=frame.x - self.drift.get(self.root, 0.0))

    def _is_same(self, children: Ints, old: int, contents: Contents) -> bool:
        numbers = self.number_before[children]
        is_same = np.array_equal(numbers, self.earlier.children[old])
        return is_same and contents == self.earlier.contents[old]

    def _before(self, group: int, old: int, children: Ints) -> Before:
        rects, earlier = self.rects[children], self.earlier
        frame = self._frame_before(group, old, rects)
        middles = frame.sign * (rects[:, 0] + rects[:, 2] / 2 - frame.x)
        container, ends = None, _NO_PORTS
        if old >= 0:
            container = earlier.containers[old]
            ends = earlier.ports.get(old, _NO_PORTS)
        now = self.ports.get(group, _NO_PORTS)
        faces = [self._sign(int(child)) for child in children]
        return Before(
            container,
            middles,
            rects[:, 1] - frame.y,
            rects[:, 2],
            frozenset(n for n, sign in enumerate(faces) if sign * frame.sign < 0),
            np.array([self.drift.get(int(c) - self.boxes, 0.0) for c in children]),
            self._ports(now[0], ends[0], container.entries if container else ()),
            self._ports(now[1], ends[1], container.exits if container else ()),
            lambda number: self._segment_before(group, old, number),
        )

    def _frame_before(self, group: int, old: int, rects: Floats) -> Coordinates:
        """Where a group began; a new one is put round what is in it."""
        if old >= 0:
            return self.earlier.frames[old]
        left, top = np.nanmin(rects[:, :2], axis=0).tolist()
        right, bottom = np.nanmax(rects[:, :2] + rects[:, 2:], axis=0).tolist()
        x, y = left - PADDING, top - LAYER_GAP - HEADER / 2
        width, height = right + PADDING - x, bottom + PADDING - y
        self.rects[self.boxes + group] = x, y, width, height
        return Coordinates(x, y, 1.0)

    def _sign(self, child: int) -> float:
        """Whether a group faced right (1) or left (-1)."""
        old = int(self.number_before[child]) - self.earlier.boxes
        return self.earlier.frames[old].sign if old >= 0 else 1.0

    def _ports(
        self, now: Mapping[int, int], before: Mapping[int, int], at: Sequence[float]
    ) -> Floats:
        """Where each port was, NaN for a new one."""
        places = [before.get(int(self.number_before[tensor]), NEW) for tensor in now]
        return np.array([np.nan if place == NEW else at[place] for place in places])

    def _segment_before(self, group: int, old: int, number: int) -> int:
        """The number a segment had, -1 for a new one."""
        if group not in self._links:
            self._links[group] = list(self.links[group])
        tensor, source, target = (
            end if end < 0 else int(self.number_before[end])
            for end in self._links[group][number]
        )
        if old < 0:
            return NEW
        return self.earlier.links[old].get((tensor, source, target), NEW)
