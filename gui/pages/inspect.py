"""Modules and problems, the graph, and the selected node with the history."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.errors import TargetError
from engine.info import Diagnostic, GraphInfo, NodeInfo
from engine.targets.profile import load_profile
from gui.graph.canvas.placing import AT_ONCE
from gui.graph.scene.anchors import is_edit
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.parts import Part
from gui.graph.tools.pane import GraphPane
from gui.pages.marks import SeenMarks, alike
from gui.pages.measures import measures_of
from gui.pages.problem_steps import next_problem
from gui.pages.source_sync import SourceSync
from gui.pages.stages import missing_text
from gui.pages.tree_sync import TreeSync
from gui.panels.history import HistoryPanel
from gui.panels.module_tree import ModuleTreePanel
from gui.panels.node import NodePanel
from gui.panels.problems import ProblemsPanel
from gui.panels.selection import SelectionPanel
from gui.session.state import SessionState
from gui.theme import set_role, theme_of
from gui.widgets.banner import Banner
from gui.widgets.module_groups import groups_of
from gui.widgets.side_splitter import SideSplitter
from gui.widgets.stage_strip import StageStrip


class InspectPage(QWidget):
    """Places the panels about the graph and keeps them on one selected node."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree, self.problems = ModuleTreePanel(), ProblemsPanel()
        self.graph, self.strip = GraphPane(), StageStrip()
        self.node, self.history = NodePanel(), HistoryPanel()
        self.selection = SelectionPanel()
        self.chosen = QStackedWidget()
        self.chosen.addWidget(self.node)
        self.chosen.addWidget(self.selection)
        self._state, self._seen = SessionState(), SeenMarks()
        self._selected, self._is_behind = "", False
        self._owed: list[Callable[[], None]] = []
        self._later: list[Callable[[], object]] = []
        self._followed: GraphInfo | None = None
        self._parts: tuple[Part, ...] = ()
        left = _column(self.tree, self.problems, (360, 400))
        right = _column(self.chosen, self.history, (500, 270))
        self.source = SourceSync(self)
        centre = _stacked(self.strip, self.source.splitter)
        self.splitter = SideSplitter((left, centre, right), 284, 320)
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.splitter, 1)
        self.tree.node_selected.connect(self.select)
        self.marking = TreeSync(self.tree, self.graph.view)
        self.graph.view.arrangement.changed.connect(self._on_arranging)
        self.problems.problem_selected.connect(self._select_problem)
        self.graph.view.node_selected.connect(self.select)
        self.graph.view.module_selected.connect(self._let_go)
        self.graph.view.background_clicked.connect(self._let_go)
        self.graph.view.node_activated.connect(self._enter_node)
        self.node.node_selected.connect(self.select)
        self._dress()

    @property
    def selected(self) -> str:
        """The selected node, empty for none."""
        return self._selected

    @property
    def is_behind(self) -> bool:
        """Whether some panel still shows the state before."""
        return self._is_behind or bool(self._owed)

    def show_state(self, state: SessionState) -> None:
        """Show a snapshot; only what changed is rebuilt."""
        before, self._state = self._state, state
        if state.info is not before.info:
            self._show_graph(state)
        elif state.facts is not before.facts or state.judgement != before.judgement:
            self._show_judgement(state)
        elif state.measured is not before.measured or state.stale != before.stale:
            self._show_modules()
            self._show_problems()
            self._show_measured(state)
            self._show_node()
        if state.preview is not before.preview:
            self.node.show_preview(state.preview)
            self.selection.show_preview(state.preview)

    def afterwards(self, do: Callable[[], object]) -> None:
        """Do something as soon as all of the page shows the state."""
        if self.is_behind:
            self._later.append(do)
        else:
            do()

    def show_several(self, are_several: bool) -> None:
        """Show the panel of several nodes, or that of one."""
        self.chosen.setCurrentWidget(self.selection if are_several else self.node)

    def select(self, name: str, *, centre: bool = True) -> None:
        """Show one node in every panel, and in the middle of the graph if so wished."""
        if name == self._selected == self.graph.view.selection:
            return
        self._catch_up()
        self._selected = name
        self.graph.view.select(name or None, centre)
        if name in self.graph.view.chosen.keys:
            self.marking.mark()
        else:
            self.tree.select(name)
        self.problems.select(name)
        self._show_node()

    def step_problem(self, step: int) -> None:
        """Select the next (1) or previous (-1) node with a problem, in graph order."""
        state, view = self._state, self.graph.view
        current = self.problems.current
        found = next_problem(state.info, state.diagnostics, view, step, current)
        if found is not None:
            self._select_problem(found)

    def changeEvent(self, event: QEvent) -> None:
        """Dress the canvas when the theme changes."""
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        is_dark = theme_of(self.palette()).is_dark
        colours = GraphColours.dark() if is_dark else GraphColours.light()
        self.graph.set_theme(colours)

    def _show_judgement(self, state: SessionState) -> None:
        """Show what the target says of the graph that is shown, or will be."""
        if self._is_behind:
            return
        self._show_measured(state)
        if not self._owed:
            QTimer.singleShot(0, self, self._go_on)
        self._owed = [self._show_modules, self._show_problems, self._show_rest]

    def _show_graph(self, state: SessionState) -> None:
        info, view = state.info, self.graph.view
        is_big = info is not None and len(info.nodes) > AT_ONCE
        self._is_behind = True
        self._owed.clear()
        if info is None:
            view.clear()
            self._selected = ""
        else:
            view.show_graph(info)
        if view.arrangement.is_editing:
            QTimer.singleShot(0, self, self._foresee)
            view.arrangement.afterwards(self._show_edited)
        elif is_big:
            self._show_edited()
        else:
            self._catch_up()

    def _foresee(self) -> None:
        """Find the marks of an edited graph while it is being placed."""
        if self._is_behind and self._state.info is not None:
            self.graph.view.expect_marks(self._seen.of(self._state))

    def _show_edited(self) -> None:
        """Paint the edited graph, and then the panels, which hold it up a while."""
        if self._is_behind:
            self._begin()
            self.graph.view.repaint()
            QTimer.singleShot(0, self, self._go_on)

    def _on_arranging(self, is_busy: bool) -> None:
        """Show the panels even where a graph was not placed to its end.

        The groups of one that is placed at last come into the tree then.
        """
        if is_busy:
            return
        if self._is_behind:
            QTimer.singleShot(0, self, self._show_edited)
        elif not self._owed and self.graph.view.scene.graph.parts != self._parts:
            self._show_modules()

    def _begin(self) -> None:
        """Show the state on the graph; the panels are owed."""
        self._is_behind = False
        self._show_measured(self._state)
        self._owed = [self._show_modules, self._show_problems, self._show_rest]

    def _go_on(self) -> None:
        """Show the state in one panel, and let the window answer before the next."""
        if self._owed:
            self._owed.pop(0)()
            QTimer.singleShot(0, self, self._go_on)

    def _catch_up(self) -> None:
        """Show the state in every panel that still shows the one before."""
        if self._is_behind:
            self._begin()
        while self._owed:
            self._owed.pop(0)()

    def _show_rest(self) -> None:
        state, followed = self._state, self._followed
        self._followed = state.info
        if state.info is not None:
            is_same = followed is not None and is_edit(followed, state.info)
            self._follow(heir(self._selected, followed, state.info) if is_same else "")
        self._show_node()
        self.banner.show_text(*missing_text(state))
        later, self._later = self._later, []
        for do in later:
            do()

    def _show_modules(self) -> None:
        info, graph = self._state.info, self.graph.view.scene.graph
        self._parts = graph.parts if graph.info is info else ()
        groups = groups_of(info, self._parts)
        self.tree.show(info, self._state.diagnostics, groups)
        self.marking.mark()

    def _show_problems(self) -> None:
        state = self._state
        found = (*state.diagnostics, *state.hints)
        target = self._target(state)
        self.problems.show(found, state.info, target, state.judgement)

    def _show_measured(self, state: SessionState) -> None:
        """Colour by what is known, and write scales on edges."""
        view = self.graph.view
        if state.info is not None:
            view.show_marks(self._seen.of(state))
        view.colouring.offer(measures_of(state))

    def _follow(self, heir: str) -> None:
        """Move the selection to what took the node's place, or let go of it.

        The graph stays where it is.
        """
        if not heir:
            self._selected = ""
        elif heir != self._selected:
            self.select(heir, centre=False)

    def _let_go(self) -> None:
        """Follow the canvas, where nothing is selected or a closed module is."""
        self._selected = ""
        self.problems.select("")
        self._show_node()

    def _target(self, state: SessionState) -> str:
        name = state.project.target if state.project else ""
        try:
            return load_profile(name).title if name else ""
        except TargetError:
            return name

    def _enter_node(self, name: str) -> None:
        self.select(name)
        self.splitter.show_sides()
        self.node.setFocus(Qt.FocusReason.OtherFocusReason)

    def _select_problem(self, diagnostic: Diagnostic) -> None:
        """Select its node; of a problem of no node show the line that it is about."""
        self.select(diagnostic.node)
        place, state = diagnostic.source, self._state
        if diagnostic.node or state.info is None:
            return
        self.problems.select_problem(diagnostic)
        text = source_text(place.file) if place else ""
        if place and text:
            self.source.show_line(state.info, place, state.diagnostics, text)

    def _show_node(self) -> None:
        info = self._node_info()
        found = (*self._state.diagnostics, *self._state.hints)
        mine = [each for each in found if each.node == self._selected]
        text = source_text(info.source.file) if info and info.source else ""
        ranges = self._state.measured.ranges if self._state.measured else ()
        seen = next((each for each in ranges if each.name == self._selected), None)
        self.node.show(
            info,
            mine,
            text,
            alike(self._state.diagnostics),
            seen,
            self._state.judgement,
        )
        self.show_source()

    def show_source(self) -> None:
        """Show the file that made the selected node, where the file is shown."""
        info = self._node_info()
        text = source_text(info.source.file) if info and info.source else ""
        state = self._state
        self.source.show(state.info, self._selected, state.diagnostics, text)

    def _node_info(self) -> NodeInfo | None:
        graph = self._state.info
        return graph.by_name.get(self._selected) if graph else None


