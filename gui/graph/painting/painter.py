"""The graph as a picture: cards with text where it is legible, else blocks."""

from __future__ import annotations

from copy import copy
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gui.graph.layout.container import Floats
from gui.graph.painting.backdrop import Backdrop, Place
from gui.graph.painting.block_marks import BlockMarks
from gui.graph.painting.blocks import block_colours
from gui.graph.painting.box_marks import BoxMarks, box_marks
from gui.graph.painting.cards import CardPainter
from gui.graph.painting.change_signs import pen_of
from gui.graph.painting.edges import EdgePainter, Manner
from gui.graph.painting.frames import paint_frames
from gui.graph.painting.labels import LabelPainter
from gui.graph.painting.many import draw_rects, fill_rects
from gui.graph.painting.overview import Surface, draw_boxes, draw_edges, rgb, thinned
from gui.graph.painting.picture import Picture, is_same_but_for_pointer
from gui.graph.painting.signs import paint_severity, traced_pen
from gui.graph.scene.camera import Bounds, Camera, on_screen
from gui.graph.scene.colours import blend
from gui.graph.scene.scene import RANKS, Ints

TEXT_SCALE = 0.5
PIXEL_SCALE = 0.1
SHARP_SCALE = 0.25
FAR_SIGN = 4.5
FAR_HIT = 2.8
SIGN_CELL = 7.0
NEARLY = 1e-4
"""Pixels by which all is moved, so that none lies just between two of them."""
JUTTING = 32.0
"""Pixels that badges, halos and what is written at boxes jut out of them at most."""
MANY, AROUND = 400, 1.0
"""More outlines than that are filled from afar, and so many pixels larger."""


