"""Two states side by side, as one graph with ghosts, or as code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.info import Diagnostic, GraphInfo, Severity
from engine.states import StateDifference
from gui.commands.shortcuts import pressed
from gui.graph.canvas.twins import Twins, have_in_view
from gui.graph.canvas.view import GraphView
from gui.graph.scene.changes import Change
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.ghosts import (
    Merged,
    changes_after,
    changes_before,
    first_change,
    merge,
)
from gui.graph.scene.scene import Marks
from gui.pages.problem_steps import next_problem
from gui.panels.differences import DifferencesPanel
from gui.theme import set_role, theme_of
from gui.widgets.choice_box import ElidedBox, name_box
from gui.widgets.code_diff import CodeDiff
from gui.widgets.code_sides import CodeSides
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.state_words import summary_text

Way = Literal["sides", "merged", "code"]
WAYS: tuple[Way, ...] = get_args(Way)
MOST_OPENED = 24
WIDEST = 380


@dataclass(frozen=True, slots=True)
class Compared:
    """A difference with the titles of both; numbers are -1 where they are no states.

    `merged` is both as one graph, where that is known already.
    """

    difference: StateDifference
    titles: tuple[str, str]
    before: int = -1
    after: int = -1
    merged: Merged | None = None


class DifferencePage(QWidget):
    """Shows one `Compared`; what is drawn here is never the document's own graph."""

    states_chosen = Signal(int, int)
    node_activated = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: Compared | None = None
        self._merged: Merged | None = None
        self.twins, self.merged, self.code = Twins(), GraphView(), CodeDiff()
        self.columns = CodeSides()
        self.merged.setAccessibleName(self.tr("Both states as one graph"))
        self.nodes = DifferencesPanel()
        self.views = QStackedWidget()
        for view in (self.twins, self.merged, self.code, self.columns):
            self.views.addWidget(view)
        self.before, self.after = ElidedBox(), ElidedBox()
        name_box(self.before, self.tr("State before"))
        name_box(self.after, self.tr("State after"))
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        set_role(self.summary, "dim")
        self.ways = {way: QPushButton(text) for way, text in self._ways().items()}
        self.beside = QPushButton(self.tr("In two columns"))
        self.copy = QPushButton(self.tr("Copy the code"))
        self.close_button = QPushButton(self.tr("Close"))
        self._place()
        self._connect()
        self.show_way("sides")
        self._dress()

    @property
    def way(self) -> Way:
        """How the two are shown."""
        return WAYS[min(self.views.currentIndex(), WAYS.index("code"))]

    @property
    def compared(self) -> Compared | None:
        """What is shown."""
        return self._compared

    def show_states(self, titles: Sequence[str]) -> None:
        """Offer these states to compare, the opened model first."""
        for box in (self.before, self.after):
            box.clear()
            box.addItems([f"{number}  {text}" for number, text in enumerate(titles)])

    def show_compared(self, compared: Compared) -> None:
        """Show what tells two apart."""
        self._compared, found = compared, compared.difference
        self._merged = None
        are_states = compared.before >= 0
        self._arrow.setText("→" if are_states else "  →  ".join(compared.titles))
        self._arrow.setToolTip(self._arrow.text())
        self.before.setVisible(are_states)
        self.after.setVisible(are_states)
        if are_states:
            self.before.setCurrentIndex(compared.before)
            self.after.setCurrentIndex(compared.after)
        self.summary.setText(summary_text(found))
        self.nodes.show(found)
        self.code.show_diff(found.nodes.text)
        self.columns.show_diff(found.nodes.text)
        self.twins.show_titles(compared.titles)
        self._draw()
        self._look()

    def _look(self) -> None:
        """Let go of what was selected, and have a change in view."""
        if self._compared is None:
            return
        found = self._compared.difference
        if self.way == "merged" and self._merged is not None:
            self.merged.select(None)
            _look_at_first(self.merged, self._merged.changes)
        elif self.way == "sides":
            self.twins.after.select(None)
            self.twins.look_at(*first_change(found))

    def take_keys(self) -> None:
        """Let the keys act on what is compared."""
        if self.way == "sides":
            self.twins.after.setFocus()
        elif (shown := self.views.currentWidget()) is not None:
            shown.setFocus()

    def show_way(self, way: Way) -> None:
        """Show side by side, merged or as code."""
        is_beside = way == "code" and self.beside.isChecked()
        self.views.setCurrentIndex(WAYS.index(way) + is_beside)
        for each, button in self.ways.items():
            button.setChecked(each == way)
        self.copy.setVisible(way == "code")
        self.beside.setVisible(way == "code")
        if self._draw():
            self._look()

    def next_way(self) -> None:
        """Show the two in the next of the three ways."""
        self.show_way(WAYS[(WAYS.index(self.way) + 1) % len(WAYS)])

    def select(self, name: str, is_later: bool) -> None:
        """Bring a node of either state to the middle."""
        if self.way == "merged" and self._merged is not None:
            ghost = {own: drawn for drawn, own in self._merged.ghosts.items()}
            self.merged.select(name if is_later else ghost.get(name, name))
        else:
            self.show_way("sides")
            self.twins.select(name, is_later=is_later)

    def step_problem(self, step: int) -> None:
        """Select the next (1) or previous (-1) problem of the later state."""
        if self._compared is None:
            return
        found = self._compared.difference
        view = self.merged if self.way == "merged" else self.twins.after
        problems = [each for each in found.after_problems if each.node]
        problem = next_problem(found.after, problems, view, step)
        if problem is not None:
            self.select(problem.node, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, M changes the way."""
        match pressed(event, "difference"):
            case "close":
                self.closed.emit()
            case "way":
                self.next_way()
            case _:
                super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Dress the canvases when the theme changes."""
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _ways(self) -> dict[Way, str]:
        return {
            "sides": self.tr("Side by side"),
            "merged": self.tr("As one graph"),
            "code": self.tr("Code"),
        }

    def _place(self) -> None:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(8)
        arrow = ElidedLabel("→")
        for box in (self.before, self.after):
            box.setMaximumWidth(WIDEST)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for widget in (self.before, arrow, self.after):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (
            *self.ways.values(),
            self.beside,
            self.copy,
            self.close_button,
        ):
            set_role(button, "outline")
            row.addWidget(button)
        self._arrow = arrow
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.nodes)
        splitter.addWidget(self.views)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([250, 1100])
        splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.summary.setContentsMargins(14, 0, 14, 8)
        for part in (bar, self.summary):
            column.addWidget(part)
        column.addWidget(splitter, 1)

    def _connect(self) -> None:
        for way, button in self.ways.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, to=way: self.show_way(to))
        self.beside.setCheckable(True)
        self.beside.clicked.connect(lambda: self.show_way("code"))
        self.copy.clicked.connect(self.code.copy_all)
        self.close_button.clicked.connect(self.closed)
        self.before.activated.connect(self._choose)
        self.after.activated.connect(self._choose)
        self.nodes.node_selected.connect(self.select)
        self.twins.after.node_activated.connect(self.node_activated)

    def _choose(self) -> None:
        self.states_chosen.emit(self.before.currentIndex(), self.after.currentIndex())

    def _draw(self) -> bool:
        """Draw what is in view where that is new, others only when asked for."""
        compared = self._compared
        self._arrow.setVisible(compared is not None)
        if compared is None:
            return False
        if self.way == "merged" and self._merged is None:
            self._merged = compared.merged or merge(compared.difference)
            self.merged.show_graph(self._merged.info, opened_for(compared.difference))
            self.merged.show_marks(_merged_marks(compared.difference, self._merged))
            return True
        return self.way == "sides" and self._draw_sides(compared.difference)

    def _draw_sides(self, found: StateDifference) -> bool:
        twins = self.twins
        if twins.after.info() is found.after and twins.before.info() is found.before:
            return False
        twins.show_counterparts(found.heirs)
        opened = opened_for(found)
        for view, info in ((twins.before, found.before), (twins.after, found.after)):
            view.clear()
            view.show_graph(info, opened)
        twins.show_marks(
            _marks(found.before_problems, changes_before(found)),
            _marks(found.after_problems, changes_after(found)),
        )
        return True

    def _dress(self) -> None:
        is_dark = theme_of(self.palette()).is_dark
        colours = GraphColours.dark() if is_dark else GraphColours.light()
        self.twins.set_theme(colours)
        self.merged.set_theme(colours)


