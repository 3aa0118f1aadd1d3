"""Long graphs on the canvas go on in columns, which stay while single modules open."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.graph.canvas.view import GraphView
from gui.graph.scene.model import EVERYTHING
from tests.gui.graph.edits import inserted
from tests.gui.graph.networks import branchy, chain, named, pidnet


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[GraphView]:
    """A canvas that shows a network longer than a screen, all of it open."""
    canvas = GraphView()
    qtbot.addWidget(canvas)
    canvas.resize(836, 784)
    canvas.show_graph(named(branchy(300), 100, 20))
    canvas.folding.expand_all()
    canvas.show()
    yield canvas
    canvas.close()


def test_a_long_graph_is_seen_larger_in_columns(view: GraphView) -> None:
    view.fit()
    plain = view.camera.scale
    view.set_wrapping(True)
    view.fit()
    assert view.camera.scale > 2 * plain
    view.set_direction("right")
    assert view.scene.layout.column > 0
    view.set_wrapping(False)
    assert view.scene.layout.column == 0


def test_columns_stay_as_high_where_one_module_is_closed_or_opened(view: GraphView):
    view.set_wrapping(True)
    column, rects = view.scene.layout.column, view.scene.layout.rects
    view.folding.collapse("stage1.3")
    assert view.scene.layout.column == column > 0
    view.folding.expand("stage1.3")
    assert view.scene.layout.rects == pytest.approx(rects)
    view.folding.collapse_all()
    assert view.scene.layout.column != column


def test_what_is_in_one_column_stays_there_where_one_module_is_opened(view: GraphView):
    view.set_wrapping(True)
    view.show_graph(pidnet())
    assert view.scene.layout.column == 0
    modules = [box.key for box in view.scene.graph.boxes if box.kind == "module"]
    for key in modules:
        view.folding.expand(key)
        assert view.scene.layout.column == 0
    view.folding.expand_all()
    assert view.scene.layout.column > 0


@pytest.fixture
def middle(view: GraphView) -> str:
    """What is in the middle of the screen while another node is selected far away."""
    view.select(view.info().nodes[-3].name)
    node = view.info().nodes[60].name
    box = view.scene.find(node)
    view.eye.centre_on(box)
    return node


def place(view: GraphView, key: str) -> tuple[float, float]:
    graph, layout = view.scene.graph, view.scene.layout
    return view.camera.to_screen(*layout.rects[graph.number_of(key), :2].tolist())


def test_what_is_seen_stays_where_the_selected_node_is_far_away(view, middle):
    before = place(view, middle)
    view.set_lenses({"normalization", "chains"})
    assert view.scene.graph.number_of(middle) >= 0
    assert place(view, middle) == pytest.approx(before)


def test_the_module_that_hides_what_was_seen_is_seen(view, middle):
    before = place(view, middle)
    view.folding.expand_to_depth(0)
    hiding = view.scene.graph.boxes[view.scene.find(middle)]
    assert hiding.kind == "module"
    assert place(view, hiding.key) == pytest.approx(before)


def test_where_an_edit_makes_a_column_wider_those_on_one_side_of_it_stay(
    view: GraphView,
) -> None:
    info = named(chain(600), 300, 20)
    view.set_wrapping(True)
    view.show_graph(info, opened=EVERYTHING)
    names = [node.name for node in info.nodes]

    def corners() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        rects = view.scene.layout.rects[[view.scene.find(name) for name in names], :2]
        return rects * view.camera.scale + (view.camera.x, view.camera.y)

    view.select("conv2d_100")
    before = corners()
    view.show_graph(inserted(info, "conv2d_100"))
    moved = np.abs(corners() - before)
    assert view.scene.layout.column > 0
    assert moved.max() > 1
    assert np.mean(moved.max(axis=1) < 0.5) > 0.3
