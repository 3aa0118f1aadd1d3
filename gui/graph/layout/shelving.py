"""Levels of very many branches put on shelves: the flow goes down to each of them.

A branch is what hangs together between what the branches of a slice read and what they
flow into. Side by side hundreds of them make a stripe that no screen shows; on shelves
one below the other they make a picture of about the shape of a screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from gui.graph.layout.container import Floats, Ints
from gui.graph.layout.layering import Layering
from gui.graph.layout.slices import BOX_GAP, LAYER_GAP

FEWEST = 12
"""Fewer branches stay side by side."""
WIDE, WIDE_BESIDE = 3600.0, 2400.0
"""So much room across the flow branches take, downwards and sideways, before."""
SCREEN = 1.6
BETWEEN = 60.0
"""About the room between shelves."""
EMPTY = 0.2
"""What a last shelf with nothing on it would count, as a part of the shape."""
MOST_SHELVES = 200
NONE = -1


@dataclass(frozen=True, slots=True)
class Level:
    """One slice: its members and, for every one of them, the number of its branch."""

    number: int
    vertices: Ints
    branch: Ints


def on_shelves(
    layering: Layering,
    ends: tuple[Ints, Ints],
    sizes: Floats,
    is_port: Ints,
    *,
    is_beside: bool,
) -> tuple[Layering, Ints]:
    """The layering with branches below each other; shelf and branch of every vertex.

    `ends` are sources and targets of the edges. Vertices on no shelf have NONE; where
    nothing is put on shelves the layering is the same object.
    """
    seats = np.full((len(sizes), 2), NONE)
    rank, cuts = layering.rank.copy(), layering.cuts.copy()
    for level in _levels(layering, ends, is_port):
        shelves = _chosen(level, layering.rank, sizes, is_beside=is_beside)
        if shelves is None:
            continue
        branch = level.branch
        seats[level.vertices] = np.stack([shelves[branch], branch], axis=1)
        old, first = layering.rank, int(layering.cuts[level.number])
        grown = _ranked(level, old, shelves)
        has_first = first < old[level.vertices].min()
        last = int(layering.cuts[level.number + 1])
        has_last = last > old[level.vertices].max()
        depth = last - first + 1 - has_first - has_last
        more = int(grown.max()) + 1 - depth
        start = cuts[level.number] + has_first
        rank[old >= last] += more
        rank[level.vertices] = start + grown
        cuts[level.number + 1 :] += more
    if (seats == NONE).all():
        return layering, seats
    return replace(layering, rank=rank, cuts=cuts), seats


def _levels(
    layering: Layering, ends: tuple[Ints, Ints], is_port: Ints
) -> Iterator[Level]:
    """The slices with many branches."""
    rank, cuts = layering.rank, layering.cuts
    crowded = np.concatenate([[0], np.cumsum(np.bincount(rank) >= FEWEST)])
    after = np.minimum(cuts[1:] + 1, len(crowded) - 1)
    for number in np.flatnonzero(crowded[after] > crowded[cuts[:-1]]).tolist():
        first, last = cuts[number : number + 2].tolist()
        is_member = (rank >= first) & (rank <= last)
        for end in (first, last):
            here = np.flatnonzero(rank == end)
            if len(here) == 1 or is_port[here].all():
                is_member[here] = False
        vertices = np.flatnonzero(is_member)
        branch = branches_of(vertices, ends)
        if branch.max(initial=-1) + 1 >= FEWEST:
            yield Level(number, vertices, branch)


def branches_of(vertices: Ints, ends: tuple[Ints, Ints]) -> Ints:
    """The number of the branch of each vertex, in the order of their first ones."""
    sources, targets = ends
    place = np.searchsorted(vertices, np.stack([sources, targets]))
    place = np.minimum(place, max(0, len(vertices) - 1))
    inside = (vertices[place] == np.stack([sources, targets])).all(axis=0)
    root = list(range(len(vertices)))

    def found(vertex: int) -> int:
        while root[vertex] != vertex:
            root[vertex] = vertex = root[root[vertex]]
        return vertex

    for one, other in place[:, inside].T.tolist():
        first, second = sorted((found(one), found(other)))
        root[second] = first
    roots = np.array([found(vertex) for vertex in range(len(vertices))], np.int64)
    return np.unique(roots, return_inverse=True)[1]


def _chosen(level: Level, rank: Ints, sizes: Floats, *, is_beside: bool) -> Ints | None:
    """The shelf of every branch, None where they stay side by side."""
    widths, heights = _sizes(level, rank, sizes)
    count = len(widths)
    if widths.sum() < (WIDE_BESIDE if is_beside else WIDE):
        return None
    wanted = 1 / SCREEN if is_beside else SCREEN
    best, least = None, np.inf
    for shelves in range(1, min(count, MOST_SHELVES) + 1):
        columns = -(-count // shelves)
        if -(-count // columns) != shelves:
            continue
        table = np.zeros((2, shelves * columns))
        table[:, :count] = widths, heights
        across, down = table.reshape(2, shelves, columns)
        ratio = across.max(axis=0).sum() / (down.max(axis=1) + BETWEEN).sum()
        away = abs(float(np.log(ratio / wanted)))
        away += EMPTY * (shelves * columns - count) / columns
        if away < least:
            best, least = columns, away
    return None if best is None else np.arange(count) // best


def _sizes(level: Level, rank: Ints, sizes: Floats) -> tuple[Floats, Floats]:
    """About the width and the height of every branch, with the room around it."""
    local = rank[level.vertices] - rank[level.vertices].min()
    layers = int(local.max()) + 1
    count = int(level.branch.max()) + 1
    across, down = np.zeros((2, count * layers))
    at = level.branch * layers + local
    np.add.at(across, at, sizes[level.vertices, 0] + BOX_GAP)
    np.maximum.at(down, at, sizes[level.vertices, 1] + LAYER_GAP)
    across, down = across.reshape(count, layers), down.reshape(count, layers)
    return across.max(axis=1), down.sum(axis=1) - LAYER_GAP


def _ranked(level: Level, rank: Ints, shelves: Ints) -> Ints:
    """Ranks from 0, those of each shelf below those of the one before."""
    own = rank[level.vertices]
    tops = np.full(len(shelves), np.iinfo(np.int64).max)
    np.minimum.at(tops, level.branch, own)
    local = own - tops[level.branch]
    depths = np.zeros(int(shelves.max()) + 1, np.int64)
    np.maximum.at(depths, shelves[level.branch], local + 1)
    begins = np.cumsum(depths) - depths
    return np.asarray(begins[shelves[level.branch]] + local)