def opened_for(difference: StateDifference) -> frozenset[str] | None:
    """The modules around what changed; None, for as many as fit, where it is much."""
    paths: set[str] = set()
    for info, changes in (
        (difference.before, changes_before(difference)),
        (difference.after, changes_after(difference)),
    ):
        for name in changes:
            paths |= _around(info, name)
    return frozenset(paths) if paths and len(paths) <= MOST_OPENED else None


def _look_at_first(view: GraphView, changes: Mapping[str, Change]) -> None:
    """Bring the first change to the middle, as soon as all is placed."""
    first = next((node.name for node in view.info().nodes if node.name in changes), "")
    view.arrangement.afterwards(lambda: have_in_view(view, first))


def _around(info: GraphInfo, name: str) -> set[str]:
    parts = info.by_name[name].module.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts) + 1) if parts[0]}


def _merged_marks(found: StateDifference, merged: Merged) -> Marks:
    """The problems of the later state, and those that went, on what went."""
    drawn = {own: name for name, own in merged.ghosts.items()}
    gone = [
        replace(each, node=drawn[each.node])
        for each in found.before_problems
        if each.node in drawn
    ]
    return _marks([*gone, *found.after_problems], merged.changes)


def _marks(problems: Sequence[Diagnostic], changes: Mapping[str, Change]) -> Marks:
    order: tuple[Severity, ...] = ("advice", "warning", "error")
    worst: dict[str, Severity] = {}
    for severity in order:
        worst |= {each.node: severity for each in problems if each.severity == severity}
    worst.pop("", None)
    return Marks(severities=worst, changes=changes)
