"""A sheet as SVG, and as a PDF of one page or of many to be put together."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from PySide6.QtCore import QBuffer, QLineF, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtSvg import QSvgGenerator

from engine.progress import Progress, Steps
from engine.sentence import say
from gui.graph.exporting.pages import MARGIN_MM, POINTS_PER_MM, Pages, Paper, pages_for
from gui.graph.exporting.sheet import Sheet

POINTS_PER_INCH = 72
LONGEST_PAGE = 14_000.0
CAPTION_PIXELS = 8
CUT_MARK = 8.0
FAMILIES = "Verdana, Arial, sans-serif"
_TEXT = re.compile(
    r'<text (?P<before>[^>]*)font-family="(?P<family>[^"]*)" '
    r'font-size="(?P<size>[^"]*)" font-weight="(?P<weight>[^"]*)"(?P<after>[^>]*)>'
    r"(?P<words>[^<]*)</text>"
)


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
    written = bytes(buffer.data().data()).decode()
    return _TEXT.sub(_as_wide_elsewhere, written).encode()


def _as_wide_elsewhere(text: re.Match[str]) -> str:
    """A text in fonts that other programs have, set as wide as it is here."""
    family, size, weight = text["family"], float(text["size"]), int(text["weight"])
    font = QFont(family)
    font.setPixelSize(round(size))
    font.setWeight(QFont.Weight(weight))
    width = QFontMetricsF(font).horizontalAdvance(unescape(text["words"]))
    names = f"{QFontInfo(font).family()}, {FAMILIES}"
    return (
        f'<text {text["before"]}font-family="{names}" font-size="{size:g}" '
        f'font-weight="{weight}" textLength="{width:.2f}" '
        f'lengthAdjust="spacingAndGlyphs"{text["after"]}>{text["words"]}</text>'
    )


def write_pdf(
    sheet: Sheet,
    path: Path,
    paper: Paper = "one",
    overlap_mm: float = 0.0,
    scale: float = 1.0,
) -> Steps[None]:
    """Write one page as large as the drawing, or sheets of paper in rows from top left.

    On paper a drawing unit is a point, times the scale; every sheet has marks where to
    cut, and its row and column; sheets that nothing is drawn on are left out. A drawing
    longer than the format allows on one page is scaled down.

    Raises:
        OSError: the file cannot be written.
    """
    aside = path.with_name(f"{path.name}.part")
    try:
        with aside.open("wb"):
            pass
        if paper == "one":
            yield from _one_page(sheet, aside)
        else:
            size = sheet.size[0] * scale, sheet.size[1] * scale
            pages = pages_for(size, paper, overlap_mm)
            yield from _sheets(sheet, aside, pages, scale)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def page_scale(sheet: Sheet) -> float:
    """The scale of a drawing on one page: below 1 where it is too long for that."""
    return min(1.0, LONGEST_PAGE / max(sheet.size))


def filled(sheet: Sheet, pages: Pages, scale: float) -> list[int]:
    """The sheets of paper that something is drawn on, at least the first."""
    numbers = range(pages.count)
    return [n for n in numbers if sheet.shows(scale, pages.part(n))] or [0]


def _one_page(sheet: Sheet, path: Path) -> Steps[None]:
    width, height = sheet.size
    shrink = page_scale(sheet)
    yield Progress(say("Writing the page"), 0, 1)
    writer = _writer(sheet, path, (width * shrink, height * shrink))
    painter = QPainter(writer)
    painter.scale(shrink, shrink)
    sheet.paint(painter, 1.0)
    painter.end()


def _sheets(sheet: Sheet, path: Path, pages: Pages, scale: float) -> Steps[None]:
    writer = _writer(sheet, path, pages.page)
    painter = QPainter(writer)
    margin = MARGIN_MM * POINTS_PER_MM
    numbers = filled(sheet, pages, scale)
    for place, number in enumerate(numbers):
        yield Progress(say("Writing the pages"), place, len(numbers))
        if place:
            writer.newPage()
        painter.save()
        painter.translate(margin, margin)
        painter.setClipRect(QRectF(0, 0, *pages.area))
        sheet.paint(painter, scale, pages.part(number))
        painter.restore()
        _mark(painter, pages, number, sheet.name)
    painter.end()


def _writer(sheet: Sheet, path: Path, page: tuple[float, float]) -> QPdfWriter:
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QSizeF(*page), QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(POINTS_PER_INCH)
    writer.setTitle(sheet.name)
    return writer


def _mark(painter: QPainter, pages: Pages, number: int, name: str) -> None:
    """Draw where to cut, and write which sheet this is, into the margins."""
    margin = MARGIN_MM * POINTS_PER_MM
    width, height = pages.area
    painter.setPen(QPen(QColor("#808080"), 0.5))
    for x in (margin, margin + width):
        for y, way in ((margin, -1), (margin + height, 1)):
            painter.drawLine(QLineF(x, y + 3 * way, x, y + CUT_MARK * way))
    for y in (margin, margin + height):
        for x, way in ((margin, -1), (margin + width, 1)):
            painter.drawLine(QLineF(x + 3 * way, y, x + CUT_MARK * way, y))
    font = QFont()
    font.setPixelSize(CAPTION_PIXELS)
    painter.setFont(font)
    row, column = divmod(number, pages.across)
    where = f"{row + 1}/{pages.down} ↓   {column + 1}/{pages.across} →"
    room = QRectF(margin + 12, margin + height + 4, width - 24, margin - 6)
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft, f"{name}   {where}")
