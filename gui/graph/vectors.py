"""A sheet as SVG, and as a PDF of one page or of many to be put together."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from engine.progress import Progress, Steps
from gui.graph.sheet import Sheet

POINTS_PER_INCH = 72
LONGEST_PAGE = 14_000.0
PAGE = 1190.0, 842.0
"""A3 across, in points."""


def svg_of(sheet: Sheet) -> bytes:
    """The drawing as vectors, one drawing unit to a pixel."""
    width, height = sheet.size
    buffer, generator = QBuffer(), QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSizeF(width, height).toSize())
    generator.setViewBox(QRectF(0, 0, width, height))
    generator.setTitle(sheet.name)
    painter = QPainter(generator)
    sheet.paint(painter, 1.0)
    painter.end()
    return bytes(buffer.data().data())


def write_pdf(sheet: Sheet, path: Path, *, tiled: bool = False) -> Steps[None]:
    """Write one page as large as the drawing, or pages of A3 in rows from top left.

    A drawing longer than the format allows on one page is scaled down.

    Raises:
        OSError: the file cannot be written.
    """
    aside = path.with_name(f"{path.name}.part")
    try:
        with aside.open("wb"):
            pass
        yield from _pages(sheet, aside, tiled)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _pages(sheet: Sheet, path: Path, tiled: bool) -> Steps[None]:
    width, height = sheet.size
    shrink = 1.0 if tiled else min(1.0, LONGEST_PAGE / max(width, height))
    page = PAGE if tiled else (width * shrink, height * shrink)
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QSizeF(*page), QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(POINTS_PER_INCH)
    writer.setTitle(sheet.name)
    across, down = page_count(sheet) if tiled else (1, 1)
    painter = QPainter(writer)
    for number in range(across * down):
        yield Progress("Writing the pages", number, across * down)
        if number:
            writer.newPage()
        if tiled:
            left, top = number % across * PAGE[0], number // across * PAGE[1]
            sheet.paint(painter, 1.0, (left, top, left + PAGE[0], top + PAGE[1]))
        else:
            painter.scale(shrink, shrink)
            sheet.paint(painter, 1.0)
    painter.end()


def page_count(sheet: Sheet) -> tuple[int, int]:
    """How many pages of A3 lie side by side, and how many rows of them there are."""
    width, height = sheet.size
    return math.ceil(width / PAGE[0]), math.ceil(height / PAGE[1])
