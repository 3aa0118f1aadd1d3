"""What the last edit took away, pale where it was, until the user does something else.

An overlay over the view: neither the drawing nor what is exported knows of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.graph.painting.change_signs import LINES
from gui.graph.scene.anchors import gone_boxes
from gui.graph.scene.camera import Bounds
from gui.graph.scene.scene import Scene

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

MOST = 200
GAP, ROUND = 14.0, 7.0
TEXT_SIZE, LEAST_TEXT = 12.0, 7.0


@dataclass(frozen=True, slots=True)
class Ghost:
    """A title where a box was, in places of the drawing that is shown now."""

    title: str
    place: Bounds


class Remains(QWidget):
    """Lies over the whole view and lets the mouse through; hidden without ghosts."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view
        self._scene: Scene | None = None
        self.ghosts: tuple[Ghost, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        view.camera_changed.connect(self._on_moved)
        view.graph_changed.connect(self._on_changed)
        view.travel.left.connect(self.forget)

    def show_gone(self, before: Scene, dx: float, dy: float) -> None:
        """Show what is gone of an earlier drawing, moved to where it would be now."""
        self._scene = self._view.scene
        found = gone_boxes(before.graph, self._scene.graph)
        ghosts = []
        for box in found if len(found) <= MOST else ():
            x, y, width, height = before.layout.rects[box].tolist()
            place = free_place(self._scene, (x + dx, y + dy, width, height))
            ghosts.append(Ghost(before.graph.boxes[box].title, place))
        self.ghosts = tuple(ghosts)
        self.setGeometry(self._view.rect())
        self.setVisible(bool(ghosts))

    def forget(self) -> None:
        """Show nothing any more."""
        self._scene, self.ghosts = None, ()
        self.hide()

    def _on_changed(self) -> None:
        if self._view.scene is not self._scene:
            self.forget()

    def _on_moved(self) -> None:
        if self.ghosts:
            self.setGeometry(self._view.rect())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a pale card with a dashed border and a title struck out."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, camera = self._view.picture.colours, self._view.camera
        ground = QColor(colours.background)
        ground.setAlphaF(0.8)
        size = TEXT_SIZE * camera.scale
        font = painter.font()
        font.setPixelSize(max(1, round(size)))
        font.setStrikeOut(True)
        painter.setFont(font)
        for ghost in self.ghosts:
            left, top, right, bottom = ghost.place
            corners = camera.to_screen(left, top), camera.to_screen(right, bottom)
            rect = QRectF(*(QPointF(*corner) for corner in corners))
            painter.setPen(QPen(QColor(colours.dim), 1.2, LINES["removed"]))
            painter.setBrush(ground)
            painter.drawRoundedRect(rect, ROUND * camera.scale, ROUND * camera.scale)
            if size >= LEAST_TEXT:
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, ghost.title)
        painter.end()


def free_place(scene: Scene, rect: tuple[float, float, float, float]) -> Bounds:
    """Where a box was, or right or left of what is there now, if that is free."""
    x, y, width, height = rect
    here = x, y, x + width, y + height
    taken = scene.boxes_in(here)
    if not len(taken):
        return here
    over = scene.layout.rects[taken]
    behind = float((over[:, 0] + over[:, 2]).max()) + GAP
    before = float(over[:, 0].min()) - GAP - width
    for left in (behind, before):
        place = left, y, left + width, y + height
        if not len(scene.boxes_in(place)):
            return place
    return here
