"""A search kept as a lens follows the graph, and the way to every hit is opened."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.info import GraphInfo
from gui.graph.scene.lenses import Way
from gui.graph.scene.scene import Marks
from gui.graph.tools.pane import GraphPane
from tests.gui.graph.networks import pidnet

WAYS: tuple[Way, ...] = ("colour", "hide", "fold")


@pytest.fixture
def pane(qtbot: QtBot) -> GraphPane:
    """A pane that shows a network."""
    widget = GraphPane()
    qtbot.addWidget(widget)
    widget.resize(1000, 700)
    widget.view.show_graph(pidnet())
    widget.show()
    return widget


def edited(info: GraphInfo, name: str, op: str) -> GraphInfo:
    """Another version of a graph in which a node has another op."""
    nodes = [
        node._replace(op=op, title=op) if node.name == name else node
        for node in info.nodes
    ]
    return replace(info, nodes=tuple(nodes), digest=f"{name} is {op}")


def keep(pane: GraphPane, text: str, way: Way) -> None:
    """Search and keep what was found."""
    pane.view.search(text)
    pane.results.keepers[way].click()


@pytest.mark.parametrize("way", WAYS)
def test_a_kept_search_is_asked_again_of_an_edited_graph(
    pane: GraphPane, way: Way
) -> None:
    info = pane.view.info()
    rest = {"dfm_rsub", "pag4_rsub"}
    keep(pane, "op:rsub", way)
    assert pane.view.kept.names == {*rest, "pag3_rsub"}
    pane.view.show_graph(edited(info, "pag3_rsub", "aten.neg.default"))
    assert pane.view.kept.names == rest
    assert pane.view.kept.way == way
    assert ("folded" in pane.kept.toolTip()) == (way == "fold")
    assert pane.view.scene.graph.search == pane.view.kept
    assert pane.view.picture.kept == (rest if way == "colour" else frozenset())
    pane.view.show_graph(info)
    assert pane.view.kept.names == {*rest, "pag3_rsub"}
    assert pane.kept.isVisible()


@pytest.mark.parametrize("way", WAYS)
def test_a_kept_search_for_problems_follows_the_problems(
    pane: GraphPane, way: Way
) -> None:
    pane.view.show_marks(Marks({"pag3_rsub": "error", "dfm_rsub": "error"}))
    keep(pane, "problem:error", way)
    pane.view.show_marks(Marks({"dfm_rsub": "error", "x": "advice"}))
    assert pane.view.kept.names == {"dfm_rsub"}
    if way != "colour":
        assert pane.view.scene.graph.search == pane.view.kept
    pane.view.show_marks(Marks())
    assert pane.view.kept.names == frozenset()
    assert pane.kept.isVisible()


def test_a_kept_search_that_finds_nothing_for_a_while_comes_back(
    pane: GraphPane,
) -> None:
    info = pane.view.info()
    pane.view.folding.expand_all()
    keep(pane, "name:pag3_rsub op:rsub", "hide")
    pane.view.show_graph(edited(info, "pag3_rsub", "aten.neg.default"))
    assert pane.view.kept.names == frozenset()
    assert pane.view.scene.graph.draws("pag3_rsub")
    pane.view.show_graph(info)
    assert not pane.view.scene.graph.draws("pag3_rsub")


def test_another_network_lets_go_of_the_kept_search(pane: GraphPane) -> None:
    keep(pane, "op:rsub", "colour")
    info = pane.view.info()
    nodes = tuple(node._replace(name=f"other_{node.name}") for node in info.nodes)
    pane.view.show_graph(replace(info, nodes=nodes, digest="other"))
    assert not pane.kept.isVisible()
    assert not pane.view.kept.names
    assert not pane.view.picture.kept


@pytest.mark.parametrize("by", ["button", "keys"])
def test_the_way_to_every_hit_is_opened_and_to_nothing_else(
    qtbot: QtBot, pane: GraphPane, by: str
) -> None:
    pane.view.folding.collapse_all()
    hits = pane.view.search("op:rsub")
    assert not any(map(pane.view.scene.graph.draws, hits))
    if by == "button":
        pane.results.opener.click()
    else:
        pane.search.setText("op:rsub")
        modifier = Qt.KeyboardModifier.AltModifier
        qtbot.keyClick(pane.search, Qt.Key.Key_Return, modifier)
    graph = pane.view.scene.graph
    assert all(map(graph.draws, hits))
    assert len(pane.view.picture.hits) == len(hits)
    places = [graph.position[name] for name in hits]
    for box in graph.boxes:
        around = any(box.start <= place < box.stop for place in places)
        assert not (around and box.kind == "module")
    assert any(box.kind == "module" for box in graph.boxes)


def test_the_sign_of_a_folded_search_counts_what_is_folded(pane: GraphPane) -> None:
    keep(pane, "op:/relu|add/", "fold")
    graph, names = pane.view.scene.graph, pane.view.kept.names
    inside = sum(name in names for box in graph.boxes for name in box.folded)
    drawn = sum(map(graph.draws, names))
    assert 0 < inside == drawn < len(names)
    assert f"{inside} of {drawn}" in pane.kept.toolTip()
    assert f"{inside}/{drawn}" in pane.kept.text()
    before = pane.kept.toolTip()
    pane.view.folding.expand_all()
    assert pane.kept.toolTip() != before


def test_without_a_hit_nothing_is_opened(pane: GraphPane) -> None:
    pane.view.folding.collapse_all()
    before = pane.view.scene
    pane.view.search("zzzz")
    pane.view.finding.open_ways()
    assert pane.view.scene is before
