"""Thousands of rectangles and lines, handed to a painter as they lie in memory.

An object for each takes several times as long as to draw it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shiboken6
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.graph.layout.container import Floats
from gui.graph.scene.scene import Ints


def draw_rects(painter: QPainter, rects: Floats | Ints) -> None:
    """Draw rows of left, top, width and height with the painter's pen and brush."""
    if len(rects):
        rows = np.ascontiguousarray(rects, np.float64)
        first = shiboken6.wrapInstance(rows.ctypes.data, QRectF)
        assert isinstance(first, QRectF)
        painter.drawRects(first, len(rows))


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw rows of x, y, x, y with the painter's pen."""
    if len(lines):
        rows = np.ascontiguousarray(lines, np.float64)
        first = shiboken6.wrapInstance(rows.ctypes.data, QLineF)
        assert isinstance(first, QLineF)
        painter.drawLines(first, len(rows))


def fill_rects(
    painter: QPainter, rects: Ints, fills: Ints, palette: Sequence[str]
) -> None:
    """Fill left, top, width and height, each in its colour, in whole pixels."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for number in np.unique(fills).tolist():
        painter.setBrush(QColor(palette[number]))
        draw_rects(painter, rects[fills == number])
