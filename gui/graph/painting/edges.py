"""Edges on the screen: lines, curves, arrow heads, and what flows along them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPainterPath,
    QPen,
)

from gui.graph.layout.container import Floats
from gui.graph.painting.curves import strokes
from gui.graph.painting.flow_places import find_sides, flow_left, flow_rect
from gui.graph.painting.heads import draw_heads
from gui.graph.painting.letters import sized
from gui.graph.painting.overview import lines
from gui.graph.painting.picture import Picture
from gui.graph.painting.signs import paint_pill
from gui.graph.painting.straight import draw_straight
from gui.graph.scene.camera import Bounds, Camera
from gui.graph.scene.flow import FLOW_GAP, FLOW_HEIGHT, FLOW_SIZE
from gui.graph.scene.scene import ARROW, Ints

CURVE_SCALE = 0.22
NEAR_SCALE = 0.5
FLOW_SCALE = 0.75
PATCH = 0.82
FEW = 160

Manner = tuple[bool, bool]
"""Whether plain edges are few, and whether emphasised ones are."""
SMOOTH: Manner = (True, True)
"""Where there is time, and parts that are painted one by one must look alike."""


class EdgePainter:
    """Paints the edges of one picture."""

    def __init__(self, picture: Picture, font: QFont) -> None:
        self.picture = picture
        self.letters = sized(font, FLOW_SIZE)
        self.font = self.letters.font

    def manner(self, seen: Bounds) -> Manner:
        """Whether there is time for smooth plain edges on a screen, and emphasised."""
        visible = self.picture.scene.segments_in(seen)
        chosen = int(np.count_nonzero(self._emphasized(visible)))
        return len(visible) - chosen < FEW, chosen < FEW

    def paint(
        self, painter: QPainter, camera: Camera, seen: Bounds, manner: Manner
    ) -> None:
        """Paint plain edges, then those that are emphasised."""
        colours, scene = self.picture.colours, self.picture.scene
        visible = scene.segments_in(seen)
        near = camera.scale > NEAR_SCALE
        pen = QPen(QColor(colours.edge), 1.4 if near else 1.0)
        pen.setCosmetic(not near)
        chosen = self._emphasized(visible)
        is_far = camera.scale < CURVE_SCALE
        if is_far:
            shown = lines(scene, visible, camera, seen)
            draw_straight(painter, shown, pen, are_few=manner[0])
        else:
            self.stroke(painter, visible[~chosen], pen, seen, are_few=manner[0])
        colour = colours.traced if self.picture.traced else colours.accent
        pen = QPen(QColor(colour), 2.0 if near else 1.6)
        pen.setCosmetic(not near)
        if is_far and not manner[1]:
            shown = lines(scene, visible[chosen], camera, seen)
            draw_straight(painter, shown, pen, are_few=False)
        else:
            self.stroke(painter, visible[chosen], pen, seen, are_few=manner[1])

    def _emphasized(self, segments: Ints) -> NDArray[np.bool_]:
        """Segments at the selected box, or else those between traced boxes."""
        scene, picture = self.picture.scene, self.picture
        ends = scene.edges[scene.edge_of_segment[segments]]
        if picture.traced:
            is_traced = np.zeros(len(scene.graph.boxes), bool)
            is_traced[list(picture.traced)] = True
            return np.asarray(is_traced[ends].all(axis=1))
        return np.asarray((ends == picture.selected).any(axis=1))

    def stroke(
        self,
        painter: QPainter,
        segments: Ints,
        pen: QPen,
        seen: Bounds,
        *,
        are_few: bool = True,
    ) -> None:
        """Draw these segments as lines and curves, with the heads of their edges."""
        found = strokes(self.picture.scene, segments, seen)
        draw_straight(painter, found.straight, pen, are_few=are_few)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for path in found.near:
            painter.drawPath(path)
        self._draw_far(painter, found.far, pen)
        is_sideways = self.picture.scene.layout.direction == "right"
        tips = self._tips(segments, seen)
        draw_heads(painter, tips, pen.color(), is_sideways=is_sideways)

    def _draw_far(
        self, painter: QPainter, paths: Sequence[QPainterPath], pen: QPen
    ) -> None:
        """Draw wide curves as two hairlines: as wide together, and much faster."""
        scale = painter.transform().m11()
        excess = 0.0 if pen.isCosmetic() else pen.widthF() * scale - 1.0
        if 0.0 < excess < 1.0:
            hairline = QPen(pen.color(), 1.0)
            hairline.setCosmetic(True)
            painter.setPen(hairline)
        is_down = self.picture.scene.layout.direction == "down"
        for shift in (-excess / 2, excess / 2) if 0.0 < excess < 1.0 else (0.0,):
            painter.save()
            along = shift / scale
            painter.translate(*((0.0, along) if is_down else (along, 0.0)))
            for path in paths:
                painter.drawPath(path)
            painter.restore()

    def _tips(self, segments: Ints, seen: Bounds) -> Floats:
        """Where the edges end that these segments belong to, as far as it is seen."""
        scene = self.picture.scene
        edges = np.unique(scene.edge_of_segment[segments])
        tips = scene.layout.knots[scene.layout.starts[edges + 1] - 1]
        left, top, right, bottom = seen
        near = (tips > (left - ARROW, top - ARROW)) & (
            tips < (right + ARROW, bottom + ARROW)
        )
        tips = tips[near.all(axis=1)]
        order = np.lexsort(tips.T)
        is_other = np.ones(len(tips), bool)
        is_other[1:] = (np.diff(tips[order], axis=0) != 0).any(axis=1)
        return np.asarray(tips[order[is_other]])

    def paint_flow(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Write shapes and dtypes beside the edges, where they can be read."""
        if camera.scale < FLOW_SCALE:
            return
        picture, colours = self.picture, self.picture.colours
        patch = QColor(colours.background)
        patch.setAlphaF(PATCH)
        painter.setFont(self.font)
        ink = QColor(colours.dim)
        boxes = picture.scene.graph.boxes
        near = picture.scene.boxes_in(_around(seen)).tolist()
        written = [box for box in near if boxes[box].flow]
        find_sides(picture.scene, written)
        for box in written:
            _, y, room = flow_rect(picture.scene, box)
            elide = Qt.TextElideMode.ElideRight
            text = self.letters.elided(boxes[box].flow, elide, room)
            width = self.letters.width(text)
            area = QRectF(flow_left(picture.scene, box, width), y, width, FLOW_HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(patch)
            painter.drawRoundedRect(area.adjusted(-2, 0, 2, 0), 2, 2)
            painter.setPen(ink)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
        if "quantization" in picture.scene.graph.lenses:
            self._paint_scales(painter, seen)

    def _paint_scales(self, painter: QPainter, seen: Bounds) -> None:
        """The grid of what a box gives, on its edge, where quantization is folded."""
        picture, colours = self.picture, self.picture.colours
        scene, boxes = picture.scene, picture.scene.graph.boxes
        for number in scene.boxes_in(_around(seen)).tolist():
            box = boxes[number]
            if not box.flow:
                continue
            names = (*box.folded[::-1], scene.graph.info.nodes[box.stop - 1].name)
            known = (picture.marks.scales.get(name, "") for name in names)
            text = next(filter(None, known), "")
            if text:
                x, y, _ = flow_rect(scene, number)
                end = QPointF(x - 2 * FLOW_GAP, y + FLOW_HEIGHT / 2)
                paint_pill(painter, end, text, colours.card, colours.int32, self.font)


def _around(seen: Bounds) -> Bounds:
    """Boxes just off the screen have their shapes on it."""
    left, top, right, bottom = seen
    return left, top - 2 * FLOW_HEIGHT, right, bottom + FLOW_HEIGHT
