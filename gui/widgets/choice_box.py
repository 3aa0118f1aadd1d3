"""A box to choose one of several named values."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QMargins, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

ROUND_TEXT = 8
"""Pixels that the style leaves free about the words."""
LEAST_LETTERS = 10


class ElidedBox(QComboBox):
    """A box whose chosen text ends in an ellipsis where it does not fit."""

    def sizeHint(self) -> QSize:
        """Room for the longest text and what the style leaves free about it."""
        return super().sizeHint().grownBy(QMargins(0, 0, ROUND_TEXT, 0))

    def minimumSizeHint(self) -> QSize:
        """Room for the beginning of a long text."""
        size, letter = super().minimumSizeHint(), self.fontMetrics().averageCharWidth()
        return QSize(min(size.width(), LEAST_LETTERS * letter), size.height())

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the box with as much of its text as fits; the tooltip has all of it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        whole = option.currentText
        option.currentText = option.fontMetrics.elidedText(
            whole, Qt.TextElideMode.ElideRight, room.width() - ROUND_TEXT
        )
        self.setToolTip("" if option.currentText == whole else whole)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def name_box(box: QComboBox, name: str) -> None:
    """Name a box that has no label.

    On Linux the value stands for the name of a box, so that the name is told behind it.
    """
    box.setAccessibleName(name)
    box.setAccessibleDescription(name)


def choice_box(texts: Mapping[str, str], name: str, chosen: str = "") -> QComboBox:
    """Make a box whose data are the values, the first one chosen if none is."""
    box = QComboBox()
    box.setAccessibleName(name)
    for value, text in texts.items():
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    return box
