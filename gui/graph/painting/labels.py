"""Names of modules, in a size that can be read at any scale."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gui.graph.painting.picture import Picture
from gui.graph.painting.type_size import unit_of
from gui.graph.scene.boxes import LABEL_SIZE, Box
from gui.graph.scene.camera import Bounds, Camera
from gui.graph.scene.heat import ink_on, ramp, tinted
from gui.graph.scene.running import covered_by_edges, gaps

INDENT, RIGHT = 12.0, 5.0
HEIGHT, SMALL_HEIGHT = 16.0, 12.0
LEAST_FRAME = 70.0, 56.0
LEAST_BOX = 34.0, 12.0
PATCH = 1.0
BESIDE = 6.0
SMALL_SIZE = 9.0


class LabelPainter:
    """Paints labels on top of everything, in screen pixels."""

    def __init__(self, picture: Picture, font: QFont) -> None:
        self.picture = picture
        self.font = QFont(font)
        self.height = HEIGHT * unit_of(font)
        self.small_height = SMALL_HEIGHT * unit_of(font)
        self.font.setPixelSize(round(LABEL_SIZE * unit_of(font)))
        self.metrics = QFontMetricsF(self.font)
        self.small = QFont(self.font)
        self.small.setPixelSize(round(SMALL_SIZE * unit_of(font)))
        self.small_metrics = QFontMetricsF(self.small)

    def paint_frames(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Label the open modules that are large enough on the screen."""
        scene, colours = self.picture.scene, self.picture.colours
        patch = QColor(colours.background)
        patch.setAlphaF(PATCH)
        for frame in scene.frames_in(seen):
            label, text = self.frame_label(frame, camera)
            if not text:
                continue
            is_small = label.height() < self.height
            painter.setFont(self.small if is_small else self.font)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(patch)
            painter.drawRoundedRect(label.adjusted(-4, 0, 4, 0), 4, 4)
            is_selected = frame == self.picture.frame
            painter.setPen(QColor(colours.accent if is_selected else colours.dim))
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, text)

    def frame_label(self, frame: int, camera: Camera) -> tuple[QRectF, str]:
        """Where the name of an open module stands on the screen; empty if nowhere.

        A low place belongs to the smaller type.
        """
        scene = self.picture.scene
        area = _on_screen(scene.layout.groups[frame].tolist(), camera)
        if area.width() < LEAST_FRAME[0] or area.height() < LEAST_FRAME[1]:
            return QRectF(), ""
        free = float(scene.headers[frame]) * camera.scale
        title = f"▾ {scene.graph.frames[frame].title}"
        room = area.width() - INDENT - RIGHT
        is_small = free < self.height or self.metrics.horizontalAdvance(title) > room
        height = self.small_height if is_small else self.height
        metrics = self.small_metrics if is_small else self.metrics
        if free < height:
            return QRectF(), ""
        text = metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room)
        width = metrics.horizontalAdvance(text)
        top = area.top() + min(4.0, (free - height) / 2)
        strip = QRectF(area.left() + INDENT, top, room, height)
        strip.setLeft(self._beside_edges(frame, camera, strip, width))
        strip.setWidth(width)
        return strip, text

    def _beside_edges(
        self, frame: int, camera: Camera, strip: QRectF, width: float
    ) -> float:
        """Where in a strip on the screen a title crosses no edge; else its left end."""
        scene = self.picture.scene
        left, top = camera.to_drawing(strip.left(), strip.top())
        right, bottom = camera.to_drawing(strip.right(), strip.bottom())
        key = frame, camera.scale, strip.height()
        free = scene.title_gaps.get(key)
        if free is None:
            covered = covered_by_edges(scene, (left, top, right, bottom))
            free = gaps(covered, left, right, BESIDE / camera.scale)
            scene.title_gaps[key] = free
        for low, high in free:
            if (high - low) * camera.scale >= width:
                return camera.to_screen(low, top)[0]
        return strip.left()

    def paint_boxes(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Name the boxes that are too small for a card but not for a word."""
        scene, colours = self.picture.scene, self.picture.colours
        picture = self.picture
        scale = tinted(scene, picture.mode, picture.heat, picture.least)
        painter.setFont(self.font)
        found = frozenset(picture.hits.tolist())
        for box in scene.boxes_in(seen).tolist():
            shown = scene.graph.boxes[box]
            area = _on_screen(scene.layout.rects[box].tolist(), camera)
            if area.width() < LEAST_BOX[0] or area.height() < LEAST_BOX[1]:
                continue
            share = scale.share[box] if scale is not None else np.nan
            ink = colours.ink if np.isnan(share) else ink_on(ramp(share))
            painter.setPen(QColor(ink_on(colours.found) if box in found else ink))
            font, text = self.word(shown, area.width() - 4)
            painter.setFont(font)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def word(self, box: Box, room: float) -> tuple[QFont, str]:
        """A title in the larger type, or smaller, or one for less room, or cut.

        What comes last of the shortest one goes word by word, as it does in a name,
        and a sign says so.
        """
        choices = [(self.font, self.metrics), (self.small, self.small_metrics)]
        whole = box.titles[-1]
        ends = [end for end, letter in enumerate(whole) if letter in " _" and end]
        fewer = (f"{whole[:end]}…" for end in reversed(ends))
        for text in (*box.titles, *fewer):
            for font, metrics in choices:
                if metrics.horizontalAdvance(text) <= room:
                    return font, text
        first = f"{whole[: ends[0]]}…" if ends else whole
        elide = Qt.TextElideMode.ElideRight
        return self.small, self.small_metrics.elidedText(first, elide, room)


def _on_screen(rect: list[float], camera: Camera) -> QRectF:
    x, y = camera.to_screen(rect[0], rect[1])
    return QRectF(x, y, rect[2] * camera.scale, rect[3] * camera.scale)
