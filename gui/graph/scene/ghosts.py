"""Two states drawn as one graph: what went is drawn pale where it was; no Qt.

The drawing is a graph of its own. Neither state knows of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.info import GraphInfo, NodeInfo
from engine.states import StateDifference
from gui.graph.scene.changes import Change


@dataclass(frozen=True)
class Merged:
    """A drawing of two states; `ghosts` names what went, under its name before."""

    info: GraphInfo
    changes: Mapping[str, Change]
    ghosts: Mapping[str, str]


def changes_before(difference: StateDifference) -> dict[str, Change]:
    """What becomes of the nodes of the earlier state."""
    known, origins = difference.before.by_name, difference.origins
    found: dict[str, Change] = {
        origins[name]: "changed" for name in difference.nodes.changed if name in origins
    }
    found |= {name: "changed" for name, _ in difference.nodes.renamed}
    found |= dict.fromkeys(difference.nodes.removed, "removed")
    return {name: change for name, change in found.items() if name in known}


def changes_after(difference: StateDifference) -> dict[str, Change]:
    """What became of the nodes of the later state."""
    known = difference.after.by_name
    found: dict[str, Change] = dict.fromkeys(difference.nodes.changed, "changed")
    found |= {name: "changed" for _, name in difference.nodes.renamed}
    found |= dict.fromkeys(difference.nodes.added, "added")
    return {name: change for name, change in found.items() if name in known}


def first_change(difference: StateDifference) -> tuple[str, str]:
    """Name where the two begin to differ, in the earlier and in the later state.

    A node that the other has not stands beside what leads to it there.
    """
    before, after = difference.before, difference.after
    later = _first(after, changes_after(difference))
    if later:
        places = {new: old for old, new in reversed(difference.heirs.items())}
        return _place(after, later, places), later
    earlier = _first(before, changes_before(difference))
    return earlier, _place(before, earlier, difference.heirs) if earlier else ""


def _first(info: GraphInfo, changes: Mapping[str, Change]) -> str:
    return next((node.name for node in info.nodes if node.name in changes), "")


def _place(info: GraphInfo, name: str, places: Mapping[str, str]) -> str:
    """Where a node is in the other state, or the nearest it gets its value from."""
    pending = dict.fromkeys((name,))
    for _ in info.nodes:
        found = next((places[each] for each in pending if each in places), "")
        if found:
            return found
        reads = (info.by_name[each].inputs for each in pending)
        pending = dict.fromkeys(each for inputs in reads for each in inputs)
    return ""


def merge(difference: StateDifference) -> Merged:
    """Draw the later state with the nodes that went, in an order that is a graph's."""
    merging = _Merging(difference)
    for node in difference.after.nodes:
        merging.add(node)
    nodes = _with_users(merging.nodes)
    changes = changes_after(difference)
    changes |= dict.fromkeys(merging.names.values(), "removed")
    info = replace(difference.after, nodes=nodes)
    return Merged(info, changes, {drawn: own for own, drawn in merging.names.items()})


class _Merging:
    def __init__(self, difference: StateDifference) -> None:
        self.difference = difference
        self.nodes: list[NodeInfo] = []
        self.names: dict[str, str] = {}
        self._placed: set[str] = set()
        self._gone = [
            node
            for node in difference.before.nodes
            if node.name not in difference.counterparts
        ]
        self._is_gone = {node.name for node in self._gone}

    def add(self, node: NodeInfo) -> None:
        """Place a node that stays, after what went of its inputs."""
        if node.kind == "output":
            for gone in self._gone:
                self._place_ghost(gone)
        old = self.difference.origins.get(node.name)
        inputs = list(node.inputs)
        if old is not None:
            for name in self.difference.before.by_name[old].inputs:
                if name in self._is_gone:
                    self._place_with_inputs(name)
                if name in self.names:
                    inputs.append(self.names[name])
        self.nodes.append(node._replace(inputs=tuple(dict.fromkeys(inputs))))
        self._placed.add(node.name)

    def _place_with_inputs(self, name: str) -> None:
        """Place what went and led to a node, inputs first, without recursion."""
        known = self.difference.before.by_name
        pending, chain = [name], dict[str, None]()
        while pending:
            each = pending.pop()
            chain.pop(each, None)
            chain[each] = None
            pending += [n for n in known[each].inputs if n in self._is_gone - {each}]
        for each in reversed(chain):
            self._place_ghost(known[each])

    def _place_ghost(self, node: NodeInfo) -> None:
        if node.name in self.names:
            return
        drawn = node.name
        while drawn in self.difference.after.by_name or drawn in self._placed:
            drawn += "′"
        inputs = [self._drawn(name) for name in node.inputs]
        inputs = [name for name in inputs if name in self._placed]
        self.nodes.append(node._replace(name=drawn, inputs=tuple(inputs)))
        self.names[node.name] = drawn
        self._placed.add(drawn)

    def _drawn(self, name: str) -> str:
        return self.names.get(name) or self.difference.counterparts.get(name, "")


def _with_users(nodes: list[NodeInfo]) -> tuple[NodeInfo, ...]:
    users: dict[str, list[str]] = {node.name: [] for node in nodes}
    for node in nodes:
        for name in node.inputs:
            if name in users:
                users[name].append(node.name)
    return tuple(node._replace(users=tuple(users[node.name])) for node in nodes)
