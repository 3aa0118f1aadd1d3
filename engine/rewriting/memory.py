"""What was found of nodes before, for as long as all that it was found from stays.

After an edit nearly every node calls the same with the same values, so most judgements
stay as they are. What is kept is plain data: no node, so that no graph lives on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar, cast

from torch import fx

from engine.rewriting.snapshot import Record, Snapshot

_KEPT = 3
"""How many findings are kept for each node and topic of the present state."""

Found = TypeVar("Found")


class Memory:
    """Remembers findings by topic and node; one that is at no state remembers nothing.

    A finding must follow from the nodes it is told to be read from and from nothing
    else of the graph.
    """

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._topics: dict[Hashable, dict[str, tuple[tuple[object, ...], object]]] = {}

    def be_at(self, snapshot: Snapshot) -> None:
        """Compare with this state from now on."""
        self._records = {each.name: each for each in snapshot.records}
        for found in self._topics.values():
            if len(found) > _KEPT * len(self._records):
                for gone in found.keys() - self._records.keys():
                    del found[gone]

    def recall(
        self, topic: Hashable, read: Iterable[fx.Node], find: Callable[[], Found]
    ) -> Found:
        """Give what was found from these nodes, the first of which it is about."""
        if not self._records:
            return find()
        records = self._records
        stamp = tuple([records.get(node.name) for node in read])
        about = stamp[0]
        if about is None:
            return find()
        known = self._topics.setdefault(topic, {})
        kept = known.get(about.name)
        if kept is None or kept[0] != stamp:
            kept = known[about.name] = (stamp, find())
        return cast(Found, kept[1])
