"""One slice of a container placed: the same slice is placed once and then known.

Networks repeat themselves, and an edit changes one slice of thousands, so nearly all
slices of a picture have been placed before.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gui.graph.layout.coordinates import Link, assign
from gui.graph.layout.ordering import EXACT_VERTICES, Ordered, ordered

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Point = tuple[float, float]

BOX_GAP = 28.0
WAYPOINT_GAP = 9.0
LAYER_GAP = 32.0
STEEPEST = 0.06
WIDEST_SLOPE = 36.0
TRACK = 9.0
FOOT = 30.0
"""Below boxes, under the shapes written there."""
ARRIVAL_GAP = 18.0
ARRIVAL_SHARE = 0.6
CROWDED = 4.0
"""So near to each other the heads of arrows are one blot."""
NEARLY = 0.01
REMEMBERED = 4096


class Slice(NamedTuple):
    """What a slice is made of; vertices are numbered by rank, ranks from 0.

    `leaving` and `entering` are per edge the distances of its attachments from the
    middles of its ends. Arrivals are spread over a vertex in `spreads`, where `lanes`
    edges from beside arrive as well. `header` is more room below the first layer. Where
    branches stand on shelves `seats` has the shelf and the branch of every vertex.
    """

    ranks: tuple[int, ...]
    edges: tuple[tuple[int, int], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    leaving: tuple[float, ...]
    entering: tuple[float, ...]
    spreads: tuple[bool, ...]
    lanes: tuple[int, ...]
    header: float
    seats: tuple[tuple[int, int], ...] = ()


class Settled(NamedTuple):
    """A placed slice: middles, tops of its layers, and knots of edge after edge.

    The first vertex has its middle at 0, the first layer its top.
    """

    x: Floats
    tops: Floats
    knots: Floats
    counts: Ints


def arrival_gap(width: float, count: int) -> float:
    """Distance between the ends of several edges that enter one box."""
    return min(ARRIVAL_GAP, ARRIVAL_SHARE * width / max(1, count - 1))


@lru_cache(maxsize=REMEMBERED)
def settle(part: Slice) -> Settled:
    """Place a slice by itself."""
    order = ordered(part.ranks, part.edges)
    return routed(part, order, straightened(part, order, coordinates(part, order)))


def routed(part: Slice, order: Ordered, x: Sequence[float]) -> Settled:
    """A slice whose vertices and waypoints have these middles, the first at 0."""
    tops, heights = _down(part, order, x)
    entering = arrivals(part, order, x)
    knots: list[Point] = []
    counts = []
    for number, (source, target) in enumerate(part.edges):
        ends = x[source] + part.leaving[number], x[target] + entering[number]
        line = route(order, number, ends, part.heights[source], (x, tops, heights))
        knots += line
        counts.append(len(line))
    return Settled(
        np.array(x[: len(part.ranks)]),
        np.array(tops),
        np.array(knots).reshape(-1, 2),
        np.array(counts, np.int64),
    )


def coordinates(part: Slice, order: Ordered) -> list[float]:
    """Middles of all vertices and waypoints."""
    if len(order.rank) > EXACT_VERTICES:
        slot = BOX_GAP + max(part.widths)
        return [value * slot for value in order.guess]
    waypoints = len(order.rank) - order.vertices
    widths = [*part.widths, *[0.0] * waypoints]
    gaps = [BOX_GAP if width else WAYPOINT_GAP for width in widths]
    return assign(order.layers, links_of(part, order), widths, gaps, order.vertices)


def links_of(part: Slice, order: Ordered) -> list[Link]:
    """All edges between neighbouring layers, through their waypoints."""
    links = []
    for number, chain in enumerate(order.chains):
        last = len(chain) - 2
        for step, (upper, lower) in enumerate(itertools.pairwise(chain)):
            shift = part.leaving[number] if step == 0 else 0.0
            if step == last:
                shift -= part.entering[number]
            links.append(Link(upper, lower, shift))
    return links


def straightened(part: Slice, order: Ordered, x: list[float]) -> list[float]:
    """The same with lone first and last vertices one above the other, the first at 0.

    So a long row of slices does not drift sideways.
    """
    last = order.vertices - 1
    if len(order.layers[0]) == len(order.layers[-1]) == 1 and last > 0:
        ends = enumerate(part.edges)
        out = [part.leaving[number] for number, edge in ends if edge[0] == 0]
        ends = enumerate(part.edges)
        into = [part.entering[number] for number, edge in ends if edge[1] == last]
        leave, enter = _mean(out), _mean(into)
        middle = (x[0] + leave + x[last] + enter) / 2
        x[0], x[last] = middle - leave, middle - enter
    return [value - x[0] for value in x]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _down(
    part: Slice, order: Ordered, x: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Tops and heights of the layers; more room where edges run far across."""
    heights = [0.0] * len(order.layers)
    for rank, height in zip(part.ranks, part.heights, strict=True):
        heights[rank] = max(heights[rank], height)
    reach = [0.0] * len(heights)
    for chain in order.chains:
        for upper, lower in itertools.pairwise(chain):
            rank = order.rank[lower]
            reach[rank] = max(reach[rank], abs(x[upper] - x[lower]))
    tops = [0.0]
    for rank in range(1, len(heights)):
        gap = LAYER_GAP + slope(reach[rank])
        gap += part.header if rank == 1 else 0.0
        tops.append(tops[-1] + heights[rank - 1] + gap)
    return tops, heights


