"""Weights that only undo needs leave memory when nothing else is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.progress import Progress
from engine.sentence import say
from gui.session.lull import Lull
from gui.session.session import Session
from gui.session.state import SessionState

if TYPE_CHECKING:
    from engine.document import Document
    from engine.progress import Steps


class PuttingAway(QObject):
    """Asks for it after every edit, undo and jump, behind what the user waits for."""

    def __init__(self, session: Session, lull: Lull) -> None:
        super().__init__(session)
        self._session = session
        self._asked: tuple[object, int] = ((), 0)
        session.opened.connect(self._on_opened)
        lull.came.connect(self._on_rest)

    def _on_opened(self) -> None:
        self._asked = ((), 0)

    def _on_rest(self, state: SessionState) -> None:
        standing = state.made, state.cursor
        if state.is_open and state.busy is None and standing != self._asked:
            self._asked = standing
            self._session.submit_for_document(
                "inspect", put_weights_away, lambda _: None, look="scratch"
            )


def put_weights_away(document: Document) -> Steps[None]:
    """Move weights that only other states hold to a file."""
    yield Progress(say("Putting weights away"), 0, 1)
    document.put_weights_away()
