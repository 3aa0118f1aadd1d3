"""Straight edges, many at once: lanes side by side are painted as one rectangle."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPaintEngine, QPainter, QPen

from gui.graph.layout.container import Floats
from gui.graph.painting.many import draw_lines, fill_rects
from gui.graph.scene.scene import Ints

NEARLY = 1e-6
TURNED = [1, 0, 3, 2]


def draw_straight(
    painter: QPainter, lines: Floats, pen: QPen, *, are_few: bool
) -> None:
    """Draw rows of x, y, x, y; on a screen, many in whole pixels.

    The painter may be moved and scaled. Slanted lines and few wide ones are smooth.
    """
    is_raster = painter.paintEngine().type() is QPaintEngine.Type.Raster
    is_upright, is_level = (lines[:, :2] == lines[:, 2:]).T
    is_slanted = ~(is_upright | is_level)
    if not are_few and is_raster:
        _fill(painter, lines[is_upright], lines[is_level & ~is_upright], pen)
    else:
        is_smooth = are_few and not pen.isCosmetic()
        _draw(painter, lines[~is_slanted], pen, is_smooth=is_smooth)
    _draw(painter, lines[is_slanted], pen, is_smooth=True)


def _draw(painter: QPainter, lines: Floats, pen: QPen, *, is_smooth: bool) -> None:
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
    draw_lines(painter, lines)


def _fill(painter: QPainter, upright: Floats, level: Floats, pen: QPen) -> None:
    to_screen = painter.worldTransform()
    scale = to_screen.m11()
    width = max(1, round(pen.widthF() * (1.0 if pen.isCosmetic() else scale)))
    corner = np.tile((to_screen.dx(), to_screen.dy()), 2)
    turned = (level * scale + corner)[:, TURNED]
    rows = np.concatenate(
        [bands(upright * scale + corner, width), bands(turned, width)[:, TURNED]]
    )
    rows[:, 2:] -= rows[:, :2]
    painter.save()
    painter.resetTransform()
    fill_rects(painter, rows, np.zeros(len(rows), np.int64), [pen.color().name()])
    painter.restore()


def bands(upright: Floats, width: int) -> Ints:
    """Upright lines of a width as the fewest rectangles of whole pixels.

    Rows are left, top, right and bottom, the latter two not included; lines that touch
    and are equally high share one.
    """
    left = np.floor(upright[:, 0] - (width - 1) / 2 + NEARLY).astype(np.int64)
    ends = np.floor(np.sort(upright[:, 1::2], axis=1) + 0.5).astype(np.int64)
    order = np.lexsort((left, ends[:, 1], ends[:, 0]))
    left, ends = left[order], ends[order]
    is_next = np.ones(len(left), bool)
    is_next[1:] = (ends[1:] != ends[:-1]).any(axis=1) | (np.diff(left) > width)
    first = np.flatnonzero(is_next)
    last = np.append(first[1:], len(left))[: len(first)] - 1
    columns = left[first], ends[first, 0], left[last] + width, ends[first, 1]
    return np.stack(columns, axis=1)
