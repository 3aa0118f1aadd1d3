"""What an edit took away is seen until the user does something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.graph.canvas.view import GraphView
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.scene import Marks
from tests.gui.graph.edits import inserted, removed
from tests.gui.graph.networks import branchy, pidnet

GONE = "pag3_rsub"


@pytest.fixture
def edited(view: GraphView) -> GraphView:
    """A canvas on which a node was just taken away."""
    view.select(GONE)
    view.show_graph(removed(pidnet(), GONE))
    return view


def titles(view: GraphView) -> list[str]:
    return [ghost.title for ghost in view.remains.ghosts]


def test_what_went_is_painted_where_no_box_is(edited):
    assert titles(edited) == [pidnet().by_name[GONE].title]
    (ghost,) = edited.remains.ghosts
    assert len(edited.scene.boxes_in(ghost.place)) == 0
    assert edited.remains.isVisible()
    before = edited.grab().toImage()
    edited.remains.hide()
    assert edited.grab().toImage() != before


def test_marks_a_theme_and_the_camera_leave_it(edited):
    edited.show_marks(Marks({"x": "error"}))
    edited.set_theme(GraphColours.dark())
    edited.eye.zoom_in()
    edited.select("x", centre=False)
    assert titles(edited)


@pytest.mark.parametrize(
    "act",
    [
        lambda view: view.select("x"),
        lambda view: QTest.mouseClick(
            view, Qt.MouseButton.LeftButton, pos=QPoint(2, 700)
        ),
        lambda view: view.folding.collapse_all(),
        lambda view: view.show_graph(inserted(removed(pidnet(), GONE), "x")),
        lambda view: view.show_graph(branchy(20)),
    ],
    ids=["selecting", "letting go", "folding", "another edit", "another network"],
)
def test_the_next_action_takes_it_away(edited, act):
    act(edited)
    assert titles(edited) == []
    assert edited.remains.isHidden()


def test_undo_and_redo_show_what_was_shown_and_no_more(edited):
    after = edited.info()
    edited.show_graph(pidnet())
    assert titles(edited) == []
    edited.show_graph(after)
    assert titles(edited) == []


def test_a_node_that_has_another_name_has_not_gone(view):
    info = pidnet()
    old = info.by_name["x"]
    new = old._replace(name="image", origin="x")
    nodes = [
        n._replace(inputs=tuple("image" if i == "x" else i for i in n.inputs))
        for n in info.nodes
    ]
    nodes[info.nodes.index(old)] = new
    view.show_graph(replace(info, nodes=tuple(nodes)))
    assert titles(view) == []
