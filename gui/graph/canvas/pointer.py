"""The mouse on the canvas: an event filter that steers the view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputDevice,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QRubberBand

from gui.graph.canvas.hover import HoverCard, card_of, card_of_edges, card_of_frame
from gui.graph.painting.edge_hits import edges_at
from gui.graph.painting.edges import CURVE_SCALE

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

HOVER_MS = 300
CLICK_SLACK = 4
LEAST_BAND = 10
"""Pixels of a rubber band; a smaller one is a click by an unsteady hand."""
DRAGGING = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LABEL_HEIGHT = 24.0
EDGE_REACH = 5.0


class Pointer(QObject):
    """Turns events of one view into calls on it."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view = view
        self.card = HoverCard(view)
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._button = Qt.MouseButton.NoButton
        self._bands: Literal["", "choose", "zoom"] = ""
        self.wheel_zooms = False
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, view)
        self._dragging, self._title = False, -1
        self.edges: tuple[int, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(HOVER_MS)
        self._rest.timeout.connect(self._show_card)
        view.installEventFilter(self)

    def forget(self) -> None:
        """Hide the hover card, stop waiting for it, and point at no edge."""
        self._rest.stop()
        self.card.hide()
        self._point_at(())

    def _point_at(self, edges: tuple[int, ...]) -> None:
        if edges != self.edges:
            self.edges = edges
            self.view.update()

    def let_go(self) -> bool:
        """Give up what the mouse drags; tells whether it was anything."""
        is_dragging = self._pressed is not None and self._dragging
        self._band.hide()
        self._pressed, self._dragging = None, False
        self.view.unsetCursor()
        return is_dragging

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle what steers the view; leave the rest to it."""
        match event:
            case QWheelEvent():
                return self._wheel(event)
            case QNativeGestureEvent():
                return self._gesture(event)
            case QContextMenuEvent():
                return self._context_menu(event)
            case QMouseEvent():
                return self._mouse(event)
        if event.type() == QEvent.Type.Leave:
            self.forget()
            self.view.set_hovered(-1)
        return False

    # Mouse

    def _wheel(self, event: QWheelEvent) -> bool:
        self.forget()
        at, pixels, angle = event.position(), event.pixelDelta(), event.angleDelta()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        touch = event.device().type() == QInputDevice.DeviceType.TouchPad
        if not control and (touch or not pixels.isNull()):
            move = pixels if not pixels.isNull() else angle / 2
            self.view.eye.pan(move.x(), move.y())
        elif shift and not control:
            self.view.eye.pan((angle.x() or angle.y()) / 2, 0)
        elif not control and not self.wheel_zooms:
            self.view.eye.pan(angle.x() / 2, angle.y() / 2)
        else:
            notches = (angle.y() or angle.x()) / 120
            self.view.eye.zoom(1.2**notches, at.x(), at.y())
        event.accept()
        return True

    def _gesture(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        at = event.position()
        self.view.eye.zoom(1.0 + event.value(), at.x(), at.y())
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._press(event)
            case QEvent.Type.MouseMove:
                self._move(event)
            case QEvent.Type.MouseButtonRelease:
                self._release(event)
            case QEvent.Type.MouseButtonDblClick:
                self._double_click(event)
            case _:
                return False
        return True

    def _press(self, event: QMouseEvent) -> None:
        self.forget()
        self.view.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() in DRAGGING and self._pressed is None:
            self._pressed = self._last = event.position()
            self._dragging, self._button = False, event.button()
            self._bands = self._band_for(event)

    def _band_for(self, event: QMouseEvent) -> Literal["", "choose", "zoom"]:
        """What the left button draws a rubber band for."""
        if event.button() != Qt.MouseButton.LeftButton:
            return ""
        if event.modifiers() & SHIFT:
            return "choose"
        return "zoom" if event.modifiers() & CONTROL else ""

    def _move(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self._hover(event)
            return
        moved = event.position() - self._pressed
        if not self._dragging and moved.manhattanLength() <= CLICK_SLACK:
            return
        self._dragging = True
        if self._bands:
            self._band.setGeometry(self._banded(event.position()))
            self._band.show()
            return
        self.view.setCursor(Qt.CursorShape.ClosedHandCursor)
        moved = event.position() - self._last
        self._last = event.position()
        self.view.eye.pan(moved.x(), moved.y())

    def _release(self, event: QMouseEvent) -> None:
        if self._pressed is None or event.button() != self._button:
            return
        start, area = self._pressed, self._banded(event.position())
        was_band, was_drag = self._band.isVisible(), self._dragging
        self.let_go()
        if was_band and max(area.width(), area.height()) >= LEAST_BAND:
            self._use_band(area)
        elif (was_band or not was_drag) and event.button() == DRAGGING[0]:
            self._click(start, event.modifiers())

    def _click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        box, several = self._box(at), modifiers & (CONTROL | SHIFT)
        title = self.view.title_at(at.x(), at.y()) if box < 0 else -1
        if several and box >= 0:
            self._choose_too(box, toggle=bool(modifiers & CONTROL))
        elif box >= 0:
            self.view.select_box(box)
        elif title >= 0 and not several:
            self.view.select_frame(title)
        elif not several:
            self.view.select(None)

    def _choose_too(self, box: int, *, toggle: bool) -> None:
        key = self.view.scene.graph.boxes[box].key
        if toggle:
            self.view.chosen.toggle(key)
        else:
            self.view.chosen.add([key])

    def _banded(self, at: QPointF) -> QRect:
        start = self._pressed if self._pressed is not None else at
        return QRectF(start, at).normalized().toAlignedRect()

    def _use_band(self, area: QRect) -> None:
        """Choose all boxes that the rubber band touches, or enlarge what is in it."""
        view, to_drawing = self.view, self.view.camera.to_drawing
        first = to_drawing(area.left(), area.top())
        last = to_drawing(area.right() + 1, area.bottom() + 1)
        if self._bands == "zoom":
            view.travel.leave()
            view.eye.show_area((*first, *last))
            return
        found, boxes = view.scene.boxes_in((*first, *last)), view.scene.graph.boxes
        view.chosen.add([boxes[box].key for box in found.tolist()])

    def _double_click(self, event: QMouseEvent) -> None:
        at = event.position()
        box = self._box(at)
        if box >= 0:
            self._enlarge(box)
            self.open(box)
            return
        scene = self.view.scene
        frames = scene.frames_in(self._spot(at))
        if len(frames):
            self.collapse(scene.graph.frames[frames[-1]].key, at)

    def _enlarge(self, box: int) -> None:
        """Bring a node to the middle, as large as text is elsewhere or larger."""
        eye = self.view.eye
        if self.view.scene.graph.boxes[box].kind == "node":
            self.view.travel.leave()
            eye.centre_on(box)
            eye.zoom_to(max(eye.camera.scale, eye.unit))

    def collapse(self, key: str, at: QPointF | None = None) -> None:
        """Close a module and, if it is not there anyway, bring it under a point."""
        view = self.view
        view.folding.collapse(key)
        view.arrangement.afterwards(lambda: self._find_closed(key, at))

    def _find_closed(self, key: str, at: QPointF | None) -> None:
        view = self.view
        graph = view.scene.graph
        part = graph.part(key)
        box = -1 if part is None else graph.box_of_node[part.start]
        if box < 0 or graph.boxes[box].kind != "module":
            return
        if at is None:
            view.eye.ensure_visible(box)
        elif self._box(at) != box:
            x, y, width, height = view.scene.layout.rects[box].tolist()
            middle = x + width / 2, y + height / 2
            view.eye.look(view.camera.showing(middle, at.x(), at.y()))

    def open(self, box: int) -> None:
        """Open a module, or tell that a node is wanted."""
        shown = self.view.scene.graph.boxes[box]
        if shown.kind == "module":
            self.view.folding.expand(shown.key)
        else:
            self.view.node_activated.emit(shown.key)

    def _context_menu(self, event: QContextMenuEvent) -> bool:
        self.forget()
        box, frame = self.view.picture.selected, self.view.picture.frame
        at, graph = event.globalPos(), self.view.scene.graph
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            box = self._box(QPointF(event.pos()))
            spot = event.pos()
            frame = self.view.title_at(spot.x(), spot.y()) if box < 0 else -1
            chosen, _ = self.view.chosen.boxes(self.view.scene)
            if box >= 0 and box not in chosen:
                self.view.select_box(box)
            elif frame >= 0:
                self.view.select_frame(frame)
        elif box >= 0:
            x, y, width, height = self.view.scene.layout.rects[box].tolist()
            corner = self.view.camera.to_screen(x + width / 2, y + height)
            at = self.view.mapToGlobal(QPoint(*map(round, corner)))
        title = graph.frames[frame].key if frame >= 0 else ""
        key = graph.boxes[box].key if box >= 0 else title
        self.view.context_menu_requested.emit(key, at)
        return True

    def _box(self, at: QPointF) -> int:
        return self.view.scene.box_at(*self.view.camera.to_drawing(at.x(), at.y()))

    def _spot(self, at: QPointF) -> tuple[float, float, float, float]:
        x, y = self.view.camera.to_drawing(at.x(), at.y())
        return x, y, x, y

    # Hovering

    def _hover(self, event: QMouseEvent) -> None:
        box = self._box(event.position())
        spot = event.position()
        title = self.view.title_at(spot.x(), spot.y()) if box < 0 else -1
        edges = self._edges_at(spot) if max(box, title) < 0 else ()
        now = self.view.picture.hovered, self._title, self.edges
        if (box, title, edges) != now:
            self.forget()
            self._title = title
            self._point_at(edges)
            self.view.set_hovered(box)
        self._last = spot
        if (edges or max(box, title) >= 0) and not self.card.isVisible():
            self._rest.start()

    def _edges_at(self, at: QPointF) -> tuple[int, ...]:
        camera = self.view.camera
        if camera.scale < CURVE_SCALE:
            return ()
        spot = camera.to_drawing(at.x(), at.y())
        return edges_at(self.view.scene, *spot, EDGE_REACH / camera.scale)

    def _show_card(self) -> None:
        picture = self.view.picture
        if picture.hovered >= 0:
            text = card_of(picture, picture.hovered)
        elif 0 <= self._title < len(picture.scene.graph.frames):
            text = card_of_frame(picture, self._title)
        elif self.edges:
            text = card_of_edges(picture, self.edges)
        else:
            return
        self.card.show_at(text, self._last.toPoint())
