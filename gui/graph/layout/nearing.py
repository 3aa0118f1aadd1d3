"""One group placed near to what it was: the same in the same columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from gui.graph.layout.assembly import Assembly
from gui.graph.layout.container import Container, Contents, Floats, Ints
from gui.graph.layout.coordinates import Link
from gui.graph.layout.cutting import Cutting
from gui.graph.layout.near_slices import hoped, passed_at, settle_near
from gui.graph.layout.ordering import Ordered, ordered
from gui.graph.layout.slices import Settled, settle

NEW: Final = -10
STIRRED = 0.5
"""Pixels by which the vertices of a slice may move against each other."""


@dataclass(frozen=True, slots=True)
class Before:
    """What one group was, in terms of the children, ports and segments it has now.

    `middles`, `tops` and `widths` of the children are NaN for new ones; `mirrored` are
    those that were drawn so, and `drift` is how far everything in a child group has
    moved from the left side it is placed by. `entries` and `exits` are where ports
    were, NaN for new ones; `segment` tells the number a segment had in `container`,
    which is None for a group that was none.
    """

    container: Container | None
    middles: Floats
    tops: Floats
    widths: Floats
    mirrored: frozenset[int]
    drift: Floats
    entries: Floats
    exits: Floats
    segment: Callable[[int], int]

    @property
    def kept(self) -> Ints:
        """The children that were there."""
        return np.flatnonzero(~np.isnan(self.middles))


class NearCutting(Cutting):
    """A container cut into slices, in which the groups there were face as they did."""

    def __init__(self, contents: Contents, before: Before) -> None:
        self.before = before
        super().__init__(contents)

    def _mirrored(self) -> frozenset[int]:
        is_new = np.isnan(self.before.middles)
        inner = enumerate(self.contents.inner)
        if not any(is_new[child] for child, placed in inner if placed is not None):
            return self.before.mirrored
        turned = super()._mirrored()
        return self.before.mirrored | {child for child in turned if is_new[child]}


class Nearing:
    """Places a group from its slices. `drift` is how far it moved from its left side.

    A slice whose vertices would move against each other is placed near to what it was.
    """

    def __init__(self, work: NearCutting, settled: list[Settled | None]) -> None:
        self.work, self.before, self.settled = work, work.before, settled
        self.drift = 0.0
        self.wanted = self._wanted()
        self.held = self.wanted

    def container(self) -> Container:
        """The group with everything in it as near as can be to the column it had."""
        work, kept = self.work, self.before.kept
        assembly = Assembly(work, self.settled)
        self.held = self._held(assembly.x)
        stirred = self._stirred(assembly.x)
        if stirred:
            for number in stirred:
                self.settled[number] = self._near(number)
            work.is_link[stirred] = False
            assembly = Assembly(work, self.settled)
        placed = assembly.container()
        if len(kept):
            moved = assembly.x[work.first + kept] - self.wanted[work.first + kept]
            self.drift = float(np.median(moved))
        return placed

    def _wanted(self) -> Floats:
        """The middles vertices had; what is in a group counts, not its sides."""
        work, before, kept = self.work, self.before, self.before.kept
        wanted = np.full(len(work.sizes), np.nan)
        faces = [
            0 if inner is None else -1 if child in work.mirrored else 1
            for child, inner in enumerate(work.contents.inner)
        ]
        grown = (work.sizes[work.first + kept, 0] - before.widths[kept]) / 2
        aside = np.array(faces)[kept] * (grown - before.drift[kept])
        wanted[work.first + kept] = before.middles[kept] + aside
        wanted[list(work.entries.values())] = before.entries
        wanted[list(work.exits.values())] = before.exits
        return wanted

    def _held(self, x: Floats) -> Floats:
        """The middles wanted, with those of new vertices that two slices share.

        Such a vertex is where the slices have it who agree, else among its neighbours.
        """
        work = self.work
        firsts, lasts = work.order[work.begins], work.order[work.ends - 1]
        shared = np.union1d(firsts, lasts)
        held, torn = self.wanted.copy(), []
        for vertex in shared[np.isnan(self.wanted[shared])].tolist():
            around = np.flatnonzero((firsts == vertex) | (lasts == vertex)).tolist()
            places = [self._place_in(number, vertex, x) for number in around]
            places = [place for place in places if place == place]
            if places and max(places) - min(places) <= STIRRED:
                held[vertex] = places[0]
            else:
                torn.append(vertex)
        if torn:
            held[torn] = np.array(hoped(held.tolist(), self._links()))[torn]
        return held

    def _place_in(self, number: int, vertex: int, x: Floats) -> float:
        """Where a vertex is in a slice that lies as it did; NaN if all in it is new."""
        work = self.work
        run = work.order[work.begins[number] : work.ends[number]]
        away = (self.wanted - x)[run]
        away = away[~np.isnan(away)]
        return float(x[vertex] + np.median(away)) if len(away) else np.nan

    def _links(self) -> list[Link]:
        """The edges of all slices, from end to end."""
        work, edges = self.work, self.work.inside
        shifts = work.leaving[edges] - work.entering[edges]
        ends = work.sources[edges], work.targets[edges]
        columns = (*(end.tolist() for end in ends), shifts.tolist())
        return [Link(*row) for row in zip(*columns, strict=True)]

    def _stirred(self, x: Floats) -> list[int]:
        """The slices whose vertices do not move as one, but those on shelves."""
        work = self.work
        moved = np.append((x - self.held)[work.order], np.nan)
        bounds = np.stack([work.begins, work.ends], axis=1).ravel()
        if not len(bounds):
            return []
        span = np.fmax.reduceat(moved, bounds) - np.fmin.reduceat(moved, bounds)
        is_stirred = (span[::2] > STIRRED) & ~work.is_shelved
        found: list[int] = np.flatnonzero(is_stirred).tolist()
        return found

    def _near(self, number: int) -> Settled:
        work, part = self.work, self.work.slice(number)
        usual = self.settled[number] or settle(part)
        order = ordered(part.ranks, part.edges)
        vertices = work.order[work.begins[number] : work.ends[number]]
        wanted = self.held[vertices].tolist()
        wanted += self._waypoints(number, order)
        known = [
            w - x for w, x in zip(wanted, usual.x.tolist(), strict=False) if w == w
        ]
        offset = float(np.mean(known)) if known else 0.0
        return settle_near(part, order, wanted, (usual.x + offset).tolist())

    def _waypoints(self, number: int, order: Ordered) -> list[float]:
        """Where the edges of a slice passed its layers, NaN where they did not."""
        work, old = self.work, self.before.container
        if old is None:
            return [np.nan] * (len(order.rank) - order.vertices)
        heights = self._heights_before(number)
        first = work.first_edge[number]
        found: list[float] = []
        for edge, chain in enumerate(order.chains):
            if len(chain) == 2:
                continue
            segment = self.before.segment(int(work.inside[first + edge]))
            if segment == NEW:
                found += [np.nan] * (len(chain) - 2)
                continue
            knots = old.knots[old.starts[segment] : old.starts[segment + 1]]
            ranks = [order.rank[vertex] for vertex in chain[1:-1]]
            found += [
                passed_at(knots, heights[rank]) if rank in heights else np.nan
                for rank in ranks
            ]
        return found

    def _heights_before(self, number: int) -> dict[int, float]:
        """Where the layers of a slice were, for those in which something is kept."""
        work, before = self.work, self.before
        vertices = work.order[work.begins[number] : work.ends[number]]
        ranks = work.layering.rank[vertices] - work.layering.cuts[number]
        found: dict[int, float] = {}
        for vertex, rank in zip((vertices - work.first).tolist(), ranks, strict=True):
            if 0 <= vertex < len(before.tops) and before.tops[vertex] >= 0:
                found.setdefault(int(rank), float(before.tops[vertex]) + 1.0)
        return found
