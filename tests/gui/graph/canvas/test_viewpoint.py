"""What the camera does when the window changes, and where it shows the whole graph."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.graph.canvas.view import GraphView
from gui.graph.scene.camera import EDGE, SIGNS, fitting
from gui.graph.tools.pane import GraphPane
from gui.graph.tools.search_field import SearchField
from tests.gui.graph.networks import pidnet
from tests.gui.graph.recorded import recorded


def test_what_was_opened_stays_in_place_when_the_window_changes(qtbot: QtBot) -> None:
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(836, 784)
    view.show_graph(pidnet())
    view.show()
    view.folding.expand("pag3")
    before = view.camera
    view.resize(view.width(), view.height() - 60)
    assert view.camera == before


def test_the_whole_of_a_long_graph_leaves_room_for_signs_at_its_ends() -> None:
    camera = fitting((0, 0, 100, 9000), 500, 600)
    assert camera.to_screen(0, 0)[1] >= SIGNS
    assert camera.to_screen(0, 9000)[1] <= 600 - SIGNS


def test_no_frame_of_a_fitted_graph_is_under_the_legend_if_there_is_room(qtbot):
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(1280, 860)
    pane.show()
    view = pane.view
    view.set_wrapping(True)
    view.show_graph(recorded("yolov5-lite-s"))
    view.folding.expand_to_depth(1)
    qtbot.waitUntil(lambda: not view.arrangement.is_busy)
    view.fit()
    left = view.scene.layout.groups[:, 0].min()
    assert pane.legend.geometry().right() < view.camera.to_screen(left, 0.0)[0]
    assert view.camera.scale > 0.9 * view.eye.whole_scale()


def test_the_count_beside_the_search_grows_with_its_letters(qtbot: QtBot) -> None:
    field = SearchField(None)  # type: ignore[arg-type]  # a window of its own
    qtbot.addWidget(field)
    field.resize(600, 60)
    field.show()
    label = field._count
    font = field.font()
    font.setPixelSize(40)
    field.setFont(font)
    field.setStyleSheet("#graphSearchCount { font-size: 40px; }")
    qtbot.waitUntil(lambda: label.width() >= label.sizeHint().width())


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_module_opened_by_key_at_the_edge_is_brought_into_view(qtbot, view, key):
    view.eye.zoom_to(1.0)
    view.select("pag3")
    x, y, *_ = view.scene.layout.rects[view.picture.selected].tolist()
    view.eye.look(view.camera.showing((x, y), 600, view.height() - 50))
    qtbot.keyClick(view, key)
    frame = view.scene.graph.frame_of("pag3")
    _, top, _, height = view.scene.layout.groups[frame].tolist()
    first = view.camera.to_screen(0, top)[1]
    room = view.height() - view.eye.inset
    assert first >= view.eye.inset
    assert view.height() - first >= min(room - 2 * EDGE, height) - 1
