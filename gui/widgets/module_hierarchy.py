"""The modules of a graph as a tree, with cost and problems added up. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.info import Diagnostic, GraphInfo, NodeInfo, Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice", "hint")


@dataclass(eq=False, slots=True)
class Branch:
    """A module (`node` is None) or a node, with its place under its parent.

    `path` is the module's dotted path or the node's name; `number` is the position in
    the tree's flat list.
    """

    number: int
    label: str
    path: str
    kind: str
    parent: Branch | None
    row: int
    node: NodeInfo | None = None
    macs: int = 0
    worst: Severity | None = None
    problems: int = 0
    children: list[Branch] = field(default_factory=list)


@dataclass(slots=True)
class Hierarchy:
    """All branches of a graph; the first is the root, which is not shown."""

    branches: list[Branch]
    modules: dict[str, Branch]
    nodes: dict[str, Branch]

    @property
    def root(self) -> Branch:
        """The network itself."""
        return self.branches[0]


def hierarchy(
    info: GraphInfo | None, diagnostics: Sequence[Diagnostic] = ()
) -> Hierarchy:
    """Sort nodes under their modules, both in order of first appearance."""
    root = Branch(0, "", "", "", None, 0)
    tree = Hierarchy([root], {"": root}, {})
    if info is None:
        return tree
    kinds = dict(info.module_types)
    for node in info.nodes:
        parent = tree.modules.get(node.module) or _module(tree, node.module, kinds)
        branch = _grow(tree, parent, node.title, node.name, node)
        tree.nodes[node.name] = branch
        branch.macs = node.macs
    for diagnostic in diagnostics:
        if diagnostic.node in tree.nodes:
            _add_problem(tree.nodes[diagnostic.node], diagnostic.severity)
    for branch in reversed(tree.branches[1:]):
        _add_up(branch)
    return tree


def _module(tree: Hierarchy, path: str, kinds: Mapping[str, str]) -> Branch:
    if path in tree.modules:
        return tree.modules[path]
    above, _, label = path.rpartition(".")
    branch = _grow(tree, _module(tree, above, kinds), label, path)
    branch.kind = kinds.get(path, "")
    tree.modules[path] = branch
    return branch


def _grow(
    tree: Hierarchy,
    parent: Branch,
    label: str,
    path: str,
    node: NodeInfo | None = None,
) -> Branch:
    row = len(parent.children)
    branch = Branch(len(tree.branches), label, path, "", parent, row, node)
    tree.branches.append(branch)
    parent.children.append(branch)
    return branch


def _add_problem(branch: Branch, severity: Severity) -> None:
    branch.problems += 1
    branch.worst = _worse(branch.worst, severity)


def _add_up(branch: Branch) -> None:
    """Count what a finished branch costs and lacks in the module around it."""
    around = branch.parent
    if around is not None:
        around.macs += branch.macs
        around.problems += branch.problems
        if branch.worst is not None:
            around.worst = _worse(around.worst, branch.worst)


def _worse(known: Severity | None, other: Severity) -> Severity:
    return other if known is None or _rank(other) < _rank(known) else known


def _rank(severity: Severity) -> int:
    return SEVERITIES.index(severity)
