"""Groups that no module gives: repeated modules in a row, and runs of a flat graph."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from engine.info import GraphInfo
from gui.graph.scene.parts import Part
from gui.graph.scene.repeats import Structures

Ints = NDArray[np.int64]

FEWEST_ALIKE = 3
FLAT_LIMIT = 56
LONGEST_RUN = 40


def with_rows(
    structures: Structures, parts: Sequence[Part], whole: int
) -> tuple[Part, ...]:
    """The same parts, with three and more in a row built alike as one around them.

    `whole` is the number of nodes around; a row of nothing else needs no group.
    """
    found: list[Part] = []
    for row in _rows(structures, parts):
        count = row[-1].stop - row[0].start
        if len(row) < FEWEST_ALIKE or count == whole:
            found += row
        else:
            found.append(_row_part(row))
    return tuple(found)


def count_alike(structures: Structures, parts: Sequence[Part], whole: int) -> int:
    """How many parts there are, if they are alike and hold all of `whole` nodes."""
    rows = _rows(structures, parts)
    if len(rows) != 1 or len(parts) < FEWEST_ALIKE:
        return 0
    return len(parts) if parts[-1].stop - parts[0].start == whole else 0


def _rows(structures: Structures, parts: Sequence[Part]) -> list[list[Part]]:
    rows: list[list[Part]] = []
    for part in parts:
        last = rows[-1][-1] if rows else None
        if (
            last is not None
            and last.stop == part.start
            and last.count == part.count
            and structures.are_alike(last.start, part.start, part.count)
        ):
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def _row_part(row: Sequence[Part]) -> Part:
    first, last = row[0], row[-1]
    return replace(
        first,
        key=f"{first.key} … {last.key}",
        path=f"{first.path} … {last.path}",
        title=f"{first.title} … {last.title}",
        stop=last.stop,
        parts=tuple(row),
        repeated=len(row),
    )


def flat_groups(info: GraphInfo) -> tuple[Part, ...]:
    """Groups of a graph without modules, two deep; none for one that can be read.

    They are cut where one tensor alone leads on, so that each is a stage of its own.
    """
    count = len(info.nodes)
    if count <= FLAT_LIMIT:
        return ()
    size = max(8, min(LONGEST_RUN, isqrt(count)))
    blocks = _cut(_narrow(info), 0, count, size)
    outer = max(2, isqrt(len(blocks)))
    found = []
    for number, some in enumerate(_some(blocks, outer)):
        inner = tuple(
            _group(info, f"{number + 1}.{place + 1}", start, stop)
            for place, (start, stop) in enumerate(some)
            if stop - start > 1
        )
        start, stop = some[0][0], some[-1][1]
        found.append(replace(_group(info, f"{number + 1}", start, stop), parts=inner))
    return tuple(found)


def _some(
    blocks: Sequence[tuple[int, int]], size: int
) -> list[Sequence[tuple[int, int]]]:
    return [blocks[start : start + size] for start in range(0, len(blocks), size)]


def _group(info: GraphInfo, number: str, start: int, stop: int) -> Part:
    """A made-up part, named after its number and its ends."""
    ends = info.nodes[start], info.nodes[stop - 1]
    words = " … ".join(dict.fromkeys(node.title or node.name for node in ends))
    title = f"{number} · {words}"
    return Part(f"({number})", f"({number})", title, "", start, stop, is_made_up=True)


def _narrow(info: GraphInfo) -> list[int]:
    """Places behind which one tensor is all that later nodes read of earlier ones."""
    places = {node.name: place for place, node in enumerate(info.nodes)}
    last = list(range(len(info.nodes)))
    for place, node in enumerate(info.nodes):
        for name in node.inputs:
            last[places[name]] = place
    read = np.array(last) > np.arange(len(last))
    ending = np.bincount(np.array(last)[read], minlength=len(last))
    alive: Ints = np.cumsum(read) - np.cumsum(ending)
    found: list[int] = (np.flatnonzero(alive <= 1) + 1).tolist()
    return found


def _cut(
    narrow: Sequence[int], start: int, stop: int, size: int
) -> list[tuple[int, int]]:
    """Runs of at least so many nodes that end where the graph is narrow."""
    ends, begun = [], start
    for place in narrow:
        if place - begun >= size and stop - place >= size:
            ends.append(place)
            begun = place
    return list(itertools.pairwise([start, *ends, stop]))
