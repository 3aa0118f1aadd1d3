"""The space bar on the canvas: held, it makes any drag move the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from gui.graph.canvas import key_map

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

NONE = Qt.KeyboardModifier.NoModifier


class SpacePan(QObject):
    """Pans one view while the bar is held; let go without a drag it is a key press."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view
        self.is_held = False
        self._has_moved = False
        self._last: QPointF | None = None
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the bar, and the mouse while it is held."""
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._let_go()
        elif self.is_held and isinstance(event, QMouseEvent):
            self._mouse(event)
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Space or event.modifiers() != NONE:
            return False
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self.is_held, self._has_moved = True, False
            self._view.setCursor(Qt.CursorShape.OpenHandCursor)
        elif event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
            was_key = self.is_held and not self._has_moved
            self._let_go()
            command = key_map.command_for(event.key(), NONE)
            if was_key and command is not None:
                command.do(self._view, 0)
        return event.type() != QEvent.Type.ShortcutOverride

    def _mouse(self, event: QMouseEvent) -> None:
        if event.type() == QEvent.Type.MouseButtonPress:
            if event.button() == Qt.MouseButton.RightButton:
                return
            self._view.forget_pointer()
            self._last = event.position()
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._last = None
            self._view.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._last is not None:
            moved = event.position() - self._last
            self._last, self._has_moved = event.position(), True
            self._view.eye.pan(moved.x(), moved.y())

    def _let_go(self) -> None:
        if self.is_held:
            self.is_held, self._last = False, None
            self._view.unsetCursor()
