"""The window: it places the parts and connects their wishes to the session."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.opening.source import ModelSource
from engine.progress import Progress
from engine.targets.profile import readable_profiles
from gui.commands.menus import fill_menus
from gui.commands.palette import Palette
from gui.commands.shortcuts import pressed
from gui.connections import connect_inspect, connect_measuring
from gui.crash import crash_dialog
from gui.dialogs import Dialogs
from gui.drop_target import DropTarget
from gui.editing.edit_notices import EditNotices
from gui.editing.fix_previews import FixPreviews
from gui.editing.node_editing import NodeEditing
from gui.exporting.from_window import GraphExport
from gui.keyboard_ring import KeyboardRing
from gui.notices import Notices
from gui.opening_word import (
    NO_OPTIONS,
    AskAboutModel,
    OpenProject,
    OpenSample,
    Options,
    read_word,
)
from gui.pages.entering import take_keys
from gui.pages.inspect import InspectPage
from gui.pages.measuring import MeasuringPages
from gui.pages.problem_steps import where_it_ends
from gui.pages.stages import stage_titles, steps_of
from gui.pages.staging import Staging
from gui.pages.starting import Starting
from gui.pages.target_comparison import TargetComparison
from gui.panels.calibration import CalibrationPanel
from gui.panels.comparison import ComparisonPanel
from gui.panels.compile import CompilePanel
from gui.panels.log import LogPanel, LogRelay
from gui.panels.start import StartPage
from gui.questions import ask_trust
from gui.session.collecting import Collector
from gui.session.editing import Editing
from gui.session.judging import Judging
from gui.session.lull import Lull
from gui.session.measuring import Measuring
from gui.session.opening import Opening
from gui.session.session import Session
from gui.session.state import SessionState, Stage
from gui.tab_order import step_focus
from gui.top_bar import TopBar
from gui.widgets.job_bar import JobBar
from gui.widgets.notice_bar import NoticeBar
from gui.widgets.status_line import StatusLine
from gui.widgets.stepper import Stepper

if TYPE_CHECKING:
    from gui.app import FirstPaint

log = logging.getLogger(__name__)
GEOMETRY, SPLITTER = "window", "inspect"
MEASURING: tuple[Stage, ...] = ("calibrate", "compare", "compile")


class MainWindow(QMainWindow):
    """Shows a session. `scheme_chosen` carries the colours the user wants."""

    scheme_chosen = Signal(str)

    def __init__(self, session: Session, log_file: Path | None = None) -> None:
        super().__init__()
        self.session, self.log_file = session, log_file
        self.first_paint: FirstPaint | None = None
        self.opening = Opening(
            session,
            lambda question: ask_trust(question, self),
            lambda path: self.dialogs.ask_changed(path),
            lambda file: self.dialogs.ask_moved(file),
        )
        self.editing, self.measuring = Editing(session), Measuring(session)
        self.dialogs, self.commands = Dialogs(self), Palette(self)
        self.exporting = GraphExport(self)
        self._shown = session.state
        self._place_parts()
        session.changed.connect(self._show_state)
        self.judging = Judging(session, self.inspect.afterwards)
        self.lull = Lull(session, self._is_behind)
        self.collector = Collector(self, session, self.lull)
        self.node_editing = NodeEditing(self)
        self.staging = Staging(self)
        self.actions_by_key = fill_menus(self, self.top.menus)
        self._connect_pages()
        self._connect_session()
        DropTarget(self).dropped.connect(self.open_word)
        KeyboardRing(self)
        self.resize(1440, 900)
        self._restore_layout()
        self.go("open")
        self.start.open_model.setFocus()
        self._show_state(session.state)

    def go(self, stage: str) -> None:
        """Show the page of a stage; without a network there is only the first."""
        page = self._pages[stage if self.session.state.is_open else "open"]
        if page is self.start:
            self.starting.show()
        self.stack.setCurrentWidget(page)
        self._stage = stage if self.session.state.is_open else "open"
        self.stepper.show_steps(steps_of(self.session.state), self._stage)
        self._show_job(self.session.state)

    def open_word(self, word: str, options: Options = NO_OPTIONS) -> None:
        """Open a sample, project or model by what the user typed or dropped."""
        try:
            wanted = read_word(word, options)
        except EngineError as error:
            self.session.tell_error(error)
            return
        match wanted:
            case OpenSample(name):
                self.opening.open_sample(name)
            case OpenProject(path, said):
                self.opening.open_project(path, said.changed)
            case AskAboutModel(path, target):
                self.ask_model(path, target)
            case ModelSource():
                self.opening.open_source(wanted)

    def is_showing_graph(self) -> bool:
        """Whether a network is open and on the screen."""
        return self.session.state.is_open and self.stack.currentWidget() is self.inspect

    def ask_model(self, path: Path | None = None, target: str = "") -> None:
        """Ask which model to open."""
        self.dialogs.ask_model(path, self.opening.open_source, target)

    def ask_project(self) -> None:
        """Ask which project to open."""
        path = self.dialogs.ask_project()
        if path is not None:
            self.opening.open_project(path)

    def save(self) -> bool:
        """Save the project where it was, or ask."""
        path = self.session.state.path
        return self.opening.save_project(path) if path is not None else self.save_as()

    def save_as(self) -> bool:
        """Ask where to save the project."""
        project = self.session.state.project
        path = self.dialogs.ask_save_path(project.name if project else "")
        return path is not None and self.opening.save_project(path)

    def save_picture(self) -> None:
        """Ask where to export the graph."""
        self.exporting.ask()

    def search(self) -> None:
        """Put the cursor into the search field."""
        self.go("inspect")
        self.inspect.graph.focus_search()

    def step_problem(self, step: int) -> None:
        """Go to the next or previous problem, also where two stages are compared."""
        if self.stack.currentWidget() is self.staging.page:
            self.staging.page.step_problem(step)
            return
        if not self.is_showing_graph():
            self.go("inspect")
        self.judging.once_known(lambda: self.inspect.step_problem(step))
        take_keys(self, "inspect")

    def show_node(self, name: str) -> None:
        """Go to a node of the graph."""
        self.go("inspect")
        self.inspect.select(name)

    def toggle_log(self) -> None:
        """Show or hide the log."""
        self.log_dock.setVisible(not self.log_dock.isVisible())

    def show_weights(self) -> None:
        """List what met and what did not."""
        self.dialogs.show_weights(self.session.state.weights)

    def show_keys(self) -> None:
        """List every shortcut."""
        self.dialogs.show_keys()

    def show_about(self) -> None:
        """Say what this is."""
        self.dialogs.show_about()

    def show_crash(self, trace: str) -> None:
        """Say that there was a bug; nothing is lost."""
        crash_dialog(trace, self.log_file, self).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Offer to save, stop the job, remember the layout."""
        if self.session.state.unsaved and not self._may_leave():
            event.ignore()
            return
        self.session.settings.set_layout(GEOMETRY, self.saveGeometry())
        self.session.settings.set_layout(SPLITTER, self.inspect.splitter.saveState())
        logging.getLogger().removeHandler(self._relay)
        self.exporting.finish()
        self.collector.let_go()
        self.session.close()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the notice or comparison, goes to the graph, or lets go there.

        The keys of a grey action come here too, for Qt drops them without a word.
        """
        key = pressed(event, "window")
        reason = self.actions_by_key.refusal(key)
        if reason:
            self.notices.refuse(key, reason)
        elif key != "escape":
            super().keyPressEvent(event)
        elif self.notice.isVisible():
            self.notice.clear()
        elif self.stack.currentWidget() is self.staging.page:
            self.go("inspect")
        else:
            self._leave_panel()

    def _leave_panel(self) -> None:
        """Go back to the graph from anywhere; there let go of the selected node."""
        view, focused = self.inspect.graph.view, QApplication.focusWidget() or self
        if self.is_showing_graph() and focused in (self, view):
            self.inspect.select("")
        elif self.session.state.is_open:
            self.go("inspect")
            view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go through the window as one reads it."""
        return step_focus(self, forward=forward)

    def _place_parts(self) -> None:
        targets, unreadable = readable_profiles()
        self.top, self.notice = TopBar(targets), NoticeBar()
        for sentence in unreadable:
            self.notice.say(sentence, "error")
        self.stepper = Stepper(steps_of(self.session.state))
        self.start, self.inspect = StartPage(), InspectPage()
        self.pages = MeasuringPages(
            CalibrationPanel(), ComparisonPanel(), CompilePanel()
        )
        self._pages: dict[str, QWidget] = {
            "open": self.start,
            "inspect": self.inspect,
            "fix": self.inspect,
            "calibrate": self.pages.calibration,
            "compare": self.pages.comparison,
            "compile": self.pages.compilation,
        }
        self.stack = QStackedWidget()
        for page in dict.fromkeys(self._pages.values()):
            self.stack.addWidget(page)
        self.job, self.status = JobBar(), StatusLine()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.top, self.stepper, self.notice):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        column.addWidget(self.job)
        column.addWidget(self.status)
        self.setCentralWidget(body)
        self._place_log()

    def _place_log(self) -> None:
        self.log = LogPanel()
        self.log_dock = QDockWidget(self.tr("Log"))
        self.log_dock.setObjectName("log")
        self.log_dock.setWidget(self.log)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.log_dock)
        self.log_dock.setVisible(False)
        self._relay = LogRelay()
        self._relay.sender.written.connect(self.log.append)
        logging.getLogger().addHandler(self._relay)

    def _connect_pages(self) -> None:
        self.stepper.chosen.connect(self.go)
        self.top.target_chosen.connect(self.editing.set_target)
        self.notices = Notices(self)
        self.edit_notices, self.fix_previews = EditNotices(self), FixPreviews(self)
        self.job.cancel_clicked.connect(self.session.cancel)
        self.starting = Starting(self)
        self.targets = TargetComparison(self)
        connect_inspect(self)
        connect_measuring(self)

    def _connect_session(self) -> None:
        session = self.session
        session.opened.connect(self._on_opened)
        session.progressed.connect(self._on_progressed)
        session.crashed.connect(self.show_crash)

    def _show_state(self, state: SessionState) -> None:
        said, shown, self._shown = self.notice.said, self._shown, state
        is_other = state.info is not shown.info or state.target != shown.target
        self.inspect.show_state(state)
        if is_other:
            self.inspect.afterwards(lambda: self.notice.outdate(said))
        self.pages.show_state(state)
        self.stepper.show_steps(steps_of(state), self._stage)
        self.actions_by_key.show_state(state)
        self.top.show_target(state.target, state.is_open)
        self.status.show_state(state.busy is not None)
        self.status.show_toolchains(state.toolchains)
        self.status.show_network(state.info)
        self._show_job(state)
        name = state.project.name if state.project and state.is_open else ""
        self.setWindowTitle(f"{name}[*] – NPU Studio" if name else "NPU Studio")
        self.setWindowModified(bool(name) and state.unsaved)

    def _is_behind(self) -> bool:
        """Whether the window does not show all there is to come of an edit."""
        is_awaited = self.session.state.judgement == "awaited"
        return self.inspect.is_behind or is_awaited

    def _show_job(self, state: SessionState) -> None:
        """Show the running job below, unless its own page shows it."""
        is_elsewhere = state.busy != self._stage or state.busy not in MEASURING
        title = stage_titles()[state.busy] if state.busy and state.is_long else ""
        self.job.show_busy(title if is_elsewhere else "")

    def _on_opened(self, state: SessionState) -> None:
        self.notices.tell_opened(state)
        self.go("inspect")
        self.inspect.graph.setFocus(Qt.FocusReason.OtherFocusReason)
        if state.stopped and state.info is not None:
            ends = where_it_ends(state.info, state.diagnostics, state.stopped)
            self.inspect.select(ends)
        for warning in state.warnings:
            log.warning("%s", warning)

    def _on_progressed(self, progress: Progress, seconds_left: float | None) -> None:
        stage: Stage | None = self.session.state.busy
        self.job.show_progress(progress, seconds_left)
        if stage in MEASURING and self.session.state.is_long:
            self.pages.show_progress(stage, progress, seconds_left)

    def _may_leave(self) -> bool:
        project = self.session.state.project
        answer = self.dialogs.ask_save(project.name if project else "")
        if answer == QMessageBox.StandardButton.Save:
            return self.save()
        return answer == QMessageBox.StandardButton.Discard

    def _restore_layout(self) -> None:
        settings = self.session.settings
        self._stage = "open"
        geometry, sizes = settings.layout(GEOMETRY), settings.layout(SPLITTER)
        if geometry is not None:
            self.restoreGeometry(geometry)
        if sizes is not None:
            self.inspect.splitter.restoreState(sizes)
