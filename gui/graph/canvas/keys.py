"""Key presses on the canvas; a digit before a command tells it how deep to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from gui.graph.canvas.key_map import NO_DIGIT, UNUSED, command_for
from gui.graph.scene.camera import Camera

if TYPE_CHECKING:
    from gui.graph.canvas.pointer import Pointer
    from gui.graph.canvas.view import GraphView

KEYPAD = Qt.KeyboardModifier.KeypadModifier
COUNTED = {"depth", "producers", "consumers", "more_producers", "more_consumers"}
"""Commands that a digit goes before."""
BARE = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt)


class Keys(QObject):
    """Turns key presses of one view into calls on it."""

    def __init__(self, view: GraphView, pointer: Pointer) -> None:
        super().__init__(view)
        self.view, self.pointer = view, pointer
        self._digit = NO_DIGIT
        self._before = Camera()
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the keys that steer the view, before the menus see them."""
        if not isinstance(event, QKeyEvent) or event.key() in BARE:
            return False
        key, modifiers = event.key(), event.modifiers() & ~KEYPAD
        if event.type() == QEvent.Type.ShortcutOverride:
            if command_for(key, modifiers) is not None:
                event.accept()
            return False
        if event.type() != QEvent.Type.KeyPress:
            return False
        self.pointer.forget()
        return self._press(key, modifiers)

    def _press(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        digit, self._digit = self._digit, NO_DIGIT
        number = key - Qt.Key.Key_0
        if 0 <= number <= 9 and not modifiers:
            self._digit = number
        command = command_for(key, modifiers)
        if command is not None and command.key in COUNTED and digit != NO_DIGIT:
            self._take_back()
        self._before = self.view.camera
        if command is None:
            return self._digit != NO_DIGIT
        return command.do(self.view, digit) is not UNUSED

    def _take_back(self) -> None:
        """Look from where a digit was typed that also is a command of its own."""
        if self.view.camera != self._before:
            self.view.eye.look(self._before)
