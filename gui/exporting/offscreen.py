"""`npu-studio export`: the graph as a file, without a window."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from engine.causes import cause_of
from engine.errors import SourceError
from engine.graph_files import dot_text, excerpt, json_text
from engine.info import Diagnostic, GraphInfo, WrittenCode
from engine.progress import Steps
from engine.sentence import say
from engine.whole_file import write_whole

if TYPE_CHECKING:
    from gui.graph.exporting.pages import Paper
    from gui.graph.exporting.sheet import Region, Sheet
    from gui.graph.layout.wrapping import Flow
    from gui.graph.scene.scene import Scene

Look = Literal["shown", "light", "dark"]
LOOKS: tuple[Look, ...] = get_args(Look)
Format = Literal["svg", "png", "pdf", "html", "dot", "json", "fx-code", "host-code"]
FORMATS: tuple[Format, ...] = get_args(Format)
CODES: tuple[Format, ...] = ("fx-code", "host-code")
ENDINGS: dict[Format, str] = {each: "py" if each in CODES else each for each in FORMATS}
PICTURES: tuple[Format, ...] = ("svg", "png", "pdf")
LEAST_CLEAR_SCALE = 0.1
SCALES = 0.01, 8.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported.

    `depth` counts the open levels, None for as is legible; `names` are the nodes, none
    for all. `scale` is in pixels per drawing unit, or in points on paper; `width` in
    pixels, unless 0, decides the scale. `look` "shown" is as the window has it. What is
    placed anew without a window goes on `in_columns` where it is long.
    """

    format: Format
    path: Path
    region: Region = "whole"
    depth: int | None = None
    names: tuple[str, ...] = ()
    scale: float = 1.0
    width: int = 0
    look: Look = "light"
    is_transparent: bool = False
    paper: Paper = "one"
    overlap_mm: float = 10.0
    in_columns: bool = True

    def scale_for(self, size: tuple[float, float]) -> float:
        """The scale that makes a drawing of that size as wide as wanted."""
        return self.width / size[0] if self.width else self.scale


def check_format(word: str) -> Format:
    """Give a known format back.

    Raises:
        SourceError: it is none; the sentence lists them.
    """
    for each in FORMATS:
        if each == word:
            return each
    raise SourceError(
        f"{word or 'An empty word'} is no format to export; there are "
        f"{', '.join(FORMATS)}."
    )


def export_graph(
    info: GraphInfo,
    diagnostics: tuple[Diagnostic, ...],
    code: Callable[[Wanted], WrittenCode],
    wanted: Wanted,
) -> Steps[dict[str, Any]]:
    """Write the file; `code` gives torch code, of nodes or of what the host computes.

    Raises:
        SourceError: the file cannot be written, or there is no such node.
        EditError: there is no such code.
    """
    shown = excerpt(info, wanted.names) if wanted.names else info
    paths = [wanted.path]
    try:
        match wanted.format:
            case "dot":
                write_text(wanted.path, dot_text(shown, diagnostics))
            case "json":
                write_text(wanted.path, json_text(shown, diagnostics))
            case "fx-code" | "host-code":
                paths += write_code(wanted.path, code(wanted))
            case _:
                yield from _export_picture(shown, diagnostics, wanted)
    except OSError as error:
        raise unwritten(wanted.path, error) from error
    return {
        "artifacts": [
            {"path": str(path), "kind": kind, "bytes": path.stat().st_size}
            for path, kind in zip(paths, (wanted.format, "state-dict"), strict=False)
        ],
        "nodes": len(shown.nodes),
    }


def _export_picture(
    info: GraphInfo, diagnostics: tuple[Diagnostic, ...], wanted: Wanted
) -> Steps[None]:
    """Place the graph and write a picture of it, as on a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from gui.graph.exporting.sheet import PAGE, scene_for, sheet_of_scene
    from gui.graph.layout.wrapping import PLAIN, Flow
    from gui.graph.scene.colours import GraphColours
    from gui.pages.marks import marks_of

    is_opened = wanted.region == "opened"
    flow = Flow(room=PAGE) if wanted.in_columns else PLAIN
    scene = scene_for(info, whole=is_opened, depth=wanted.depth, flow=flow)
    if wanted.format == "html":
        write_page(scene, diagnostics, wanted.path, flow)
        return
    application = QGuiApplication.instance() or QGuiApplication(["npu-studio"])
    colours = GraphColours.dark() if wanted.look == "dark" else GraphColours.light()
    marks = marks_of(info, diagnostics)
    yield from write_sheet(sheet_of_scene(scene, marks, colours), wanted)
    del application


def write_sheet(sheet: Sheet, wanted: Wanted) -> Steps[None]:
    """Write a picture in the format wanted.

    Raises:
        SourceError: the size or what is behind the picture is not possible.
        OSError: the file cannot be written.
    """
    from gui.graph.exporting.raster import write_png
    from gui.graph.exporting.vectors import svg_of, write_pdf

    scale = wanted.scale_for(sheet.size)
    is_clear = wanted.is_transparent
    if is_clear and wanted.format == "png" and scale < LEAST_CLEAR_SCALE:
        raise SourceError(
            f"A transparent picture needs a scale of {LEAST_CLEAR_SCALE} or more; this "
            f"one has {scale:.3g}."
        )
    sheet = sheet.without_ground() if is_clear else sheet
    if wanted.format == "png":
        yield from write_png(sheet, wanted.path, scale, is_transparent=is_clear)
    elif wanted.format == "pdf":
        sheet = sheet if is_clear else sheet.on_paper()
        yield from write_pdf(sheet, wanted.path, wanted.paper, wanted.overlap_mm, scale)
    else:
        write_whole(wanted.path, svg_of(sheet))


def write_page(
    scene: Scene,
    diagnostics: tuple[Diagnostic, ...],
    path: Path,
    flow: Flow,
    errors: Mapping[str, float] | None = None,
) -> None:
    """Write a page with this drawing, and with all modules open if some are closed.

    `errors` are those of rounding by node, in dB, where they were measured.
    """
    from gui.graph.exporting.sheet import scene_for
    from gui.graph.exporting.web_page import html_of

    whole = scene_for(scene.graph.info, whole=True, depth=None, flow=flow)
    is_more = len(whole.graph.boxes) > len(scene.graph.boxes)
    scenes = [scene, whole] if is_more else [scene]
    write_text(path, html_of(scenes, diagnostics, errors=errors or {}))


def unwritten(path: Path, error: OSError) -> SourceError:
    """The sentence about a file that cannot be written."""
    return SourceError(
        say(
            "{path} cannot be written ({reason}); choose another folder.",
            path=path,
            reason=cause_of(error),
        )
    )


def state_beside(path: Path) -> Path:
    """Where the state dict lies that exported Python reads."""
    return path.with_suffix(".state.pt")


def write_code(path: Path, code: WrittenCode) -> list[Path]:
    """Write Python, and beside it the state dict it reads; tell where that is."""
    beside = [state_beside(path)] if code.state else []
    for each in beside:
        write_whole(each, code.state)
    write_text(path, code.text)
    return beside


def write_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all."""
    write_whole(path, text.encode())
