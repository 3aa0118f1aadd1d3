"""How the panes of a comparison are shown: mode, opacity, marks, zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QWidget,
)

from gui.theme import set_role
from gui.widgets.pane_group import OPACITY, Mode


class PaneToolbar(QWidget):
    """Settings of sight only: nothing here changes a result."""

    mode_changed = Signal(str, str)
    opacity_changed = Signal(float)
    marks_toggled = Signal(bool)
    label_toggled = Signal(bool)
    fit_clicked = Signal()
    fill_clicked = Signal()
    actual_size_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode: Mode = "side by side"
        self.modes = QButtonGroup(self)
        self.other = QComboBox()
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.marks = _flat(self.tr("Differences"))
        self.label = _flat(self.tr("Label"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._add_modes()
        self._add_other()
        self._row.addStretch(1)
        self._add_opacity()
        self._add_checks()
        self._add_zoom()

    def set_label_available(self, available: bool) -> None:
        """Offer the label pane only where there is a label."""
        self.label.setEnabled(available)

    def _add_modes(self) -> None:
        modes: tuple[tuple[Mode, str], ...] = (
            ("side by side", self.tr("Side by side")),
            ("wipe", self.tr("Wipe")),
            ("blink", self.tr("Blink")),
        )
        for mode, word in modes:
            button = _flat(word)
            button.setCheckable(True)
            button.setProperty("mode", mode)
            button.setChecked(mode == self._mode)
            self.modes.addButton(button)
            self._row.addWidget(button)
        self.modes.buttonClicked.connect(self._change_mode)

    def _add_other(self) -> None:
        self.other.addItem(self.tr("with quantized"), "quantized")
        self.other.addItem(self.tr("with calibrated"), "calibrated")
        self.other.setAccessibleName(self.tr("Compare float with"))
        self.other.setVisible(False)
        self.other.currentIndexChanged.connect(self._announce_mode)
        self._row.addWidget(self.other)

    def _add_opacity(self) -> None:
        word = QLabel(self.tr("Opacity"))
        set_role(word, "dim")
        word.setBuddy(self.opacity)
        self.opacity.setRange(0, 100)
        self.opacity.setValue(round(100 * OPACITY))
        self.opacity.setFixedWidth(84)
        self.opacity.setAccessibleName(self.tr("Opacity of the classes"))
        self.opacity.valueChanged.connect(
            lambda value: self.opacity_changed.emit(value / 100)
        )
        self._row.addWidget(word)
        self._row.addSpacing(4)
        self._row.addWidget(self.opacity)
        self._row.addSpacing(10)

    def _add_checks(self) -> None:
        for box in (self.marks, self.label):
            box.setCheckable(True)
            self._row.addWidget(box)
        self.marks.setChecked(True)
        self.marks.setToolTip(self.tr("Surround the pixels that differ from float"))
        self.label.setToolTip(self.tr("Show the ground truth beside the results"))
        self.label.setEnabled(False)
        self.marks.toggled.connect(self.marks_toggled)
        self.label.toggled.connect(self.label_toggled)
        self._row.addSpacing(10)

    def _add_zoom(self) -> None:
        zooms = (
            (
                self.tr("Fit"),
                self.tr("Show the whole image (double-click)"),
                self.fit_clicked,
            ),
            (
                self.tr("Fill"),
                self.tr("Fill the panes; the edges are cut"),
                self.fill_clicked,
            ),
            (
                "1:1",
                self.tr("One image pixel per screen pixel"),
                self.actual_size_clicked,
            ),
        )
        for word, tip, clicked in zooms:
            button = _flat(word)
            button.setToolTip(tip)
            button.clicked.connect(clicked)
            self._row.addWidget(button)

    def _change_mode(self, button: QPushButton) -> None:
        self._mode = button.property("mode")
        self.other.setVisible(self._mode != "side by side")
        self._announce_mode()

    def _announce_mode(self) -> None:
        self.mode_changed.emit(self._mode, str(self.other.currentData()))


def _flat(text: str) -> QPushButton:
    button = QPushButton(text)
    set_role(button, "flat")
    button.setStyleSheet("padding-left: 8px; padding-right: 8px;")
    return button
