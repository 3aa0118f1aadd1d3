"""Heights that stay: gaps between layers give way before what lies below them moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gui.graph.layout.container import Container, Contents, Floats, Ints
from gui.graph.layout.cutting import HEADER
from gui.graph.layout.slices import LAYER_GAP

SLACK = 4.0
"""By so much narrower a gap may be, and shapes still fit between boxes and arrows."""
MOST_ROOM = 16.0
"""By so much wider, so that many gaps share what a box leaves free that goes."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The groups of a drawing as they lie by themselves, and where all has been.

    A child is numbered as a box, or after `boxes` boxes as a group; `before` are tops
    and bottoms in the drawing, NaN for new ones. `kept` gives what has become of a
    group whose top is where it was and in which nothing has changed.
    """

    boxes: int
    children: Sequence[Sequence[int]]
    contents: Mapping[int, Contents]
    containers: Mapping[int, Container]
    before: Floats
    kept: Callable[[int, float], Mapping[int, Container] | None]


def lowered(stack: Stack, root: int, top: float) -> dict[int, Container]:
    """All groups with their layers as near as can be to the heights they had.

    Nothing moves sideways and no layer comes nearer to another than edges need.
    """
    found: dict[int, Container] = {}
    _lower(stack, root, top, found)
    return found


def _lower(stack: Stack, group: int, top: float, found: dict[int, Container]) -> None:
    kept = stack.kept(group, top)
    if kept is not None:
        found.update(kept)
        return
    layers = _Layers(stack, group, top)
    for layer in range(len(layers.tops)):
        place = layers.next_top(layer)
        height = 0.0
        for place_of in layers.members[layer]:
            child = stack.children[group][place_of] - stack.boxes
            if child >= 0:
                _lower(stack, child, top + place, found)
                layers.heights[place_of] = found[child].size[1]
            height = max(height, layers.heights[place_of])
        layers.add(place, height)
    found[group] = layers.container()


class _Layers:
    """The layers of one group, moved one after the other from the top."""

    def __init__(self, stack: Stack, group: int, top: float) -> None:
        self.placed = stack.containers[group]
        self.sources = stack.contents[group].segments[:, 1]
        sizes = stack.contents[group].sizes
        self.heights: list[float] = sizes[:, 1].tolist()
        tops, self.layer_of = np.unique(self.placed.places[:, 1], return_inverse=True)
        bottoms = tops.copy()
        np.maximum.at(bottoms, self.layer_of, self.placed.places[:, 1] + sizes[:, 1])
        self.tops: list[float] = tops.tolist()
        self.bottoms: list[float] = bottoms.tolist()
        self.members: list[list[int]] = [[] for _ in self.tops]
        for place, layer in enumerate(self.layer_of.tolist()):
            self.members[layer].append(place)
        before = stack.before[list(stack.children[group])] - top
        self.wanted = _lowest(before[:, 0], self.layer_of, len(tops))
        self.known = _next_known(self.wanted)
        end = stack.before[stack.boxes + group, 1] - top
        self.end = float(end) if end == end else self.placed.size[1]
        self.now: list[tuple[float, float]] = []

    def next_top(self, layer: int) -> float:
        """As near to where the layer was as the one above allows."""
        if layer == 0:
            return self._first_top()
        above, usual = self.now[-1][1], self.tops[layer] - self.bottoms[layer - 1]
        place, known = above + usual, self.known[layer]
        is_new = known != layer or self.known[layer - 1] != layer - 1
        least = place if is_new else above + min(usual, LAYER_GAP) - SLACK
        if known < len(self.tops):
            spare = self.wanted[known] - above - self.tops[known]
            spare += self.bottoms[layer - 1]
            place += spare if known == layer or spare < 0 else spare / 2
        return max(least, min(place, above + usual + MOST_ROOM))

    def _first_top(self) -> float:
        usual, wanted = self.tops[0], self.wanted[0]
        if not self.placed.entries or wanted != wanted:
            return usual
        least = min(usual, LAYER_GAP + HEADER / 2)
        return max(least, min(wanted, usual + MOST_ROOM))

    def add(self, top: float, height: float) -> None:
        """Fix the place of the next layer."""
        self.now.append((top, top + height))

    def container(self) -> Container:
        """The group with all layers where they are now."""
        if not self.tops:
            return self.placed
        width, height = self.placed.size
        tail = height - self.bottoms[-1]
        bottom = self.now[-1][1]
        least = min(tail, LAYER_GAP) - SLACK if self.placed.exits else tail
        end = min(max(self.end, bottom + least), bottom + tail + MOST_ROOM)
        old = [0.0, *np.stack([self.tops, self.bottoms], axis=1).ravel(), height]
        new = [0.0, *np.ravel(self.now), end]
        places, knots = self.placed.places.copy(), self.placed.knots.copy()
        places[:, 1] = np.array(self.now)[self.layer_of, 0]
        knots[:, 1] = np.interp(knots[:, 1], old, new)
        moved = replace(self.placed, size=(width, end), places=places, knots=knots)
        return self._attached(moved)

    def _attached(self, container: Container) -> Container:
        """The same with edges that begin where their groups end now."""
        starts, knots = container.starts, container.knots
        own = np.flatnonzero(self.sources >= 0)
        sources, firsts = self.sources[own], starts[:-1][own]
        bottoms = container.places[sources, 1] + np.array(self.heights)[sources]
        floors = np.array(self.now)[self.layer_of[sources], 1]
        is_short = (bottoms < floors - 1e-6) & (knots[firsts, 1] > floors - 1e-6)
        knots[firsts, 1] = np.where(is_short, floors, bottoms)
        if not is_short.any():
            return container
        more = np.stack([knots[firsts[is_short], 0], bottoms[is_short]], axis=1)
        counts = np.diff(starts)
        counts[own[is_short]] += 1
        knots = np.insert(knots, firsts[is_short], more, axis=0)
        starts = np.concatenate([[0], np.cumsum(counts)])
        return replace(container, knots=knots, starts=starts)


def _lowest(tops: Floats, layer_of: Ints, layers: int) -> list[float]:
    """Where every layer has been, NaN where nothing in it has been."""
    known = ~np.isnan(tops)
    found = np.full(layers, -np.inf)
    np.maximum.at(found, layer_of[known], tops[known])
    found[np.isinf(found)] = np.nan
    lowest: list[float] = found.tolist()
    return lowest


def _next_known(wanted: Sequence[float]) -> list[int]:
    """For every layer itself or the next one below that has been there before."""
    count = len(wanted)
    numbers = np.where(np.isnan(wanted), count, np.arange(count))
    found: list[int] = np.minimum.accumulate(numbers[::-1])[::-1].tolist()
    return found
