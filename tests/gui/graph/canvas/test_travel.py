"""Going back, bookmarks, several boxes at once, and paths."""

from __future__ import annotations

from dataclasses import astuple, replace

import networkx
import pytest
from PySide6.QtCore import QPoint, Qt

from gui.graph.canvas.key_map import fit_selection
from gui.graph.canvas.view import GraphView
from gui.graph.scene import model
from gui.graph.scene.camera import KEPT
from gui.graph.scene.tracing import between, reach
from gui.graph.tools.minimap import Minimap
from tests.gui.graph.networks import branchy

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def at(view: GraphView, key: str) -> QPoint:
    box = view.scene.graph.number_of(key)
    x, y, width, height = view.scene.layout.rects[box].tolist()
    place = view.camera.to_screen(x + width / 2, y + height / 2)
    return QPoint(round(place[0]), round(place[1]))


def test_alt_left_goes_back_and_alt_right_forward(qtbot, view):
    view.select("x")
    first = view.camera
    view.select("output")
    second = view.camera
    qtbot.keyClick(view, Qt.Key.Key_Left, ALT)
    assert view.selected() == "x"
    assert (view.camera.x, view.camera.y) == pytest.approx((first.x, first.y))
    qtbot.keyClick(view, Qt.Key.Key_Right, ALT)
    assert view.selected() == "output"
    assert (view.camera.x, view.camera.y) == pytest.approx((second.x, second.y))
    assert not view.travel.forward()


@pytest.mark.parametrize(
    "jump",
    [
        GraphView.fit,
        fit_selection,
        lambda view: view.folding.collapse_all(),
        lambda view: view.folding.expand_to_depth(2),
    ],
)
def test_alt_left_takes_every_jump_back(qtbot, view, jump):
    view.select("pag3_rsub")
    view.eye.zoom_in()
    view.eye.pan(30, -20)
    camera, where = view.camera, at(view, "pag3_rsub")
    opened, rects = view.scene.graph.opened, view.scene.layout.rects
    jump(view)
    after = view.scene.graph.opened
    qtbot.keyClick(view, Qt.Key.Key_Left, ALT)
    assert view.camera.scale == pytest.approx(camera.scale)
    assert at(view, "pag3_rsub") == where
    assert view.scene.graph.opened == opened
    assert view.scene.layout.rects.tolist() == rects.tolist()
    qtbot.keyClick(view, Qt.Key.Key_Right, ALT)
    assert view.scene.graph.opened == after


def test_the_minimap_can_be_taken_back(qtbot, view):
    overview = Minimap(view)
    qtbot.addWidget(overview)
    overview.resize(160, 120)
    view.select("pag3_rsub")
    camera = view.camera
    for x in (10, 60):
        qtbot.mouseClick(overview, LEFT, pos=QPoint(x, 60))
    assert view.camera != camera
    assert view.travel.back()
    assert view.travel.back()
    assert astuple(view.camera) == pytest.approx(astuple(camera))


@pytest.mark.parametrize(("x", "y"), [(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1)])
def test_no_scrolling_takes_the_graph_off_the_screen(view, x, y):
    for _ in range(200):
        view.eye.pan(120 * x, 120 * y)
    left, top, right, bottom = view.scene.layout.bounds
    low, high = view.camera.to_screen(left, top), view.camera.to_screen(right, bottom)
    assert low[0] <= view.width() - KEPT
    assert low[1] <= view.height() - KEPT
    assert high[0] >= KEPT
    assert high[1] >= KEPT


def test_another_network_whose_nodes_have_the_same_names_is_no_edit(view):
    first, info = view.camera, view.info()
    view.select("pag3_rsub")
    view.travel.mark(1)
    view.show_graph(replace(info, name="another", digest="another"))
    assert view.selected() is None
    assert view.camera == first
    assert view.travel.bookmarks == {}


def test_a_place_in_a_module_closed_since_is_found_again(view):
    view.select("pag3_rsub")
    where = at(view, "pag3_rsub")
    view.select("x")
    view.folding.collapse("pag3")
    assert view.travel.back()
    assert view.selected() == "pag3_rsub"
    assert at(view, "pag3_rsub") == where


