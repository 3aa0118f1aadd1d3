"""The modules of a graph as a tree, with cost and problems added up. No Qt here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engine.info import Diagnostic, GraphInfo, NodeInfo, Severity
from engine.modules import ModuleRows, around_of
from gui.widgets.module_groups import Groups

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice", "hint")
NO_GRAPH = GraphInfo("", "", (), 0, 0)


@dataclass(frozen=True, slots=True)
class Branch:
    """A module (`node` is None) or a node; `path` is dotted, or the node's name.

    Where there are no modules, a group stands for one; its path is its key.
    """

    label: str
    path: str
    kind: str = ""
    node: NodeInfo | None = None
    macs: int = 0
    worst: Severity | None = None
    problems: int = 0


@dataclass(frozen=True)
class Hierarchy:
    """The rows of a graph's modules, or else groups; `counts`, `worst` are by row."""

    info: GraphInfo
    counts: Mapping[str, int]
    worst: Mapping[str, Severity]
    groups: Groups | None = None

    @property
    def rows(self) -> Mapping[str, Sequence[str]]:
        """What lies directly in each module, by its path."""
        return self._modules.rows

    def around(self, row: str) -> str:
        """The path of the module that a row lies in, "" for the network itself."""
        if self.groups is not None:
            return self.groups.around[row]
        is_module = row.endswith(".")
        return around_of(row[:-1]) if is_module else self.info.by_name[row].module

    def branches(self, path: str = "") -> Iterator[Branch]:
        """What lies directly in a module, in order."""
        return map(self.branch, self.rows[path])

    def branch(self, row: str) -> Branch:
        """A module or node in full."""
        worst, problems = self.worst.get(row), self.counts.get(row, 0)
        if not row.endswith("."):
            node = self.info.by_name[row]
            return Branch(node.title, row, "", node, node.macs, worst, problems)
        path, groups = row[:-1], self.groups
        label = groups.titles[path] if groups else path.rpartition(".")[2]
        kind, macs = self._kinds.get(path, ""), self._modules.macs[path]
        return Branch(label, path, kind, None, macs, worst, problems)

    def place(self, path: str, row: str) -> int:
        """The place of a row among those of a module, -1 for none."""
        return self._modules.place(path, row)

    @property
    def _modules(self) -> ModuleRows:
        return self.groups.modules if self.groups else self.info.modules

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return {} if self.groups else dict(self.info.module_types)


def hierarchy(
    info: GraphInfo | None,
    diagnostics: Sequence[Diagnostic] = (),
    groups: Groups | None = None,
) -> Hierarchy:
    """The modules, or else these groups, and nodes of a graph with its problems."""
    tree = Hierarchy(info or NO_GRAPH, {}, {}, groups)
    counts, worst = _problems(tree, diagnostics)
    return replace(tree, counts=counts, worst=worst)


def _problems(
    tree: Hierarchy, diagnostics: Sequence[Diagnostic]
) -> tuple[dict[str, int], dict[str, Severity]]:
    """Count the problems of every row, and find the gravest of them."""
    counts: dict[str, int] = {}
    worst: dict[str, Severity] = {}
    for each in diagnostics:
        known = each.node in tree.info.by_name
        for row in _with_those_around(tree, each.node) if known else ():
            counts[row] = counts.get(row, 0) + 1
            worst[row] = _worse(worst.get(row), each.severity)
    return counts, worst


def _with_those_around(tree: Hierarchy, row: str) -> Iterator[str]:
    while row:
        yield row
        path = tree.around(row)
        row = f"{path}." if path else ""


def _worse(known: Severity | None, other: Severity) -> Severity:
    return other if known is None or _rank(other) < _rank(known) else known


def _rank(severity: Severity) -> int:
    return SEVERITIES.index(severity)
