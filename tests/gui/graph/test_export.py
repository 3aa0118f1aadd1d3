"""The graph as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from gui.graph.export import copy_image, dot_of, json_of, svg_of, write_picture
from gui.graph.view import GraphView
from tests.gui.graph.networks import pidnet

SIZE = QSize(640, 480)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[GraphView]:
    canvas = GraphView()
    qtbot.addWidget(canvas)
    canvas.resize(836, 784)
    canvas.show_graph(pidnet())
    canvas.show()
    yield canvas
    canvas.close()


def test_an_svg_holds_the_names_of_all_boxes_as_text(view):
    root = ElementTree.fromstring(svg_of(view))
    texts = {"".join(each.itertext()) for each in root.iter() if "text" in each.tag}
    titles = [box.title for box in view.scene.graph.boxes if box.kind == "module"]
    assert {f"▸ {title}" for title in titles} <= texts


def test_an_svg_of_the_screen_is_smaller_than_one_of_the_graph(view):
    view.eye.zoom(3.0, 400, 100)
    assert len(svg_of(view, whole=False)) < len(svg_of(view)) / 2


def test_a_pdf_is_one_page_as_large_as_the_drawing(view, tmp_path):
    path = tmp_path / "graph.pdf"
    write_picture(view, path, SIZE)
    data = path.read_bytes()
    left, top, right, bottom = view.scene.layout.bounds
    assert data.startswith(b"%PDF")
    box = data.split(b"/MediaBox [")[1].split(b"]")[0].split()
    assert float(box[2]) == pytest.approx(right - left, abs=2)
    assert float(box[3]) == pytest.approx(bottom - top, abs=2)


def test_a_png_has_the_size_asked_for(view, tmp_path):
    write_picture(view, tmp_path / "graph.png", SIZE)
    assert QImage(str(tmp_path / "graph.png")).size() == SIZE


@pytest.mark.parametrize("name", ["graph.png", "graph.svg", "graph.pdf"])
def test_a_folder_that_is_missing_is_an_error(view, tmp_path, name):
    with pytest.raises(OSError, match="graph"):
        write_picture(view, tmp_path / "missing" / name, SIZE)


def test_dot_and_json_hold_the_selection_and_nothing_else():
    info = pidnet()
    names = ["pag3_rsub", "pag3_mul_1", "x"]
    dot = dot_of(info, names)
    assert dot.count("->") == 1
    assert '"pag3_rsub" -> "pag3_mul_1";' in dot
    found = json.loads(json_of(info, names))
    assert [node["name"] for node in found["nodes"]] == ["x", "pag3_rsub", "pag3_mul_1"]
    assert found["nodes"][1]["title"] == "1 − x"


def test_copying_puts_the_screen_into_the_clipboard(view):
    copy_image(view)
    assert QGuiApplication.clipboard().image().size() == view.size() * 2
    QGuiApplication.clipboard().clear()
