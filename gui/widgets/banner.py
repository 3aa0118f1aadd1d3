"""A line above what is not, or no longer, all that it should be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gui.marks import paint_mark
from gui.theme import MARGIN, set_role, theme_of
from gui.type_size import grown

_MARK = 12


class Banner(QWidget):
    """Hidden while there is nothing to say; `pressed` tells of its button."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel()
        self._text.setWordWrap(True)
        row = self._row = QHBoxLayout(self)
        self._indent()
        row.addWidget(self._text, 1)
        self.button = QPushButton()
        self.button.clicked.connect(self.pressed)
        set_role(self.button, "outline")
        row.addWidget(self.button)
        self.show_text("")

    @property
    def text(self) -> str:
        """What is written."""
        return self._text.text()

    def show_text(self, text: str, way_on: str = "") -> None:
        """Say it, with a button of that name if there is a way on, or hide."""
        self._text.setText(text)
        self.button.setText(way_on)
        self.button.setVisible(bool(way_on))
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        """Make room for a larger mark beside larger letters."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._indent()

    def _indent(self) -> None:
        left = MARGIN + grown(self.font(), _MARK) + 8
        self._row.setContentsMargins(left, 7, MARGIN, 7)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the warning's mark."""
        painter = QPainter(self)
        theme = theme_of(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.line))
        painter.setBrush(theme.severity_soft("warning"))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 7, 7)
        mark = grown(self.font(), _MARK)
        top = (self.height() - mark) / 2
        paint_mark(painter, QRectF(MARGIN, top, mark, mark), "warning", theme)
