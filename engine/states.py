"""States of a recipe, and what tells two of them apart, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.info import Diagnostic, GraphDifference, GraphInfo, Severity


@dataclass(frozen=True, slots=True)
class StateFacts:
    """One state in numbers, and what the edit that led to it did to the graph.

    `difference` is the largest relative difference its rewrites were measured to make,
    None if none was measured; names belong to the state before or after the edit, those
    `renamed` to both. `notes` say what else the edit did. One `by_hand` promises
    nothing of results; `share` is how far it moved the outputs, where that was
    measured, as a share of the largest, infinite where they cannot be compared.
    """

    nodes: int
    parameters: int
    macs: int
    problems: Mapping[Severity, int]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    rewrites: int = 0
    difference: float | None = None
    notes: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    by_hand: bool = False
    share: float | None = None

    @property
    def touched(self) -> frozenset[str]:
        """Every node that the edit added, removed, changed or renamed."""
        names = (name for pair in self.renamed for name in pair)
        return frozenset((*self.added, *self.removed, *self.changed, *names))


@dataclass(frozen=True)
class StateDifference:
    """Two states side by side; `counterparts` names every node's place in `after`.

    The states are of one recipe, or of two networks whose nodes have been matched.
    """

    before: GraphInfo
    after: GraphInfo
    before_problems: tuple[Diagnostic, ...]
    after_problems: tuple[Diagnostic, ...]
    nodes: GraphDifference
    counterparts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing tells the two apart."""
        found = self.nodes
        known = found.changed, found.added, found.removed, found.renamed, found.text
        return not any(known)

    @cached_property
    def heirs(self) -> dict[str, str]:
        """Counterparts and, for a node that went, the last one that took its place."""
        by_origin = {node.origin: node.name for node in self.after.nodes if node.origin}
        replaced = {
            node.name: by_origin[node.origin or node.name]
            for node in self.before.nodes
            if (node.origin or node.name) in by_origin
        }
        return replaced | dict(self.counterparts)

    @cached_property
    def origins(self) -> dict[str, str]:
        """The place in `before` of every node of `after` that has one."""
        return {after: before for before, after in self.counterparts.items()}
