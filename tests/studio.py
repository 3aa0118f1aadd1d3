"""The real window in this process, for tests, measurements and screenshots."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from gui.app import make_application
from gui.main_window import MainWindow
from gui.session.autosave import Autosave
from gui.session.session import Session
from gui.settings import Settings
from gui.theme import Theme, apply_theme, light, undressed


@dataclass(frozen=True, slots=True)
class Studio:
    """A window with its session."""

    window: MainWindow
    session: Session

    def calibrate(self) -> None:
        """Press Calibrate."""
        self.window.go("calibrate")
        self.window.pages.calibration.run_bar.start_button.click()

    def compare(self) -> None:
        """Press Compare."""
        self.window.go("compare")
        self.window.pages.comparison.run_bar.start_button.click()

    def compile(self, folder: Path) -> None:
        """Choose the folder and press Compile."""
        self.window.go("compile")
        panel = self.window.pages.compilation
        panel.folder.set_path(str(folder))
        panel.run.start_button.click()

    def is_idle(self) -> bool:
        """Whether no job runs."""
        return self.session.state.busy is None

    def is_calibrated(self) -> bool:
        """Whether ranges are measured and no job runs."""
        return self.session.state.measured is not None and self.is_idle()


def make_studio(folder: Path) -> Studio:
    """Make a window whose settings and autosave live in `folder`."""
    session = Session(Settings(folder / "settings.ini"), Autosave(folder / "autosave"))
    with undressed():
        return Studio(MainWindow(session), session)


def close_studio(studio: Studio) -> None:
    """Close without a question, and leave no widget or thread."""
    studio.session.show(unsaved=False)
    studio.window.close()
    studio.window.deleteLater()
    studio.session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def open_studio(theme: Theme | None = None) -> Iterator[Studio]:
    """Show a window of 1440x900 for a while."""
    app = QApplication.instance() or make_application()
    assert isinstance(app, QApplication)
    apply_theme(app, theme or light())
    with TemporaryDirectory() as folder:
        studio = make_studio(Path(folder))
        studio.window.resize(1440, 900)
        studio.window.show()
        try:
            yield studio
        finally:
            close_studio(studio)


def wait_until(is_done: Callable[[], bool], seconds: float) -> None:
    """Run the event loop until something is so."""
    deadline = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{is_done} did not come true in {seconds} s")
        QApplication.processEvents()
        time.sleep(0.001)
    QApplication.processEvents()


def rest(seconds: float) -> None:
    """Run the event loop for a while."""
    end = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > end, seconds + 5)
