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
from gui.graph.sheet import Sheet

Pixels = NDArray[np.uint8]
LARGEST = 1 << 17
MOST_PIXELS = 1 << 33
BAND, TILE = 256, 7168
OVERLAP = 48
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


def write_png(sheet: Sheet, path: Path, scale: float) -> Steps[None]:
    """Write the sheet in a scale; memory holds one band of 256 rows at a time.

    Raises:
        EngineError: the picture would be too large.
        OSError: the file cannot be written.
    """
    width, height = pixel_size(sheet, scale)
    aside = path.with_name(f"{path.name}.part")
    try:
        with aside.open("wb") as stream:
            yield from _written(stream, sheet, scale, (width, height))
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def image_of(sheet: Sheet, scale: float) -> QImage:
    """The sheet as one picture in memory."""
    width, height = pixel_size(sheet, scale)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sheet.paint(painter, scale)
    painter.end()
    return image


def _written(
    stream: IO[bytes], sheet: Sheet, scale: float, size: tuple[int, int]
) -> Steps[None]:
    width, height = size
    stream.write(SIGNATURE)
    _chunk(stream, b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    packer = zlib.compressobj(6)
    bands = -(-height // BAND)
    for number, top in enumerate(range(0, height, BAND)):
        yield Progress("Writing the picture", number, bands)
        rows = min(BAND, height - top)
        band = np.concatenate(list(_tiles(sheet, scale, width, top, rows)), axis=1)
        lines = np.zeros((rows, 1 + 3 * width), np.uint8)
        lines[:, 1:] = band.reshape(rows, 3 * width)
        data = packer.compress(lines.tobytes())
        if data:
            _chunk(stream, b"IDAT", data)
    _chunk(stream, b"IDAT", packer.flush())
    _chunk(stream, b"IEND", b"")
    yield Progress("Writing the picture", bands, bands)


def _tiles(
    sheet: Sheet, scale: float, width: int, top: int, rows: int
) -> Iterator[Pixels]:
    """The pixels of one band; each tile is painted with what juts into it."""
    for left in range(0, width, TILE):
        columns = min(TILE, width - left)
        image = QImage(
            columns + 2 * OVERLAP, rows + 2 * OVERLAP, QImage.Format.Format_RGB888
        )
        painter = QPainter(image)
        right, bottom = left + columns + OVERLAP, top + rows + OVERLAP
        sheet.paint(painter, scale, (left - OVERLAP, top - OVERLAP, right, bottom))
        painter.end()
        flat = np.frombuffer(image.constBits(), np.uint8)
        lines = flat.reshape(image.height(), image.bytesPerLine())
        pixels = lines[:, : 3 * image.width()].reshape(image.height(), -1, 3)
        yield pixels[OVERLAP:-OVERLAP, OVERLAP:-OVERLAP].copy()


def _chunk(stream: IO[bytes], kind: bytes, data: bytes) -> None:
    check = zlib.crc32(kind + data)
    stream.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check))
