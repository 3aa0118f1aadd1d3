"""Exports the graph of a window: asks for a file, and writes it beside the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from engine.errors import EngineError, SourceError
from engine.graph_files import dot_text, json_text
from engine.info import Diagnostic
from engine.progress import Progress, Steps
from gui.exporting import Wanted, write_sheet, write_text
from gui.graph.raster import image_of
from gui.graph.sheet import Region, Sheet, scene_for, sheet_of_view
from gui.graph.web_page import html_of
from gui.jobs import Job
from gui.session import Notice

if TYPE_CHECKING:
    from gui.main_window import MainWindow

SHARPER = 2.0
ENDINGS = ("svg", "png", "pdf", "html", "dot", "json")


class GraphExport(QObject):
    """Writes what the graph view of one window shows, in the format of the ending."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a file is being written."""
        return self._job is not None and self._job.isRunning()

    def ask(self) -> None:
        """Ask for a file, and export the whole drawing into it."""
        settings = self._window.session.settings
        start = Path(settings.folder("picture")) / "graph.svg"
        word, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Export graph"),
            str(start),
            self.tr("Graphs (*.svg *.png *.pdf *.html *.dot *.json)"),
        )
        if word:
            settings.set_folder("picture", str(Path(word).parent))
            self.write(Path(word))

    def write(self, path: Path, region: Region = "whole") -> None:
        """Export on a thread; the window says how it ended."""
        if self.is_busy:
            return
        sheet = sheet_of_view(self._window.inspect.graph.view, region)
        found = self._window.session.state.diagnostics
        job = Job(lambda: _steps(path, sheet, found), self)
        job.succeeded.connect(self._tell_done)
        job.failed.connect(self._window.session.tell_error)
        job.crashed.connect(self._window.session.crashed)
        self._job = job
        self._window.destroyed.connect(job.cancel)
        job.start()

    def copy(self, region: Region) -> None:
        """Put a picture into the clipboard, twice as sharp as on the screen."""
        try:
            sheet = sheet_of_view(self._window.inspect.graph.view, region)
            QGuiApplication.clipboard().setImage(image_of(sheet, SHARPER))
        except EngineError as error:
            self._window.session.tell_error(error)

    def _tell_done(self, path: Path) -> None:
        text = self.tr("{} is written.").format(path)
        self._window.session.noticed.emit(Notice("info", text))


def _steps(path: Path, sheet: Sheet, found: tuple[Diagnostic, ...]) -> Steps[Path]:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        raise SourceError(
            f"{path.name} has no ending to export to; there are {', '.join(ENDINGS)}."
        )
    yield Progress("Exporting", 0, 1)
    try:
        yield from _written(path, ending, sheet, found)
    except OSError as error:
        raise SourceError(
            f"{path} cannot be written ({error.strerror or error}); choose "
            "another folder."
        ) from error
    return path


def _written(
    path: Path, ending: str, sheet: Sheet, found: tuple[Diagnostic, ...]
) -> Steps[None]:
    scene = sheet.painter.picture.scene
    info = scene.graph.info
    if ending == "dot":
        write_text(path, dot_text(info, found))
    elif ending == "json":
        write_text(path, json_text(info, found))
    elif ending == "html":
        whole = scene_for(info, whole=True, depth=None)
        write_text(path, html_of([scene, whole], found))
    else:
        wanted = Wanted(ending, path, scale=SHARPER)
        yield from write_sheet(sheet, wanted)
