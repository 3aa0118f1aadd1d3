"""What the target cannot run or could do better, and the buttons that clear it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from engine.info import Diagnostic, GraphInfo
from gui.theme import MARGIN, set_role
from gui.widgets.edit_words import first_fix
from gui.widgets.problem_delegate import DIAGNOSTIC
from gui.widgets.problem_list import ProblemModel, ProblemView
from gui.widgets.section_header import SectionHeader
from gui.widgets.severity_counts import SeverityCounts


class ProblemsPanel(QWidget):
    """Shows diagnostics; a click selects, Enter previews, F or the button fixes."""

    problem_selected = Signal(object)
    fix_requested = Signal(object)
    fix_all_requested = Signal()
    preview_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_quiet = False
        self._model = ProblemModel(self)
        self._view = ProblemView(self)
        self._view.setModel(self._model)
        self._view.setAccessibleName(self.tr("Problems"))
        self._counts = SeverityCounts()
        self._fix_all = QPushButton()
        set_role(self._fix_all, "outline")
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(MARGIN, 10, MARGIN, 10)
        set_role(self._empty, "dim")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)
        self._arrange()
        self._view.selectionModel().selectionChanged.connect(self._announce)
        self._view.fix_pressed.connect(self._fix)
        self._view.preview_pressed.connect(self._preview)
        self._fix_all.clicked.connect(self.fix_all_requested)
        self.show(())

    @property
    def view(self) -> ProblemView:
        """The list itself."""
        return self._view

    def show(
        self,
        diagnostics: Sequence[Diagnostic] = (),
        graph: GraphInfo | None = None,
        target: str = "",
    ) -> None:
        """Show the diagnostics of a graph for a target, named as users know it."""
        modules = {node.name: node.module for node in graph.nodes} if graph else {}
        self._is_quiet = True
        self._model.show(diagnostics, modules)
        self._is_quiet = False
        self._counts.show_counts(problem.severity for problem in diagnostics)
        self._show_fix_all(diagnostics)
        self._empty.setText(self._empty_text(graph, target))
        self._pages.setCurrentWidget(self._view if diagnostics else self._empty)

    def select(self, node: str) -> None:
        """Mark the first problem of a node; nothing is emitted."""
        current = self._view.currentIndex()
        if current.isValid() and current.data(DIAGNOSTIC).node == node:
            return
        index = self._model.index(self._model.row_of(node), 0)
        self._is_quiet = True
        self._view.setCurrentIndex(index)
        self._is_quiet = False

    def _arrange(self) -> None:
        header = SectionHeader(self.tr("Problems"))
        header.insert(self._counts)
        header.add(self._fix_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(self._pages, 1)
        self.setTabOrder(self._fix_all, self._view)

    def _show_fix_all(self, diagnostics: Sequence[Diagnostic]) -> None:
        fixes = [first_fix(problem) for problem in diagnostics]
        count = sum(fix is not None and fix.is_applicable for fix in fixes)
        self._fix_all.setText(self.tr("Fix all {}").format(count))
        self._fix_all.setVisible(count > 0)

    def _empty_text(self, graph: GraphInfo | None, target: str) -> str:
        if graph is None:
            return self.tr("Open a model to see what the target cannot run.")
        if not target:
            return self.tr("No problems.")
        return self.tr("No problems for {}.").format(target)

    def _announce(self, selected: QItemSelection) -> None:
        if not self._is_quiet and not selected.isEmpty():
            self.problem_selected.emit(selected.indexes()[0].data(DIAGNOSTIC))

    def _fix(self, index: QModelIndex) -> None:
        fix = first_fix(index.data(DIAGNOSTIC))
        if fix is not None and fix.is_applicable:
            self.fix_requested.emit(fix.edit)

    def _preview(self, index: QModelIndex) -> None:
        fix = first_fix(index.data(DIAGNOSTIC))
        if fix is not None and fix.is_applicable:
            self.preview_requested.emit(fix.edit)
