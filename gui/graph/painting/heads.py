"""The heads of edges; thousands of small ones are stamped onto a screen."""

from __future__ import annotations

import itertools
from functools import lru_cache
from math import ceil

import numpy as np
import shiboken6
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPixmap, QPolygonF

from gui.graph.layout.container import Floats
from gui.graph.scene.scene import ARROW

HALF_ARROW = 3.9
MANY = 40
PARTS = 4
"""Stamps are placed to a quarter of a pixel, as far as an eye can tell."""
BORDER = 2
FIELDS = 10
"""Numbers of a stamp: where its middle goes and what of the image is taken; factors,
turn and opacity."""
LARGEST = 12.0
"""Pixels up to which heads are stamped: few larger ones are on a screen."""


def draw_heads(
    painter: QPainter, tips: Floats, colour: QColor, *, is_sideways: bool
) -> None:
    """Draw heads that end at these points, row by row, in units of the painter."""
    to_pixels = painter.deviceTransform()
    scale = to_pixels.m11()
    is_raster = painter.paintEngine().type() is QPaintEngine.Type.Raster
    if is_raster and len(tips) >= MANY and ARROW * scale <= LARGEST:
        at = tips * scale + (to_pixels.dx(), to_pixels.dy())
        stamps = _stamps(colour.rgba(), scale, is_sideways=is_sideways)
        _stamp(painter, at, stamps)
        return
    head = _head(1.0, is_sideways=is_sideways)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for x, y in tips.tolist():
        painter.drawPolygon(head.translated(x, y))


def _stamp(painter: QPainter, at: Floats, stamps: QPixmap) -> None:
    """Put the stamp that fits best onto every point, given in pixels."""
    size = stamps.width() // PARTS
    pixel, part = np.divmod(np.floor(at * PARTS + 0.5), PARTS)
    rows = np.zeros((len(at), FIELDS))
    rows[:, :2] = pixel
    rows[:, 2:4] = part * size
    rows[:, 4:6] = size
    rows[:, 6:8] = rows[:, 9] = 1.0
    first = shiboken6.wrapInstance(rows.ctypes.data, QPainter.PixmapFragment)
    assert isinstance(first, QPainter.PixmapFragment)
    painter.save()
    painter.resetTransform()
    ratio = painter.device().devicePixelRatioF()
    painter.scale(1 / ratio, 1 / ratio)
    painter.drawPixmapFragments(first, len(rows), stamps)
    painter.restore()


@lru_cache(maxsize=16)
def _stamps(ink: int, scale: float, *, is_sideways: bool) -> QPixmap:
    """Heads that end at every quarter of a pixel across and down."""
    head = _head(scale, is_sideways=is_sideways)
    half = ceil(ARROW * scale) + BORDER
    side, form = 2 * half * PARTS, QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(side, side, form)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgba(ink))
    for part in itertools.product(range(PARTS), repeat=2):
        x, y = (2 * half * each + half + each / PARTS for each in part)
        painter.drawPolygon(head.translated(x, y))
    painter.end()
    return QPixmap.fromImage(image)


def _head(scale: float, *, is_sideways: bool) -> QPolygonF:
    """A head whose tip is at the origin."""
    length, half = ARROW * scale, HALF_ARROW * scale
    if is_sideways:
        corners = [(0.0, 0.0), (-length, -half), (-length, half)]
    else:
        corners = [(0.0, 0.0), (-half, -length), (half, -length)]
    return QPolygonF([QPointF(*corner) for corner in corners])
