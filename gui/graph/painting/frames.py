"""Frames of open modules: dashed lines with round corners, whole ones from afar."""

from __future__ import annotations

from functools import lru_cache
from math import floor

import numpy as np
from PySide6.QtCore import QLineF, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
)

from gui.graph.layout.container import Floats
from gui.graph.painting.many import draw_rects
from gui.graph.painting.picture import Picture
from gui.graph.scene.camera import Bounds
from gui.graph.scene.colours import blend
from gui.graph.scene.scene import Ints, Scene

RADIUS = 12.0
OUTSIDE = 99.0
TINT, LINE = 0.045, 0.38
DASH, DASHES = 5, 9
DASHED_SCALE = 0.4
"""Below it frames are many and small, and their lines are whole."""
OPAQUE = 255


def paint_frames(painter: QPainter, picture: Picture, seen: Bounds) -> None:
    """Paint the frames on the screen, the outer ones first.

    Only corners are smoothed: their sides are upright or level and crisper without,
    and to stroke a long dashed line smoothly takes most of a frame's time.
    """
    scene, fills = picture.scene, _fills(picture)
    near, scale = _around(seen), painter.deviceTransform().m11()
    shown = _uncovered(scene, seen, near)
    if scale < DASHED_SCALE and len(fills) > 1:
        _paint_far(painter, picture, np.array(shown, np.int64), near, fills)
        return
    for frame in shown:
        whole = QRectF(*scene.layout.groups[frame].tolist())
        fill = fills[scene.frame_depths[frame] % len(fills)]
        if frame == picture.frame:
            _paint_chosen(painter, picture, whole.intersected(near), fill)
        else:
            _paint_dashed(painter, picture, whole, seen, fill)


