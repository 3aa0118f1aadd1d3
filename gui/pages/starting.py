"""The start page of a window: what it offers, and what its buttons wish for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.samples import samples
from gui.questions import recovery_text
from gui.session.autosave import LeftBehind, Unreadable

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Starting(QObject):
    """Opens what the user chooses there, or takes up what a killed window left."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._left: LeftBehind | Unreadable | None = None
        window.session.autosave.sweep()
        page = window.start
        page.open_model_requested.connect(lambda: window.ask_model())
        page.open_project_requested.connect(window.ask_project)
        page.recent_chosen.connect(lambda path: window.open_word(str(path)))
        page.sample_chosen.connect(window.opening.open_sample)
        page.recover_requested.connect(self._recover)
        page.discard_requested.connect(self._discard)

    def show(self) -> None:
        """Bring the page up to date."""
        session = self._window.session
        autosave = session.autosave
        left: list[LeftBehind | Unreadable] = [
            *autosave.left_behind()[:1],
            *autosave.unreadable()[:1],
        ]
        self._left = left[0] if left else None
        text = recovery_text(self._left) if self._left else ""
        can_recover = isinstance(self._left, LeftBehind)
        page = self._window.start
        page.show(session.settings.recent, samples(), text, can_recover=can_recover)

    def _recover(self) -> None:
        if isinstance(self._left, LeftBehind):
            self._window.opening.recover(self._left)

    def _discard(self) -> None:
        if self._left is not None:
            self._window.session.autosave.discard(self._left)
        self.show()
