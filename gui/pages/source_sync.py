"""Keeps the user's source file on the node selected in the graph, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from engine.info import Diagnostic, GraphInfo, Severity, SourceLine
from gui.theme import set_role
from gui.widgets.section_header import SectionHeader
from gui.widgets.source_pane import LineMark, SourcePane

if TYPE_CHECKING:
    from gui.pages.inspect import InspectPage


class SourceSync(QObject):
    """The file below the graph of one page; hidden until it is asked for."""

    def __init__(self, page: InspectPage) -> None:
        super().__init__(page)
        self._page = page
        self.pane = SourcePane()
        header = SectionHeader(self.tr("Source"))
        self._place = QLabel()
        set_role(self._place, "dim")
        header.add(self._place)
        self.box = QWidget()
        column = QVBoxLayout(self.box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.pane, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(page.graph)
        self.splitter.addWidget(self.box)
        self.splitter.setSizes([520, 240])
        self.splitter.setCollapsible(0, False)
        self.box.hide()
        self.pane.nodes_requested.connect(self._select)

    def toggle(self) -> None:
        """Show or hide the file."""
        self.box.setVisible(self.box.isHidden())
        self._page.show_source()
        if self.box.isVisible():
            self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def show(
        self,
        info: GraphInfo | None,
        name: str,
        diagnostics: Sequence[Diagnostic],
        text: str,
    ) -> None:
        """Show the file that made a node; a node without a file changes nothing."""
        node = info.by_name.get(name) if info is not None else None
        if self.box.isHidden() or info is None or node is None or node.source is None:
            return
        self._show(info, node.source, diagnostics, text, name)

    def show_line(
        self,
        info: GraphInfo,
        source: SourceLine,
        diagnostics: Sequence[Diagnostic],
        text: str,
    ) -> None:
        """Show a line that a problem of no node is about, and the file if hidden."""
        self.box.show()
        self._show(info, source, diagnostics, text, "")

    def _show(
        self,
        info: GraphInfo,
        source: SourceLine,
        diagnostics: Sequence[Diagnostic],
        text: str,
        name: str,
    ) -> None:
        self._place.setText(f"{Path(source.file).name}:{source.line}")
        self.box.setToolTip(source.file)
        marks = marks_of_file(info, source.file, diagnostics)
        self.pane.show_file(text, marks, source.line, name)

    def _select(self, nodes: tuple[str, ...], name: str) -> None:
        self._page.select(name)
        self._page.graph.view.chosen.add(nodes)


def marks_of_file(
    info: GraphInfo, file: str, diagnostics: Sequence[Diagnostic]
) -> dict[int, LineMark]:
    """Which lines of a file made nodes, and the gravest problem of each line.

    A line that only a problem of no node is about has no nodes.
    """
    nodes: dict[int, list[str]] = {}
    for node in info.nodes:
        if node.source is not None and node.source.file == file:
            nodes.setdefault(node.source.line, []).append(node.name)
    order = ("error", "warning", "advice")
    worst = {
        d.node: d.severity for s in order[::-1] for d in diagnostics if d.severity == s
    }
    whole: dict[int, list[Severity]] = {}
    for each in diagnostics:
        if not each.node and each.source is not None and each.source.file == file:
            whole.setdefault(each.source.line, []).append(each.severity)
    marks = {}
    for line in nodes.keys() | whole.keys():
        names = nodes.get(line, [])
        found = [worst[name] for name in names if name in worst]
        found += whole.get(line, [])
        marks[line] = LineMark(tuple(names), min(found, key=order.index, default=None))
    return marks
