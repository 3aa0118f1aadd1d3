"""A part of what a view shows, as a picture."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from engine.progress import run
from gui.graph.exporting.raster import image_of
from gui.graph.exporting.sheet import sheet_of_view
from gui.graph.exporting.vectors import svg_of, write_pdf
from gui.graph.scene.scene import Marks


def test_an_svg_holds_the_names_of_all_boxes_as_text(view):
    root = ElementTree.fromstring(svg_of(sheet_of_view(view, "whole")))
    texts = {"".join(each.itertext()) for each in root.iter() if "text" in each.tag}
    titles = [box.title for box in view.scene.graph.boxes if box.kind == "module"]
    assert {f"▸ {title}" for title in titles} <= texts


def pixels(image: QImage) -> NDArray[np.int64]:
    shape = image.height(), image.width(), 4
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape).astype(int)


def test_an_svg_shows_every_box_as_the_picture_does(view):
    """A renderer without clipping, as many programs have one."""
    view.select("pag3_rsub")
    view.show_marks(Marks({"pag3_rsub": "error", "x": "warning"}))
    sheet = sheet_of_view(view, "whole")
    shown = image_of(sheet, 1.0).convertToFormat(QImage.Format.Format_RGB32)
    again = QImage(shown.size(), QImage.Format.Format_RGB32)
    renderer = QSvgRenderer(svg_of(sheet))
    painter = QPainter(again)
    renderer.render(painter, QRectF(0, 0, *sheet.size))
    painter.end()
    one, other = pixels(shown), pixels(again)
    corner = np.array(sheet.bounds[:2] * 2)
    for box, rect in enumerate(view.scene.layout.rects):
        left, top, right, bottom = (
            np.array([*rect[:2], *(rect[:2] + rect[2:])]) - corner
        ).astype(int)
        part = slice(top, bottom), slice(left, right)
        off = abs(one[part] - other[part]).mean()
        assert off < 6, view.scene.graph.boxes[box].key


def test_texts_in_an_svg_are_as_wide_in_any_font(view):
    written = svg_of(sheet_of_view(view, "whole")).decode()
    assert "Sans Serif" not in written
    assert written.count("<text") == written.count("textLength=") > 0
    assert written.count('sans-serif"') == written.count("<text")


def test_an_svg_of_the_screen_is_smaller_than_one_of_the_graph(view):
    view.eye.zoom(3.0, 400, 100)
    screen, whole = (svg_of(sheet_of_view(view, part)) for part in ("view", "whole"))
    assert len(screen) < len(whole) / 2


def test_a_pdf_is_one_page_as_large_as_the_drawing(view, tmp_path):
    path = tmp_path / "graph.pdf"
    run(write_pdf(sheet_of_view(view, "whole"), path))
    data = path.read_bytes()
    left, top, right, bottom = view.scene.layout.bounds
    assert data.startswith(b"%PDF")
    box = data.split(b"/MediaBox [")[1].split(b"]")[0].split()
    assert float(box[2]) == pytest.approx(right - left, abs=2)
    assert float(box[3]) == pytest.approx(bottom - top, abs=2)


def test_a_folder_that_is_missing_is_an_error(view, tmp_path):
    with pytest.raises(OSError, match=r"graph\.pdf"):
        run(write_pdf(sheet_of_view(view, "whole"), tmp_path / "no" / "graph.pdf"))


def test_a_selection_is_the_selected_box_with_room_around(view):
    view.select("x")
    box = view.scene.graph.box("x")
    x, y, width, height = view.scene.layout.rects[box].tolist()
    sheet = sheet_of_view(view, "selection")
    assert sheet.bounds == (x - 40, y - 40, x + width + 40, y + height + 40)
    image = image_of(sheet, 2.0)
    assert (image.width(), image.height()) == (2 * width + 160, 2 * height + 160)
