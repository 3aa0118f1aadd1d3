"""The work of an export beside the window: drawing, measuring, writing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from engine.graph_files import dot_text, excerpt, json_text
from engine.info import Diagnostic, GraphInfo
from engine.progress import Progress, Steps
from engine.sentence import say
from gui.exporting.forecast import Forecast, forecast
from gui.exporting.offscreen import (
    PICTURES,
    Wanted,
    unwritten,
    write_page,
    write_sheet,
    write_text,
)
from gui.graph.exporting.raster import LARGEST_IMAGE, image_of
from gui.graph.exporting.sheet import Sheet, scene_for
from gui.graph.exporting.vectors import svg_of
from gui.graph.layout.wrapping import Flow


@dataclass(frozen=True, slots=True)
class Vectors:
    """A drawing as the bytes of an SVG."""

    data: bytes


Copy = QImage | Vectors | str


@dataclass(frozen=True, eq=False)
class Source:
    """What is exported as it was when it was asked for; `names` are those selected."""

    sheet: Sheet
    info: GraphInfo
    diagnostics: tuple[Diagnostic, ...]
    names: tuple[str, ...]
    flow: Flow

    def chosen(self, wanted: Wanted) -> GraphInfo:
        """The nodes that are wanted."""
        if wanted.region == "selection":
            return excerpt(self.info, self.names)
        return self.info

    def drawn(self, wanted: Wanted) -> Sheet:
        """The drawing that is wanted; opening all modules places them first."""
        if wanted.region != "opened":
            return self.sheet
        scene = scene_for(self.info, whole=True, depth=None, flow=self.flow)
        return self.sheet.with_scene(scene)


def measured(source: Source, wanted: Wanted) -> Steps[Forecast]:
    """Tell what an export will come to."""
    yield Progress(say("Measuring"), 0, 1)
    nodes = len(source.chosen(wanted).nodes)
    if wanted.format not in PICTURES:
        return Forecast(nodes)
    shown = nodes if wanted.region != "view" else 0
    return forecast(source.drawn(wanted), wanted, shown)


def written(source: Source, wanted: Wanted) -> Steps[Path]:
    """Write anything but code into a file, and give the file.

    Raises:
        SourceError: it cannot be written, or the picture cannot be that large.
    """
    yield Progress(say("Drawing"), 0, 1)
    try:
        if wanted.format in PICTURES:
            yield from write_sheet(source.drawn(wanted), wanted)
        elif wanted.format == "html":
            info = source.chosen(wanted)
            scene = source.sheet.painter.picture.scene
            if info is not source.info:
                scene = scene_for(info, whole=False, depth=None, flow=source.flow)
            errors = source.sheet.painter.picture.marks.errors
            write_page(scene, source.diagnostics, wanted.path, source.flow, errors)
        else:
            write_text(wanted.path, _text(source, wanted))
    except OSError as error:
        raise unwritten(wanted.path, error) from error
    return wanted.path


def copied(source: Source, wanted: Wanted) -> Steps[Copy]:
    """Make what the clipboard is to hold; a large picture is made smaller."""
    yield Progress(say("Drawing"), 0, 1)
    if wanted.format not in PICTURES:
        return _text(source, wanted)
    sheet = source.drawn(wanted)
    if wanted.format == "svg":
        sheet = sheet.without_ground() if wanted.is_transparent else sheet
        return Vectors(svg_of(sheet))
    scale = min(wanted.scale_for(sheet.size), LARGEST_IMAGE / max(sheet.size))
    if wanted.is_transparent:
        sheet = sheet.without_ground()
    return image_of(sheet, scale, is_transparent=wanted.is_transparent)


def _text(source: Source, wanted: Wanted) -> str:
    write = dot_text if wanted.format == "dot" else json_text
    return write(source.chosen(wanted), source.diagnostics)
