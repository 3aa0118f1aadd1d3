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

    def places(self, path: str, rows: Sequence[str]) -> Sequence[int]:
        """The places of several rows of a module."""
        own = self._modules.rows.get(path, ())
        if len(rows) == len(own) and rows == own:
            return range(len(own))
        return [self.place(path, row) for row in rows]

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
    by_row = dict[str, list[int]]()
    for each in diagnostics:
        if each.node in tree.info.by_name:
            found = by_row.setdefault(each.node, [0] * len(SEVERITIES))
            found[SEVERITIES.index(each.severity)] += 1
    inside = dict[str, list[int]]()
    for row, found in by_row.items():
        _add(inside, tree.around(row), found)
    for path in reversed([*tree.rows]) if inside else ():
        if path in inside:
            by_row[f"{path}."] = inside[path]
            _add(inside, tree.around(f"{path}."), inside[path])
    counts = {row: sum(found) for row, found in by_row.items()}
    worst = {
        row: next(SEVERITIES[at] for at, count in enumerate(found) if count)
        for row, found in by_row.items()
    }
    return counts, worst


def _add(inside: dict[str, list[int]], path: str, found: Sequence[int]) -> None:
    """Add what was found in one row to what there is in the module around it."""
    if path:
        known = inside.get(path, [0] * len(found))
        inside[path] = [one + other for one, other in zip(known, found, strict=True)]
