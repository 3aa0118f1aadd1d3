"""A frame around the canvas for whoever came to it, or steers it, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gui.commands.shortcuts import pressed

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class FocusRing(QWidget):
    """Lies over a whole view and lets the mouse through."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus, the size of the view, and whether keys or mouse steer."""
        if isinstance(event, QFocusEvent):
            self._show(event.gotFocus() and event.reason() in KEYBOARD)
        elif isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and pressed(event, "canvas"):
                self._show(True)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._show(False)
        elif event.type() == QEvent.Type.Resize:
            self.setGeometry(self.view.rect())
        return False

    def _show(self, is_shown: bool) -> None:
        self.setGeometry(self.view.rect())
        self.setVisible(is_shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self.view.picture.colours.accent), 2))
        painter.drawRect(QRectF(1, 1, self.width() - 2, self.height() - 2))
        painter.end()
