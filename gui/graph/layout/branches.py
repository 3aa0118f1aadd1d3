"""The branches of one slice, each placed by itself as a slice of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gui.graph.layout.ordering import REMEMBERED, Ordered, ordered
from gui.graph.layout.shelving import NONE
from gui.graph.layout.slices import Slice, arrivals, coordinates, straightened

Value = tuple[int, float]
"""What is read: the vertex it comes from, and how far from its middle it leaves it."""


class Alone(NamedTuple):
    """A branch placed by itself, its left side at 0.

    `x` are the middles of its vertices and waypoints; of each layer `heights` is how
    high it is, `reach` how far edges run aside above it.
    """

    order: Ordered
    x: tuple[float, ...]
    entering: tuple[float, ...]
    heights: tuple[float, ...]
    reach: tuple[float, ...]
    width: float


class Branch(NamedTuple):
    """A branch of a slice, and the shelf it stands on.

    `part` has a port in its first layer for each of the values it `reads`, and one in
    its last for what it gives; between them are its own `vertices`. These and `edges`
    have here the numbers they have in the slice.
    """

    shelf: int
    part: Slice
    vertices: tuple[int, ...]
    edges: tuple[int, ...]
    reads: tuple[Value, ...]
    alone: Alone


def branches_in(part: Slice) -> list[Branch]:
    """All branches of a slice, in the order in which they stand."""
    vertices: defaultdict[int, list[int]] = defaultdict(list)
    base: dict[int, int] = {}
    for vertex, (shelf, number) in enumerate(part.seats):
        if shelf != NONE:
            vertices[number].append(vertex)
            base.setdefault(shelf, part.ranks[vertex])
    edges: defaultdict[int, list[int]] = defaultdict(list)
    for edge, ends in enumerate(part.edges):
        edges[max(part.seats[end][1] for end in ends)].append(edge)
    found = []
    for number in sorted(vertices):
        shelf = part.seats[vertices[number][0]][0]
        found.append(_branch(part, vertices[number], edges[number], base[shelf]))
    return found


def value_of(part: Slice, edge: int) -> Value:
    """What an edge carries."""
    return part.edges[edge][0], part.leaving[edge]


def _branch(
    part: Slice, vertices: Sequence[int], edges: Sequence[int], base: int
) -> Branch:
    """A branch whose shelf begins at a rank."""
    inside = set(vertices)
    coming = [edge for edge in edges if part.edges[edge][0] not in inside]
    reads = tuple(sorted({value_of(part, edge) for edge in coming}))
    port, first = {value: n for n, value in enumerate(reads)}, len(reads)
    own = {vertex: first + number for number, vertex in enumerate(vertices)}
    end = first + len(vertices)
    ends = tuple(
        (
            own[source] if source in own else port[value_of(part, edge)],
            own.get(target, end),
        )
        for edge in edges
        for source, target in (part.edges[edge],)
    )
    ranks = [part.ranks[vertex] - base + 1 for vertex in vertices]
    none, no_lanes, spreads = (0.0,) * first, (0,) * first, (False,) * first
    alone = Slice(
        (*no_lanes, *ranks, max(ranks) + 1),
        ends,
        (*none, *(part.widths[vertex] for vertex in vertices), 0.0),
        (*none, *(part.heights[vertex] for vertex in vertices), 0.0),
        _kept(part.leaving, edges, [source >= first for source, _ in ends]),
        _kept(part.entering, edges, [target < end for _, target in ends]),
        (*spreads, *(part.spreads[vertex] for vertex in vertices), False),
        (*no_lanes, *(part.lanes[vertex] for vertex in vertices), 0),
        0.0,
    )
    shelf = part.seats[vertices[0]][0]
    return Branch(shelf, alone, tuple(vertices), tuple(edges), reads, _alone(alone))


def _kept(
    aside: Sequence[float], edges: Sequence[int], is_own: Sequence[bool]
) -> tuple[float, ...]:
    """How far aside edges begin or end, 0 at ports."""
    pairs = zip(edges, is_own, strict=True)
    return tuple(aside[edge] if is_kept else 0.0 for edge, is_kept in pairs)


@lru_cache(maxsize=REMEMBERED)
def _alone(part: Slice) -> Alone:
    order = ordered(part.ranks, part.edges)
    x = straightened(part, order, coordinates(part, order))
    heights, reach = [0.0] * len(order.layers), [0.0] * len(order.layers)
    for rank, height in zip(part.ranks, part.heights, strict=True):
        heights[rank] = max(heights[rank], height)
    for chain in order.chains:
        for upper, lower in pairwise(chain):
            rank = order.rank[lower]
            reach[rank] = max(reach[rank], abs(x[upper] - x[lower]))
    halves = [width / 2 for width in part.widths]
    halves += [0.0] * (len(x) - len(halves))
    left = min(at - half for at, half in zip(x, halves, strict=True))
    right = max(at + half for at, half in zip(x, halves, strict=True))
    entering = tuple(arrivals(part, order, x))
    moved = tuple(at - left for at in x)
    return Alone(order, moved, entering, tuple(heights), tuple(reach), right - left)
