"""Layers of one container: ranks, waypoints of long edges, order within a layer."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from fast_sugiyama import from_edges

WAYPOINTS_PER_VERTEX = 1
LEAST_WAYPOINTS = 4000
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Layered:
    """Vertices by layer, left to right; those from `vertices` on are waypoints.

    `chains[e]` are the vertices edge e passes from source to target, both included.
    An edge in `lanes` is too long for waypoints: it runs beside the layers.
    `guess` is an x per vertex in units of one slot, from the crossing minimization.
    """

    layers: tuple[tuple[int, ...], ...]
    rank: tuple[int, ...]
    chains: tuple[tuple[int, ...], ...]
    lanes: frozenset[int]
    guess: tuple[float, ...]
    vertices: int


def layer(
    vertices: int,
    edges: Sequence[tuple[int, int]],
    top: Sequence[int] = (),
    bottom: Sequence[int] = (),
) -> Layered:
    """Order an acyclic graph whose vertices are numbered topologically.

    `top` and `bottom` are vertices alone in the first and the last layer.
    """
    rank = _ranks(vertices, edges, top, bottom)
    lanes = _lanes(vertices, edges, rank)
    chains: list[tuple[int, ...]] = []
    for index, (source, target) in enumerate(edges):
        if index in lanes:
            chains.append((source, target))
            continue
        start = len(rank)
        between = range(rank[source] + 1, rank[target])
        rank.extend(between)
        chains.append((source, *range(start, start + len(between)), target))
    guess = _positions(len(rank), chains, lanes)
    layers: list[list[int]] = [[] for _ in range(max(rank, default=-1) + 1)]
    for vertex in sorted(range(len(rank)), key=lambda v: (guess[v], v)):
        layers[rank[vertex]].append(vertex)
    return Layered(
        tuple(map(tuple, layers)),
        tuple(rank),
        tuple(chains),
        lanes,
        tuple(guess),
        vertices,
    )


def _ranks(
    vertices: int,
    edges: Sequence[tuple[int, int]],
    top: Sequence[int],
    bottom: Sequence[int],
) -> list[int]:
    """Longest path from the sources, then sources pulled down to their consumers."""
    successors: list[list[int]] = [[] for _ in range(vertices)]
    has_inputs = [False] * vertices
    for source, target in edges:
        successors[source].append(target)
        has_inputs[target] = True
    first = set(top)
    rank = [0 if vertex in first or not top else 1 for vertex in range(vertices)]
    for vertex in (*top, *range(vertices)):
        for target in successors[vertex]:
            rank[target] = max(rank[target], rank[vertex] + 1)
    for vertex in range(vertices - 1, -1, -1):
        if not has_inputs[vertex] and vertex not in first and successors[vertex]:
            rank[vertex] = min(rank[target] for target in successors[vertex]) - 1
    last = set(bottom)
    inner = max((r for v, r in enumerate(rank) if v not in last), default=-1)
    for vertex in bottom:
        rank[vertex] = inner + 1
    return rank


def _lanes(
    vertices: int, edges: Sequence[tuple[int, int]], rank: Sequence[int]
) -> frozenset[int]:
    """Edges over many layers, and the longest others when there are too many."""
    spans = [rank[target] - rank[source] - 1 for source, target in edges]
    budget = max(LEAST_WAYPOINTS, WAYPOINTS_PER_VERTEX * vertices)
    lanes = {number for number, span in enumerate(spans) if span > LONGEST}
    shorter = [number for number in range(len(edges)) if number not in lanes]
    if sum(spans[number] for number in shorter) <= budget:
        return frozenset(lanes)
    for number in sorted(shorter, key=lambda e: (spans[e], e)):
        budget -= spans[number]
        if budget < 0 and spans[number] > 0:
            lanes.add(number)
    return frozenset(lanes)


def _positions(
    count: int, chains: Sequence[tuple[int, ...]], lanes: frozenset[int]
) -> list[float]:
    """X of every vertex in slots; unconnected parts lie side by side."""
    links = {
        link
        for index, chain in enumerate(chains)
        if index not in lanes
        for link in itertools.pairwise(chain)
    }
    x = [0.0] * count
    placed = [False] * count
    right = 0.0
    parts = from_edges(
        sorted(links),
        minimum_length=1,
        vertex_spacing=1,
        dummy_vertices=False,
        ranking_type="up",
        crossing_minimization="barycenter",
        transpose=count < 5000,
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
