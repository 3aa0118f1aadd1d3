"""Asks how to export the graph, and shows what it comes to and how far it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.progress import Progress
from engine.quantities import bytes_text
from gui.exporting.forecast import Forecast
from gui.exporting.offscreen import Wanted
from gui.exporting.rules import reasons
from gui.panels.export_form import ExportForm
from gui.theme import MARGIN, set_role
from gui.widgets.job_bar import JobBar

WIDTH = 600


class ExportDialog(QDialog):
    """Stays open while a file is written; `changed` asks for a new forecast.

    `export_requested` and `copy_requested` carry a `Wanted`, `folder_requested` the
    file whose folder is to be shown.
    """

    changed = Signal()
    export_requested = Signal(object)
    copy_requested = Signal(object)
    cancel_requested = Signal()
    folder_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export the graph"))
        self.form = ExportForm()
        self.facts, self.ending = QLabel(), QLabel()
        self.job = JobBar()
        self.export = QPushButton(self.tr("Export"))
        self.copy = QPushButton(self.tr("Copy"))
        self.folder = QPushButton(self.tr("Open the folder"))
        self.close_button = QPushButton(self.tr("Close"))
        self._selected, self._is_busy, self._is_writing = 0, False, False
        self._written = Path()
        self._place()
        self._connect()

    @property
    def wanted(self) -> Wanted:
        """What is chosen; a part that is not to be had is the whole graph."""
        return self.form.wanted

    def show_facts(self, selected: int, *, is_busy: bool) -> None:
        """Take over how many nodes are selected, and whether a long task runs."""
        self._selected, self._is_busy = selected, is_busy
        self._judge()

    def show_wanted(self, wanted: Wanted) -> None:
        """Show choices."""
        self.form.show_wanted(wanted)
        self._judge()

    def show_forecast(self, found: Forecast) -> None:
        """Tell what the file will be."""
        self.form.show_size(found.size)
        set_role(self.facts, "error" if found.problem else "dim")
        self.facts.setText(found.problem or self._words(found))

    def show_progress(self, progress: Progress, seconds_left: float | None) -> None:
        """Show how far the file is."""
        self.job.show_progress(progress, seconds_left)

    def show_writing(self) -> None:
        """Offer to cancel, and nothing else."""
        self._is_writing = True
        self.ending.setText("")
        self.folder.hide()
        self.form.setEnabled(False)
        self.job.show_busy(self.tr("Exporting"))
        self._judge()

    def show_done(self, sentence: str, written: Path | None = None) -> None:
        """Say how it ended, and offer the folder of what was written."""
        self._is_writing = False
        self.job.show_busy("")
        self.form.setEnabled(True)
        set_role(self.ending, "ok" if written else "dim")
        self.ending.setText(sentence)
        self._written = written or Path()
        self.folder.setVisible(written is not None)
        self._judge()

    def show_failed(self, sentence: str) -> None:
        """Say why there is no file."""
        self.show_done(sentence)
        set_role(self.ending, "error")

    def reject(self) -> None:
        """Close; what is being written is cancelled."""
        self.cancel_requested.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what is being written."""
        self.cancel_requested.emit()
        super().closeEvent(event)

    def _judge(self) -> None:
        wanted = self.form.wanted
        found = reasons(wanted, self._selected, is_busy=self._is_busy)
        if wanted.region in found:
            self.form.regions["whole"].setChecked(True)
            found = reasons(self.wanted, self._selected, is_busy=self._is_busy)
        self.form.show_reasons(found)
        for button, key in ((self.export, "export"), (self.copy, "copy")):
            button.setEnabled(not self._is_writing and key not in found)
            button.setToolTip(found.get(key, ""))
            button.setAccessibleDescription(found.get(key, ""))

    def _words(self, found: Forecast) -> str:
        words = [self.tr("{} nodes").format(found.nodes)] if found.nodes else []
        if found.pixels[0]:
            words.append(self.tr("{} × {} pixels").format(*found.pixels))
            words.append(self.tr("painted in {} bands").format(found.bands))
        elif found.sheets == (1, 1) or (found.size[0] and not found.sheets[0]):
            sides = round(found.size[0]), round(found.size[1])
            words.append(self.tr("{} × {} units").format(*sides))
        if found.sheets[0]:
            words.append(self._pages(found))
        if found.blank:
            words.append(self.tr("without {} that are blank").format(found.blank))
        if found.page_scale < 1:
            text = self.tr("scaled to {} %: no PDF page may be longer")
            words.append(text.format(f"{100 * found.page_scale:.3g}"))
        if found.bytes:
            words.append(self.tr("about {}").format(bytes_text(found.bytes)))
        return " · ".join(words)

    def _pages(self, found: Forecast) -> str:
        across, down = found.sheets
        count = across * down - found.blank
        text = self.tr("pages: {count} ({across} across, {down} down)")
        return text.format(count=count, across=across, down=down)

    def _place(self) -> None:
        set_role(self.export, "primary")
        self.export.setDefault(True)
        self.folder.hide()
        self.folder.setAutoDefault(False)
        set_role(self.folder, "link")
        set_role(self.facts, "dim")
        for label in (self.facts, self.ending):
            label.setWordWrap(True)
        done = QHBoxLayout()
        done.addWidget(self.ending, 1)
        done.addWidget(self.folder)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(10)
        column.addWidget(self.form)
        column.addWidget(self.facts)
        column.addWidget(self.job)
        column.addLayout(done)
        column.addStretch(1)
        column.addLayout(buttons)
        self.resize(WIDTH, self.sizeHint().height())

    def _connect(self) -> None:
        self.form.changed.connect(self._on_changed)
        self.export.clicked.connect(lambda: self.export_requested.emit(self.wanted))
        self.copy.clicked.connect(lambda: self.copy_requested.emit(self.wanted))
        self.close_button.clicked.connect(self.reject)
        self.job.cancel_clicked.connect(self.cancel_requested)
        self.folder.clicked.connect(lambda: self.folder_requested.emit(self._written))

    def _on_changed(self) -> None:
        self.show_done("")
        self.changed.emit()
