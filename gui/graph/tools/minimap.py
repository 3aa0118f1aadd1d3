"""The whole graph in a corner, with a frame around the part on the canvas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QMargins, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from gui.graph.canvas.neighbours import Neighbours, bounds_of
from gui.graph.canvas.view import GraphView
from gui.graph.painting.overview import draw_boxes, surface, thinned
from gui.graph.painting.signs import paint_severity
from gui.graph.scene.camera import Bounds, Camera, fitting, on_screen
from gui.graph.scene.free_places import are_apart
from gui.graph.scene.scene import RANKS

SIZE = QSize(170, 112)
MARGIN = 12
RIBBON = 16
INSET = 7
DOT = 2.5
BESIDE = QMargins(6, 6, 6, 6)


class Minimap(QWidget):
    """Lies over the lower right corner of a view; click or drag moves the view."""

    def __init__(self, view: GraphView, beside: Sequence[QWidget] = ()) -> None:
        super().__init__(view)
        self.view = view
        self._neighbours = Neighbours(view, beside)
        self._picture: QPixmap | None = None
        self._colours = view.picture.colours
        self._is_wanted, self._is_held = True, False
        self.setFixedSize(SIZE)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Overview"))
        view.graph_changed.connect(self._forget)
        view.camera_changed.connect(self._place)
        view.breadcrumbs_changed.connect(self._place)
        view.finding.changed.connect(self.update)
        self._neighbours.changed.connect(self._place)

    def _forget(self) -> None:
        self._picture = None
        self._place()

    def set_wanted(self, is_wanted: bool) -> None:
        """Show the map where it is of use, or never."""
        self._is_wanted = is_wanted
        self._place()

    def _place(self, *_: object) -> None:
        """Stay in the corner; hide while the canvas shows the whole graph anyway.

        It gives way to the selected box and to those joined to it: to the corner above,
        or it hides.
        """
        room = self.view.size()
        if not self._is_held:
            corner = self._free_corner()
            self.move(corner if corner is not None else self._corners()[0])
            is_free = corner is not None
            is_wanted = self._is_wanted and room.width() > 3 * self.width()
            self.setVisible(is_wanted and is_free and not self.view.eye.sees_all)
        self.update()

    def _corners(self) -> tuple[QPoint, QPoint]:
        """Where it may lie: below, or above, at the right."""
        room = self.view.size()
        x = room.width() - self.width() - MARGIN - RIBBON
        above = self.view.eye.inset + MARGIN
        return QPoint(x, room.height() - self.height() - MARGIN), QPoint(x, above)

    def _free_corner(self) -> QPoint | None:
        """The first place that covers no widget, nor a box selected or joined to it."""
        taken = self._neighbours.taken() + self._looked_at()
        for corner in self._corners():
            place = bounds_of(QRect(corner, self.size()) + BESIDE)
            if all(are_apart(place, each) for each in taken):
                return corner
        return None

    def _looked_at(self) -> list[Bounds]:
        """Where on the screen the selected box is, and what it reads and feeds.

        Or else the selected open module, where all of it is in view.
        """
        picture, camera = self.view.picture, self.view.camera
        scene, frame = picture.scene, picture.frame
        if picture.selected < 0:
            rows = on_screen(scene.layout.groups[max(frame, 0) : frame + 1], camera)
            areas = [QRectF(*row).toAlignedRect() for row in rows.tolist()]
            return [bounds_of(at) for at in areas if self.view.rect().contains(at)]
        joined = scene.edges[(scene.edges == picture.selected).any(axis=1)]
        boxes = np.unique([*joined.ravel().tolist(), picture.selected])
        shown = on_screen(scene.layout.rects[boxes], camera)
        shown[:, 2:] += shown[:, :2]
        return [(left, top, right, low) for left, top, right, low in shown.tolist()]

    def _camera(self) -> Camera:
        """The whole graph in the map."""
        width, height = self.width() - 2 * INSET, self.height() - 2 * INSET
        camera = fitting(self.view.scene.layout.bounds, width, height)
        return camera.moved(INSET, INSET)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stored overview and the frame of what the canvas shows."""
        colours = self.view.picture.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(colours.card)
        ground.setAlpha(236)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7
        )
        if self._picture is None or self._colours is not colours:
            self._picture, self._colours = self._overview(), colours
        painter.drawPixmap(0, 0, self._picture)
        self._paint_hits(painter)
        self._paint_frame(painter)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        colours, camera = self.view.picture.colours, self._camera()
        seen = self.view.camera.seen(self.view.width(), self.view.height())
        corner = QPointF(*camera.to_screen(*seen[:2]))
        opposite = QPointF(*camera.to_screen(*seen[2:]))
        frame = QRectF(corner, opposite)
        least = 6.0
        if frame.height() < least:
            frame.adjust(
                0, (frame.height() - least) / 2, 0, (least - frame.height()) / 2
            )
        frame = frame.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        fill = QColor(colours.accent)
        fill.setAlphaF(0.14)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(colours.accent), 1))
        painter.drawRect(frame)

    def _paint_hits(self, painter: QPainter) -> None:
        """A dot per place where the search found something."""
        picture, camera = self.view.picture, self._camera()
        if not len(picture.hits):
            return
        rects = picture.scene.layout.rects[picture.hits]
        middles = (rects[:, :2] + rects[:, 2:] / 2) * camera.scale
        middles += camera.x, camera.y
        painter.setPen(QPen(QColor(picture.colours.card), 0.6))
        painter.setBrush(QColor(picture.colours.found))
        for place in thinned(middles, DOT).tolist():
            painter.drawEllipse(QPointF(*middles[place].tolist()), DOT, DOT)

    def _overview(self) -> QPixmap:
        scene, colours = self.view.scene, self.view.picture.colours
        camera, ratio = self._camera(), self.devicePixelRatioF()
        on = surface(self.width(), self.height(), ratio, colours.card)
        plain = np.zeros(len(scene.layout.rects), np.int64)
        draw_boxes(on, scene.layout.rects, camera, plain, [colours.overview])
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawImage(inner, on.image(), _times(inner, ratio))
        self._paint_problems(painter, camera)
        painter.end()
        return picture

    def _paint_problems(self, painter: QPainter, camera: Camera) -> None:
        scene, colours = self.view.scene, self.view.picture.colours
        severity = scene.severities(self.view.picture.marks)
        for rank, name in enumerate(RANKS):
            rects = scene.layout.rects[severity == rank]
            middles = (rects[:, :2] + rects[:, 2:] / 2) * camera.scale
            middles += camera.x, camera.y
            for place in thinned(middles, DOT).tolist():
                at = QPointF(*middles[place].tolist())
                paint_severity(painter, at, name, colours, DOT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the view here."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.view.travel.leave()
            self._is_held = True
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the view along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Give way only now, not under the pointer."""
        self._is_held = False
        self._place()

    def _go(self, at: QPointF) -> None:
        point = self._camera().to_drawing(at.x(), at.y())
        room = self.view.size()
        camera = self.view.camera
        self.view.eye.look(camera.showing(point, room.width() / 2, room.height() / 2))


def _times(rect: QRectF, ratio: float) -> QRectF:
    """A rectangle of screen units in pixels."""
    return QRectF(
        rect.x() * ratio, rect.y() * ratio, rect.width() * ratio, rect.height() * ratio
    )
