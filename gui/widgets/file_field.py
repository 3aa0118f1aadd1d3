"""A file to type, drop or browse for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget


class FileField(QWidget):
    """Emits `path_changed` whenever the text changes; it may be a file to write."""

    path_changed = Signal(str)

    def __init__(
        self,
        name: str,
        kinds: str,
        placeholder: str = "",
        folder: str = "",
        *,
        saves: bool = False,
    ) -> None:
        super().__init__()
        self._saves = saves
        self._name, self._kinds, self._folder = name, kinds, folder
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setClearButtonEnabled(True)
        self.edit.setAcceptDrops(False)
        browse = QPushButton(self.tr("Browse…"))
        browse.setAutoDefault(False)
        browse.setAccessibleName(self.tr("Browse for {}").format(name))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.edit, 1)
        row.addWidget(browse)
        self.setAcceptDrops(True)
        self.edit.textChanged.connect(lambda text: self.path_changed.emit(text.strip()))

    @property
    def path(self) -> str:
        """The file chosen, empty for none."""
        return self.edit.text().strip()

    def set_path(self, path: str) -> None:
        """Choose a file."""
        self.edit.setText(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Choose what was dropped."""
        self.set_path(event.mimeData().urls()[0].toLocalFile())

    def _browse(self) -> None:
        start = self.path or self._folder
        if self._saves:
            silent = QFileDialog.Option.DontConfirmOverwrite
            path, _ = QFileDialog.getSaveFileName(
                self, self._name, start, self._kinds, options=silent
            )
        else:
            path, _ = QFileDialog.getOpenFileName(self, self._name, start, self._kinds)
        if path:
            self.set_path(path)
