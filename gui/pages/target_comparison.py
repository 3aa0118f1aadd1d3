"""The table of all targets, kept up to date while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.errors import EngineError
from engine.progress import Steps
from engine.targets.records import Coverage
from gui.panels.targets import TargetsDialog
from gui.sentences import in_language
from gui.session import work
from gui.session.state import SessionState

if TYPE_CHECKING:
    from engine.document import Document
    from gui.main_window import MainWindow

Answer = tuple[Coverage, ...] | EngineError


class TargetComparison(QObject):
    """Judges the network as edited for every target, when asked and after edits.

    Where that fails or is cancelled the table says so; it is judged again when it is
    opened, when the network changes, and when the user asks for it.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._editing = window.session, window.editing
        self._judged, self._is_asked = "", False
        self.dialog = TargetsDialog(window)
        self.dialog.target_chosen.connect(self._editing.set_target)
        self.dialog.retry_requested.connect(self._judge)
        self.dialog.cancel_requested.connect(self._session.cancel)
        window.top.comparison_requested.connect(self.open)
        window.session.changed.connect(self._follow)

    def open(self) -> None:
        """Show the table and judge the network."""
        if self._session.state.is_open:
            self.dialog.show()
            self.dialog.activateWindow()
            self._judge()

    def _follow(self, state: SessionState) -> None:
        if self._is_asked and state.busy is None:
            self._is_asked = False
            self.dialog.show_failure(
                self.tr("The network was not judged; it was cancelled or failed.")
            )
        if not self.dialog.isVisible() or state.info is None:
            return
        if state.info.digest != self._judged and state.busy is None:
            self._judge()
        elif state.project is not None:
            self.dialog.show_current(state.project.target)

    def _judge(self) -> None:
        info, session = self._session.state.info, self._session
        if info is None or not session.accepts():
            return
        self._judged = info.digest
        self.dialog.show_judging()

        def tried(document: Document) -> Steps[Answer]:
            try:
                return (yield from work.compare_targets(session.engine, document))
            except EngineError as error:
                return error

        def done(answer: Answer) -> None:
            self._is_asked = False
            if isinstance(answer, EngineError):
                self.dialog.show_failure(in_language(str(answer)))
            else:
                self.dialog.show_rows(info.name, answer, session.project.target)

        session.submit_for_document("inspect", tried, done, look="targets")
        self._is_asked = True
