"""Horizontal coordinates of a layered graph: long edges straight, boxes apart.

The method of Brandes and Köpf, "Fast and simple horizontal coordinate assignment"
(Graph Drawing 2001), with vertices of different widths and off-centre attachments. One
thing is added: where the longest way through the layers does not branch, it is straight
and what leaves it leaves sideways, or else every skip would move it aside.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Layers = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Link:
    """One edge between neighbouring layers.

    `shift` added to the x of `upper` gives the x of `lower` at which it is vertical.
    """

    upper: int
    lower: int
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class _Neighbour:
    vertex: int
    shift: float


def assign(
    layers: Layers,
    links: Sequence[Link],
    widths: Sequence[float],
    gaps: Sequence[float],
    waypoints_from: int,
) -> list[float]:
    """Centre x per vertex; neighbours in a layer keep their larger gap between them."""
    trunk = _trunk(layers, links, len(widths), waypoints_from)
    is_straight = [
        (link.upper, link.lower) in trunk
        or (link.upper >= waypoints_from and link.lower >= waypoints_from)
        for link in links
    ]
    conflicts = _conflicts(layers, links, len(widths), is_straight)
    free = _beside(links, trunk)
    results = []
    for downwards in (True, False):
        for rightwards in (True, False):
            x = _one_way(layers, free, widths, gaps, conflicts, downwards, rightwards)
            results.append(x)
    return _balance(results, widths)


def _one_way(
    layers: Layers,
    links: Sequence[Link],
    widths: Sequence[float],
    gaps: Sequence[float],
    conflicts: set[tuple[int, int]],
    downwards: bool,
    rightwards: bool,
) -> list[float]:
    sign = 1.0 if rightwards else -1.0
    ordered = [list(row) if rightwards else list(row)[::-1] for row in layers]
    position = [0] * len(widths)
    for row in ordered:
        for place, vertex in enumerate(row):
            position[vertex] = place
    neighbours: list[list[_Neighbour]] = [[] for _ in widths]
    for link in links:
        near, far, shift = link.upper, link.lower, link.shift
        if not downwards:
            near, far, shift = far, near, -shift
        neighbours[far].append(_Neighbour(near, sign * shift))
    for found in neighbours:
        found.sort(key=lambda neighbour: position[neighbour.vertex])
    walk = ordered if downwards else ordered[::-1]
    root, offset = _align(walk, neighbours, position, conflicts)
    x = _compact(ordered, root, offset, widths, gaps)
    return [sign * value for value in x]


def _align(
    layers: Layers,
    neighbours: Sequence[Sequence[_Neighbour]],
    position: Sequence[int],
    conflicts: set[tuple[int, int]],
) -> tuple[list[int], list[float]]:
    """Blocks of vertices in one vertical line: root and offset of every vertex."""
    count = len(neighbours)
    root, offset, taken = list(range(count)), [0.0] * count, [False] * count
    for row in layers[1:]:
        reached = -1
        for vertex in row:
            choices = neighbours[vertex]
            if not choices:
                continue
            middle = (len(choices) - 1) // 2, len(choices) // 2
            for choice in (choices[middle[0]], choices[middle[1]]):
                near = choice.vertex
                if taken[near] or position[near] <= reached:
                    continue
                if (near, vertex) in conflicts or (vertex, near) in conflicts:
                    continue
                taken[near] = True
                root[vertex] = root[near]
                offset[vertex] = offset[near] + choice.shift
                reached = position[near]
                break
    return root, offset


def _compact(
    layers: Layers,
    root: Sequence[int],
    offset: Sequence[float],
    widths: Sequence[float],
    gaps: Sequence[float],
) -> list[float]:
    """Leftmost places of the blocks, then each as far right as the others allow."""
    successors: dict[int, list[tuple[int, float]]] = {v: [] for v in root}
    waiting = dict.fromkeys(successors, 0)
    for row in layers:
        for left, right in itertools.pairwise(row):
            apart = (widths[left] + widths[right]) / 2 + max(gaps[left], gaps[right])
            apart += offset[left] - offset[right]
            successors[root[left]].append((root[right], apart))
            waiting[root[right]] += 1
    order = [block for block, count in waiting.items() if not count]
    x = dict.fromkeys(successors, 0.0)
    for block in order:
        for other, apart in successors[block]:
            x[other] = max(x[other], x[block] + apart)
            waiting[other] -= 1
            if not waiting[other]:
                order.append(other)
    for block in reversed(order):
        if successors[block]:
            room = min(x[other] - apart for other, apart in successors[block])
            x[block] = max(x[block], room)
    return [x[block] + shift for block, shift in zip(root, offset, strict=True)]


def _trunk(
    layers: Layers, links: Sequence[Link], count: int, waypoints_from: int
) -> set[tuple[int, int]]:
    """The links of ways of boxes from the first layer to the last, where there is one.

    Where two such ways part or meet, none of their links belongs to it.
    """
    steps = [
        (link.upper, link.lower)
        for link in links
        if link.upper < waypoints_from and link.lower < waypoints_from
    ]
    rank = [0] * count
    for number, row in enumerate(layers):
        for vertex in row:
            rank[vertex] = number
    steps.sort(key=lambda step: rank[step[0]])
    comes, goes = set(layers[0]), set(layers[-1])
    for upper, lower in steps:
        if upper in comes:
            comes.add(lower)
    for upper, lower in reversed(steps):
        if lower in goes:
            goes.add(upper)
    ways = {step for step in steps if step[0] in comes and step[1] in goes}
    below = Counter(upper for upper, _ in ways)
    above = Counter(lower for _, lower in ways)
    return {step for step in ways if below[step[0]] == above[step[1]] == 1}


def _beside(links: Sequence[Link], trunk: set[tuple[int, int]]) -> list[Link]:
    """All links but those that leave the trunk or come to it."""
    uppers = {upper for upper, _ in trunk}
    lowers = {lower for _, lower in trunk}
    return [
        link
        for link in links
        if (link.upper, link.lower) in trunk
        or (link.upper not in uppers and link.lower not in lowers)
    ]


def _conflicts(
    layers: Layers, links: Sequence[Link], count: int, is_straight: Sequence[bool]
) -> set[tuple[int, int]]:
    """Links that cross one that is to be straight: between waypoints, or in the trunk.

    Those to be straight that cross each other are not among them.
    """
    position = [0] * count
    rank = [0] * count
    for number, row in enumerate(layers):
        for place, vertex in enumerate(row):
            position[vertex], rank[vertex] = place, number
    by_layer: list[list[tuple[int, int, bool]]] = [[] for _ in layers]
    for link, straight in zip(links, is_straight, strict=True):
        by_layer[rank[link.lower]].append((link.upper, link.lower, straight))
    found: set[tuple[int, int]] = set()
    for between in by_layer:
        kept = [(position[u], position[v]) for u, v, straight in between if straight]
        for upper, lower, straight in between if kept else ():
            if straight:
                continue
            here, there = position[upper], position[lower]
            if any((here - a) * (there - b) < 0 for a, b in kept):
                found.add((upper, lower))
    return found


def _balance(
    results: Sequence[Sequence[float]], widths: Sequence[float]
) -> list[float]:
    """Mean of the two middle values, after shifting all onto the narrowest result."""
    spans = []
    for x in results:
        left = min(v - w / 2 for v, w in zip(x, widths, strict=True))
        right = max(v + w / 2 for v, w in zip(x, widths, strict=True))
        spans.append((left, right))
    narrow = min(spans, key=lambda span: span[1] - span[0])
    moved = []
    for number, (x, span) in enumerate(zip(results, spans, strict=True)):
        leftwards = number % 2 == 0
        shift = narrow[0] - span[0] if leftwards else narrow[1] - span[1]
        moved.append([value + shift for value in x])
    return [sum(sorted(four)[1:3]) / 2 for four in zip(*moved, strict=True)]
