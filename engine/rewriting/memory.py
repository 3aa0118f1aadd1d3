"""What was found of nodes before, for as long as all that it was found from stays.

After an edit nearly every node calls the same with the same values, so most judgements
stay as they are. What is kept is plain data: no node, so that no graph lives on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar, cast

from torch import fx

from engine.rewriting.snapshot import Record, Snapshot
from engine.rewriting.traces import Traces

Found = TypeVar("Found")
_Stamp = tuple[Record | None, ...]


class _Topic:
    """What was found of nodes, and from which records, each by the node's name."""

    __slots__ = ("found", "snapshot", "stamps")

    def __init__(self) -> None:
        self.found: dict[str, object] = {}
        self.stamps: dict[str, _Stamp] = {}
        self.snapshot: Snapshot | None = None


class Memory:
    """Remembers findings by topic and node; one that is at no state remembers nothing.

    A finding must follow from the nodes it is told to be read from and from nothing
    else of the graph. What an edit has changed is forgotten when a topic is first asked
    about at the new state. `traces` are those of the network.
    """

    def __init__(self, traces: Traces | None = None) -> None:
        self.traces = traces or Traces()
        self.snapshot: Snapshot | None = None
        self._records: dict[str, Record] = {}
        self._present: frozenset[Record | None] = frozenset()
        self._topics: dict[Hashable, _Topic] = {}

    def be_at(self, snapshot: Snapshot) -> None:
        """Compare with this state from now on."""
        if snapshot is self.snapshot:
            return
        self.snapshot = snapshot
        self._records = {each.name: each for each in snapshot.records}
        self._present = frozenset(snapshot.records)

    def known(self, topic: Hashable) -> Mapping[str, object]:
        """Give all that `recall_behind` would give of a topic, by the node's name."""
        return self._topic(topic).found

    def recall(
        self, topic: Hashable, read: Iterable[fx.Node], find: Callable[[], Found]
    ) -> Found:
        """Give what was found from these nodes, the first of which it is about."""
        stamp = self._stamp(read) if self._records else (None,)
        about = stamp[0]
        if about is None:
            return find()
        known = self._topic(topic)
        if known.stamps.get(about.name) != stamp:
            known.found[about.name] = find()
            known.stamps[about.name] = stamp
        return cast(Found, known.found[about.name])

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
        if not self._records:
            return find()
        known, name = self._topic(topic), node.name
        if name not in known.found:
            stamp = self._stamp((node, *read()))
            if None in stamp:
                return find()
            known.found[name] = find()
            known.stamps[name] = stamp
        return cast(Found, known.found[name])

    def _topic(self, topic: Hashable) -> _Topic:
        """Fetch a topic without what was found from nodes that this state lacks."""
        known = self._topics.get(topic)
        if known is None:
            known = self._topics[topic] = _Topic()
        if known.snapshot is not self.snapshot:
            known.snapshot, holds = self.snapshot, self._present.issuperset
            gone = [name for name, stamp in known.stamps.items() if not holds(stamp)]
            for name in gone:
                del known.found[name], known.stamps[name]
        return known

    def _stamp(self, nodes: Iterable[fx.Node]) -> _Stamp:
        records = self._records
        return tuple([records.get(node.name) for node in nodes])
