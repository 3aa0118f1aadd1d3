"""The table of all targets, kept up to date while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.targets.records import Coverage
from gui import session_work as work
from gui.panels.targets import TargetsDialog
from gui.session_state import SessionState

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class TargetComparison(QObject):
    """Judges the network as edited for every target, when asked and after edits."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._editing = window.session, window.editing
        self._judged = ""
        self.dialog = TargetsDialog(window)
        self.dialog.target_chosen.connect(self._editing.set_target)
        window.top.comparison_requested.connect(self.open)
        window.session.changed.connect(self._follow)

    def open(self) -> None:
        """Show the table and judge the network."""
        if self._session.state.is_open:
            self.dialog.show()
            self.dialog.activateWindow()
            self._judge()

    def _follow(self, state: SessionState) -> None:
        if not self.dialog.isVisible() or state.info is None:
            return
        if state.info.digest != self._judged and state.busy is None:
            self._judge()
        elif state.project is not None:
            self.dialog.show_current(state.project.target)

    def _judge(self) -> None:
        info, session = self._session.state.info, self._session
        if info is None:
            return
        self._judged = info.digest

        def done(rows: tuple[Coverage, ...]) -> None:
            self.dialog.show_rows(info.name, rows, session.project.target)

        session.submit_for_document(
            "inspect",
            lambda document: work.compare_targets(session.engine, document),
            done,
            look="targets",
        )
