"""What a comparison is made on: images, labels, how many; and what outputs are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from engine.project import ComparisonSettings
from gui.theme import set_role
from gui.widgets.path_field import FolderField


class ComparisonForm(QWidget):
    """Edits `ComparisonSettings`; classes and palette pass through unchanged."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = ComparisonSettings()
        self.images = FolderField(self.tr("Images"), self.tr("folder of images"))
        self.labels = FolderField(self.tr("Labels"), self.tr("optional"))
        self.limit = QSpinBox()
        self.limit.setRange(0, 100_000)
        self.limit.setSpecialValueText(self.tr("all"))
        self.limit.setAccessibleName(self.tr("Number of images"))
        self.limit.lineEdit().setTextMargins(7, 0, 0, 0)
        self.resize_box = _choice(
            self.tr("Resize"),
            self.tr("How logits grow to the size of the label; one way for every pane"),
            {self.tr("pixel centres"): False, self.tr("aligned corners"): True},
        )
        self.outputs_box = _choice(
            self.tr("Outputs are"),
            self.tr(
                "Classes are judged by how often they agree; values, such as a "
                "detector's boxes, features or distances, by their noise"
            ),
            {
                self.tr("as their form suggests"): "by_form",
                self.tr("classes"): "classes",
                self.tr("values"): "values",
            },
        )
        self._arrange()
        self._connect()

    @property
    def settings(self) -> ComparisonSettings:
        """What the fields say."""
        return replace(
            self._settings,
            images=self.images.path,
            labels=self.labels.path,
            limit=self.limit.value() or None,
            align_corners=bool(self.resize_box.currentData()),
            outputs=self.outputs_box.currentData(),
        )

    def show_settings(self, settings: ComparisonSettings) -> None:
        """Fill the fields; nothing is emitted."""
        self._settings = settings
        self.images.set_path(settings.images)
        self.labels.set_path(settings.labels)
        self.limit.setValue(settings.limit or 0)
        self.resize_box.setCurrentIndex(int(settings.align_corners))
        self.outputs_box.setCurrentIndex(self.outputs_box.findData(settings.outputs))

    def _arrange(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(6)
        for name, field in (
            (self.tr("Images"), self.images),
            (self.tr("Labels"), self.labels),
            (self.tr("Number"), self.limit),
            (self.tr("Outputs are"), self.outputs_box),
            (self.tr("Resize"), self.resize_box),
        ):
            label = QLabel(name)
            set_role(label, "dim")
            label.setBuddy(field)
            form.addRow(label, field)

    def _connect(self) -> None:
        self.images.path_changed.connect(self._announce)
        self.labels.path_changed.connect(self._announce)
        self.limit.editingFinished.connect(self._announce)
        self.resize_box.activated.connect(self._announce)
        self.outputs_box.activated.connect(self._announce)

    def _announce(self) -> None:
        if self.settings != self._settings:
            self._settings = self.settings
            self.changed.emit(self._settings)


def _choice(name: str, hint: str, values: Mapping[str, object]) -> QComboBox:
    """A box of choices by their words, with its name for screen readers."""
    box = QComboBox()
    for words, value in values.items():
        box.addItem(words, value)
    box.setAccessibleName(name)
    box.setToolTip(hint)
    return box
