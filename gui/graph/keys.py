"""What the keys do on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from gui.graph.walking import Step, step

if TYPE_CHECKING:
    from gui.graph.pointer import Pointer
    from gui.graph.view import GraphView

WALKS: dict[int, tuple[Step, Step]] = {
    Qt.Key.Key_Up: ("producer", "left"),
    Qt.Key.Key_Down: ("consumer", "right"),
    Qt.Key.Key_Left: ("left", "producer"),
    Qt.Key.Key_Right: ("right", "consumer"),
}
PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Keys(QObject):
    """Turns key presses of one view into calls on it."""

    def __init__(self, view: GraphView, pointer: Pointer) -> None:
        super().__init__(view)
        self.view, self.pointer = view, pointer
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the keys that steer the view."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        self.pointer.forget()
        key, modifiers = event.key(), event.modifiers() & ~PLAIN
        if modifiers & ALT:
            return self._travel_key(key, modifiers)
        if modifiers:
            return False
        if key in WALKS:
            self._walk(WALKS[Qt.Key(key)])
            return True
        if event.modifiers() & SHIFT and key == Qt.Key.Key_Space:
            self.view.expand_alike(self.view.selection)
            return True
        extend = bool(event.modifiers() & SHIFT)
        return (
            self._camera_key(key)
            or self._trace_key(key, extend=extend)
            or self._box_key(key)
        )

    def _travel_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        travel = self.view.travel
        number = key - Qt.Key.Key_0
        if 1 <= number <= 9 and modifiers == ALT | CONTROL:
            travel.mark(number)
        elif modifiers != ALT:
            return False
        elif 1 <= number <= 9:
            travel.recall(number)
        elif key == Qt.Key.Key_Left:
            travel.back()
        elif key == Qt.Key.Key_Right:
            travel.forward()
        else:
            return False
        return True

    def _trace_key(self, key: int, *, extend: bool) -> bool:
        selection = self.view.chosen
        match key:
            case Qt.Key.Key_I:
                selection.trace("producers", extend=extend)
            case Qt.Key.Key_O:
                selection.trace("consumers", extend=extend)
            case Qt.Key.Key_A:
                selection.add_alike()
            case Qt.Key.Key_P:
                selection.trace_path()
            case Qt.Key.Key_Escape if selection.keys or selection.traced:
                selection.clear()
            case _:
                return False
        return True

    def _camera_key(self, key: int) -> bool:
        view = self.view
        match key:
            case Qt.Key.Key_F:
                view.fit()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                view.eye.zoom_in()
            case Qt.Key.Key_Minus:
                view.eye.zoom_out()
            case Qt.Key.Key_1:
                view.eye.zoom_to(view.eye.unit)
            case _:
                return False
        return True

    def _box_key(self, key: int) -> bool:
        view, box = self.view, self.view.picture.selected
        boxes = view.scene.graph.boxes
        match key:
            case Qt.Key.Key_Home if boxes:
                view.select(boxes[0].key)
            case Qt.Key.Key_End if boxes:
                view.select(boxes[-1].key)
            case Qt.Key.Key_Escape:
                view.select(None)
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter if box >= 0:
                self.pointer.open(box)
            case Qt.Key.Key_Backspace if box >= 0 and boxes[box].group >= 0:
                self.pointer.collapse(view.scene.graph.frames[boxes[box].group].key)
            case _:
                return False
        return True

    def _walk(self, ways: tuple[Step, Step]) -> None:
        scene, box = self.view.scene, self.view.picture.selected
        if not scene.graph.boxes:
            return
        if box < 0:
            self.view.select_box(0)
            return
        sideways = scene.layout.direction == "right"
        self.view.select_box(step(scene, box, ways[1] if sideways else ways[0]))