def heir(name: str, before: GraphInfo | None, after: GraphInfo) -> str:
    """Find what a node has become: itself, what replaced it, or what it replaced."""
    if name in after.by_name:
        return name
    old = before.by_name.get(name) if before else None
    if old is None:
        return ""
    if old.origin in after.by_name:
        return old.origin
    replaced = (node.name for node in reversed(after.nodes) if node.origin == name)
    return next(replaced, "")


def source_text(file: str) -> str:
    """Read a source file as it is now; empty where it cannot be read."""
    try:
        return _read_once(file, Path(file).stat().st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=32)
def _read_once(file: str, changed_ns: int) -> str:
    """Read a file that was changed at that time."""
    return Path(file).read_text(encoding="utf-8", errors="replace")


def _stacked(strip: StageStrip, graph: QWidget) -> QWidget:
    widget = QWidget()
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(strip)
    layout.addWidget(graph, 1)
    return widget


def _column(upper: QWidget, lower: QWidget, sizes: tuple[int, int]) -> QFrame:
    frame, splitter = QFrame(), QSplitter(Qt.Orientation.Vertical)
    set_role(frame, "panel")
    splitter.addWidget(upper)
    splitter.addWidget(lower)
    splitter.setSizes(list(sizes))
    splitter.setChildrenCollapsible(False)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(splitter)
    return frame
