"""Thousands of rectangles in whole pixels, written at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter

from gui.graph.painting.overview import Pixels
from gui.graph.scene.scene import Ints

MANY = 1000
ALIKE = 4
"""Rectangles of one size are written together from so many on."""


def fill_rects(
    painter: QPainter, rects: Ints, fills: Ints, palette: Sequence[str]
) -> None:
    """Fill left, top, width and height, each in its colour; none may lie on another.

    Colours are opaque. On a screen, many are written into an image and this is painted,
    as to hand each to the painter takes several times as long.
    """
    is_raster = painter.paintEngine().type() is QPaintEngine.Type.Raster
    if len(rects) >= MANY and is_raster and painter.worldTransform().isIdentity():
        inks = np.array([QColor(colour).rgba() for colour in palette], np.uint32)
        painter.drawImage(QPoint(), _image(painter, rects, inks[fills]))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for number in np.unique(fills).tolist():
        painter.setBrush(QColor(palette[number]))
        painter.drawRects(list(starmap(QRect, rects[fills == number].tolist())))


def _image(painter: QPainter, rects: Ints, inks: Pixels) -> QImage:
    """A transparent image as large as what is painted on, with the rectangles."""
    device = painter.device()
    ratio = device.devicePixelRatio()
    width, height = device.width(), device.height()
    pixels = np.zeros((height, width), np.uint32)
    ends = np.concatenate([rects[:, :2], rects[:, :2] + rects[:, 2:]], axis=1) * ratio
    on_it = np.minimum(np.maximum(np.floor(ends), 0), (width, height) * 2)
    _write(pixels, on_it.astype(np.int64), inks)
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, width, height, 4 * width, form)
    image.setDevicePixelRatio(ratio)
    return image


def _write(pixels: Pixels, ends: Ints, inks: Pixels) -> None:
    """Write those of one size together, those of rare ones one after another."""
    size = ends[:, 2:] - ends[:, :2]
    shown = np.flatnonzero((size > 0).all(axis=1))
    across = pixels.shape[1]
    keys = size[shown, 0] * (1 + pixels.shape[0]) + size[shown, 1]
    shown = shown[np.argsort(keys, kind="stable")]
    keys = np.sort(keys)
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    flat = pixels.ravel()
    for group in np.split(shown, begins[1:]):
        if len(group) < ALIKE:
            for one in group.tolist():
                left, top, right, bottom = ends[one].tolist()
                pixels[top:bottom, left:right] = inks[one]
            continue
        width, height = size[group[0]].tolist()
        corner = ends[group, 1] * across + ends[group, 0]
        inside = (np.arange(height)[:, None] * across + np.arange(width)).ravel()
        flat[corner[:, None] + inside] = inks[group, None]
