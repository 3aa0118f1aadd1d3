"""Exports the graph of a window: asks how, and writes or copies it on a thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QMimeData, QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from engine.errors import EngineError, SourceError
from engine.info import WrittenCode
from engine.progress import Steps
from engine.quantities import bytes_text
from gui.exporting.forecast import Forecast
from gui.exporting.offscreen import (
    CODES,
    Wanted,
    state_beside,
    unwritten,
    write_code,
)
from gui.exporting.remembered import recalled, remember
from gui.exporting.work import (
    Copy,
    Source,
    Vectors,
    copied,
    measured,
    written,
)
from gui.graph.canvas.export import image_seen
from gui.graph.exporting.sheet import Region, sheet_of_view
from gui.graph.scene.colours import GraphColours
from gui.panels.export_dialog import ExportDialog
from gui.panels.export_form import with_name
from gui.questions import may_replace
from gui.sentences import in_language
from gui.session.jobs import Job
from gui.session.session import Notice

if TYPE_CHECKING:
    from gui.main_window import MainWindow

SHARPER = 2.0
REST_MS = 200


class GraphExport(QObject):
    """The export dialog of one window, and the pictures it copies."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._job: Job | None = None
        self._measuring: Job | None = None
        self._asked = 0
        self.dialog: ExportDialog | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._measure)

    @property
    def is_busy(self) -> bool:
        """Whether something is being written or measured."""
        jobs = (self._job, self._measuring)
        return any(job is not None and job.isRunning() for job in jobs)

    def ask(self) -> None:
        """Show the dialog, as it was left the last time."""
        if self.dialog is None:
            self.dialog = self._make_dialog()
        settings = self._window.session.settings
        folder = Path(settings.folder("picture") or Path.home())
        name = self._window.inspect.graph.view.info().name
        self.dialog.show_wanted(with_name(recalled(settings), folder, name))
        self.dialog.show_done("")
        self.dialog.show()
        self.dialog.activateWindow()
        self._follow()

    def finish(self) -> None:
        """Stop everything, and wait for it."""
        self._rest.stop()
        for job in (self._job, self._measuring):
            if job is not None:
                job.cancel()
                job.wait()

    def cancel(self) -> None:
        """Stop writing; no part of a file is left."""
        if self._job is not None:
            self._job.cancel()

    def copy(self, region: Region, format: Literal["png", "svg"] = "png") -> None:
        """Put a picture into the clipboard: what is seen as it is, all else sharper.

        A drawing is twice as large as its cards are at 100 %.
        """
        if region == "view" and format == "png":
            self._take_copy(image_seen(self._window.inspect.graph.view))
            return
        self._copy(Wanted(format, Path(), region, scale=SHARPER, look="shown"))

    def copy_host(self) -> None:
        """Put what is left to the host into the clipboard, as Python."""
        self._copy(Wanted("host-code", Path()))

    def write(self, wanted: Wanted) -> None:
        """Write a file on a thread; the dialog or the window says how it ended."""
        if wanted.format in CODES:
            self._ask_code(wanted, lambda code: self._write_code(wanted, code))
            return
        self._once_judged(wanted, written, self._tell_written)

    def _copy(self, wanted: Wanted) -> None:
        if wanted.format in CODES:
            self._ask_code(wanted, lambda code: self._copy_text(code.text))
            return
        self._once_judged(wanted, copied, self._take_copy)

    def _once_judged(
        self,
        wanted: Wanted,
        work: Callable[[Source, Wanted], Steps[Any]],
        done: Callable[[Any], object],
    ) -> None:
        """Begin as soon as the problems are those of the graph."""

        def begin() -> None:
            source = self._source(wanted)
            self._start(lambda: work(source, wanted), done)

        self._window.judging.once_known(begin)

    def _make_dialog(self) -> ExportDialog:
        dialog = ExportDialog(self._window)
        dialog.changed.connect(self._rest.start)
        dialog.export_requested.connect(self._export)
        dialog.copy_requested.connect(self._copy_as_asked)
        dialog.cancel_requested.connect(self.cancel)
        dialog.folder_requested.connect(_open_folder)
        view, session = self._window.inspect.graph.view, self._window.session
        for signal in (
            view.chosen.changed,
            view.node_selected,
            view.module_selected,
            view.background_clicked,
            session.changed,
        ):
            signal.connect(self._follow)
        for signal in (view.camera_changed, view.graph_changed):
            signal.connect(self._measure_later)
        return dialog

    def _follow(self, *_: object) -> None:
        """Keep an open dialog on what is selected now."""
        dialog = self._shown_dialog()
        if dialog is not None:
            is_busy = self._window.session.state.is_long
            dialog.show_facts(len(self._names()), is_busy=is_busy)
            self._measure_later()

    def _measure_later(self) -> None:
        if self._shown_dialog() is not None:
            self._rest.start()

    def _names(self) -> tuple[str, ...]:
        """The selected nodes of the graph that is drawn; the network may be ahead."""
        view = self._window.inspect.graph.view
        graph, inside = view.scene.graph, set(view.chosen.shown())
        nodes = zip(graph.info.nodes, graph.box_of_node, strict=True)
        return tuple(node.name for node, box in nodes if box in inside)

    def _source(self, wanted: Wanted) -> Source:
        view = self._window.inspect.graph.view
        looks = {"light": GraphColours.light(), "dark": GraphColours.dark()}
        sheet = sheet_of_view(view, wanted.region, looks.get(wanted.look))
        found = self._window.session.state.diagnostics
        return Source(sheet, view.info(), found, self._names(), view.flow)

    # Measuring

    def _measure(self) -> None:
        if self.dialog is None or self.dialog.isHidden():
            return
        if self._measuring is not None and self._measuring.isRunning():
            self._rest.start()
            return
        wanted = self.dialog.wanted
        source = self._source(wanted)
        job = Job(lambda: measured(source, wanted), self)
        job.succeeded.connect(self.dialog.show_forecast)
        job.failed.connect(self._tell_no_forecast)
        job.crashed.connect(self._window.session.crashed)
        self._measuring = job
        job.start()

    def _tell_no_forecast(self, error: EngineError) -> None:
        if self.dialog is not None:
            self.dialog.show_forecast(Forecast(problem=in_language(str(error))))

    # Writing and copying

    def _export(self, wanted: Wanted) -> None:
        settings = self._window.session.settings
        if wanted.path.exists() and not may_replace(wanted.path, self.dialog):
            return
        settings.set_folder("picture", str(wanted.path.parent))
        remember(settings, wanted)
        self.write(wanted)

    def _copy_as_asked(self, wanted: Wanted) -> None:
        remember(self._window.session.settings, wanted)
        self._copy(wanted)

    def _start(
        self, work: Callable[[], Steps[Any]], done: Callable[[Any], object]
    ) -> None:
        if self._job is not None and self._job.isRunning():
            return
        job = self._job = Job(work, self)
        job.succeeded.connect(done)
        job.failed.connect(self._tell_failed)
        job.cancelled.connect(self._tell_cancelled)
        job.crashed.connect(self._window.session.crashed)
        dialog = self._shown_dialog()
        if dialog is not None:
            job.progressed.connect(dialog.show_progress)
            dialog.show_writing()
        job.start()

    def _ask_code(self, wanted: Wanted, done: Callable[[WrittenCode], object]) -> None:
        """Ask the engine for code; it has to wait while a long task runs."""
        if self._window.session.state.is_long:
            text = self.tr("Another task has the network; wait for it or cancel it.")
            self._tell_failed(SourceError(text))
            return
        choosing = self._window.node_editing.choosing
        if wanted.format == "host-code":
            choosing.ask_host_code(
                lambda text: done(WrittenCode(text)),
                lambda reason: self._tell_failed(SourceError(reason)),
            )
        elif wanted.region == "selection":
            choosing.ask_code(self._names(), lambda text: done(WrittenCode(text)))
        else:
            choosing.ask_network_code(done)

    def _write_code(self, wanted: Wanted, code: WrittenCode) -> None:
        """Write code; a state dict that is no part of what it replaces is asked for."""
        state = state_beside(wanted.path)
        is_other = bool(code.state) and state.exists() and not wanted.path.exists()
        if is_other and not may_replace(state, self.dialog):
            return
        try:
            write_code(wanted.path, code)
        except OSError as error:
            self._tell_failed(unwritten(wanted.path, error))
        else:
            self._tell_written(wanted.path)

    def _take_copy(self, found: Copy) -> None:
        if isinstance(found, str):
            self._copy_text(found)
            return
        if isinstance(found, Vectors):
            mime = QMimeData()
            mime.setData("image/svg+xml", found.data)
            mime.setText(found.data.decode())
            QGuiApplication.clipboard().setMimeData(mime)
            self._tell(self.tr("The drawing is copied."))
            return
        QGuiApplication.clipboard().setImage(found)
        text = self.tr("A picture of {} × {} pixels is copied.")
        self._tell(text.format(found.width(), found.height()))

    def _copy_text(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._tell(self.tr("Copied {} lines.").format(text.count("\n") + 1))

    # Telling

    def _shown_dialog(self) -> ExportDialog | None:
        if self.dialog is not None and not self.dialog.isHidden():
            return self.dialog
        return None

    def _tell_written(self, path: Path) -> None:
        size = bytes_text(path.stat().st_size)
        self._tell(self.tr("{} is written, {}.").format(path, size), path)

    def _tell(self, text: str, path: Path | None = None) -> None:
        dialog = self._shown_dialog()
        if dialog is not None:
            dialog.show_done(text, path)
        else:
            self._window.session.noticed.emit(Notice("info", text))

    def _tell_failed(self, error: EngineError) -> None:
        dialog = self._shown_dialog()
        if dialog is not None:
            dialog.show_failed(in_language(str(error)))
        else:
            self._window.session.tell_error(error)

    def _tell_cancelled(self) -> None:
        self._tell(self.tr("Cancelled; no file was written."))


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
