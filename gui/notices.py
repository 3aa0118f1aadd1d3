"""What the bar under the pipeline says, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.questions import warnings_text, weights_summary
from gui.session.session import Notice
from gui.session.state import SessionState

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Notices(QObject):
    """Says what the session notices, and takes it back once it holds no more."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._bar = window, window.notice
        self._details_are_weights = False
        self._bar.details_requested.connect(self._show_details)
        self._bar.undo_requested.connect(window.editing.undo)
        window.session.noticed.connect(self._on_noticed)
        window.session.changed.connect(self._bar.review)

    def tell_opened(self, state: SessionState) -> None:
        """Say how the weights of a network fit, or else what to know about it."""
        self._bar.clear()
        weights = state.weights
        is_met = weights is None or weights.is_met
        self._details_are_weights = not (is_met and state.warnings)
        if is_met and state.warnings:
            self._bar.say(warnings_text(state.warnings), "info")
        elif weights is not None:
            text, more = weights_summary(weights), bool(weights.unexpected)
            self._bar.say(text, "info" if is_met else "error", has_details=more)

    def refuse(self, key: str, reason: str) -> None:
        """Say why what a key stands for cannot be done, while that is so."""
        refusal = self._window.actions_by_key.refusal
        self._bar.say(reason, "info", holds=lambda: refusal(key) == reason)

    def _on_noticed(self, notice: Notice) -> None:
        self._details_are_weights = False
        session = self._window.session
        self._bar.say(
            notice.text,
            notice.kind,
            offers_undo=notice.offers_undo,
            holds=lambda: notice.holds(session.state),
        )

    def _show_details(self) -> None:
        if self._details_are_weights:
            self._window.show_weights()
        else:
            self._window.log_dock.setVisible(True)
