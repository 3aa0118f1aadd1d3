"""The segments and ports of containers, told by what goes through them."""

from __future__ import annotations

from functools import cache

import numpy as np

from gui.graph.layout.container import PORT_IN, PORT_OUT
from gui.graph.layout.layout import Shape
from gui.graph.layout.nesting import Nesting

Passage = tuple[int, int, int]


class Passages:
    """Names segments by the box whose value they carry, and by both their ends.

    Ends are children of the whole drawing, or ports.
    """

    def __init__(self, shape: Shape, nesting: Nesting) -> None:
        self._nesting = nesting
        sources = np.array([source for source, _ in shape.edges], np.int64)
        self._tensor = np.zeros(len(nesting.segments), np.int64)
        self._tensor[nesting.route] = np.repeat(sources, nesting.lengths)
        self.of = cache(self._of)
        self.numbers = cache(self._numbers)

    def _of(self, group: int) -> list[Passage]:
        """The segments of a group, in order."""
        nesting = self._nesting
        run = slice(nesting.first_segment[group], nesting.first_segment[group + 1])
        first, stop = nesting.first_child[group], nesting.first_child[group + 1]
        children = nesting.children[first:stop].tolist()
        rows = nesting.segments[run, 1:3].tolist()
        return [
            (tensor, *(end if end < 0 else children[end] for end in ends))
            for tensor, ends in zip(self._tensor[run].tolist(), rows, strict=True)
        ]

    def _numbers(self, group: int) -> dict[Passage, int]:
        """The number of each segment of a group."""
        return {passage: number for number, passage in enumerate(self.of(group))}

    def entries(self, group: int) -> list[int]:
        """The boxes whose values come into a group, in the order of its entries."""
        tensors = (t for t, source, _ in self.of(group) if source == PORT_IN)
        return list(dict.fromkeys(tensors))

    def exits(self, group: int) -> list[int]:
        """The boxes whose values leave a group, in the order of its exits."""
        tensors = (t for t, _, target in self.of(group) if target == PORT_OUT)
        return list(dict.fromkeys(tensors))
