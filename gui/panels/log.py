"""What happened, line by line, for when a sentence is not enough."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.theme import MARGIN, SPACING, set_role

MOST_LINES = 5000
FORMAT = "%(asctime)s  %(levelname)-7s  %(name)s  %(message)s"


class LogRelay(logging.Handler):
    """Hands log records, from whatever thread, to the GUI thread as text."""

    class Sender(QObject):
        """Carries the signal, which a handler cannot."""

        written = Signal(str)

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.sender = LogRelay.Sender()
        self.setFormatter(logging.Formatter(FORMAT, "%H:%M:%S"))

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record."""
        self.sender.written.emit(self.format(record))


class LogPanel(QWidget):
    """Shows lines as they are written; the oldest go first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMaximumBlockCount(MOST_LINES)
        self.text.setAccessibleName(self.tr("Log"))
        set_role(self.text, "code")
        copy, clear = QPushButton(self.tr("Copy all")), QPushButton(self.tr("Clear"))
        copy.clicked.connect(self.copy_all)
        clear.clicked.connect(self.text.clear)
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        row.addStretch(1)
        for button in (copy, clear):
            set_role(button, "outline")
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, SPACING, MARGIN, SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(self.text)
        layout.addLayout(row)

    def append(self, line: str) -> None:
        """Add one line (or a traceback of several)."""
        self.text.appendPlainText(line)

    def copy_all(self) -> None:
        """Put everything on the clipboard."""
        QApplication.clipboard().setText(self.text.toPlainText())
