"""A severity mark on its own, in the colours of the moment."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.marks import paint_mark
from gui.theme import Mark, theme_of

SIZE = 16


class MarkSign(QWidget):
    """Paints one mark."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = mark
        self.setFixedSize(SIZE, SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self.mark, theme_of(self.palette()))
        painter.end()