def slope(reach: float) -> float:
    """How much more room edges need that run so far aside."""
    return min(WIDEST_SLOPE, STEEPEST * reach)


def arrivals(part: Slice, order: Ordered, x: Sequence[float]) -> list[float]:
    """Where each edge enters its target, from the target's middle.

    One that comes from straight above goes on to the middle, the others beside it.
    Those from one place stay together where all of them would be crowded.
    """

    def comes_from(number: int) -> tuple[float, ...]:
        chain = order.chains[number]
        return (x[chain[-2]] + (part.leaving[number] if len(chain) == 2 else 0.0),)

    arriving: defaultdict[int, list[int]] = defaultdict(list)
    for number, (_, target) in enumerate(part.edges):
        arriving[target].append(number)
    found = list(part.entering)
    for vertex, numbers in arriving.items():
        count = len(numbers) + part.lanes[vertex]
        if not part.spreads[vertex] or count < 2:
            continue
        places = {number: comes_from(number) for number in numbers}
        if arrival_gap(part.widths[vertex], count) >= CROWDED:
            places = {number: (*places[number], number) for number in numbers}
        ways = sorted(set(places.values()))
        count = len(ways) + part.lanes[vertex]
        middle, apart = (count - 1) / 2, count
        straight = [n for n, way in enumerate(ways) if abs(way[0] - x[vertex]) < NEARLY]
        if straight and not part.lanes[vertex]:
            middle = straight[len(straight) // 2]
            apart = 1 + 2 * round(max(middle, count - 1 - middle))
        step = arrival_gap(part.widths[vertex], apart)
        aside = {way: step * (place - middle) for place, way in enumerate(ways)}
        for number in numbers:
            found[number] = aside[places[number]]
    return found


def route(
    order: Ordered,
    number: int,
    ends: tuple[float, float],
    height: float,
    places: tuple[Sequence[float], Sequence[float], Sequence[float]],
) -> list[Point]:
    """Knots of one edge: beside the boxes of a layer it runs straight down."""
    x, tops, heights = places
    chain, rank = order.chains[number], order.rank
    first = rank[chain[0]]
    knots = [(ends[0], tops[first] + height), (ends[0], tops[first] + heights[first])]
    for vertex in chain[1:-1]:
        top = tops[rank[vertex]]
        knots += [(x[vertex], top), (x[vertex], top + heights[rank[vertex]])]
    knots.append((ends[1], tops[rank[chain[-1]]]))
    return merged(knots)


def merged(knots: Sequence[Point]) -> list[Point]:
    """The same line without repeated points and points within a straight stretch."""
    kept: list[Point] = []
    for x, y in knots:
        if kept and kept[-1] == (x, y):
            continue
        if len(kept) > 1 and kept[-1][0] == kept[-2][0] == x:
            kept.pop()
        kept.append((x, y))
    return kept
