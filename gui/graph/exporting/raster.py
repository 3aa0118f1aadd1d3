"""A sheet as a PNG of any size, written band by band in little memory."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from engine.errors import EngineError
from engine.progress import Progress, Steps
from engine.sentence import say
from gui.graph.exporting.sheet import Sheet
from gui.graph.scene.camera import Bounds

Pixels = NDArray[np.uint8]
LARGEST = 1 << 17
MOST_PIXELS = 1 << 33
LARGEST_IMAGE = 1 << 14
"""The longer side of a picture that is held in memory as a whole."""
BAND, TILE = 256, 7168
OVERLAP = 48
RGB = QImage.Format.Format_RGB888
RGB_KIND, RGBA_KIND = 2, 6
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def pixel_size(sheet: Sheet, scale: float) -> tuple[int, int]:
    """Width and height of a picture in a scale.

    Raises:
        EngineError: a PNG of that size would be of no use to any program.
    """
    width, height = (max(1, round(side * scale)) for side in sheet.size)
    if max(width, height) > LARGEST or width * height > MOST_PIXELS:
        raise EngineError(
            f"A PNG of {width} × {height} pixels is more than programs can open "
            f"({LARGEST} to a side); choose a smaller scale, or SVG or PDF."
        )
    return width, height


def band_count(height: int) -> int:
    """How many bands a picture of that height is written in."""
    return -(-height // BAND)


def write_png(
    sheet: Sheet, path: Path, scale: float, *, is_transparent: bool = False
) -> Steps[None]:
    """Write the sheet in a scale; memory holds one band of 256 rows at a time.

    Raises:
        EngineError: the picture would be too large.
        OSError: the file cannot be written.
    """
    size = pixel_size(sheet, scale)
    aside = path.with_name(f"{path.name}.part")
    try:
        with aside.open("wb") as stream:
            yield from _written(stream, sheet, scale, size, is_transparent)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def image_of(sheet: Sheet, scale: float, *, is_transparent: bool = False) -> QImage:
    """The sheet as one picture in memory."""
    width, height = pixel_size(sheet, scale)
    return _painted(sheet, scale, (0, 0, width, height), is_transparent=is_transparent)


def pixels_of(
    sheet: Sheet, scale: float, part: Bounds, *, is_transparent: bool = False
) -> Pixels:
    """The pixels of a part: rows, columns, and three channels or four."""
    form = QImage.Format.Format_RGBA8888 if is_transparent else RGB
    image = _painted(sheet, scale, part, is_transparent=is_transparent)
    image = image.convertToFormat(form)
    channels = 4 if is_transparent else 3
    flat = np.frombuffer(image.constBits(), np.uint8)
    lines = flat.reshape(image.height(), image.bytesPerLine())
    lines = lines[:, : channels * image.width()]
    return lines.reshape(image.height(), -1, channels).copy()


def packed(pixels: Pixels) -> bytes:
    """Rows as a PNG has them before compression, each told to be as it is."""
    rows, columns, channels = pixels.shape
    lines = np.zeros((rows, 1 + channels * columns), np.uint8)
    lines[:, 1:] = pixels.reshape(rows, channels * columns)
    return lines.tobytes()


def _painted(
    sheet: Sheet, scale: float, part: Bounds, *, is_transparent: bool
) -> QImage:
    width, height = round(part[2] - part[0]), round(part[3] - part[1])
    form = QImage.Format.Format_ARGB32_Premultiplied if is_transparent else RGB
    image = QImage(width, height, form)
    if is_transparent:
        image.fill(0)
    painter = QPainter(image)
    sheet.paint(painter, scale, part)
    painter.end()
    return image


def _written(
    stream: IO[bytes],
    sheet: Sheet,
    scale: float,
    size: tuple[int, int],
    is_transparent: bool,
) -> Steps[None]:
    width, height = size
    stream.write(SIGNATURE)
    kind = RGBA_KIND if is_transparent else RGB_KIND
    _chunk(stream, b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))
    packer = zlib.compressobj(6)
    bands = band_count(height)
    for number, top in enumerate(range(0, height, BAND)):
        yield Progress(say("Writing the picture"), number, bands)
        rows = min(BAND, height - top)
        tiles = list(_tiles(sheet, scale, (width, top, rows), is_transparent))
        data = packer.compress(packed(np.concatenate(tiles, axis=1)))
        if data:
            _chunk(stream, b"IDAT", data)
    _chunk(stream, b"IDAT", packer.flush())
    _chunk(stream, b"IEND", b"")
    yield Progress(say("Writing the picture"), bands, bands)


def _tiles(
    sheet: Sheet, scale: float, band: tuple[int, int, int], is_transparent: bool
) -> Iterator[Pixels]:
    """The pixels of one band; each tile is painted with what juts into it."""
    width, top, rows = band
    for left in range(0, width, TILE):
        right = min(left + TILE, width)
        around = left - OVERLAP, top - OVERLAP, right + OVERLAP, top + rows + OVERLAP
        pixels = pixels_of(sheet, scale, around, is_transparent=is_transparent)
        yield pixels[OVERLAP:-OVERLAP, OVERLAP:-OVERLAP]


def _chunk(stream: IO[bytes], kind: bytes, data: bytes) -> None:
    check = zlib.crc32(kind + data)
    stream.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check))
