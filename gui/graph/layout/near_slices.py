"""One slice placed anew with its vertices as near as can be to where they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

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
    """What is new lies between what it is linked to, as far as that is known."""
    hopes = list(wanted)
    beside: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for link in links:
        beside[link.lower].append((link.upper, link.shift))
        beside[link.upper].append((link.lower, -link.shift))
    waiting = [v for v, value in enumerate(hopes) if value != value]
    while waiting:
        found = {
            vertex: sum(known) / len(known)
            for vertex in waiting
            if (
                known := [
                    hopes[near] + shift
                    for near, shift in beside[vertex]
                    if hopes[near] == hopes[near]
                ]
            )
        }
        if not found:
            break
        for vertex, value in found.items():
            hopes[vertex] = value
        waiting = [vertex for vertex in waiting if vertex not in found]
    for vertex in waiting:
        hopes[vertex] = usual[vertex] if vertex < len(usual) else 0.0
    return hopes


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