class GraphPainter:
    """Paints one picture; `marks` are those of the picture, by box."""

    def __init__(
        self, picture: Picture, font: QFont, marks: BoxMarks | None = None
    ) -> None:
        self.picture = self._calm = picture
        self.font = font
        self.marks = marks or box_marks(picture.scene, picture.marks)
        self.cards = CardPainter(picture, self.marks, font)
        self.labels = LabelPainter(picture, font)
        self.blocks = BlockMarks(picture, self.marks, self.labels, font)
        self.edges = EdgePainter(picture, font)
        self._fills: NDArray[np.int64] | None = None
        self._palette: list[str] = []
        self._backdrop, self._near = Backdrop(), Backdrop()

    def with_picture(self, picture: Picture) -> GraphPainter:
        """A painter of another picture; what still holds is taken over."""
        old = self.picture
        if is_same_but_for_pointer(old, picture):
            other = copy(self)
            other.picture = picture
            return other
        is_marked_alike = picture.scene is old.scene and picture.marks is old.marks
        marks = self.marks if is_marked_alike else None
        other = GraphPainter(picture, self.font, marks)
        other._near = self._near
        same = is_marked_alike and picture.mode == old.mode
        same = (
            same
            and picture.heat is old.heat
            and picture.kept == old.kept
            and picture.least == old.least
        )
        if same and picture.colours == old.colours:
            other.cards.take_over(self.cards)
            other._fills, other._palette = self._fills, self._palette
            other._backdrop = self._backdrop
        return other

    def with_font(self, font: QFont) -> GraphPainter:
        """A painter of the same picture with other letters."""
        return GraphPainter(self.picture, font, self.marks)

    def paint(
        self,
        painter: QPainter,
        camera: Camera,
        width: float,
        height: float,
        manner: Manner | None = None,
    ) -> None:
        """Paint what the camera sees onto a surface of this size.

        Edges are painted in a manner that there is time for, unless another is given.
        """
        if camera.scale < PIXEL_SCALE:
            seen = camera.seen(width, height)
            self._paint_pixels(painter, camera, width, height)
            self._paint_far_marks(painter, camera, seen)
            self._paint_far_hits(painter, camera, seen)
            self.labels.paint_frames(painter, camera, seen)
            return
        seen = _around(camera, width, height)
        area = QRectF(0, 0, width, height)
        self._paint_near(painter, camera, area, manner or self.edges.manner(seen))

    def paint_moving(
        self, painter: QPainter, camera: Camera, width: float, height: float
    ) -> None:
        """Paint the same onto a screen; if it only moved, only what came into view."""
        if camera.scale < PIXEL_SCALE:
            self.paint(painter, camera, width, height)
            return
        manner = self.edges.manner(_around(camera, width, height))
        ratio = painter.device().devicePixelRatioF()
        place = Place(camera, width, height, ratio, (self._calm, manner))

        def write(on: Surface, camera: Camera) -> None:
            self._write_near(on, camera, manner)

        painter.drawImage(QPointF(0, 0), self._near.at(place, write).image())
        box = self.picture.hovered
        if camera.scale >= TEXT_SCALE and box >= 0 and not self._is_chosen(box):
            self._enter(painter, camera)
            self.cards.paint_pointed(painter, box, camera.scale)
            painter.restore()

    def _is_chosen(self, box: int) -> bool:
        return box == self.picture.selected or box in self.picture.chosen

    def _enter(self, painter: QPainter, camera: Camera) -> None:
        """Paint in units of the drawing, until the painter is restored."""
        painter.save()
        painter.translate(camera.x, camera.y)
        painter.scale(camera.scale, camera.scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _write_near(self, on: Surface, camera: Camera, manner: Manner) -> None:
        image = on.image()
        painter = QPainter(image)
        self._paint_near(painter, camera, QRectF(QPointF(), on.size), manner)
        painter.end()

    def _paint_near(
        self, painter: QPainter, camera: Camera, area: QRectF, manner: Manner
    ) -> None:
        seen = _around(camera, area.width(), area.height())
        painter.fillRect(area, QColor(self.picture.colours.background))
        self._enter(painter, camera)
        shown = camera.seen(area.width(), area.height())
        camera = camera.moved(NEARLY, NEARLY)
        paint_frames(painter, self.picture, shown)
        self.edges.paint(painter, camera, seen, manner)
        self.edges.paint_flow(painter, camera, seen)
        boxes = self.picture.scene.boxes_in(seen)
        if camera.scale >= TEXT_SCALE:
            self.cards.paint(painter, boxes.tolist(), camera.scale)
        painter.restore()
        if camera.scale < TEXT_SCALE:
            self._fill_boxes(painter, camera, boxes)
            self._mark_boxes(painter, camera, seen)
        self.labels.paint_frames(painter, camera, seen)
        if camera.scale < TEXT_SCALE:
            self.labels.paint_boxes(painter, camera, seen)

    def title_at(self, camera: Camera, x: float, y: float) -> int:
        """The open module whose title is at a point of the screen, -1 for none."""
        spot = camera.to_drawing(x, y)
        below = spot[1] + 2 * self.labels.headers.height / camera.scale
        near = self.picture.scene.frames_in((*spot, spot[0], below))
        around = self.labels.landmarks.near(camera.scale, (*spot, *spot))
        for frame in (*near[::-1].tolist(), *around):
            area, text = self.labels.frame_label(frame, camera)
            if text and area.adjusted(-4, 0, 4, 0).contains(x, y):
                return int(frame)
        return -1

    def _fill_boxes(self, painter: QPainter, camera: Camera, boxes: Ints) -> None:
        """Boxes without text, from afar in whole pixels."""
        rects = self.picture.scene.layout.rects
        fills, palette = self._box_fills()
        fills = fills.copy()
        fills[self.picture.hits] = len(palette) - 1
        is_sharp = camera.scale > SHARP_SCALE
        if not is_sharp:
            places = pixels(on_screen(rects[boxes], camera))
            fill_rects(painter, places, fills[boxes], palette)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in np.unique(fills[boxes]).tolist():
            painter.setBrush(QColor(palette[number]))
            shown = on_screen(rects[boxes[fills[boxes] == number]], camera)
            draw_rects(painter, shown)

    def _mark_boxes(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        self.blocks.paint(painter, camera, seen)
        self._paint_far_marks(painter, camera, seen)
        if camera.scale <= SHARP_SCALE:
            self._paint_far_hits(painter, camera, seen)

    def _paint_far_marks(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Selection, changes and problems stay visible where cards are small.

        Signs are thinned by cells that move with the drawing, so none flickers.
        """
        scene, severity = self.picture.scene, self.marks.severity
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.outline(painter, camera, seen)
        marked = np.flatnonzero(severity >= 0)
        marked = marked[scene.touching(marked, seen)]
        if not len(marked):
            return
        marked = marked[np.argsort(severity[marked], kind="stable")]
        rects = scene.layout.rects[marked]
        corners = (rects[:, :2] + rects[:, 2:] * (1, 0)) * camera.scale
        kept = np.sort(thinned(corners, SIGN_CELL))
        corners += camera.x, camera.y
        for place in kept.tolist():
            rank = RANKS[severity[marked[place]]]
            at = QPointF(*corners[place].tolist())
            paint_severity(painter, at, rank, self.picture.colours, FAR_SIGN)

    def _paint_far_hits(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """A dot where something was found: from afar signs would hide its pixels."""
        picture, hits = self.picture, self.picture.hits
        hits = hits[picture.scene.touching(hits, seen)]
        if not len(hits):
            return
        rects = picture.scene.layout.rects[hits]
        middles = (rects[:, :2] + rects[:, 2:] / 2) * camera.scale
        kept = thinned(middles, SIGN_CELL)
        middles += camera.x, camera.y
        painter.setPen(QPen(QColor(picture.colours.card), 0.6))
        painter.setBrush(QColor(picture.colours.found))
        for x, y in middles[kept].tolist():
            painter.drawEllipse(QPointF(x, y), FAR_HIT, FAR_HIT)

    def outline(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Outline what is changed and selected, but for many from afar."""
        picture, colours = self.picture, self.picture.colours
        scene, changes = picture.scene, self.marks.changes
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in scene.those_in(changes, seen):
            painter.setPen(pen_of(changes[box], colours, 2.0))
            painter.drawRect(_on_screen(scene.layout.rects[box].tolist(), camera))
        for boxes, pen in self._emphasized_in(seen):
            if _are_filled(boxes, camera):
                continue
            rects = on_screen(scene.layout.rects[boxes], camera)
            if len(boxes) > MANY and pen.style() is not Qt.PenStyle.SolidLine:
                _draw_dashes(painter, rects, pen)
                continue
            painter.setPen(pen)
            draw_rects(painter, rects)

    @cached_property
    def _emphasized(self) -> tuple[tuple[Ints, QPen], ...]:
        """The boxes that are only traced, and those selected, in order; their pens.

        Those selected are outlined last, upon the others.
        """
        picture = self.picture
        selected = {*picture.chosen, picture.selected} - {-1}
        found = (
            (picture.traced - selected, traced_pen(picture.colours)),
            (selected, QPen(QColor(picture.colours.accent), 2.4)),
        )
        return tuple((np.array(sorted(boxes), np.int64), pen) for boxes, pen in found)

    def _emphasized_in(self, seen: Bounds) -> list[tuple[Ints, QPen]]:
        touching = self.picture.scene.touching
        return [(boxes[touching(boxes, seen)], pen) for boxes, pen in self._emphasized]

    def _box_fills(self) -> tuple[NDArray[np.int64], list[str]]:
        """The place in the palette of every box's fill when drawn without text."""
        if self._fills is None:
            severity = self.marks.severity
            self._palette, self._fills = block_colours(self.picture, severity)
        return self._fills, self._palette

    def _paint_pixels(
        self, painter: QPainter, camera: Camera, width: float, height: float
    ) -> None:
        """Whole regions at once: each pixel is written, whatever lies on it.

        What was found is written last of all, onto a copy of the rest.
        """
        scene, hits = self.picture.scene, self.picture.hits
        ratio = painter.device().devicePixelRatioF()
        place = Place(camera, width, height, ratio)
        on = self._backdrop.at(place, self._write_pixels)
        seen, colours = camera.seen(width, height), self.picture.colours
        found = hits[scene.touching(hits, seen)]
        more = [(found, 0.0, colours.found)] if len(found) else []
        for emphasized, pen in self._emphasized_in(seen):
            if _are_filled(emphasized, camera):
                more.append((emphasized, AROUND / camera.scale, pen.color().name()))
        on = self._backdrop.copied() if more else on
        for boxes, around, colour in more:
            rects = scene.layout.rects[boxes] + (
                -around,
                -around,
                2 * around,
                2 * around,
            )
            draw_boxes(on, rects, camera, np.zeros(len(boxes), np.int64), [colour])
        painter.drawImage(QPointF(0, 0), on.image())

    def _write_pixels(self, on: Surface, camera: Camera) -> None:
        """Edges below boxes, those with problems after the others."""
        scene, colours = self.picture.scene, self.picture.colours
        on.pixels[:] = rgb(colours.background)
        height, width = on.pixels.shape
        seen = camera.seen(width / on.ratio, height / on.ratio)
        visible = scene.segments_in(seen)
        lines = scene.segments[visible[scene.is_first[visible]]]
        draw_edges(on, lines, camera, blend(colours.edge, colours.background, 0.4))
        fills, palette = self._box_fills()
        boxes = scene.boxes_in(seen)
        severity = self.marks.severity[boxes]
        for rank in np.unique(severity).tolist():
            some = boxes[severity == rank]
            draw_boxes(on, scene.layout.rects[some], camera, fills[some], palette)


def _are_filled(boxes: Ints, camera: Camera) -> bool:
    return len(boxes) > MANY and camera.scale < PIXEL_SCALE


def _draw_dashes(painter: QPainter, rects: Floats, pen: QPen) -> None:
    """Two dashes above and two below each of many rectangles: a pen's take long."""
    left, top, width, height = np.floor(rects + 0.5).astype(np.int64).T
    thick = round(pen.widthF())
    dash = np.maximum(width * 2 // 5, thick)
    bars = [
        np.stack([x, y - thick // 2, dash, np.full_like(dash, thick)], axis=1)
        for x in (left, left + width - dash)
        for y in (top, top + height)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    draw_rects(painter, np.concatenate(bars))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def pixels(rects: Floats) -> Ints:
    """The same in whole pixels, one large at least."""
    start = np.floor(rects[:, :2])
    size = np.maximum(np.floor(rects[:, :2] + rects[:, 2:]) - start, 1.0)
    return np.hstack([start, size]).astype(np.int64)


def _around(camera: Camera, width: float, height: float) -> Bounds:
    """What a camera sees, and what may jut into it."""
    return camera.moved(JUTTING, JUTTING).seen(
        width + 2 * JUTTING, height + 2 * JUTTING
    )


def _on_screen(rect: list[float], camera: Camera) -> QRectF:
    x, y = camera.to_screen(rect[0], rect[1])
    return QRectF(x, y, rect[2] * camera.scale, rect[3] * camera.scale)
