"""What two states differ in is seen in colour, line and sign."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gui.graph.painting.box_marks import changes_of
from gui.graph.scene.changes import CHANGES
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.scene import Marks, scene_of
from gui.graph.tools.pane import GraphPane
from tests.gui.graph.networks import pidnet


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[GraphPane]:
    widget = GraphPane()
    qtbot.addWidget(widget)
    widget.resize(836, 784)
    widget.view.show_graph(pidnet())
    widget.show()
    yield widget
    widget.close()


def test_a_closed_module_changed_unless_all_of_it_was_added_or_removed():
    info = pidnet()
    scene = scene_of(info)
    inside = [node.name for node in info.nodes if node.module.startswith("pag3")]
    box = scene.find("pag3_rsub")
    assert changes_of(scene, {"pag3_rsub": "removed"}) == {box: "changed"}
    assert changes_of(scene, dict.fromkeys(inside, "removed")) == {box: "removed"}
    mixed = dict.fromkeys(inside, "added") | {"pag3_rsub": "removed"}
    assert changes_of(scene, mixed) == {box: "changed"}


@pytest.mark.parametrize("scale", [1.0, 0.3])
def test_changes_are_told_apart_without_colour(pane, scale):
    view = pane.view
    view.eye.centre_on(view.scene.find("x"))
    view.eye.zoom_to(scale)
    grey = GraphColours.light()
    view.set_theme(
        GraphColours(
            **{
                name: getattr(grey, name)
                for name in grey.__slots__
                if name != "changes"
            },
            changes=dict.fromkeys(CHANGES, "#333333"),
        )
    )
    pictures = []
    for change in CHANGES:
        view.show_marks(Marks(changes={"x": change}))
        pane.legend.hide()
        pictures.append(view.grab().toImage())
    assert all(
        one != other
        for place, one in enumerate(pictures)
        for other in pictures[place + 1 :]
    )


def test_the_legend_names_the_changes_that_occur(pane):
    pane.view.show_marks(Marks(changes={"x": "added", "output": "removed"}))
    assert [name for _, name in pane.legend.rows()][:2] == ["Added", "Removed"]
