"""The graph as a picture: cards with text where it is legible, else blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from gui.graph.blocks import block_colours
from gui.graph.camera import Bounds, Camera
from gui.graph.cards import CardPainter
from gui.graph.changes import pen_of
from gui.graph.colours import ColourMode, GraphColours, blend
from gui.graph.curves import strokes
from gui.graph.heat import Heat
from gui.graph.labels import LabelPainter
from gui.graph.overview import lines, pixels
from gui.graph.scene import RANKS, Ints, Marks, Scene

TEXT_SCALE = 0.5
CURVE_SCALE = 0.22
PIXEL_SCALE = 0.1
CORNER = 8.0
ARROW = 7.0


@dataclass(frozen=True, eq=False)
class Picture:
    """All that decides what a scene looks like, besides the camera."""

    scene: Scene
    colours: GraphColours
    mode: ColourMode = "severity"
    heat: Heat | None = None
    marks: Marks = field(default_factory=Marks)
    selected: int = -1
    hovered: int = -1
    hits: frozenset[int] = frozenset()
    chosen: frozenset[int] = frozenset()
    traced: frozenset[int] = frozenset()


class GraphPainter:
    """Paints one picture; `severity` has the worst problem of every box."""

    def __init__(
        self, picture: Picture, font: QFont, severity: NDArray[np.int8]
    ) -> None:
        self.picture = picture
        self.font = font
        self.severity = severity
        self.cards = CardPainter(picture, self.severity, font)
        self.labels = LabelPainter(picture, font)
        self._fills: NDArray[np.int64] | None = None
        self._palette: list[QColor] = []

    def with_picture(self, picture: Picture) -> GraphPainter:
        """A painter of another picture; what still holds is taken over."""
        old = self.picture
        other = GraphPainter(picture, self.font, self.severity_of(picture))
        same = other.severity is self.severity and picture.mode == old.mode
        same = same and picture.heat is old.heat
        if same and picture.colours == old.colours:
            other._fills, other._palette = self._fills, self._palette
        return other

    def severity_of(self, picture: Picture) -> NDArray[np.int8]:
        """Worst severities of the boxes, counted again only where they changed."""
        old = self.picture
        if picture.scene is old.scene and picture.marks is old.marks:
            return self.severity
        return picture.scene.severities(picture.marks)

    def paint(
        self, painter: QPainter, camera: Camera, width: float, height: float
    ) -> None:
        """Paint what the camera sees onto a surface of this size."""
        colours = self.picture.colours
        painter.fillRect(QRectF(0, 0, width, height), QColor(colours.background))
        seen = camera.seen(width, height)
        painter.save()
        painter.translate(camera.x, camera.y)
        painter.scale(camera.scale, camera.scale)
        if camera.scale < PIXEL_SCALE:
            self._paint_pixels(painter, camera, seen)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_frames(painter, camera, seen)
            self._paint_edges(painter, camera, seen)
            self._paint_boxes(painter, camera, seen)
        painter.restore()
        if camera.scale >= PIXEL_SCALE:
            self.labels.paint_frames(painter, camera, seen)
        if PIXEL_SCALE <= camera.scale < TEXT_SCALE:
            self.labels.paint_boxes(painter, camera, seen)

    def _paint_frames(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        colours, scene = self.picture.colours, self.picture.scene
        fill, line = QColor(colours.accent), QColor(colours.accent)
        fill.setAlphaF(0.045)
        line.setAlphaF(0.38)
        pen = QPen(line, 1.0)
        pen.setCosmetic(True)
        pen.setDashPattern([5, 4])
        for frame in scene.frames_in(seen):
            x, y, width, height = scene.layout.groups[frame]
            painter.setPen(pen)
            painter.setBrush(fill)
            shape = _clipped(QRectF(x, y, width, height), seen)
            painter.drawRoundedRect(shape, 12, 12)

    def _paint_edges(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        colours, scene = self.picture.colours, self.picture.scene
        visible = scene.segments_in(seen)
        near = camera.scale > TEXT_SCALE
        pen = QPen(QColor(colours.edge), 1.4 if near else 1.0)
        pen.setCosmetic(not near)
        if camera.scale < CURVE_SCALE:
            painter.setPen(pen)
            painter.drawLines(lines(scene, visible, camera, seen))
            return
        chosen = self._emphasized(visible)
        self._draw_curves(painter, visible[~chosen], pen, seen)
        pen = QPen(QColor(colours.accent), 2.0 if near else 1.6)
        pen.setCosmetic(not near)
        self._draw_curves(painter, visible[chosen], pen, seen)

    def _emphasized(self, segments: Ints) -> NDArray[np.bool_]:
        """Segments at the selected box, or else those between traced boxes."""
        scene, picture = self.picture.scene, self.picture
        ends = scene.edges[scene.edge_of_segment[segments]]
        if picture.traced:
            inside = np.isin(ends, list(picture.traced))
            return np.asarray(inside.all(axis=1))
        return np.asarray((ends == picture.selected).any(axis=1))

    def _draw_curves(
        self, painter: QPainter, segments: Ints, pen: QPen, seen: Bounds
    ) -> None:
        scene = self.picture.scene
        sideways = scene.layout.direction == "right"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        straight, bent = strokes(scene, segments, seen)
        painter.drawLines(straight)
        for path in bent:
            painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        edges = np.unique(scene.edge_of_segment[segments])
        tips = scene.layout.knots[scene.layout.starts[edges + 1] - 1]
        left, top, right, bottom = seen
        near = (tips > (left - ARROW, top - ARROW)) & (
            tips < (right + ARROW, bottom + ARROW)
        )
        tips = tips[near.all(axis=1)]
        for x, y in np.unique(tips, axis=0).tolist():
            painter.drawPolygon(_arrow(x, y, sideways=sideways))

    def _paint_boxes(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        boxes = self.picture.scene.boxes_in(seen)
        if camera.scale >= TEXT_SCALE:
            self.cards.paint(painter, boxes.tolist())
            return
        rects = self.picture.scene.layout.rects
        fills = self._box_fills()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, camera.scale > 0.25)
        for number in np.unique(fills[boxes]).tolist():
            painter.setBrush(self._palette[number])
            same = rects[boxes[fills[boxes] == number]].tolist()
            painter.drawRects([QRectF(*rect) for rect in same])
        self._paint_far_marks(painter, camera, boxes)

    def _paint_far_marks(self, painter: QPainter, camera: Camera, boxes: Ints) -> None:
        """Selection, hits and problems stay visible where cards are small."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rects, colours = self.picture.scene.layout.rects, self.picture.colours
        for box in boxes[self.severity[boxes] >= 0].tolist():
            painter.setPen(Qt.PenStyle.NoPen)
            strong = colours.severity(RANKS[self.severity[box]])[0]
            painter.setBrush(QColor(strong))
            x, y, width, _ = rects[box]
            radius = 4 / camera.scale
            painter.drawEllipse(QPointF(x + width, y), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        changes = self.cards.changes
        for box in changes.keys() & set(boxes.tolist()):
            pen = pen_of(changes[box], colours, 2.0)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawRect(QRectF(*rects[box].tolist()))
        picture = self.picture
        outlined = {*picture.hits, *picture.chosen, *picture.traced, picture.selected}
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in set(boxes.tolist()) & outlined:
            pen = QPen(QColor(colours.accent), 2.4)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawRect(QRectF(*rects[box].tolist()))

    def _box_fills(self) -> NDArray[np.int64]:
        """The place in the palette of every box's fill when drawn without text."""
        if self._fills is None:
            names, self._fills = block_colours(self.picture, self.severity)
            self._palette = [QColor(name) for name in names]
        return self._fills

    def _paint_pixels(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Whole regions at once: each screen pixel is painted at most once."""
        scene, colours = self.picture.scene, self.picture.colours
        painter.setPen(_hairline(blend(colours.edge, colours.background, 0.4)))
        painter.drawLines(lines(scene, scene.segments_in(seen), camera, seen))
        boxes = scene.boxes_in(seen)
        fills = self._box_fills()
        painter.setPen(Qt.PenStyle.NoPen)
        for number in np.unique(fills[boxes]).tolist():
            painter.setBrush(self._palette[number])
            same = boxes[fills[boxes] == number]
            painter.drawRects(pixels(scene.layout.rects[same], camera))
        marked = boxes[self.severity[boxes] >= 0]
        self._paint_far_marks(painter, camera, marked)


def _hairline(colour: str) -> QPen:
    pen = QPen(QColor(colour), 1.0)
    pen.setCosmetic(True)
    return pen


def _clipped(rect: QRectF, seen: Bounds) -> QRectF:
    """The part of a frame near the screen: long dashed lines are slow to stroke."""
    left, top, right, bottom = seen
    near = QRectF(left - 99, top - 99, right - left + 198, bottom - top + 198)
    return rect.intersected(near)


def _arrow(x: float, y: float, *, sideways: bool) -> QPolygonF:
    half = ARROW / 2 + 0.4
    if sideways:
        corners = [(x, y), (x - ARROW, y - half), (x - ARROW, y + half)]
    else:
        corners = [(x, y), (x - half, y - ARROW), (x + half, y - ARROW)]
    return QPolygonF([QPointF(*corner) for corner in corners])
