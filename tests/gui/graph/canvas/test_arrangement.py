"""Big graphs are placed beside the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from engine.progress import run
from gui.graph.canvas import arrangement
from gui.graph.canvas.placing import FIRST_BOXES, whole_scene
from gui.graph.canvas.view import GraphView
from gui.graph.layout.layout import lay_out
from gui.graph.layout.wrapping import Flow
from gui.graph.scene import model
from gui.graph.scene.model import EVERYTHING
from gui.graph.scene.scene import Marks
from gui.graph.tools.pane import GraphPane
from tests.gui.graph.edits import inserted
from tests.gui.graph.networks import Builder, branchy, named, unet

PATIENCE_MS = 20_000


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[GraphView]:
    """An empty canvas in its pane."""
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(900, 700)
    pane.show()
    yield pane.view
    pane.view.arrangement.cancel()
    pane.close()


def settle(qtbot: QtBot, view: GraphView) -> None:
    qtbot.waitUntil(lambda: not view.arrangement.is_busy, timeout=PATIENCE_MS)


def at_the_beginning(view, do):
    """Do something as soon as the first part of a graph is shown, once."""

    def look():
        if len(view.scene.graph.boxes) == FIRST_BOXES:
            view.graph_changed.disconnect(look)
            QTimer.singleShot(0, do)

    view.graph_changed.connect(look)


def place_of_selected(view: GraphView) -> tuple[float, float]:
    """Where the selected box begins on the screen."""
    x, y = view.scene.layout.rects[view.picture.selected, :2].tolist()
    return view.camera.to_screen(x, y)


def test_a_graph_placed_beside_the_window_lies_as_one_placed_at_once():
    graph = model.draw(unet(2500))
    scene = run(whole_scene(lambda: graph, Flow("right")))
    layout = lay_out(graph.shape(), "right")
    assert np.array_equal(scene.layout.rects, layout.rects)
    assert np.array_equal(scene.layout.knots, layout.knots)


def test_the_beginning_is_shown_first_and_stays_where_it_is(qtbot, view):
    before = []

    def look():
        view.select("conv2d_3")
        before.extend(place_of_selected(view))

    at_the_beginning(view, look)
    view.show_graph(branchy(3000), opened=EVERYTHING)
    settle(qtbot, view)
    assert len(view.scene.graph.boxes) == len(view.info().nodes)
    assert view.selected() == "conv2d_3"
    assert place_of_selected(view) == pytest.approx(before)


def test_marks_and_wishes_made_meanwhile_are_kept(qtbot, view):
    info = branchy(3000)
    last = info.nodes[-2].name
    view.show_graph(info)
    view.show_marks(Marks({last: "error"}))
    view.select(last)
    settle(qtbot, view)
    assert view.selected() == last
    box = view.scene.graph.number_of(last)
    assert view.scene.severities(view.picture.marks)[box] == 2


def test_cancelling_keeps_the_beginning_and_expanding_asks_again(qtbot, view):
    at_the_beginning(view, view.arrangement.cancel)
    view.show_graph(branchy(3000), opened=EVERYTHING)
    settle(qtbot, view)
    qtbot.wait(300)
    assert len(view.scene.graph.boxes) == FIRST_BOXES
    view.select(view.info().nodes[-1].name)
    settle(qtbot, view)
    assert view.selected() == view.info().nodes[-1].name


def test_a_later_graph_replaces_one_on_its_way(qtbot, view):
    view.show_graph(branchy(3000), opened=EVERYTHING)
    small = branchy(40)
    view.show_graph(replace(small, name="small"))
    settle(qtbot, view)
    qtbot.wait(200)
    assert view.scene.graph.info.name == "small"


def test_an_edit_of_a_big_graph_keeps_what_is_shown_until_it_is_placed(qtbot, view):
    info = branchy(3000)
    view.show_graph(info, opened=EVERYTHING)
    settle(qtbot, view)
    view.select(info.nodes[1500].name)
    before = view.camera
    view.show_graph(replace(info, digest="edited"))
    assert view.arrangement.is_busy
    assert len(view.scene.graph.boxes) == len(info.nodes)
    settle(qtbot, view)
    assert view.scene.graph.info.digest == "edited"
    assert view.selected() == info.nodes[1500].name
    assert view.camera.x == pytest.approx(before.x)
    assert view.camera.y == pytest.approx(before.y)


@pytest.mark.parametrize("beside", ["FEW_BOXES", "EDITED_AT_ONCE", ""])
def test_edits_faster_than_a_big_graph_is_placed_keep_selection_camera_and_folds(
    qtbot, view, monkeypatch, beside
):
    if beside:
        monkeypatch.setattr(arrangement, beside, 0)
    info = named(branchy(1200), 300, 30)
    view.show_graph(info, opened={"stage1"})
    settle(qtbot, view)
    view.folding.expand("stage1")
    settle(qtbot, view)
    view.eye.zoom_to(0.8)
    chosen = view.scene.graph.boxes[3].key
    view.select(chosen)
    before, opened, scale = place_of_selected(view), view.scene.graph.opened, 0.8
    for name in (node.name for node in info.nodes[-200:-195]):
        info = inserted(info, name)
        view.show_graph(info)
    assert view.arrangement.is_busy == (beside != "")
    settle(qtbot, view)
    assert view.scene.graph.info is info
    assert view.scene.graph.opened == opened
    assert view.selection == chosen
    assert view.camera.scale == scale
    assert place_of_selected(view) == pytest.approx(before)


def test_an_edited_graph_appears_with_its_marks_and_keeps_them(qtbot, view):
    info = unet(2500)
    view.show_graph(info)
    settle(qtbot, view)
    old = Marks({info.nodes[5].name: "error"})
    view.show_marks(old)
    seen = []
    view.graph_changed.connect(
        lambda: seen.append((view.scene.graph.info, view.picture.marks))
    )
    edited = replace(info, digest="edited")
    view.show_graph(edited)
    marks = Marks({info.nodes[7].name: "warning"})
    view.expect_marks(marks)
    assert view.picture.marks is old
    settle(qtbot, view)
    view.show_marks(marks)
    assert seen == [(edited, marks)]
    assert view.picture.marks is marks
    later = Marks({info.nodes[8].name: "advice"})
    view.show_marks(later)
    view.folding.refold(lambda graph: graph)
    settle(qtbot, view)
    assert view.picture.marks is later


def test_a_module_of_five_hundred_nodes_opens_and_closes_to_the_same_picture(
    qtbot, view
):
    build = Builder()
    x = build.source("x", 1, 8, 16, 16)
    for name in ("one", "two"):
        build.open(name, "Sequential")
        for number in range(250):
            x = build.op("relu", build.conv(x, 8, leaf=str(number)))
        build.close()
    build.result(x)
    view.show_graph(build.info("two blocks"))
    settle(qtbot, view)
    view.folding.collapse_all()
    settle(qtbot, view)
    before = view.grab().toImage()
    view.folding.expand("one")
    settle(qtbot, view)
    assert len(view.scene.graph.boxes) > 250
    view.folding.collapse("one")
    settle(qtbot, view)
    assert view.grab().toImage() == before


def test_a_fold_on_its_way_is_kept_where_an_edit_arrives(qtbot, view):
    info = named(branchy(1200), 400, 20)
    view.show_graph(info, opened=())
    settle(qtbot, view)
    view.folding.expand("stage1")
    assert view.arrangement.is_busy
    first = inserted(info, info.nodes[500].name)
    view.show_graph(first)
    view.show_graph(inserted(first, first.nodes[520].name))
    settle(qtbot, view)
    assert len(view.scene.graph.info.nodes) == len(info.nodes) + 2
    assert view.scene.graph.frame_of("stage1") >= 0


@pytest.mark.parametrize("count", [600, 3000], ids=["at once", "beside the window"])
def test_undoing_shows_the_earlier_scene_without_drawing_it_again(
    qtbot, view, monkeypatch, count
):
    info = named(branchy(count))
    view.show_graph(info, opened=())
    settle(qtbot, view)
    seen = [view.scene]
    for name in (info.nodes[-5].name, info.nodes[-9].name):
        view.show_graph(inserted(view.info(), name))
        settle(qtbot, view)
        seen.append(view.scene)
    monkeypatch.setattr(model, "parts_of", None)
    for scene in (*seen[-2::-1], *seen[1:]):
        view.show_graph(scene.graph.info)
        settle(qtbot, view)
        assert view.scene is scene


def test_a_fold_made_since_is_kept_where_an_edit_is_undone(qtbot, view):
    info = named(branchy(3000))
    view.show_graph(info, opened=())
    settle(qtbot, view)
    view.show_graph(inserted(info, info.nodes[-5].name))
    settle(qtbot, view)
    key = view.scene.graph.parts[0].key
    view.folding.expand(key)
    settle(qtbot, view)
    view.show_graph(info)
    settle(qtbot, view)
    assert view.scene.graph.info is info
    assert view.scene.graph.frame_of(key) >= 0
