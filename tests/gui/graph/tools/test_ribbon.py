"""The column of problems beside the canvas."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.graph.scene.scene import Marks
from gui.graph.tools.pane import GraphPane
from gui.graph.tools.ribbon import ProblemRibbon, Stripe, apart
from tests.gui.graph.networks import pidnet

MARKS = {"pag3_rsub": "error", "dfm_rsub": "warning", "x": "advice"}


@pytest.fixture
def ribbon(qtbot: QtBot) -> Iterator[ProblemRibbon]:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(836, 784)
    pane.view.show_graph(pidnet())
    pane.view.show_marks(Marks(MARKS, {"pag3_rsub": "1 − x in pag3"}))
    pane.show()
    yield pane.ribbon
    pane.close()


def test_the_whole_graph_is_one_column_in_its_order(ribbon):
    heights = {each.node: each.y for each in ribbon.stripes()}
    assert heights["x"] < heights["pag3_rsub"] < heights["dfm_rsub"]
    assert heights["x"] < 0.02 * ribbon.height()
    assert heights["dfm_rsub"] > 0.85 * ribbon.height()
    ribbon.view.folding.collapse_all()
    assert {each.node: each.y for each in ribbon.stripes()} == heights


def test_a_click_on_a_mark_goes_to_its_node(qtbot, ribbon):
    ribbon.view.folding.collapse_all()
    stripe = next(each for each in ribbon.stripes() if each.node == "pag3_rsub")
    at = QPoint(8, round(stripe.y))
    qtbot.mouseClick(ribbon, Qt.MouseButton.LeftButton, pos=at)
    assert ribbon.view.selected() == "pag3_rsub"


def test_a_mark_says_what_is_wrong(ribbon):
    sentences = {each.node: ribbon.sentence(each) for each in ribbon.stripes()}
    assert sentences["pag3_rsub"] == "Error at pag3_rsub: 1 − x in pag3"
    assert sentences["x"] == "Advice at x: x"


def test_the_gravest_of_marks_at_one_height_is_met(ribbon):
    nodes = ribbon.view.info().nodes
    place = [node.name for node in nodes].index("pag3_rsub")
    neighbour = nodes[place + 1].name
    ribbon.view.show_marks(Marks({neighbour: "advice", "pag3_rsub": "error"}))
    y = next(each.y for each in ribbon.stripes() if each.severity == "error")
    assert ribbon.stripe_at(y).node == "pag3_rsub"
    assert ribbon.stripe_at(y + 40) is None


def test_severities_are_told_apart_by_shape(ribbon):
    shapes = set()
    y = ribbon.height() // 2
    for severity in ("error", "warning", "advice"):
        middle = ribbon.view.info().nodes[len(ribbon.view.info().nodes) // 2].name
        ribbon.view.show_marks(Marks({middle: severity}))
        image = ribbon.grab().toImage()
        strong = QColor(ribbon.view.picture.colours.severity(severity)[0])
        shapes.add(
            frozenset(
                (x, row)
                for x in range(image.width())
                for row in range(y - 8, y + 8)
                if image.pixelColor(x, row) == strong
            )
        )
    assert len(shapes) == 3
    assert all(shapes)


def test_a_graph_without_problems_has_no_column(ribbon):
    ribbon.view.show_marks(Marks())
    assert not ribbon.isVisible()


def test_many_marks_are_painted_once_per_pixel_and_severity() -> None:
    marks = [
        Stripe(f"n{number}", severity, number / 50)
        for severity in ("error", "warning")
        for number in range(5000)
    ]
    painted = apart(marks)
    assert len(painted) == 2 * 101
    near = {(round(each.y), each.severity) for each in painted}
    assert near == {(round(each.y), each.severity) for each in marks}
    assert [marks.index(each) for each in painted] == sorted(
        marks.index(each) for each in painted
    )


def test_the_right_button_moves_nothing_on_what_lies_over_the_canvas(qtbot, ribbon):
    view, right = ribbon.view, Qt.MouseButton.RightButton
    view.folding.expand_all()
    view.eye.zoom_to(1.0)
    view.colouring.show_mode("macs")
    pane = view.parentWidget()
    camera, least = view.camera, view.picture.least
    stripe = next(each for each in ribbon.stripes() if each.node == "pag3_rsub")
    qtbot.mouseClick(ribbon, right, pos=QPoint(8, round(stripe.y)))
    qtbot.mouseClick(pane.minimap, right, pos=QPoint(20, 20))
    qtbot.mouseClick(pane.legend, right, pos=QPoint(90, 30))
    assert view.selection == ""
    assert (view.camera, view.picture.least) == (camera, least)
