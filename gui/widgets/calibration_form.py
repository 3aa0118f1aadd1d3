"""Which images measure the ranges, and how ranges become scales."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from engine.project import CalibrationSettings, Method
from gui.theme import set_role
from gui.widgets.filmstrip import Filmstrip, Frame
from gui.widgets.path_field import FolderField

THUMBNAIL = QSize(76, 50)
METHODS: tuple[Method, ...] = ("mse", "min_max", "percentile", "kl")


class CalibrationForm(QWidget):
    """Edits `CalibrationSettings`; the method is announced on its own."""

    changed = Signal(object)
    method_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = CalibrationSettings()
        self.images = FolderField(self.tr("Images"), self.tr("folder of images"))
        self.limit = QSpinBox()
        self.limit.setRange(0, 100_000)
        self.limit.setSpecialValueText(self.tr("all"))
        self.limit.setAccessibleName(self.tr("Number of images"))
        self.limit.lineEdit().setTextMargins(7, 0, 0, 0)
        self.method = QComboBox()
        self.method.setAccessibleName(self.tr("Method"))
        for method, word in zip(METHODS, self._words(), strict=True):
            self.method.addItem(word, method)
        self.strip = Filmstrip(THUMBNAIL)
        self.strip.setAccessibleName(self.tr("Calibration images"))
        self._found = _dim("small")
        self._why = _dim("small")
        self._arrange()
        self.images.path_changed.connect(self._announce)
        self.limit.editingFinished.connect(self._announce)
        self.method.activated.connect(self._announce_method)

    @property
    def settings(self) -> CalibrationSettings:
        """What the fields say."""
        method = METHODS[max(self.method.currentIndex(), 0)]
        return CalibrationSettings(self.images.path, self.limit.value() or None, method)

    def show_settings(
        self, settings: CalibrationSettings, images: Sequence[str]
    ) -> None:
        """Fill the fields; `images` are the files found in the folder."""
        self.images.set_path(settings.images)
        self.limit.setValue(settings.limit or 0)
        self.method.setCurrentIndex(METHODS.index(settings.method))
        self._shown = self.settings
        self._why.setText(self._reasons()[self.method.currentIndex()])
        used = images[: settings.limit]
        self.strip.show_frames([Frame(path, i) for i, path in enumerate(used)])
        self.strip.setVisible(bool(used))
        self._found.setText(self._count(settings, len(used), len(images)))
        self._found.setVisible(bool(settings.images))

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(6)
        for name, field in (
            (self.tr("Images"), self.images),
            (self.tr("Number"), self.limit),
            (self.tr("Method"), self.method),
        ):
            label = _dim("dim")
            label.setWordWrap(False)
            label.setText(name)
            label.setBuddy(field)
            form.addRow(label, field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(form)
        layout.addWidget(self._why)
        layout.addWidget(self.strip)
        layout.addWidget(self._found)

    def _count(self, settings: CalibrationSettings, used: int, found: int) -> str:
        if not found:
            return self.tr("No images in {}.").format(settings.images)
        return self.tr("{used} of {found} images").format(used=used, found=found)

    def _words(self) -> tuple[str, ...]:
        return (
            self.tr("Least squared error"),
            self.tr("Min–max"),
            self.tr("Percentile"),
            self.tr("KL divergence"),
        )

    def _reasons(self) -> tuple[str, ...]:
        return (
            self.tr("Clips where clipping and rounding together cost least."),
            self.tr("Keeps every value; one outlier widens the whole grid."),
            self.tr("Leaves out the rarest values at both ends."),
            self.tr("Keeps the distribution of values as it is."),
        )

    def _announce(self) -> None:
        if self.settings != self._shown:
            self._shown = self.settings
            self.changed.emit(self._shown)

    def _announce_method(self) -> None:
        if self.settings.method != self._shown.method:
            self._shown = self.settings
            self._why.setText(self._reasons()[self.method.currentIndex()])
            self.method_changed.emit(self._shown.method)


def _dim(role: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    set_role(label, role)  # type: ignore[arg-type]
    return label
