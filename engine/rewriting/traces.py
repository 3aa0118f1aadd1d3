"""What rules were traced into, kept for the states of one network."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeAlias

from torch import fx

Key: TypeAlias = tuple[object, ...]
"""A rule and the shapes, dtypes and values it is called with."""

_KEPT = 128
"""How many ops are kept, of all graphs together."""


class Traces:
    """The graphs that were asked for last, whatever state of the network asked.

    Tracing takes longer than all else that a rule does at one node. Keys must tell all
    that a graph is traced from; its values belong to the fake mode of the network.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, fx.Graph] = OrderedDict()

    def recall(self, key: Key, trace: Callable[[], fx.Graph]) -> fx.Graph:
        """Give what was traced for a key, or trace it now."""
        graph = self._kept.pop(key, None) or trace()
        self._kept[key] = graph
        while self.size > _KEPT and len(self._kept) > 1:
            self._kept.popitem(last=False)
        return graph

    @property
    def size(self) -> int:
        """How many ops are kept."""
        return sum(len(graph.nodes) for graph in self._kept.values())
