"""File choosers and small dialogs of the window."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from engine.opening.source import ModelSource, WeightReport
from gui.commands.shortcut_list import shortcut_groups
from gui.panels.keys import KeysDialog
from gui.panels.open_dialog import OpenDialog
from gui.questions import ask_changed, ask_save, weights_details, weights_summary

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Dialogs(QObject):
    """Asks and tells in front of one window; remembers the folders used."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def ask_model(
        self,
        path: Path | None,
        then: Callable[[ModelSource], object],
        target: str = "",
    ) -> None:
        """Ask for file, callable, arguments, weights, input and interpreter."""
        dialog = OpenDialog(self._folder("model"), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if path is not None:
            dialog.choose(path, target)

        def chosen(source: ModelSource) -> None:
            self._remember("model", Path(source.location))
            then(source)

        dialog.source_chosen.connect(chosen)
        dialog.open()

    def ask_project(self) -> Path | None:
        """Ask for a project file to open."""
        word, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open project"),
            self._folder("project"),
            self.tr("Projects (*.json)"),
        )
        return self._remember("project", Path(word)) if word else None

    def ask_moved(self, file: Path) -> Path | None:
        """Ask where a file lies now that a project was read from."""
        word, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("{} is not there any more: where is it now?").format(file.name),
            self._folder("project"),
            f"{file.name} (*{file.suffix})",
        )
        return Path(word) if word else None

    def ask_save_path(self, name: str) -> Path | None:
        """Ask for a file to save the project in."""
        stem = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
        start = Path(self._folder("project")) / f"{stem.strip('-') or 'project'}.json"
        word, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save project"),
            str(start),
            self.tr("Projects (*.json)"),
        )
        if not word:
            return None
        path = Path(word)
        return self._remember(
            "project", path if path.suffix else path.with_suffix(".json")
        )

    def ask_save(self, name: str) -> QMessageBox.StandardButton:
        """Ask what becomes of unsaved edits."""
        return ask_save(name, self._window)

    def ask_changed(self, path: Path) -> Path | None:
        """Ask where to save a project whose file was changed by somebody else."""
        return ask_changed(path, lambda: self.ask_save_path(path.stem), self._window)

    def show_weights(self, weights: WeightReport | None) -> None:
        """Tell how the checkpoint fitted, with every key that did not."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Weights"))
        if weights is None:
            box.setText(self.tr("This network was opened without a checkpoint."))
        else:
            box.setText(weights_summary(weights))
            box.setDetailedText(weights_details(weights))
        box.open()

    def show_keys(self) -> None:
        """List every shortcut and every gesture."""
        groups = shortcut_groups(self._window.actions_by_key)
        dialog = KeysDialog(groups, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_about(self) -> None:
        """Name the program, its version and licence."""
        try:
            number = version("npu-studio")
        except PackageNotFoundError:
            number = ""
        text = self.tr("Takes trained PyTorch networks to NPUs. Apache License 2.0.")
        self._tell(
            self.tr("About NPU Studio"), f"<b>NPU Studio {number}</b><p>{text}</p>"
        )

    def _tell(self, title: str, text: str) -> None:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(text)
        box.open()

    def _folder(self, purpose: str) -> str:
        return self._window.session.settings.folder(purpose)

    def _remember(self, purpose: str, path: Path) -> Path:
        self._window.session.settings.set_folder(purpose, str(path.parent))
        return path
