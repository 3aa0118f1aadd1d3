"""Which axes stay side by side through several ops, so that they can be one.

An op relates axes of a value that it reads to axes of what it yields. Between two axes
of a value there is a cut where an op tells them apart: it moves one away from the
other, works along one alone, or repeats one alone. Related axes share their cuts. Axes
that have one value wherever they are found are none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import prod
from typing import TypeAlias

from engine.rewriting.rule import NoMatch
from engine.sentence import say

_DIMENSIONS = 4
Place: TypeAlias = tuple[str, int]
"""An axis of a value by that value's name, or the border behind it."""


class _Classes:
    """Places that are the same, found by joining two at a time."""

    def __init__(self) -> None:
        self._above: dict[Place, Place] = {}

    def first(self, place: Place) -> Place:
        """The place that stands for all that are joined with this one."""
        while place in self._above:
            place = self._above[place]
        return place

    def join(self, one: Place, other: Place) -> None:
        """Let two places, and all that are joined with them, be the same."""
        one, other = self.first(one), self.first(other)
        if one != other:
            self._above[one] = other


@dataclass(frozen=True, slots=True)
class Relation:
    """An op as axes of a value it reads that go on as axes of the one it yields.

    Both values by name. An axis of `source` that is missing in `axes` ends in the op.
    """

    source: str
    result: str
    axes: Mapping[int, int]


@dataclass(slots=True)
class Grouping:
    """The shapes of several values by name, and how ops relate their axes."""

    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    alone: set[Place] = field(default_factory=set)
    """Axes that an op works along, each by itself."""

    def groups(self) -> dict[str, Groups]:
        """Find the fewest groups of axes that every op can compute with.

        Raises:
            NoMatch: a value has more groups than an image has dimensions.
        """
        axes = self._axes()
        cuts = self._cuts(axes)
        return {name: self._grouped(name, axes[name], cuts) for name in self.shapes}

    def _axes(self) -> dict[str, list[int]]:
        """The axes of each value that are more than one value somewhere."""
        same = _Classes()
        for each in self.relations:
            for before, after in each.axes.items():
                same.join((each.source, before), (each.result, after))
        places = [(n, a) for n, shape in self.shapes.items() for a in range(len(shape))]
        counting = {
            same.first(place)
            for place in places
            if self.shapes[place[0]][place[1]] != 1 or place in self.alone
        }
        found: dict[str, list[int]] = {name: [] for name in self.shapes}
        for name, axis in places:
            if same.first((name, axis)) in counting:
                found[name].append(axis)
        return found

    def _cuts(self, axes: Mapping[str, list[int]]) -> set[Place]:
        """The axes, of those that count, behind which an op tells the next apart."""
        same, cut = _Classes(), set[Place]()
        for each in self.relations:
            behind = dict(pairwise(axes[each.source]))
            ahead = dict(pairwise(axes[each.result]))
            back = {after: before for before, after in each.axes.items()}
            for one, other in behind.items():
                left, right = each.axes.get(one), each.axes.get(other)
                if left is None and right is None:
                    continue
                if left is None or right is None or ahead.get(left) != right:
                    cut.add((each.source, one))
                    continue
                same.join((each.source, one), (each.result, left))
                if self._differ(each, one, other):
                    cut.add((each.source, one))
            cut |= {
                (each.result, one)
                for one, other in ahead.items()
                if behind.get(back.get(one, -1)) != back.get(other)
            }
        for name, axis in self.alone:
            cut |= {
                (name, one) for one, two in pairwise(axes[name]) if axis in (one, two)
            }
        told = {same.first(place) for place in cut}
        return {
            (name, axis)
            for name, found in axes.items()
            for axis in found
            if same.first((name, axis)) in told
        }

    def _differ(self, relation: Relation, one: int, other: int) -> bool:
        """Whether one of two axes changes its size in an op, and the other does not."""
        before, after = self.shapes[relation.source], self.shapes[relation.result]
        sizes = [(before[axis], after[relation.axes[axis]]) for axis in (one, other)]
        changes = any(old != new for old, new in sizes)
        return changes and any(old == new != 1 for old, new in sizes)

    def _grouped(
        self, name: str, axes: Iterable[int], cuts: Collection[Place]
    ) -> Groups:
        """Put axes with no cut between them together."""
        groups: list[list[int]] = []
        is_cut = True
        for axis in axes:
            if is_cut:
                groups.append([])
            groups[-1].append(axis)
            is_cut = (name, axis) in cuts
        if len(groups) > _DIMENSIONS:
            raise NoMatch(
                say(
                    "{name} tells {count} groups of axes apart; an image has 4",
                    name=name,
                    count=len(groups),
                )
            )
        return Groups(self.shapes[name], tuple(map(tuple, groups)))


@dataclass(frozen=True, slots=True)
class Groups:
    """The axes of a value, put together to those of an image."""

    shape: tuple[int, ...]
    axes: tuple[tuple[int, ...], ...]

    @property
    def image(self) -> list[int]:
        """The value's shape as an image's, with axes of one put before the others."""
        sizes = [prod(self.shape[axis] for axis in group) for group in self.axes]
        return [1] * self._before + sizes

    @property
    def _before(self) -> int:
        return _DIMENSIONS - len(self.axes)

    def axis(self, axis: int) -> int:
        """Which axis of the image an axis of the value belongs to."""
        found = [at for at, group in enumerate(self.axes) if axis in group]
        return found[0] + self._before

    def order(self, result: Groups, order: Sequence[int]) -> list[int]:
        """The order in which a permutation of the value moves the image's axes."""
        moved = [self.axis(order[group[0]]) for group in result.axes]
        return [*range(self._before), *moved]
