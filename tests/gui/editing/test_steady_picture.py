"""What an edit leaves as it was stays where it is on the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint

from engine.recipe import ApplyRule


def screen_place(hands, name):
    view = hands.view
    box = view.scene.graph.number_of(name)
    place = view.camera.to_screen(*view.scene.layout.rects[box, :2].tolist())
    return view.mapToGlobal(QPoint(*map(round, place)))


@pytest.mark.parametrize("is_selected", [True, False])
def test_a_fix_its_notice_and_its_undo_move_nothing_else(hands, is_selected):
    view, window = hands.view, hands.window
    hands.select("rsub")
    view.eye.zoom_to(0.7)
    view.eye.pan(-150, -90)
    if not is_selected:
        hands.window.inspect.select("")
    feeding = view.info().by_name["rsub"].inputs[0]
    before, scale = screen_place(hands, feeding), view.camera.scale
    window.editing.apply(ApplyRule("constant_minus_tensor", "rsub"))
    hands.idle()
    assert window.notice.isVisible()
    steps = [window.notice.clear, window.editing.undo, window.editing.redo]
    for step in [hands.idle, *steps]:
        step()
        hands.idle()
        hands.qtbot.wait(50)
        moved = screen_place(hands, feeding) - before
        assert moved.manhattanLength() <= 2, step
        assert view.camera.scale == scale
