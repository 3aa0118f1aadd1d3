"""How pixels become the network's input, as fields."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from engine.images import Preprocessing
from gui.theme import set_role
from gui.widgets.quantities import shape_text

Three = tuple[float, float, float]


class PreprocessingForm(QWidget):
    """Edits a `Preprocessing`; emits only when the user has changed something."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Preprocessing()
        self.channels = QComboBox()
        self.channels.addItems(["RGB", "BGR"])
        self.channels.setAccessibleName(self.tr("Channel order"))
        self.divisor = _number(self.tr("Divisor"), 0.001, 65_535.0, 3)
        self.mean = self._by_channel(self.tr("Mean"), -1e4)
        self.std = self._by_channel(self.tr("Deviation"), 1e-4)
        self._size = QLabel()
        set_role(self._size, "code")
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(6)
        self._add(form, self.tr("Channels"), self.channels)
        self._add(form, self.tr("Divisor"), self.divisor)
        self._add(form, self.tr("Mean"), _row(self.mean))
        self._add(form, self.tr("Deviation"), _row(self.std))
        self._add(form, self.tr("Size"), self._size)
        self.channels.activated.connect(self._announce)
        for field in (self.divisor, *self.mean, *self.std):
            field.editingFinished.connect(self._announce)

    @property
    def preprocessing(self) -> Preprocessing:
        """What the fields say."""
        channels: Literal["RGB", "BGR"] = "RGB"
        if self.channels.currentText() == "BGR":
            channels = "BGR"
        return Preprocessing(
            channels, self.divisor.value(), _three(self.mean), _three(self.std)
        )

    def show_preprocessing(
        self, preprocessing: Preprocessing, size: tuple[int, int]
    ) -> None:
        """Fill the fields; `size` is the network's (height, width)."""
        self.channels.setCurrentText(preprocessing.channels)
        self.divisor.setValue(preprocessing.divisor)
        for fields, values in (
            (self.mean, preprocessing.mean),
            (self.std, preprocessing.std),
        ):
            for field, value in zip(fields, values, strict=True):
                field.setValue(value)
        self._shown = self.preprocessing
        self._size.setText(shape_text(size) if all(size) else "–")

    def _by_channel(self, word: str, least: float) -> list[QDoubleSpinBox]:
        """A field per channel, told apart by its number."""
        name = self.tr("{value}, channel {number}")
        names = [name.format(value=word, number=number) for number in (1, 2, 3)]
        return [_number(each, least, 1e4, 4) for each in names]

    def _add(self, form: QFormLayout, word: str, field: QWidget) -> None:
        label = QLabel(word)
        set_role(label, "dim")
        label.setBuddy(field)
        form.addRow(label, field)

    def _announce(self) -> None:
        if self.preprocessing != self._shown:
            self._shown = self.preprocessing
            self.changed.emit(self._shown)


class _Number(QDoubleSpinBox):
    """A number without trailing zeros."""

    def textFromValue(self, value: float) -> str:
        return f"{value:.{self.decimals()}f}".rstrip("0").rstrip(".")


def _number(name: str, least: float, most: float, decimals: int) -> QDoubleSpinBox:
    field = _Number()
    field.setRange(least, most)
    field.setDecimals(decimals)
    field.setAccessibleName(name)
    room = field.fontMetrics().horizontalAdvance("0.000")
    field.setMinimumWidth(max(48, room + 20))
    field.lineEdit().setTextMargins(7, 0, 0, 0)
    return field


def _row(fields: list[QDoubleSpinBox]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for field in fields:
        layout.addWidget(field, 1)
    return row


def _three(fields: list[QDoubleSpinBox]) -> Three:
    first, second, third = (field.value() for field in fields)
    return first, second, third
