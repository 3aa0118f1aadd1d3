"""Layers of one container: ranks, edges that run beside them, and where to cut.

A layer with one vertex that no edge passes cuts the layers in two: what lies above
and what lies below can be placed by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

LONGEST = 24
LEAST_WAYPOINTS = 4000


@dataclass(frozen=True, slots=True)
class Layering:
    """The rank of every vertex, and for every edge whether it runs in a lane.

    `cuts` are the ranks between which slices lie, with the first and the last one.
    """

    rank: Ints
    is_lane: NDArray[np.bool_]
    cuts: Ints


def layer(
    vertices: int,
    sources: Ints,
    targets: Ints,
    top: Sequence[int] = (),
    bottom: Sequence[int] = (),
) -> Layering:
    """Rank an acyclic graph whose vertices are numbered topologically.

    `top` and `bottom` are vertices alone in the first and the last layer.
    """
    rank = _ranks(vertices, sources, targets, top, bottom)
    spans = rank[targets] - rank[sources] - 1
    is_lane = _lanes(vertices, spans)
    last = int(rank.max(initial=0))
    passed = np.zeros(last + 2, np.int64)
    np.add.at(passed, rank[sources[~is_lane]] + 1, 1)
    np.add.at(passed, rank[targets[~is_lane]], -1)
    is_cut = np.cumsum(passed)[: last + 1] == 0
    is_cut &= np.bincount(rank, minlength=last + 1) == 1
    is_cut[0] = is_cut[last] = True
    cuts = np.flatnonzero(is_cut)
    return Layering(rank, is_lane, cuts if last else np.zeros(2, np.int64))


def _ranks(
    vertices: int,
    sources: Ints,
    targets: Ints,
    top: Sequence[int],
    bottom: Sequence[int],
) -> Ints:
    """Longest path from the sources, then sources pulled down to their consumers."""
    ranks = [1 if top else 0] * vertices
    for vertex in top:
        ranks[vertex] = 0
    order = np.argsort(sources, kind="stable")
    pairs = zip(sources[order].tolist(), targets[order].tolist(), strict=True)
    for source, target in pairs:
        if ranks[source] >= ranks[target]:
            ranks[target] = ranks[source] + 1
    rank = np.array(ranks, np.int64)
    is_first = np.ones(vertices, bool)
    is_first[targets] = False
    is_first[list(top)] = False
    nearest = np.full(vertices, np.iinfo(np.int64).max)
    np.minimum.at(nearest, sources, rank[targets])
    is_first &= nearest < np.iinfo(np.int64).max
    rank[is_first] = nearest[is_first] - 1
    is_inner = np.ones(vertices, bool)
    is_inner[list(bottom)] = False
    rank[list(bottom)] = rank[is_inner].max(initial=-1) + 1
    return rank


def _lanes(vertices: int, spans: Ints) -> NDArray[np.bool_]:
    """Edges over many layers, and the longest others when there are too many."""
    is_lane = spans > LONGEST
    shorter = np.flatnonzero(~is_lane)
    shorter = shorter[np.argsort(spans[shorter], kind="stable")]
    used = np.cumsum(spans[shorter])
    late = shorter[(used > max(LEAST_WAYPOINTS, vertices)) & (spans[shorter] > 0)]
    is_lane[late] = True
    return is_lane