def _paint_dashed(
    painter: QPainter, picture: Picture, whole: QRectF, seen: Bounds, fill: QColor
) -> None:
    line = QColor(picture.colours.accent)
    line.setAlphaF(LINE)
    solid = QPen(line, 1.0)
    solid.setCosmetic(True)
    area = whole.intersected(_around(seen))
    if not _has_corner_in(whole, seen):
        painter.fillRect(area, fill)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(area, RADIUS, RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(solid)
        painter.drawPath(_corners(area))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    if painter.paintEngine().type() is QPaintEngine.Type.Raster:
        _copy_sides(painter, line, whole, seen)
    else:
        _stroke_sides(painter, line, whole)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _has_corner_in(area: QRectF, seen: Bounds) -> bool:
    left, top, right, bottom = seen
    across = [x for x in (area.left(), area.right()) if x - left > -RADIUS]
    down = [y for y in (area.top(), area.bottom()) if y - top > -RADIUS]
    is_near = min(across, default=right + RADIUS) < right + RADIUS
    return is_near and min(down, default=bottom + RADIUS) < bottom + RADIUS


def _paint_far(
    painter: QPainter, picture: Picture, frames: Ints, near: QRectF, fills: list[QColor]
) -> None:
    """Rectangles in others, many at once: much faster than lines, and as wide.

    A border is as dark as dashes are with what is between them.
    """
    groups, chosen = picture.scene.layout.groups, picture.frame
    depths = np.array(picture.scene.frame_depths, np.int64)[frames]
    for depth in np.unique(depths).tolist():
        here, fill = frames[depths == depth], fills[depth % len(fills)]
        border = blend(fill.name(), picture.colours.accent, LINE * DASH / DASHES)
        pixels = _in_pixels(painter, groups[here[here != chosen]], near)
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        inner = pixels + np.array((1, 1, -2, -2))
        for colour, rects in ((border, _borders(pixels)), (fill.name(), inner)):
            painter.setBrush(QColor(colour))
            draw_rects(painter, rects)
        painter.restore()
        if chosen in here:
            area = QRectF(*groups[chosen].tolist()).intersected(near)
            _paint_chosen(painter, picture, area, fill)


def _borders(rects: Ints) -> Ints:
    """The sides of rectangles, a pixel wide: all of them take longer to fill."""
    left, top, width, height = rects.T
    one = np.ones_like(left)
    sides = (
        (left, top, width, one),
        (left, top + height - 1, width, one),
        (left, top, one, height),
        (left + width - 1, top, one, height),
    )
    return np.concatenate([np.stack(side, axis=1) for side in sides])


def _in_pixels(painter: QPainter, rects: Floats, near: QRectF) -> Ints:
    """Rectangles in whole pixels of the screen, cut off some way beside it."""
    to_screen = painter.worldTransform()
    start = np.maximum(rects[:, :2], near.topLeft().toTuple())
    end = np.minimum(rects[:, :2] + rects[:, 2:], near.bottomRight().toTuple())
    ends = np.concatenate([start, end], axis=1) * to_screen.m11()
    ends += np.tile((to_screen.dx(), to_screen.dy()), 2)
    pixels = np.floor(ends + 0.5).astype(np.int64)
    pixels[:, 2:] -= pixels[:, :2]
    return pixels


def _paint_chosen(
    painter: QPainter, picture: Picture, area: QRectF, fill: QColor
) -> None:
    painter.setPen(_chosen(picture))
    painter.setBrush(fill)
    painter.drawRoundedRect(area, RADIUS, RADIUS)


def _chosen(picture: Picture) -> QPen:
    """The border of the selected module."""
    pen = QPen(QColor(picture.colours.accent), 2.0)
    pen.setCosmetic(True)
    return pen


def _fills(picture: Picture) -> list[QColor]:
    """What the inside of a frame looks like, by the number of frames around it.

    Opaque colours are written several times faster than a tint is blended; only on a
    transparent ground there is nothing but the tint.
    """
    ground, tint = QColor(picture.colours.background), QColor(picture.colours.accent)
    if ground.alpha() < OPAQUE:
        tint.setAlphaF(TINT)
        return [tint]
    fills = [picture.colours.background]
    for _ in range(1 + max(picture.scene.frame_depths, default=0)):
        fills.append(blend(fills[-1], picture.colours.accent, TINT))
    return [QColor(fill) for fill in fills[1:]]


def _uncovered(scene: Scene, seen: Bounds, near: QRectF) -> list[int]:
    """The frames on the screen without those of which another one hides all."""
    shown: list[int] = scene.frames_in(seen).tolist()
    for place in reversed(range(len(shown))):
        area = QRectF(*scene.layout.groups[shown[place]].tolist())
        if area.contains(near):
            return shown[place:]
    return shown


@lru_cache(maxsize=8)
def _dashes(line: int, length: int) -> tuple[QImage, QImage]:
    """A dashed line of a colour that is level, and one that is upright."""
    is_dash = np.arange(length) % DASHES < DASH
    ink = QColor.fromRgba(line)
    pixels = np.where(is_dash, ink.rgba(), 0).astype(np.uint32).tobytes()
    shape = QImage.Format.Format_ARGB32
    sides = (
        QImage(pixels, length, 1, 4 * length, shape),
        QImage(pixels, 1, length, 4, shape),
    )
    level, upright = (
        side.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        for side in sides
    )
    return level, upright


def _copy_sides(painter: QPainter, line: QColor, area: QRectF, seen: Bounds) -> None:
    """Dash the sides as far as they are seen, from a line that is already dashed.

    On a screen that is many times faster than a dashed pen. Dashes are counted from
    where a side begins, so that none wanders on a frame when the screen moves.
    """
    to_screen, (across, down) = painter.worldTransform(), _radii(area)
    left, top, right, bottom = _pixels(to_screen.mapRect(area))
    level = _pixels(to_screen.mapRect(area.adjusted(across, 0, -across, 0)))
    upright = _pixels(to_screen.mapRect(area.adjusted(0, down, 0, -down)))
    near = QRectF(*seen[:2], seen[2] - seen[0], seen[3] - seen[1])
    shown = _pixels(to_screen.mapRect(near))
    longest = max(shown[2] - shown[0], shown[3] - shown[1]) + DASHES
    dashes = _dashes(line.rgba(), longest)
    painter.save()
    painter.resetTransform()
    start, end = max(level[0], shown[0]), min(level[2], shown[2])
    part = QRect((start - level[0]) % DASHES, 0, end - start, 1)
    for y in (top, bottom) if start < end else ():
        if shown[1] <= y <= shown[3]:
            painter.drawImage(QPoint(start, y), dashes[0], part)
    start, end = max(upright[1], shown[1]), min(upright[3], shown[3])
    part = QRect(0, (start - upright[1]) % DASHES, 1, end - start)
    for x in (left, right) if start < end else ():
        if shown[0] <= x <= shown[2]:
            painter.drawImage(QPoint(x, start), dashes[1], part)
    painter.restore()


def _pixels(area: QRectF) -> tuple[int, int, int, int]:
    """The pixels in which the sides of an area lie."""
    left, top, right, bottom = map(
        floor, (area.left(), area.top(), area.right(), area.bottom())
    )
    return left, top, right, bottom


def _stroke_sides(painter: QPainter, line: QColor, area: QRectF) -> None:
    """Dash the sides between the round corners with a pen, for files of lines."""
    pen, (across, down) = QPen(line, 1.0), _radii(area)
    pen.setCosmetic(True)
    pen.setDashPattern([DASH, DASHES - DASH])
    painter.setPen(pen)
    level = area.adjusted(across, 0, -across, 0)
    upright = area.adjusted(0, down, 0, -down)
    painter.drawLines(
        [
            QLineF(level.topLeft(), level.topRight()),
            QLineF(level.bottomLeft(), level.bottomRight()),
            QLineF(upright.topLeft(), upright.bottomLeft()),
            QLineF(upright.topRight(), upright.bottomRight()),
        ]
    )


def _corners(area: QRectF) -> QPainterPath:
    """A quarter of an ellipse at every corner."""
    across, down = _radii(area)
    path, size = QPainterPath(), (2 * across, 2 * down)
    left, top = area.left(), area.top()
    right, bottom = area.right() - size[0], area.bottom() - size[1]
    corners = [(right, top), (left, top), (left, bottom), (right, bottom)]
    for quarter, (x, y) in enumerate(corners):
        path.arcMoveTo(x, y, *size, 90 * quarter)
        path.arcTo(x, y, *size, 90 * quarter, 90)
    return path


def _radii(area: QRectF) -> tuple[float, float]:
    return min(RADIUS, area.width() / 2), min(RADIUS, area.height() / 2)


def _around(seen: Bounds) -> QRectF:
    """The screen, and as much around it that no corner of what is cut off shows."""
    left, top, right, bottom = seen
    width, height = right - left + 2 * OUTSIDE, bottom - top + 2 * OUTSIDE
    return QRectF(left - OUTSIDE, top - OUTSIDE, width, height)
