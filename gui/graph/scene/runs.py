"""Blocks that come again one after the other in a graph that no module divides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.info import GraphInfo
from gui.graph.scene.links import Ints, links_of
from gui.graph.scene.repeats import Structures

SHORTEST, LONGEST = 3, 64
"""So many nodes a block has at least and at most."""
FEWEST, MOST = 3, 120
"""So many blocks are one box; a row of more than these is no network of today."""
SLOT = 1_000_003
BEGINNING = frozenset({"convolution", "matrix"})


class Run(NamedTuple):
    """So many blocks of equally many nodes, from one place on."""

    start: int
    size: int
    blocks: int

    @property
    def stop(self) -> int:
        """The place behind its last node."""
        return self.start + self.size * self.blocks


def runs_of_blocks(info: GraphInfo, widths: Ints) -> list[Run]:
    """The longest runs of three and more blocks built alike, in order, none in another.

    There are none where they make up less than half of the graph. `widths` says how
    many tensors lead on after each node: a block ends where few do.
    """
    found = [_begun(info, widths, *each) for each in _stretches(info)]
    if not found:
        return []
    structures = Structures(info)
    taken = np.zeros(len(info.nodes), bool)
    kept = []
    for run in sorted(found, key=lambda run: (run.start - run.stop, run.size)):
        second = run.start + run.size
        is_alike = structures.are_alike(run.start, second, run.size)
        if is_alike and not taken[run.start : run.stop].any():
            taken[run.start : run.stop] = True
            kept.append(run)
    return sorted(kept) if 2 * taken.sum() >= len(taken) else []


def _stretches(info: GraphInfo) -> Iterator[tuple[int, int, int]]:
    """Start, nodes and period of what is equal from a period to the next.

    What ops come is compared first, as that is soon done, then where inputs come from.
    """
    numbers: dict[str, int] = {}
    ops = np.array([numbers.setdefault(n.op, len(numbers)) for n in info.nodes])
    periods, covered = dict[int, None](), np.zeros(len(ops), bool)
    for period, start, stop in _repeats(ops):
        covered[start : stop + period] = True
        periods[period] = None
    if 2 * covered.sum() < len(ops):
        return
    first, back = _distances(info)
    slots = np.arange(len(back)) - np.repeat(first[:-1], np.diff(first)) + SLOT
    for period in periods:
        near = np.where(back <= period, back, 0) * slots
        sums = np.concatenate([[0], np.cumsum(near)])[first]
        kinds = np.diff(sums) * len(numbers) + ops
        for start, stop in _runs_of(kinds[period:] == kinds[:-period], period):
            yield start, stop - start + period, period


def _repeats(values: Ints) -> list[tuple[int, int, int]]:
    """All periods with the ends of the places where values come again after them.

    The values are not negative. All periods are looked at together: numpy lets other
    threads in with every call, and the window's is busy while an edit is placed.
    """
    count = len(values)
    longest = min(LONGEST, count // FEWEST)
    if longest < SHORTEST:
        return []
    padded = np.concatenate([values, np.full(longest, -1)])
    later = np.lib.stride_tricks.sliding_window_view(padded, count)
    holds = (later[SHORTEST:] == values).ravel()
    edges = np.flatnonzero(np.diff(holds, prepend=False))
    starts, ends = edges[::2], edges[1::2]
    periods = starts // count + SHORTEST
    is_row = _is_row(ends - starts, periods)
    found = np.stack([periods, starts % count, ends % count], axis=1)[is_row]
    return [tuple(each) for each in found.tolist()]


def _distances(info: GraphInfo) -> tuple[Ints, Ints]:
    """The first input of every node among all inputs, and how far back each is from."""
    sources, readers, first = links_of(info)
    return first, readers - np.where(sources < 0, -len(info.nodes), sources)


def _runs_of(holds: NDArray[np.bool_], period: int) -> list[tuple[int, int]]:
    """The ends of the places where something holds for as many blocks as make a row."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]])))
    ends = edges.reshape(-1, 2)
    is_row = _is_row(ends[:, 1] - ends[:, 0], np.int64(period))
    kept: list[tuple[int, int]] = ends[is_row].tolist()
    return kept


def _is_row(counts: Ints, period: Ints | np.int64) -> NDArray[np.bool_]:
    """Where so many values that come again make as many blocks as are one box."""
    return (counts >= (FEWEST - 1) * period) & (counts < MOST * period)


def _begun(info: GraphInfo, widths: Ints, start: int, count: int, size: int) -> Run:
    """Where blocks begin in a stretch: after few tensors, with what costs most."""
    blocks, spare = divmod(count, size)

    def rank(begin: int) -> tuple[int, bool, int]:
        is_light = info.nodes[begin].family not in BEGINNING
        return int(widths[begin + size - 1]), is_light, -begin

    return Run(min(range(start, start + spare + 1), key=rank), size, blocks)
