"""The running job at the foot of the window: what it does, how far, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

from engine.progress import Progress
from gui.sentences import in_language
from gui.theme import MARGIN, set_role
from gui.widgets.announcing import announce
from gui.widgets.quantities import seconds_text


class JobBar(QFrame):
    """Hidden while nothing runs."""

    cancel_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("job_bar")
        self._told = ""
        self.text = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(260)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.left = QLabel()
        set_role(self.left, "small")
        self.cancel = QPushButton(self.tr("Cancel"))
        set_role(self.cancel, "outline")
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 5, MARGIN, 5)
        row.setSpacing(12)
        for widget in (self.text, self.bar, self.left):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.cancel)
        self.setVisible(False)

    def show_busy(self, title: str) -> None:
        """Show that something runs, or hide when `title` is empty."""
        if title and not self.isVisible():
            self.text.setText(title)
            self._tell(title)
            self.left.clear()
            self.bar.setMaximum(0)
            self.cancel.setEnabled(True)
        self._told = self._told if title else ""
        self.setVisible(bool(title))

    def show_progress(self, progress: Progress, seconds_left: float | None) -> None:
        """Show how far the job is."""
        note = f" · {in_language(progress.note)}" if progress.note else ""
        stage = in_language(progress.stage)
        stage = stage[:1].upper() + stage[1:]
        self._tell(stage)
        self.text.setText(f"{stage}{note}")
        is_counted = progress.total > 1
        self.bar.setMaximum(progress.total if is_counted else 0)
        self.bar.setValue(progress.done)
        words = [f"{progress.done} / {progress.total}"] if is_counted else []
        if seconds_left is not None and seconds_left >= 1 and is_counted:
            words.append(self.tr("{} left").format(seconds_text(seconds_left)))
        self.left.setText(" · ".join(words))

    def _tell(self, stage: str) -> None:
        """Announce a stage once, and not how far it is: the bar's value tells that."""
        if stage != self._told:
            self._told = stage
            announce(self, stage)

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.left.setText(self.tr("stopping after this step…"))
        self.cancel_clicked.emit()
