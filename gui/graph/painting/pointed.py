"""The edges under the pointer, over what is painted already."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.graph.painting.edges import EdgePainter
from gui.graph.painting.surfaces import RADIUS
from gui.graph.scene.camera import Camera
from gui.graph.scene.colours import blend

HALO, AROUND = 7.0, 2.0
FAINT = 0.22


def paint_pointed(
    painter: QPainter, edges: EdgePainter, camera: Camera, pointed: Sequence[int]
) -> None:
    """Paint some edges from end to end with a halo, and an outline at both ends.

    Pens are as wide on the screen at any scale.
    """
    if not pointed:
        return
    scene, colours = edges.picture.scene, edges.picture.colours
    faint, size = blend(colours.background, colours.accent, FAINT), painter.device()
    seen = camera.seen(size.width(), size.height())
    first = np.searchsorted(scene.edge_of_segment, pointed, "left").tolist()
    last = np.searchsorted(scene.edge_of_segment, pointed, "right").tolist()
    segments = np.concatenate(
        [np.arange(*ends) for ends in zip(first, last, strict=True)]
    )
    painter.save()
    painter.translate(camera.x, camera.y)
    painter.scale(camera.scale, camera.scale)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((faint, HALO), (colours.accent, AROUND)):
        pen = QPen(QColor(colour), width)
        pen.setCosmetic(True)
        edges.stroke(painter, segments, pen, seen)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in np.unique(scene.edges[list(pointed)]).tolist():
            rect = QRectF(*scene.layout.rects[box].tolist())
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
    painter.restore()