def test_a_bookmark_brings_back_place_and_scale(qtbot, view):
    view.select("pag3_rsub")
    view.eye.zoom_in()
    camera = view.camera
    qtbot.keyClick(view, Qt.Key.Key_3, ALT | CONTROL)
    view.select("output")
    view.fit()
    qtbot.keyClick(view, Qt.Key.Key_3, ALT)
    assert view.selected() == "pag3_rsub"
    assert view.camera.scale == pytest.approx(camera.scale)
    assert (view.camera.x, view.camera.y) == pytest.approx((camera.x, camera.y))
    assert not view.travel.recall(4)


def test_control_click_chooses_and_lets_go(qtbot, view):
    view.fit()
    qtbot.mouseClick(view, LEFT, pos=at(view, "layer1"))
    qtbot.mouseClick(view, LEFT, CONTROL, at(view, "layer2"))
    assert view.chosen.all_keys() == {"layer1", "layer2"}
    assert len(view.chosen.nodes()) == sum(
        box.node_count
        for box in view.scene.graph.boxes
        if box.key in ("layer1", "layer2")
    )
    qtbot.mouseClick(view, LEFT, CONTROL, at(view, "layer1"))
    assert view.chosen.all_keys() == {"layer2"}
    qtbot.mouseClick(view, LEFT, pos=at(view, "layer1"))
    assert view.chosen.all_keys() == {"layer1"}


def test_a_rubber_band_chooses_what_it_touches(qtbot, view):
    view.fit()
    camera = view.camera
    first, last = at(view, "layer1"), at(view, "layer2")
    start, end = first - QPoint(4, 4), last + QPoint(4, 4)
    qtbot.mousePress(view, LEFT, SHIFT, start)
    for point in (first, (first + last) / 2, end):
        qtbot.mouseMove(view, point)
        qtbot.wait(1)
    qtbot.mouseRelease(view, LEFT, SHIFT, end)
    assert {"layer1", "layer2"} <= view.chosen.all_keys()
    assert view.camera == camera


def test_a_path_holds_every_box_between_two(view):
    graph = view.scene.graph
    flow = networkx.DiGraph(list(graph.edges))
    one, other = graph.number_of("layer2"), graph.number_of("pag3")
    found = between(graph, one, other)
    paths = networkx.all_simple_paths(flow, one, other)
    assert found == {box for path in paths for box in path}
    assert between(graph, other, one) == found


def test_boxes_on_parallel_branches_have_no_path():
    graph = model.draw(branchy(40))
    inside = [box for box, other in graph.edges if other == 9 or box == 1]
    branches = [target for source, target in graph.edges if source == 0][:2]
    assert inside
    assert between(graph, branches[0], branches[1]) == frozenset()


def test_producers_grow_with_every_press(qtbot, view):
    view.select("pag3")
    box = view.picture.selected
    for depth in (1, 2):
        qtbot.keyClick(view, Qt.Key.Key_I)
        assert view.picture.traced == reach(view.scene.graph, box, depth, "producers")
    qtbot.keyClick(view, Qt.Key.Key_O, SHIFT)
    graph = view.scene.graph
    both = reach(graph, box, 2, "producers") | reach(graph, box, 1, "consumers")
    assert view.picture.traced == both
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.picture.traced == frozenset()
    assert view.selection == "pag3"


def test_a_path_between_two_chosen_boxes_is_traced_with_p(qtbot, view):
    view.select("layer2")
    view.chosen.toggle("pag3")
    qtbot.keyClick(view, Qt.Key.Key_P)
    graph = view.scene.graph
    ends = graph.number_of("layer2"), graph.number_of("pag3")
    assert view.picture.traced == between(graph, *ends)
    view.folding.expand("layer3_")
    assert "layer2" in {graph.boxes[box].key for box in view.picture.traced}


def test_a_click_does_not_move_the_picture_even_if_it_is_told_on(qtbot, view):
    view.node_selected.connect(view.select)
    view.select("x")
    view.fit()
    camera = view.camera
    qtbot.mouseClick(view, LEFT, pos=at(view, "relu_relu_3"))
    assert view.selected() == "relu_relu_3"
    assert view.camera == camera


def test_closing_all_modules_tells_what_is_selected_then(view):
    told = []
    view.node_selected.connect(told.append)
    view.module_selected.connect(told.append)
    view.select("pag3_rsub")
    view.folding.collapse_all()
    assert view.selection == "pag3"
    assert told[-1] == "pag3"
