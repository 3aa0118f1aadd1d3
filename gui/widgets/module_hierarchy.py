"""The modules of a graph as a tree, with cost and problems added up. No Qt here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.info import Diagnostic, GraphInfo, NodeInfo, Severity

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
    """What lies directly in each module, by its path; "" is the network itself.

    A row is the name of a node, or the path of a module with a point behind it. The
    module around another one comes first. `counts` and `worst` are by row.
    """

    info: GraphInfo
    rows: Mapping[str, Sequence[str]]
    macs: Mapping[str, int]
    counts: Mapping[str, int]
    worst: Mapping[str, Severity]
    _places: dict[str, dict[str, int]] = field(default_factory=dict, compare=False)

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
        return Branch(label, path, kind, None, self.macs[path], worst, problems)

    def place(self, path: str, row: str) -> int:
        """The place of a row among those of a module, -1 for none."""
        places = self._places.get(path)
        if places is None:
            places = {each: at for at, each in enumerate(self.rows.get(path, ()))}
            self._places[path] = places
        return places.get(row, -1)

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return dict(self.info.module_types)


def hierarchy(
    info: GraphInfo | None, diagnostics: Sequence[Diagnostic] = ()
) -> Hierarchy:
    """Sort nodes under their modules, both in order of first appearance."""
    info = info or NO_GRAPH
    rows: dict[str, list[str]] = {"": []}
    macs: dict[str, int] = {}
    for node in info.nodes:
        path = node.module
        own = rows.get(path)
        if own is None:
            own = _opened(rows, path)
        own.append(node.name)
        if node.macs:
            macs[path] = macs.get(path, 0) + node.macs
    for path in reversed(rows):
        macs.setdefault(path, 0)
        if path:
            around = around_of(path)
            macs[around] = macs.get(around, 0) + macs[path]
    return Hierarchy(info, rows, macs, *_problems(info, diagnostics))


def around_of(path: str) -> str:
    """The path of the module around another one."""
    return path.rpartition(".")[0]


def _opened(rows: dict[str, list[str]], path: str) -> list[str]:
    """Begin a module, and those around it that have not begun."""
    above = around_of(path)
    around = rows.get(above)
    if around is None:
        around = _opened(rows, above)
    around.append(f"{path}.")
    own = rows[path] = []
    return own


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
