"""How large a file will be, told before it is written from small parts of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from gui.graph.exporting.raster import packed, pixel_size, pixels_of
from gui.graph.exporting.sheet import Sheet
from gui.graph.exporting.vectors import svg_of
from gui.graph.scene.camera import Bounds

SAMPLE = 320
ROWS = COLUMNS = 4
MOST_BOXES = 120


def png_bytes(sheet: Sheet, scale: float, *, is_transparent: bool = False) -> int:
    """Estimate a PNG from the compressed sizes of a few parts spread over it."""
    width, height = pixel_size(sheet, scale)
    taken, compressed = 0, 0
    for part in _parts(width, height):
        pixels = pixels_of(sheet, scale, part, is_transparent=is_transparent)
        taken += pixels.shape[0] * pixels.shape[1]
        compressed += len(zlib.compress(packed(pixels), 6))
    return round(compressed * width * height / taken)


def svg_bytes(sheet: Sheet) -> int:
    """Estimate an SVG from what a part with some of the boxes takes."""
    scene = sheet.painter.picture.scene
    inside = scene.boxes_in(sheet.bounds)
    if len(inside) <= MOST_BOXES:
        return len(svg_of(sheet))
    left, top, right, bottom = sheet.bounds
    share = MOST_BOXES / len(inside)
    down = scene.layout.direction == "down"
    long = bottom - top if down else right - left
    taken, boxes = 0, 0
    for start in (0.1, 0.4, 0.7):
        low = start * long
        high = low + share * long
        area = (
            (left, top + low, right, top + high)
            if down
            else (left + low, top, left + high, bottom)
        )
        taken += len(svg_of(Sheet(sheet.painter, area)))
        boxes += len(scene.boxes_in(area))
    return round(taken * len(inside) / max(boxes, 1))


def _parts(width: int, height: int) -> Iterator[Bounds]:
    """Parts in the middles of an even grid, never larger than their cell."""
    for row in range(ROWS):
        for column in range(COLUMNS):
            cell = width / COLUMNS, height / ROWS
            side = min(SAMPLE, int(cell[0]) or 1), min(SAMPLE, int(cell[1]) or 1)
            left = int(column * cell[0] + (cell[0] - side[0]) / 2)
            top = int(row * cell[1] + (cell[1] - side[1]) / 2)
            yield left, top, left + side[0], top + side[1]
