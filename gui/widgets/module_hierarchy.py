"""The modules of a graph as a tree, with cost and problems added up. No Qt here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.info import Diagnostic, GraphInfo, NodeInfo, Severity
from engine.modules import around_of

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice", "hint")
NO_GRAPH = GraphInfo("", "", (), 0, 0)


@dataclass(frozen=True, slots=True)
class Branch:
    """A module (`node` is None) or a node; `path` is dotted, or the node's name."""

    label: str
    path: str
    kind: str = ""
    node: NodeInfo | None = None
    macs: int = 0
    worst: Severity | None = None
    problems: int = 0


@dataclass(frozen=True)
class Hierarchy:
    """The rows of a graph's modules; `counts` and `worst` are by row."""

    info: GraphInfo
    counts: Mapping[str, int]
    worst: Mapping[str, Severity]

    @property
    def rows(self) -> Mapping[str, Sequence[str]]:
        """What lies directly in each module, by its path."""
        return self.info.modules.rows

    def branches(self, path: str = "") -> Iterator[Branch]:
        """What lies directly in a module, in order."""
        return map(self.branch, self.rows[path])

    def branch(self, row: str) -> Branch:
        """A module or node in full."""
        worst, problems = self.worst.get(row), self.counts.get(row, 0)
        if not row.endswith("."):
            node = self.info.by_name[row]
            return Branch(node.title, row, "", node, node.macs, worst, problems)
        path = row[:-1]
        label, kind = path.rpartition(".")[2], self._kinds.get(path, "")
        return Branch(
            label, path, kind, None, self.info.modules.macs[path], worst, problems
        )

    def place(self, path: str, row: str) -> int:
        """The place of a row among those of a module, -1 for none."""
        return self.info.modules.place(path, row)

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return dict(self.info.module_types)


def hierarchy(
    info: GraphInfo | None, diagnostics: Sequence[Diagnostic] = ()
) -> Hierarchy:
    """The modules and nodes of a graph with its problems."""
    info = info or NO_GRAPH
    return Hierarchy(info, *_problems(info, diagnostics))


def _problems(
    info: GraphInfo, diagnostics: Sequence[Diagnostic]
) -> tuple[dict[str, int], dict[str, Severity]]:
    """Count the problems of every row, and find the gravest of them."""
    counts: dict[str, int] = {}
    worst: dict[str, Severity] = {}
    for each in diagnostics:
        node = info.by_name.get(each.node)
        for row in (node.name, *_modules_around(node.module)) if node else ():
            counts[row] = counts.get(row, 0) + 1
            worst[row] = _worse(worst.get(row), each.severity)
    return counts, worst


def _modules_around(path: str) -> Iterator[str]:
    while path:
        yield f"{path}."
        path = around_of(path)


def _worse(known: Severity | None, other: Severity) -> Severity:
    return other if known is None or _rank(other) < _rank(known) else known


def _rank(severity: Severity) -> int:
    return SEVERITIES.index(severity)
