"""What was found of nodes before, for as long as all that it was found from stays.

After an edit nearly every node calls the same with the same values, so most judgements
stay as they are. What is kept is plain data: no node, so that no graph lives on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar, cast

from torch import fx

from engine.rewriting.snapshot import Record, Snapshot
from engine.rewriting.traces import Traces

_KEPT = 3
"""How many findings are kept for each node and topic of the present state."""

Found = TypeVar("Found")
_Kept = tuple[tuple[Record | None, ...], object]


class Memory:
    """Remembers findings by topic and node; one that is at no state remembers nothing.

    A finding must follow from the nodes it is told to be read from and from nothing
    else of the graph. `traces` are those of the network.
    """

    def __init__(self, traces: Traces | None = None) -> None:
        self.traces = traces or Traces()
        self.snapshot: Snapshot | None = None
        self._records: dict[str, Record] = {}
        self._present: frozenset[Record | None] = frozenset()
        self._topics: dict[Hashable, dict[str, _Kept]] = {}

    def be_at(self, snapshot: Snapshot) -> None:
        """Compare with this state from now on."""
        if snapshot is self.snapshot:
            return
        self.snapshot = snapshot
        self._records = {each.name: each for each in snapshot.records}
        self._present = frozenset(snapshot.records)
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
        stamp = self._stamp(read)
        about = stamp[0]
        if about is None:
            return find()
        known = self._topics.setdefault(topic, {})
        kept = known.get(about.name)
        if kept is None or kept[0] != stamp:
            kept = known[about.name] = (stamp, find())
        return cast(Found, kept[1])

    def recall_behind(
        self,
        topic: Hashable,
        node: fx.Node,
        read: Callable[[], Iterable[fx.Node]],
        find: Callable[[], Found],
    ) -> Found:
        """Give what was found from a node and those that it reads, directly or not.

        Which ones `read` yields must follow from what these nodes call: while they
        call the same, it is not asked.
        """
        known = self._topics.setdefault(topic, {})
        kept = known.get(node.name)
        if kept is None or not self._present.issuperset(kept[0]):
            stamp = self._stamp((node, *read()))
            if None in stamp:
                return find()
            kept = known[node.name] = (stamp, find())
        return cast(Found, kept[1])

    def _stamp(self, nodes: Iterable[fx.Node]) -> tuple[Record | None, ...]:
        records = self._records
        return tuple([records.get(node.name) for node in nodes])
