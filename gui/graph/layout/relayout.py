"""A changed graph placed so that what was there stays: only near the change it moves.

A group that holds what it held before is not touched. In others vertices stay in the
columns they had, and the gaps between layers give way before what lies below does.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gui.graph.layout.assembly import PADDING, settle_all
from gui.graph.layout.container import Container, Contents, Floats, Ints
from gui.graph.layout.cutting import HEADER
from gui.graph.layout.layout import (
    Layout,
    Placed,
    Placement,
    Shape,
    flowing_down,
    turned,
)
from gui.graph.layout.lowering import Stack, lowered
from gui.graph.layout.nearing import NEW, Before, NearCutting, Nearing
from gui.graph.layout.passages import Passages
from gui.graph.layout.slices import LAYER_GAP

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


@dataclass(frozen=True, slots=True)
class _Corner:
    """Where a group begins, and whether its x runs to the left (-1)."""

    x: float
    y: float
    sign: float


class _Relayout(Placement):
    """Places the groups of a shape as they were placed earlier."""

    def __init__(
        self, shape: Shape, earlier: Placed, numbers: Ints, *, is_beside: bool
    ) -> None:
        super().__init__(shape, is_beside=is_beside)
        self.earlier, self.number_before = earlier, numbers
        self.first_before = len(earlier.shape.sizes)
        self.drift: dict[int, float] = {}
        self._same: dict[int, int] = {}
        self._now = Passages(shape, self.nesting)
        self._then = Passages(earlier.shape, earlier.nesting)
        self.rects = np.full((len(numbers), 4), np.nan)
        known = numbers[:-1] != NEW
        self.rects[:-1][known] = earlier.rects[numbers[:-1][known]]
        self.rects[-1] = *earlier.together.origin[-1], *earlier.containers[-1].size

    def place(self, group: int, contents: Contents) -> Generator[None, None, Container]:
        """Keep a group as it was, or place it near to that."""
        old = self._group_before(self.boxes + group)
        children = self.nesting.children_of(group)
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

    def finished(self) -> list[Container]:
        """The groups with everything at the height it had, as far as there is room."""
        tops = np.stack([self.rects[:, 1], self.rects[:, 1] + self.rects[:, 3]], axis=1)
        groups = range(self.root + 1)
        children = [self.nesting.children_of(group).tolist() for group in groups]
        stack = Stack(self.boxes, children, self.contents, self.alone, tops, self._kept)
        found = lowered(stack, self.root, self.origin()[1])
        return [found[group] for group in groups]

    def origin(self) -> tuple[float, float]:
        """Where what stayed is where it was, although its left side is not."""
        x, y = self.earlier.together.origin[-1].tolist()
        return x - self.drift.get(self.root, 0.0), y

    def _kept(self, group: int, top: float) -> Mapping[int, Container] | None:
        """A group and those in it as they were, if it is the same at the same place."""
        before = float(self.rects[self.boxes + group, 1])
        if group not in self._same or abs(before - top) > NOTHING:
            return None
        found, pending = {}, [group]
        while pending:
            each = pending.pop()
            found[each] = self.earlier.containers[self._same[each]]
            inner = self.nesting.children_of(each) - self.boxes
            pending += inner[inner >= 0].tolist()
        return found

    def _group_before(self, child: int) -> int:
        """The number a group had, negative for a new one and for a box."""
        return int(self.number_before[child]) - self.first_before

    def _is_same(self, children: Ints, old: int, contents: Contents) -> bool:
        before = self.earlier.nesting.children_of(old)
        is_same = np.array_equal(self.number_before[children], before)
        return is_same and contents.key() == self.earlier.contents[old].key()

    def _before(self, group: int, old: int, children: Ints) -> Before:
        rects = self.rects[children]
        corner = self._corner_before(group, old, rects)
        signs = np.array([self._sign(int(child)) for child in children])
        container, entries, exits = None, np.zeros(0), np.zeros(0)
        now, then = self._now, self._then
        if old >= 0:
            container = self.earlier.containers[old]
            known = then.entries(old), then.exits(old)
            entries = self._ports(now.entries(group), known[0], container.entries)
            exits = self._ports(now.exits(group), known[1], container.exits)
        else:
            entries = np.full(len(now.entries(group)), np.nan)
            exits = np.full(len(now.exits(group)), np.nan)
        return Before(
            container,
            corner.sign * (rects[:, 0] + rects[:, 2] / 2 - corner.x),
            rects[:, 1] - corner.y,
            rects[:, 2],
            frozenset(np.flatnonzero(signs * corner.sign < 0).tolist()),
            np.array([self.drift.get(int(c) - self.boxes, 0.0) for c in children]),
            entries,
            exits,
            lambda number: self._segment_before(group, old, number),
        )

    def _corner_before(self, group: int, old: int, rects: Floats) -> _Corner:
        """Where a group began; a new one is put round what is in it."""
        if old >= 0:
            together = self.earlier.together
            x, y = together.origin[old].tolist()
            return _Corner(x, y, float(together.sign[old]))
        left, top = np.nanmin(rects[:, :2], axis=0).tolist()
        right, bottom = np.nanmax(rects[:, :2] + rects[:, 2:], axis=0).tolist()
        x, y = left - PADDING, top - LAYER_GAP - HEADER / 2
        width, height = right + PADDING - x, bottom + PADDING - y
        self.rects[self.boxes + group] = x, y, width, height
        return _Corner(x, y, 1.0)

    def _sign(self, child: int) -> float:
        """Whether a group faced right (1) or left (-1)."""
        old = self._group_before(child)
        return float(self.earlier.together.sign[old]) if old >= 0 else 1.0

    def _ports(
        self, now: Sequence[int], before: Sequence[int], at: Sequence[float]
    ) -> Floats:
        """Where each port was, NaN for a new one."""
        known = dict(zip(before, at, strict=True))
        numbers = self.number_before[list(now)].tolist()
        return np.array([known.get(number, np.nan) for number in numbers])

    def _segment_before(self, group: int, old: int, number: int) -> int:
        """The number a segment had, NEW for a new one."""
        if old < 0:
            return NEW
        tensor, source, target = (
            end if end < 0 else int(self.number_before[end])
            for end in self._now.of(group)[number]
        )
        return self._then.numbers(old).get((tensor, source, target), NEW)
