"""`npu-studio export`: the graph as a file, without a window."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from engine.errors import SourceError
from engine.graph_files import dot_text, excerpt, json_text
from engine.info import Diagnostic, GraphInfo
from engine.progress import Steps

if TYPE_CHECKING:
    from gui.graph.scene import Scene
    from gui.graph.sheet import Sheet

Format = Literal["svg", "png", "pdf", "html", "dot", "json", "fx-code"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported: `depth` counts the open levels, None for as is legible.

    `names` are the nodes, none for all; `scale` is in pixels per drawing unit.
    """

    format: str
    path: Path
    whole: bool = False
    depth: int | None = None
    names: tuple[str, ...] = ()
    scale: float = 1.0
    is_dark: bool = False
    tiled: bool = False


def check_format(word: str) -> str:
    """Give a known format back.

    Raises:
        SourceError: it is none; the sentence lists them.
    """
    if word not in FORMATS:
        raise SourceError(
            f"{word or 'An empty word'} is no format to export; there are "
            f"{', '.join(FORMATS)}."
        )
    return word


def export_graph(
    info: GraphInfo,
    diagnostics: tuple[Diagnostic, ...],
    code: Callable[[tuple[str, ...] | None], str],
    wanted: Wanted,
) -> Steps[dict[str, Any]]:
    """Write the file; `code` writes the torch code of some nodes or of all.

    Raises:
        SourceError: the file cannot be written, or there is no such node.
    """
    shown = excerpt(info, wanted.names) if wanted.names else info
    try:
        match wanted.format:
            case "dot":
                write_text(wanted.path, dot_text(shown, diagnostics))
            case "json":
                write_text(wanted.path, json_text(shown, diagnostics))
            case "fx-code":
                write_text(wanted.path, code(wanted.names or None))
            case _:
                yield from _export_picture(shown, diagnostics, wanted)
    except OSError as error:
        raise SourceError(
            f"{wanted.path} cannot be written ({error.strerror or error}); choose "
            "another folder."
        ) from error
    return {
        "artifacts": [
            {
                "path": str(wanted.path),
                "kind": wanted.format,
                "bytes": wanted.path.stat().st_size,
            }
        ],
        "nodes": len(shown.nodes),
    }


def _export_picture(
    info: GraphInfo, diagnostics: tuple[Diagnostic, ...], wanted: Wanted
) -> Steps[None]:
    """Place the graph and write a picture of it, as on a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from gui.graph.colours import GraphColours
    from gui.graph.sheet import scene_for, sheet_of_scene

    scene = scene_for(info, whole=wanted.whole, depth=wanted.depth)
    if wanted.format == "html":
        _write_page(scene, diagnostics, wanted)
        return
    application = QGuiApplication.instance() or QGuiApplication(["npu-studio"])
    colours = GraphColours.dark() if wanted.is_dark else GraphColours.light()
    yield from write_sheet(sheet_of_scene(scene, diagnostics, colours), wanted)
    del application


def write_sheet(sheet: Sheet, wanted: Wanted) -> Steps[None]:
    """Write a picture in the format wanted."""
    from gui.graph.raster import write_png
    from gui.graph.vectors import svg_of, write_pdf

    if wanted.format == "png":
        yield from write_png(sheet, wanted.path, wanted.scale)
    elif wanted.format == "pdf":
        yield from write_pdf(sheet, wanted.path, tiled=wanted.tiled)
    else:
        wanted.path.write_bytes(svg_of(sheet))


def _write_page(
    scene: Scene, diagnostics: tuple[Diagnostic, ...], wanted: Wanted
) -> None:
    from gui.graph.sheet import scene_for
    from gui.graph.web_page import html_of

    whole = scene_for(scene.graph.info, whole=True, depth=None)
    is_more = len(whole.graph.boxes) > len(scene.graph.boxes)
    scenes = [scene, whole] if is_more else [scene]
    write_text(wanted.path, html_of(scenes, diagnostics))


def write_text(path: Path, text: str) -> None:
    """Write aside and rename, so that a file is whole or not there."""
    aside = path.with_name(f"{path.name}.part")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
