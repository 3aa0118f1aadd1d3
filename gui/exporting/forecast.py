"""What an export will come to, told before it is written."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import EngineError
from gui.exporting.offscreen import Wanted
from gui.graph.exporting.estimates import png_bytes, svg_bytes
from gui.graph.exporting.pages import pages_for
from gui.graph.exporting.raster import band_count, pixel_size
from gui.graph.exporting.sheet import Sheet
from gui.graph.exporting.vectors import filled, page_scale
from gui.sentences import in_language


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a file will be; zeros stand for what it does not have or is not known.

    `size` is the drawing in its units, `pixels` what a PNG has, `bands` how many parts
    it is painted in, `sheets` the columns and rows of paper, of which `blank` are left
    out, `page_scale` how much smaller than drawn one page is, `bytes` an estimate.
    `problem` says why it cannot be.
    """

    nodes: int = 0
    size: tuple[float, float] = (0.0, 0.0)
    pixels: tuple[int, int] = (0, 0)
    bands: int = 0
    sheets: tuple[int, int] = (0, 0)
    blank: int = 0
    page_scale: float = 1.0
    bytes: int = 0
    problem: str = ""


def forecast(sheet: Sheet, wanted: Wanted, nodes: int) -> Forecast:
    """Measure a picture that is wanted of a sheet."""
    scale = wanted.scale_for(sheet.size)
    plain = Forecast(nodes, sheet.size)
    if wanted.format == "svg":
        return Forecast(nodes, sheet.size, bytes=svg_bytes(sheet))
    if wanted.format == "png":
        return _of_png(sheet, wanted, nodes, scale)
    if wanted.format != "pdf":
        return plain
    if wanted.paper == "one":
        shrunk = page_scale(sheet)
        return Forecast(nodes, sheet.size, sheets=(1, 1), page_scale=shrunk)
    size = sheet.size[0] * scale, sheet.size[1] * scale
    pages = pages_for(size, wanted.paper, wanted.overlap_mm)
    blank = pages.count - len(filled(sheet, pages, scale))
    sheets = pages.across, pages.down
    return Forecast(nodes, sheet.size, sheets=sheets, blank=blank)


def _of_png(sheet: Sheet, wanted: Wanted, nodes: int, scale: float) -> Forecast:
    try:
        pixels = pixel_size(sheet, scale)
    except EngineError as error:
        return Forecast(nodes, sheet.size, problem=in_language(str(error)))
    painted = sheet.without_ground() if wanted.is_transparent else sheet
    size = png_bytes(painted, scale, is_transparent=wanted.is_transparent)
    return Forecast(nodes, sheet.size, pixels, band_count(pixels[1]), bytes=size)
