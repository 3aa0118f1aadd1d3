"""What rules were traced into, kept for the states of one network."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeAlias

from engine.rewriting.recording import Recorded

Key: TypeAlias = tuple[object, ...]
"""A rule and the shapes, dtypes and values it is called with."""

_KEPT = 512
"""How many ops are kept, of all rules together."""


class Traces:
    """What rules led to when they were asked last, whatever state of the network asked.

    Tracing takes longer than all else that a rule does at one node. Keys must tell all
    that a rule looks at; the values belong to the fake mode of the network.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Recorded] = OrderedDict()

    def recall(self, key: Key) -> Recorded | None:
        """Give what a rule led to for a key, None where that is not known."""
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
        return known

    def keep(self, key: Key, recorded: Recorded) -> None:
        """Keep what a rule led to, in the place of what was asked longest ago."""
        self._kept[key] = recorded
        self._kept.move_to_end(key)
        while self.size > _KEPT and len(self._kept) > 1:
            self._kept.popitem(last=False)

    @property
    def size(self) -> int:
        """How many ops are kept."""
        return sum(each.size for each in self._kept.values())
