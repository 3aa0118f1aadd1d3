"""What the target cannot run or could do better, and the buttons that clear it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from engine.info import Diagnostic, GraphInfo
from engine.recipe import Several
from gui.session.state import Judgement
from gui.theme import MARGIN, set_role
from gui.widgets.edit_words import first_fix
from gui.widgets.problem_bar import ProblemBar
from gui.widgets.problem_delegate import DIAGNOSTIC, GROUP
from gui.widgets.problem_list import ProblemModel, ProblemView
from gui.widgets.problem_rows import (
    ProblemFilter,
    ProblemGroup,
    count_fixable,
    shown_edits,
)
from gui.widgets.section_header import SectionHeader

MANY = 8
"""Problems of one kind, on average, from which on they stand under headings."""


class ProblemsPanel(QWidget):
    """Shows diagnostics; a click selects, Enter previews, F or the button fixes."""

    problem_selected = Signal(object)
    fix_requested = Signal(object)
    fix_all_requested = Signal()
    preview_requested = Signal(object)
    fix_looked_at = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_quiet = False
        self._nothing, self._count, self._fixable = "", 0, 0
        self._all: tuple[Diagnostic, ...] = ()
        self._judgement: Judgement = "known"
        self._header = SectionHeader(self.tr("Problems"))
        self._is_part = False
        self._model = ProblemModel(self)
        self._view = ProblemView(self)
        self._view.setModel(self._model)
        self._view.setAccessibleName(self.tr("Problems"))
        self.bar = ProblemBar()
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
        self._view.heading_pressed.connect(self._toggle)
        self.bar.changed.connect(self._filter)
        self._view.preview_pressed.connect(self._preview)
        self._view.button_looked_at.connect(self._look_at)
        self._fix_all.clicked.connect(self._ask_to_fix)
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
        judgement: Judgement = "known",
    ) -> None:
        """Show the diagnostics of a graph for a target, named as users know it.

        Where its judgement is not known, they are an earlier graph's.
        """
        known = graph.by_name if graph else {}
        named = {each.node for each in diagnostics} & known.keys()
        modules = {name: known[name].module for name in named}
        self._is_quiet = True
        self._model.show(diagnostics, modules)
        self._is_quiet = False
        self.bar.show_counts(problem.severity for problem in diagnostics)
        self.bar.setVisible(bool(diagnostics))
        self._all, self._judgement = tuple(diagnostics), judgement
        self._fixable = count_fixable(self._all)
        self._header.set_fact(self._judgement_text())
        self.bar.suggest_grouping(self._are_many())
        self._show_fix_all()
        self._nothing = self._empty_text(graph, target)
        self._count = len(diagnostics)
        self._show_page()

    def select(self, node: str) -> None:
        """Mark the first problem of a node, none without one; nothing is emitted."""
        current = self._view.currentIndex()
        if current.isValid() and self._current_node() == node:
            return
        self._is_quiet = True
        self._model.uncover(node)
        index = self._model.index(self._model.row_of(node) if node else -1, 0)
        self._view.setCurrentIndex(index)
        self._is_quiet = False

    def select_problem(self, problem: Diagnostic) -> None:
        """Mark one problem, perhaps of no node; nothing is emitted."""
        self._is_quiet = True
        self._model.uncover_problem(problem)
        index = self._model.index(self._model.row_of_problem(problem), 0)
        self._view.setCurrentIndex(index)
        self._is_quiet = False

    def _arrange(self) -> None:
        self._header.insert(self.bar.severities)
        self.bar.add(self._fix_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self.bar)
        layout.addWidget(self._pages, 1)
        self.setTabOrder(self.bar, self._fix_all)
        self.setTabOrder(self._fix_all, self._view)

    def _are_many(self) -> bool:
        """Whether one reads kinds rather than all problems, many of each kind."""
        kinds = {each.constraint for each in self._all}
        return len(self._all) >= MANY * max(len(kinds), 1)

    def _show_fix_all(self) -> None:
        """Offer to fix all there is, or what passes the filter where that is less.

        How many these are is not told before it is known.
        """
        shown, count = count_fixable(self._model.diagnostics), self._fixable
        if self._judgement != "known":
            self._is_part = False
            self._fix_all.setText(self.tr("Fix all"))
            return
        self._is_part = 0 < shown < count
        words = self.tr("Fix {} shown") if self._is_part else self.tr("Fix all {}")
        self._fix_all.setText(words.format(shown if self._is_part else count))
        self._fix_all.setVisible(count > 0)

    def _ask_to_fix(self) -> None:
        if self._is_part:
            self.fix_requested.emit(Several(shown_edits(self._model.diagnostics)))
        else:
            self.fix_all_requested.emit()

    def _empty_text(self, graph: GraphInfo | None, target: str) -> str:
        if self._judgement != "known":
            return self._judgement_text()
        if graph is None:
            return self.tr("Open a model to see what the target cannot run.")
        if not target:
            return self.tr("No problems.")
        return self.tr("No problems for {}.").format(target)

    def _judgement_text(self) -> str:
        """Say that the problems of this graph are not known."""
        words: dict[Judgement, str] = {
            "known": "",
            "awaited": self.tr("checking…"),
            "failed": self.tr("not checked"),
        }
        return words[self._judgement]

    def _show_page(self) -> None:
        is_any = bool(self._model.diagnostics)
        one = self.tr("The problem does not have these words.")
        more = self.tr("None of {} problems has these words.")
        hidden = one if self._count == 1 else more.format(self._count)
        self._empty.setText(hidden if self._count else self._nothing)
        self._pages.setCurrentWidget(self._view if is_any else self._empty)

    def _filter(self, wanted: ProblemFilter) -> None:
        node = self._current_node()
        self._model.filter(wanted)
        self._show_fix_all()
        self._show_page()
        self.select(node)

    def _toggle(self, index: QModelIndex) -> None:
        group: ProblemGroup = index.data(GROUP)
        self._model.toggle(group.constraint)
        row = self._model.row_of_heading(group.constraint)
        self._view.setCurrentIndex(self._model.index(row, 0))

    @property
    def current(self) -> Diagnostic | None:
        """The problem that is marked; None on a heading too."""
        problem = self._view.currentIndex().data(DIAGNOSTIC)
        return problem if isinstance(problem, Diagnostic) else None

    def _current_node(self) -> str:
        return self.current.node if self.current else ""

    def _announce(self, selected: QItemSelection) -> None:
        if self._is_quiet or selected.isEmpty():
            return
        problem = selected.indexes()[0].data(DIAGNOSTIC)
        if problem is not None:
            self.problem_selected.emit(problem)

    def _fix(self, index: QModelIndex) -> None:
        group = index.data(GROUP)
        if isinstance(group, ProblemGroup):
            if group.edit is not None:
                self.fix_requested.emit(group.edit)
            return
        fix = first_fix(index.data(DIAGNOSTIC))
        if fix is not None and fix.is_applicable:
            self.fix_requested.emit(fix.edit)

    def _look_at(self, index: QModelIndex) -> None:
        problem = index.data(DIAGNOSTIC) if index.isValid() else None
        found = first_fix(problem) if isinstance(problem, Diagnostic) else None
        self.fix_looked_at.emit(found)

    def _preview(self, index: QModelIndex) -> None:
        fix = first_fix(index.data(DIAGNOSTIC))
        if fix is not None and fix.is_applicable:
            self.preview_requested.emit(fix.edit)
