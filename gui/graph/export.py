"""The graph outside the window: pictures of any size, SVG, PDF, dot and JSON."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from engine.info import GraphInfo
from gui.graph.camera import Bounds, Camera, fitting

if TYPE_CHECKING:
    from gui.graph.view import GraphView

POINTS_PER_INCH = 72
SHARPER = 2
LONGEST_PAGE = 14_000.0


def region(view: GraphView, *, whole: bool) -> Bounds:
    """The part of the drawing to export: all of it, or what is on the screen."""
    if whole:
        return view.scene.layout.bounds
    return view.camera.seen(view.width(), view.height())


def image_of(view: GraphView, size: QSize, *, whole: bool = True) -> QImage:
    """The drawing in the middle of a picture of this size."""
    image = QImage(size, QImage.Format.Format_RGB32)
    camera = fitting(region(view, whole=whole), size.width(), size.height())
    painter = QPainter(image)
    view.paint_with(painter, camera, size.width(), size.height())
    painter.end()
    return image


def svg_of(view: GraphView, *, whole: bool = True) -> bytes:
    """The drawing as vectors, one drawing unit to a pixel."""
    camera, size = _framed(region(view, whole=whole))
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size.toSize())
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(view.info().name)
    painter = QPainter(generator)
    view.paint_with(painter, camera, size.width(), size.height())
    painter.end()
    return bytes(buffer.data().data())


def write_pdf(view: GraphView, path: Path, *, whole: bool = True) -> None:
    """Write one page as large as the drawing; a very long drawing is scaled down.

    Raises:
        OSError: the file cannot be written.
    """
    camera, size = _framed(region(view, whole=whole))
    with path.open("wb"):
        pass
    writer = QPdfWriter(str(path))
    shrink = min(1.0, LONGEST_PAGE / max(size.width(), size.height()))
    page = QSizeF(size.width() * shrink, size.height() * shrink)
    writer.setPageSize(QPageSize(page, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(POINTS_PER_INCH)
    writer.setTitle(view.info().name)
    painter = QPainter(writer)
    painter.scale(shrink, shrink)
    view.paint_with(painter, camera, size.width(), size.height())
    painter.end()


def write_picture(
    view: GraphView, path: Path, size: QSize, *, whole: bool = True
) -> None:
    """Write what the ending of the path says: .svg, .pdf, or pixels of a size.

    Raises:
        OSError: the file cannot be written, or the ending names no picture.
    """
    match path.suffix.lower():
        case ".svg":
            path.write_bytes(svg_of(view, whole=whole))
        case ".pdf":
            write_pdf(view, path, whole=whole)
        case _:
            if not image_of(view, size, whole=whole).save(str(path)):
                raise OSError(f"{path} cannot be written as a picture.")


def copy_image(view: GraphView) -> None:
    """Put what is on the screen into the clipboard, twice as sharp."""
    size = view.size() * SHARPER
    QGuiApplication.clipboard().setImage(image_of(view, size, whole=False))


def dot_of(info: GraphInfo, names: Collection[str]) -> str:
    """Some nodes and the edges between them in the dot language."""
    chosen = frozenset(names)
    lines = [f"digraph {_quoted(info.name)} {{"]
    for node in info.nodes:
        if node.name in chosen:
            label = _quoted(f"{node.title or node.name} {list(node.shape)}")
            lines.append(f"  {_quoted(node.name)} [label={label}];")
    for node in info.nodes:
        for source in dict.fromkeys(node.inputs):
            if node.name in chosen and source in chosen:
                lines.append(f"  {_quoted(source)} -> {_quoted(node.name)};")
    return "\n".join([*lines, "}", ""])


def json_of(info: GraphInfo, names: Collection[str]) -> str:
    """Some nodes with all that is known of them, in order."""
    chosen = frozenset(names)
    nodes = [asdict(node) for node in info.nodes if node.name in chosen]
    return json.dumps({"graph": info.name, "nodes": nodes}, indent=1) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _framed(bounds: Bounds) -> tuple[Camera, QSizeF]:
    """A camera in scale 1 and the room it needs."""
    left, top, right, bottom = bounds
    camera = replace(Camera(), x=-left, y=-top)
    return camera, QSizeF(right - left, bottom - top)
