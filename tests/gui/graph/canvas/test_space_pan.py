"""The space bar held makes a drag move the graph; a short press is a key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.graph.canvas.view import GraphView
from tests.gui.mouse import double_click

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SPACE = Qt.Key.Key_Space


@pytest.fixture
def view(view: GraphView) -> GraphView:
    """A canvas with a closed module selected and in the middle."""
    view.folding.collapse_all()
    view.select("pag3")
    return view


def drag(view: GraphView, start: QPoint, by: QPoint) -> None:
    """Drag with the left button."""
    QTest.mousePress(view, LEFT, NONE, start)
    QTest.mouseMove(view, start + by / 2)
    QTest.mouseMove(view, start + by)
    QTest.mouseRelease(view, LEFT, NONE, start + by)


def test_a_drag_with_the_bar_held_moves_the_graph_and_opens_nothing(view) -> None:
    opened, before = view.scene.graph.opened, view.camera
    QTest.keyPress(view, SPACE)
    drag(view, QPoint(400, 300), QPoint(60, -40))
    QTest.keyRelease(view, SPACE)
    moved = view.camera.x - before.x, view.camera.y - before.y
    assert moved == pytest.approx((60, -40))
    assert view.scene.graph.opened == opened
    assert view.selection == "pag3"


def test_the_bar_alone_opens_the_module_once_it_is_let_go(view) -> None:
    QTest.keyPress(view, SPACE)
    assert "pag3" not in view.scene.graph.opened
    QTest.keyRelease(view, SPACE)
    assert "pag3" in view.scene.graph.opened


def test_a_bar_let_go_elsewhere_no_longer_holds(view) -> None:
    QTest.keyPress(view, SPACE)
    view.clearFocus()
    assert not view.panning.is_held
    before = view.camera
    QTest.mouseMove(view, QPoint(300, 300))
    assert view.camera == before


def test_a_double_click_on_a_node_enlarges_it_in_the_middle(view) -> None:
    view.folding.expand("pag3")
    view.fit()
    box = view.scene.graph.number_of("pag3_rsub")
    x, y, width, height = view.scene.layout.rects[box].tolist()
    at = view.camera.to_screen(x + width / 2, y + height / 2)
    double_click(view, QPoint(*map(round, at)))
    assert view.camera.scale >= view.eye.unit
    middle = view.camera.to_screen(x + width / 2, y + height / 2)
    assert middle == pytest.approx((418, 392), abs=40)
