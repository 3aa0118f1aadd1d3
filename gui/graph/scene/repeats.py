"""Modules built alike: the same ops, joined in the same way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.info import GraphInfo
from gui.graph.scene.links import links_of

if TYPE_CHECKING:
    from gui.graph.scene.boxes import Box

Structure = tuple[tuple[str, tuple[int, ...]], ...]


def structure_of(info: GraphInfo, start: int, stop: int) -> Structure:
    """The ops of a run of nodes and where each takes its inputs from.

    An input from outside is -1. Names, shapes and weights do not count.
    """
    nodes = info.nodes[start:stop]
    places = {node.name: place for place, node in enumerate(nodes)}
    return tuple(
        (node.op, tuple(places.get(name, -1) for name in node.inputs)) for node in nodes
    )


class Structures:
    """The ops of a whole graph and how far back each takes its inputs from."""

    def __init__(self, info: GraphInfo) -> None:
        links = links_of(info)
        self._ops = [node.op for node in info.nodes]
        self._first: list[int] = links.first.tolist()
        self._counts: list[int] = np.diff(links.first).tolist()
        self._back: list[int] = (links.readers - links.sources).tolist()

    def are_alike(self, one: int, other: int, count: int) -> bool:
        """Whether `structure_of` is equal for two runs of so many nodes."""
        runs = slice(one, one + count), slice(other, other + count)
        if self._ops[runs[0]] != self._ops[runs[1]]:
            return False
        if self._counts[runs[0]] != self._counts[runs[1]]:
            return False
        back = [self._back[self._first[r.start] : self._first[r.stop]] for r in runs]
        return back[0] == back[1] or self._inner(runs[0]) == self._inner(runs[1])

    def _inner(self, run: slice) -> list[int]:
        """How far back the inputs are from within a run, -1 for those from outside."""
        return [
            back if back <= place else -1
            for place, node in enumerate(range(run.start, run.stop))
            for back in self._back[self._first[node] : self._first[node + 1]]
        ]


def alike(info: GraphInfo, boxes: Sequence[Box]) -> dict[str, tuple[str, ...]]:
    """For every closed module that is drawn more than once, the keys of all alike."""
    found: defaultdict[Structure, list[str]] = defaultdict(list)
    for box in boxes:
        if box.kind == "module":
            found[structure_of(info, box.start, box.stop)].append(box.key)
    groups = [tuple(keys) for keys in found.values() if len(keys) > 1]
    return {key: keys for keys in groups for key in keys}
