"""The order within the layers of one slice, with waypoints for its long edges."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from fast_sugiyama import from_edges

EXACT_VERTICES = 2500
SWEEPS = 6
REMEMBERED = 4096


class Ordered(NamedTuple):
    """Vertices by layer, left to right; those from `vertices` on are waypoints.

    `chains[e]` are the vertices edge e passes from source to target, both included.
    `guess` is an x per vertex in units of one slot.
    """

    layers: tuple[tuple[int, ...], ...]
    rank: tuple[int, ...]
    chains: tuple[tuple[int, ...], ...]
    guess: tuple[float, ...]
    vertices: int


@lru_cache(maxsize=REMEMBERED)
def ordered(ranks: tuple[int, ...], edges: tuple[tuple[int, int], ...]) -> Ordered:
    """Put vertices of known ranks into an order with few crossings."""
    rank = list(ranks)
    chains: list[tuple[int, ...]] = []
    for source, target in edges:
        start = len(rank)
        rank.extend(range(rank[source] + 1, rank[target]))
        chains.append((source, *range(start, len(rank)), target))
    links = sorted({link for chain in chains for link in itertools.pairwise(chain)})
    if len(rank) > EXACT_VERTICES:
        guess = _swept(rank, links)
    else:
        guess = _positions(len(rank), links)
    layers: list[list[int]] = [[] for _ in range(max(rank, default=-1) + 1)]
    for vertex in sorted(range(len(rank)), key=lambda v: (guess[v], v)):
        layers[rank[vertex]].append(vertex)
    rows = tuple(map(tuple, layers))
    return Ordered(rows, tuple(rank), tuple(chains), tuple(guess), len(ranks))


def _positions(count: int, links: Sequence[tuple[int, int]]) -> list[float]:
    """X of every vertex in slots; unconnected parts lie side by side."""
    x = [0.0] * count
    placed = [False] * count
    right = 0.0
    parts = from_edges(
        links,
        minimum_length=1,
        vertex_spacing=1,
        dummy_vertices=False,
        ranking_type="up",
        crossing_minimization="barycenter",
        transpose=True,
        check_layout=False,
    )
    for part in sorted(parts, key=lambda part: min(v for v, _ in part[0])):
        left = min(place[0] for _, place in part[0])
        widest = 0.0
        for vertex, place in part[0]:
            x[int(vertex)] = right + place[0] - left
            placed[int(vertex)] = True
            widest = max(widest, place[0] - left)
        right += widest + 1
    for vertex in range(count):
        if not placed[vertex]:
            x[vertex] = right
            right += 1
    return x


def _swept(rank: Sequence[int], links: Sequence[tuple[int, int]]) -> list[float]:
    """X in slots by barycentres, downwards and upwards in turn.

    For very large slices: unlike one long call, other threads can run meanwhile.
    """
    above: list[list[int]] = [[] for _ in rank]
    below: list[list[int]] = [[] for _ in rank]
    for upper, lower in links:
        above[lower].append(upper)
        below[upper].append(lower)
    rows: list[list[int]] = [[] for _ in range(max(rank) + 1)]
    for vertex, number in enumerate(rank):
        rows[number].append(vertex)
    x = [0.0] * len(rank)
    for row in rows:
        _spread(row, x)
    for sweep in range(SWEEPS):
        near = below if sweep % 2 else above
        for row in reversed(rows) if sweep % 2 else rows:
            middle = {
                v: sum(x[n] for n in near[v]) / len(near[v]) if near[v] else x[v]
                for v in row
            }
            row.sort(key=middle.__getitem__)
            _spread(row, x)
    return x


def _spread(row: Sequence[int], x: list[float]) -> None:
    for place, vertex in enumerate(row):
        x[vertex] = place - (len(row) - 1) / 2
