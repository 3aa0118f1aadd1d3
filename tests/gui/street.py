"""One window with the small sample open, for all the tests of a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer

from engine.document import Document
from gui.session.state import SessionState
from tests.conftest import write_small_street
from tests.studio import Studio, make_studio, wait_until

PATIENCE_S = 120


@dataclass(frozen=True, slots=True)
class Street:
    """The window, and its state when it had opened the network."""

    studio: Studio
    state: SessionState

    def start_over(self) -> Studio:
        """Open the network anew; it takes a tenth of what a new window does."""
        document = self.studio.session._document
        again = Document(document.base, document.name)
        self.studio.window.go("inspect")
        self.studio.session.replace_document(again, self.state)
        self.studio.window.notice.clear()
        wait_for(self.studio)
        return self.studio

    def let_go(self) -> None:
        """Wait for what still runs, and begin nothing any more that was to come."""
        for timer in self.studio.window.findChildren(QTimer):
            if timer.isSingleShot():
                timer.stop()
        wait_for(self.studio)


def open_street(folder: Path) -> Street:
    """Open the sample in a new window that has shown the plot of calibration once.

    The plot keeps a widget of its own for as long as the window lives.
    """
    studio = make_studio(folder)
    studio.window.resize(1440, 900)
    studio.window.show()
    studio.window.open_word(str(write_small_street(folder)))
    wait_until(studio.window.is_showing_graph, PATIENCE_S)
    studio.window.go("calibrate")
    wait_for(studio)
    return Street(studio, studio.session.state)


def wait_for(studio: Studio) -> None:
    """Wait until no job runs and the window shows what came of the last one."""
    page = studio.window.inspect
    wait_until(lambda: studio.is_idle() and not page.is_behind, PATIENCE_S)
