"""What is told of boxes that are too small for a card but not for a word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gui.graph.painting.box_marks import BoxMarks
from gui.graph.painting.labels import LEAST_BOX, LabelPainter
from gui.graph.painting.picture import Picture
from gui.graph.painting.signs import (
    HATCH_INSET,
    HATCHED,
    hatching,
    paint_pill,
)
from gui.graph.scene.camera import Bounds, Camera
from gui.graph.scene.scene import RANKS

PILL_SIZE, BESIDE, BELOW = 9.0, 6.0, 5.0
CLEAR, LEAST_HATCHED = 2.0, 1.0
"""Pixels between a hatched edge and a word, and how wide the edge is at least."""


class BlockMarks:
    """Paints the marks of one picture in pixels of the screen."""

    def __init__(
        self, picture: Picture, marks: BoxMarks, labels: LabelPainter, font: QFont
    ) -> None:
        self.picture, self.marks, self.labels = picture, marks, labels
        self.font = QFont(font)
        self.font.setPixelSize(round(PILL_SIZE))
        self.font.setBold(True)

    def paint(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Outline what was found, hatch what does not run, and write numbers."""
        areas = self._areas(camera, seen)
        if not areas:
            return
        colours = self.picture.colours
        found = [areas[box] for box in self.picture.hits.tolist() if box in areas]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.ink), 1.6))
        painter.drawRects(found)
        severity = self.marks.severity
        errors = [b for b in areas if severity[b] == RANKS.index("error")]
        painter.setPen(QPen(QColor(colours.card), 1.4))
        painter.drawLines(
            [line for box in errors for line in self.hatches(box, areas[box])]
        )
        for box, area in areas.items():
            for at, text, fill in self.pills(box, area):
                paint_pill(painter, at, text, fill, colours.card, self.font)

    def hatches(self, box: int, area: QRectF) -> list[QLineF]:
        """Lines along the left edge, as wide as the word in the middle leaves room."""
        shown, width = self.picture.scene.graph.boxes[box], area.width()
        letters, text = self.labels.word(shown, width - 4)
        room = (width - letters.width(text)) / 2 - HATCH_INSET - CLEAR
        return hatching(area, min(HATCHED, room)) if room >= LEAST_HATCHED else []

    def pills(self, box: int, area: QRectF) -> Sequence[tuple[QPointF, str, str]]:
        """Where which number ends, and its colour: of problems, of blocks in a row."""
        colours, found = self.picture.colours, []
        count = self.marks.problems.get(box, 0)
        if count > 1:
            rank = RANKS[self.marks.severity[box]]
            at = area.topRight() - QPointF(BESIDE, 0)
            found.append((at, str(count), colours.severity(rank)[0]))
        repeated = self.picture.scene.graph.boxes[box].repeated
        if repeated:
            at = area.bottomRight() + QPointF(BESIDE, BELOW)
            found.append((at, f"×{repeated}", colours.accent))
        return found

    @cached_property
    def _is_marked(self) -> NDArray[np.bool_]:
        """Whether there is anything to tell of a box besides that it was found."""
        boxes = self.picture.scene.graph.boxes
        is_marked = np.fromiter((box.repeated > 0 for box in boxes), bool, len(boxes))
        is_marked |= self.marks.severity == RANKS.index("error")
        is_marked[[box for box, count in self.marks.problems.items() if count > 1]] = (
            True
        )
        return is_marked

    def _areas(self, camera: Camera, seen: Bounds) -> dict[int, QRectF]:
        """Marked boxes on the screen that are large enough, and where they are."""
        scene = self.picture.scene
        boxes = scene.boxes_in(seen)
        is_marked = self._is_marked.copy()
        is_marked[self.picture.hits] = True
        boxes = boxes[is_marked[boxes]]
        rects = scene.layout.rects[boxes] * camera.scale
        rects[:, :2] += camera.x, camera.y
        is_large = (rects[:, 2:] >= LEAST_BOX).all(axis=1)
        kept = zip(boxes[is_large].tolist(), rects[is_large].tolist(), strict=True)
        return {box: QRectF(*rect) for box, rect in kept}
