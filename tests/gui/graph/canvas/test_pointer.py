"""The card under the pointer, and gestures that are given up."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.graph.canvas.hover import card_of
from gui.graph.canvas.view import GraphView

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_card_goes_when_the_picture_moves_on(qtbot: QtBot, view: GraphView) -> None:
    x, y, width, height = view.scene.layout.rects[0].tolist()
    place = view.camera.to_screen(x + width / 2, y + height / 2)
    qtbot.mouseMove(view, QPoint(*map(round, place)))
    qtbot.waitUntil(view.pointer.card.isVisible, timeout=20_000)
    view.select("output")
    assert not view.pointer.card.isVisible()


def test_the_card_tells_the_number_that_colours_a_box(view: GraphView) -> None:
    box = view.scene.graph.number_of("pag3")
    assert "latency" not in card_of(view.picture, box)
    view.set_heat("latency", {"pag3_rsub": 0.25, "pag3_mul": 2.0}, "ms")
    assert "latency</td><td>2 ms" in card_of(view.picture, box)
    other = view.scene.graph.number_of("output")
    assert "latency" not in card_of(view.picture, other)


@pytest.mark.parametrize("modifier", [SHIFT, CONTROL, NONE])
def test_escape_gives_up_what_the_mouse_drags(qtbot, view, modifier) -> None:
    view.fit()
    camera, start, end = view.camera, QPoint(2, 60), QPoint(820, 700)
    qtbot.mousePress(view, LEFT, modifier, start)
    for point in (QPoint(200, 200), end):
        qtbot.mouseMove(view, point)
        qtbot.wait(1)
    moved = view.camera
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view, LEFT, modifier, end)
    assert view.chosen.all_keys() == set()
    assert view.camera == moved
    assert (moved == camera) == bool(modifier)
