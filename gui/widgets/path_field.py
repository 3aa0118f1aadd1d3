"""A folder to type, drop or browse for."""

from __future__ import annotations

import os
import re

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget


def with_tilde(text: str) -> str:
    """Write the user's own folder as a tilde, wherever it is said."""
    home = os.path.expanduser("~").rstrip("/\\")
    return re.sub(rf"{re.escape(home)}(?=[/\\\s]|$)", "~", text) if home else text


class FolderField(QWidget):
    """Emits `path_changed` when the user has chosen, not while typing."""

    path_changed = Signal(str)

    def __init__(
        self, name: str, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._path = ""
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(name)
        self.browse_button = QPushButton("…")
        self.browse_button.setStyleSheet("padding-left: 0px; padding-right: 0px;")
        room = self.browse_button.fontMetrics().horizontalAdvance("…")
        self.browse_button.setFixedWidth(max(38, room + 18))
        self.browse_button.setToolTip(self.tr("Browse for {}").format(name))
        self.browse_button.setAccessibleName(self.tr("Browse for {}").format(name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.edit, 1)
        row.addWidget(self.browse_button)
        self.setAcceptDrops(True)
        self.edit.setAcceptDrops(False)
        self.edit.editingFinished.connect(self._typed)
        self.browse_button.clicked.connect(self._browse)

    @property
    def path(self) -> str:
        """The folder chosen, empty for none."""
        return self._path

    def set_path(self, path: str) -> None:
        """Show a folder, one at home with a tilde; nothing is emitted."""
        self._path = path
        if self.edit.text() != (short := with_tilde(path)):
            self.edit.setText(short)
        self.edit.setToolTip(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Choose what was dropped."""
        self._choose(event.mimeData().urls()[0].toLocalFile())

    def _typed(self) -> None:
        self._choose(os.path.expanduser(self.edit.text().strip()))

    def _browse(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self._name, self._path)
        if path:
            self._choose(path)

    def _choose(self, path: str) -> None:
        if path != self._path:
            self.set_path(path)
            self.path_changed.emit(path)
