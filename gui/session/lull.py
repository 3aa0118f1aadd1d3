"""Tells when the user rests, for work that nobody waits for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from gui.session.session import Session
from gui.session.state import Facts, SessionState

REST_MS = 250
"""Longer than a key that is held takes to repeat."""


class Lull(QObject):
    """Passes the states of a session on, none of them soon after an edit or undo.

    `came` carries a `SessionState`: work that begins with it takes no time from the
    picture of an edit, and does not stand before the next one. It waits for as long as
    `is_behind` says that the window does not show the edit.
    """

    came = Signal(object)

    def __init__(self, session: Session, is_behind: Callable[[], bool]) -> None:
        super().__init__(session)
        self._session, self._is_behind = session, is_behind
        self._facts: Facts | None = session.state.facts
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._pass_on)
        session.changed.connect(self._on_changed)

    def _on_changed(self, state: SessionState) -> None:
        before, self._facts = self._facts, state.facts
        if state.facts is not before:
            self._timer.start()
        elif not self._timer.isActive():
            self.came.emit(state)

    def _pass_on(self) -> None:
        if self._is_behind():
            self._timer.start()
        else:
            self.came.emit(self._session.state)
