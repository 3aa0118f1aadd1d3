"""One slice placed anew with its vertices as near as can be to where they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from gui.graph.layout.coordinates import Link
from gui.graph.layout.ordering import Ordered
from gui.graph.layout.slices import (
    BOX_GAP,
    WAYPOINT_GAP,
    Floats,
    Settled,
    Slice,
    links_of,
    routed,
)

FIRM, PLIANT, LOOSE = 1000.0, 50.0, 1.0
"""How much boxes, waypoints and what is new resist being moved aside."""


def settle_near(
    part: Slice, order: Ordered, wanted: Sequence[float], usual: Sequence[float]
) -> Settled:
    """Place a slice; `wanted` are middles, NaN for what is new, waypoints included.

    `usual` are the middles of the vertices where nothing holds them.
    """
    hopes = _hopes(wanted, links_of(part, order), usual)
    widths = [*part.widths, *[0.0] * (len(wanted) - order.vertices)]
    weights = _weights(order, wanted)
    x = list(hopes)
    for row in _rows(order):
        row.sort(key=lambda vertex: (hopes[vertex], vertex))
        places = moved_apart(
            [hopes[vertex] for vertex in row],
            _apart([widths[vertex] for vertex in row]),
            [weights[vertex] for vertex in row],
        )
        for vertex, place in zip(row, places, strict=True):
            x[vertex] = place
    return routed(part, order, [value - x[0] for value in x])


def _weights(order: Ordered, wanted: Sequence[float]) -> list[float]:
    weights = np.where(np.arange(len(wanted)) < order.vertices, FIRM, PLIANT)
    found: list[float] = np.where(np.isnan(wanted), LOOSE, weights).tolist()
    return found


def _rows(order: Ordered) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in order.layers]
    for vertex, rank in enumerate(order.rank):
        rows[rank].append(vertex)
    return rows


def _apart(widths: Sequence[float]) -> list[float]:
    """The least distances of the middles of neighbours."""
    gaps = [BOX_GAP if width else WAYPOINT_GAP for width in widths]
    return [
        (widths[left] + widths[left + 1]) / 2 + max(gaps[left], gaps[left + 1])
        for left in range(len(widths) - 1)
    ]


def _hopes(
    wanted: Sequence[float], links: Sequence[Link], usual: Sequence[float]
) -> list[float]:
    """What is new lies between what it is linked to, else where it usually would."""
    hopes = hoped(wanted, links)
    return [
        hope if hope == hope else usual[vertex] if vertex < len(usual) else 0.0
        for vertex, hope in enumerate(hopes)
    ]


def hoped(wanted: Sequence[float], links: Sequence[Link]) -> list[float]:
    """Middles with those that are NaN put between what they are linked to.

    What is linked to nothing known comes after what it is linked to; NaN where no
    link leads to anything known.
    """
    hopes = list(wanted)
    beside: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for link in links:
        for vertex, near, shift in (
            (link.lower, link.upper, link.shift),
            (link.upper, link.lower, -link.shift),
        ):
            if wanted[vertex] != wanted[vertex]:
                beside[vertex].append((near, shift))
    wave = [vertex for vertex in beside if any(_is_known(hopes, beside[vertex]))]
    while wave:
        found = {vertex: _between(hopes, beside[vertex]) for vertex in wave}
        for vertex, value in found.items():
            hopes[vertex] = value
        near_by = (near for vertex in wave for near, _ in beside[vertex])
        wave = [v for v in dict.fromkeys(near_by) if hopes[v] != hopes[v]]
    return hopes


def _is_known(
    hopes: Sequence[float], beside: Sequence[tuple[int, float]]
) -> Iterator[bool]:
    return (hopes[near] == hopes[near] for near, _ in beside)


def _between(hopes: Sequence[float], beside: Sequence[tuple[int, float]]) -> float:
    known = [hopes[near] + shift for near, shift in beside]
    known = [value for value in known if value == value]
    return sum(known) / len(known)


def moved_apart(
    hopes: Sequence[float], apart: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """Ascending places at least `apart` from each other, with the least moving.

    The weighted squares of the distances from `hopes` are least: regression to an
    ascending sequence by pooling neighbours that violate it.
    """
    offsets = np.concatenate([[0.0], np.cumsum(apart)]) if len(hopes) else np.zeros(0)
    pools: list[tuple[float, float, int]] = []
    for hope, offset, weight in zip(hopes, offsets.tolist(), weights, strict=True):
        value, count = hope - offset, 1
        while pools and pools[-1][0] > value:
            other, more, size = pools.pop()
            value = (value * weight + other * more) / (weight + more)
            weight, count = weight + more, count + size
        pools.append((value, weight, count))
    flat = [value for value, _, count in pools for _ in range(count)]
    return [
        value + offset for value, offset in zip(flat, offsets.tolist(), strict=True)
    ]


def passed_at(knots: Floats, height: float) -> float:
    """Where a line, whose knots go down, is at a height."""
    return float(np.interp(height, knots[:, 1], knots[:, 0]))
