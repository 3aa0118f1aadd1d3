"""Start, progress, time left, Cancel: one line for every pass over images."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.progress import Progress
from gui.sentences import in_language
from gui.theme import set_role
from gui.widgets.announcing import announce
from gui.widgets.quantities import seconds_text

OTHER = Qt.FocusReason.OtherFocusReason


class RunBar(QWidget):
    """Offers Start while idle; shows progress and Cancel while running.

    Where stages are listed elsewhere and are no images, only the time left is said.
    """

    start_clicked = Signal()
    cancel_clicked = Signal()

    def __init__(
        self, start: str, parent: QWidget | None = None, *, names_stages: bool = True
    ) -> None:
        super().__init__(parent)
        self._names_stages, self._told = names_stages, ""
        self.start_button = QPushButton(start)
        set_role(self.start_button, "primary")
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.text = QLabel()
        self.text.setWordWrap(True)
        set_role(self.text, "small")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.start_button)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        row.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(row)
        layout.addWidget(self.text)
        self.start_button.clicked.connect(self.start_clicked)
        self.cancel_button.clicked.connect(self.cancel_clicked)
        self.show_idle()

    def show_idle(self, blocked: str = "") -> None:
        """Offer Start, or say why it cannot be pressed yet."""
        self._told = ""
        was_cancelling = self.cancel_button.hasFocus()
        self.start_button.setVisible(True)
        self.start_button.setEnabled(not blocked)
        if was_cancelling:
            self.start_button.setFocus(OTHER)
        self.start_button.setToolTip(blocked)
        self.bar.setVisible(False)
        self.cancel_button.setVisible(False)
        self.text.setText(blocked)
        self.text.setVisible(bool(blocked))

    def show_progress(self, progress: Progress, seconds_left: float | None) -> None:
        """Show how far the work is; a stage is announced once."""
        stage = in_language(progress.stage)
        if stage != self._told:
            self._told = stage
            announce(self, stage)
        self.bar.setVisible(True)
        self.cancel_button.setVisible(True)
        if self.start_button.hasFocus():
            self.cancel_button.setFocus(OTHER)
        self.start_button.setVisible(False)
        self.bar.setMaximum(progress.total if progress.total > 1 else 0)
        self.bar.setValue(progress.done)
        self.text.setText(self._sentence(progress, seconds_left))
        self.text.setVisible(True)

    def _sentence(self, progress: Progress, seconds_left: float | None) -> str:
        parts = [in_language(progress.stage)] if self._names_stages else []
        if self._names_stages and progress.total > 0:
            count = self.tr("{done} of {total} images").format(
                done=progress.done, total=progress.total
            )
            parts.append(count)
        if self._names_stages and progress.note:
            parts.append(in_language(progress.note))
        if seconds_left is not None and seconds_left >= 1:
            parts.append(self.tr("{} left").format(seconds_text(seconds_left)))
        return " · ".join(parts)
