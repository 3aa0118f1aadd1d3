"""What the graph tells of its nodes, from problems and ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import is_

from PySide6.QtCore import QCoreApplication

from engine.info import Diagnostic, GraphInfo, Severity
from engine.recipe import ApplyRule
from gui.graph.scene.scene import Marks, int32_nodes
from gui.pages.measures import MeasuredErrors
from gui.sentences import in_language
from gui.session.state import SessionState
from gui.widgets.tensor_range import TensorRange

REMEMBERED = 6
GRAVEST: tuple[Severity, ...] = ("error", "warning", "advice")


class Said(Mapping[str, str]):
    """Words about nodes, written out where they are asked for."""

    def __init__(
        self,
        found: Mapping[str, Sequence[Diagnostic]],
        write: Callable[[Sequence[Diagnostic]], str],
    ) -> None:
        self._found, self._write = found, write
        self._written: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._written:
            self._written[name] = self._write(self._found[name])
        return self._written[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class SeenMarks:
    """Finds what graphs tell of their nodes, and remembers it of the last few."""

    def __init__(self) -> None:
        self._found: list[tuple[tuple[object, ...], Marks]] = []

    def of(self, state: SessionState) -> Marks:
        """The marks of a state; the same object for the same graph and judgement."""
        if state.facts is None:
            return Marks()
        info, measured = state.facts.info, state.measured
        is_stale = "calibrate" in state.stale
        read = info, state.facts.diagnostics, measured, is_stale, state.is_judged
        for known, marks in self._found:
            if all(map(is_, known, read)):
                return marks
        ranges = measured.ranges if measured else ()
        marks = marks_of(info, state.diagnostics, ranges, is_judged=state.is_judged)
        self._found = [(read, marks), *self._found[: REMEMBERED - 1]]
        return marks


def marks_of(
    info: GraphInfo,
    diagnostics: tuple[Diagnostic, ...],
    ranges: tuple[TensorRange, ...] = (),
    *,
    is_judged: bool = False,
) -> Marks:
    """What the graph tells of its nodes."""
    found: dict[str, list[Diagnostic]] = {}
    for each in diagnostics:
        found.setdefault(each.node, []).append(each)
    return Marks(
        severities=worst_by_node(diagnostics),
        notes=Said(found, lambda mine: _note(mine[0], info)),
        reasons=Said(found, _reasons),
        precisions={node.name: node.precision for node in info.nodes if node.precision},
        int32=frozenset(int32_nodes(diagnostics)),
        edited=frozenset(node.name for node in info.nodes if node.origin),
        scales={each.name: f"int{each.bits} ×{each.scale:.3g}" for each in ranges},
        is_judged=is_judged,
        errors=MeasuredErrors(ranges),
    )


def _reasons(diagnostics: Sequence[Diagnostic]) -> str:
    """The different sentences about a node, one in a line."""
    sentences = (in_language(each.message) for each in diagnostics)
    return "\n".join(dict.fromkeys(sentences))


def _note(problem: Diagnostic, info: GraphInfo) -> str:
    """The title of a problem, or that its op cannot run where it only names the op."""
    node = info.by_name.get(problem.node)
    names_only = node is not None and problem.title in (
        node.title,
        f"{node.title} in {node.module}",
    )
    if names_only and problem.severity == "error":
        return QCoreApplication.translate("Marks", "cannot run")
    return in_language(problem.title)


def worst_by_node(diagnostics: tuple[Diagnostic, ...]) -> dict[str, Severity]:
    """Find the gravest severity at every node that has a problem."""
    worst: dict[str, Severity] = {}
    for severity in reversed(GRAVEST):
        worst |= {d.node: severity for d in diagnostics if d.severity == severity}
    worst.pop("", None)
    return worst


def alike(diagnostics: tuple[Diagnostic, ...]) -> dict[str, int]:
    """Count, per rule, the nodes whose problem it would clear."""
    nodes: dict[str, set[str]] = {}
    for diagnostic in diagnostics:
        for fix in diagnostic.fixes:
            if isinstance(fix.edit, ApplyRule) and fix.is_applicable:
                nodes.setdefault(fix.edit.rule, set()).add(fix.edit.node)
    return {rule: len(found) for rule, found in nodes.items()}
