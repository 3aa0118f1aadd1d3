"""A severity mark on its own, in the colours of the moment."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.marks import paint_mark
from gui.theme import Mark, theme_of
from gui.type_size import grown

SIZE = 16


class MarkSign(QWidget):
    """Paints one mark."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = mark
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as capital letters and a little more."""
        size = grown(self.font(), SIZE)
        return QSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self.mark, theme_of(self.palette()))
        painter.end()
