"""Groups that no module gives: repeated modules in a row, and runs of a flat graph."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isqrt

import numpy as np

from engine.info import GraphInfo
from gui.graph.scene.links import Ints, links_of
from gui.graph.scene.parts import Part
from gui.graph.scene.repeats import Structures
from gui.graph.scene.rows import row_part
from gui.graph.scene.runs import Run, runs_of_blocks

FEWEST_ALIKE = 3
FEWEST_NESTED = 4
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
            found.append(row_part(row))
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


def flat_groups(info: GraphInfo) -> tuple[Part, ...]:
    """Groups of a graph without modules, two deep; none for one that can be read.

    Where blocks built alike make up most of it, each row of them is one; the rest is
    cut where one tensor alone leads on, so that each group is a stage of its own, and
    where none is for long, where the fewest do.
    """
    count = len(info.nodes)
    if count <= FLAT_LIMIT:
        return ()
    widths = _widths(info)
    found: list[Part] = []
    start = 0
    for run in [*runs_of_blocks(info, widths), Run(count, 0, 0)]:
        if run.start - start > FLAT_LIMIT:
            found += _stages(info, widths, (start, run.start), len(found))
        if run.blocks:
            found.append(row_part(_blocks(info, run)))
        start = run.stop
    return tuple(found)


def _blocks(info: GraphInfo, run: Run) -> list[Part]:
    """Blocks known by their first nodes, so that an edit of one leaves the others."""
    starts = range(run.start, run.stop, run.size)
    parts = (_group(info, str(n), at, at + run.size) for n, at in enumerate(starts, 1))
    keys = (f"({info.nodes[at].name})" for at in starts)
    return [replace(part, key=key) for part, key in zip(parts, keys, strict=True)]


def _stages(
    info: GraphInfo, widths: Ints, ends: tuple[int, int], before: int
) -> Iterator[Part]:
    """Groups of the nodes between two ends, numbered after those before."""
    begun, stop = ends
    size = max(8, min(LONGEST_RUN, isqrt(stop - begun)))
    cuts = _cut(widths[begun:stop], size)
    blocks = [(begun + start, begun + end) for start, end in cuts]
    if len(blocks) < FEWEST_NESTED:
        for number, (start, end) in enumerate(blocks, before + 1):
            yield _group(info, f"{number}", start, end)
        return
    outer = len(blocks) // max(2, isqrt(len(blocks)))
    for number, some in enumerate(np.array_split(blocks, outer), before + 1):
        inner = tuple(
            _group(info, f"{number}.{place + 1}", int(start), int(stop))
            for place, (start, stop) in enumerate(some)
            if stop - start > 1
        )
        group = _group(info, f"{number}", int(some[0][0]), int(some[-1][1]))
        yield replace(group, parts=inner)


def _group(info: GraphInfo, number: str, start: int, stop: int) -> Part:
    """A made-up part, named after its number and its ends."""
    ends = info.nodes[start], info.nodes[stop - 1]
    words = " … ".join(dict.fromkeys(node.title or node.name for node in ends))
    title = f"{number} · {words}"
    return Part(f"({number})", f"({number})", title, "", start, stop, is_made_up=True)


def _widths(info: GraphInfo) -> Ints:
    """How many tensors later nodes read of all up to each node, itself included."""
    sources, readers, _ = links_of(info)
    last = np.arange(len(info.nodes))
    np.maximum.at(last, sources, readers)
    read = last > np.arange(len(last))
    ending = np.bincount(last[read], minlength=len(last))
    widths: Ints = np.cumsum(read) - np.cumsum(ending)
    return widths


def _cut(widths: Ints, size: int) -> list[tuple[int, int]]:
    """Runs of at least so many nodes that end where the graph is narrow.

    A run ends at the first place of one tensor; where none comes before six times that
    size, at the narrowest place before three times.
    """
    ends, begun, count = [0], 0, len(widths)
    while count - begun >= 2 * size:
        first, last = begun + size, count - size
        narrow = np.flatnonzero(widths[first - 1 : min(last, begun + 6 * size)] <= 1)
        if len(narrow):
            begun = first + int(narrow[0])
        elif last < begun + 3 * size:
            break
        else:
            begun = first + int(widths[first - 1 : begun + 3 * size].argmin())
        ends.append(begun)
    return list(itertools.pairwise([*ends, count]))
