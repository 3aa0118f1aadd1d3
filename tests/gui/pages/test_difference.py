"""Two states beside each other and as one graph: what changed is open in both ways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from engine.info import GraphDifference, GraphInfo
from engine.matching import same_names
from engine.states import StateDifference
from gui.graph.canvas.view import GraphView
from gui.graph.scene.ghosts import changes_after, changes_before
from gui.graph.scene.parts import walk
from gui.pages.difference import Compared, DifferencePage
from tests.gui.graph.architectures import dense
from tests.gui.graph.edits import inserted, removed
from tests.gui.graph.networks import branchy, named, pidnet

GRAPHS: dict[str, Callable[[], GraphInfo]] = {
    "small": pidnet,
    "rows": dense,
    "big": lambda: named(branchy(1200), 120, 12),
}


def difference(before: GraphInfo, after: GraphInfo) -> StateDifference:
    old, new = before.by_name, after.by_name
    added = tuple(name for name in new if name not in old)
    gone = tuple(name for name in old if name not in new)
    nodes = GraphDifference((), added, gone, "")
    return StateDifference(before, after, (), (), nodes, same_names(before, after))


@pytest.fixture(params=sorted(GRAPHS))
def found(request: pytest.FixtureRequest) -> StateDifference:
    """An op more and an op less, in two modules."""
    before = GRAPHS[request.param]()
    inside = [node for node in before.nodes if node.module and len(node.inputs) == 1]
    after = inserted(before, inside[len(inside) // 3].name)
    return difference(before, removed(after, inside[len(inside) // 2].name))


@pytest.fixture
def page(qtbot: QtBot, found: StateDifference) -> DifferencePage:
    page = DifferencePage()
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show_compared(Compared(found, ("before", "after")))
    settle(qtbot, page)
    return page


def settle(qtbot: QtBot, page: DifferencePage) -> None:
    views = page.twins.before, page.twins.after, page.merged
    qtbot.waitUntil(lambda: not any(view.arrangement.is_busy for view in views))


def opened(view: GraphView) -> set[str]:
    graph = view.scene.graph
    return {part.key for part in walk(graph.parts)} & graph.opened


def test_what_changed_is_open_side_by_side_as_it_is_in_one_graph(page, found, qtbot):
    before, after = page.twins.before.scene.graph, page.twins.after.scene.graph
    assert all(map(before.draws, changes_before(found)))
    assert all(map(after.draws, changes_after(found)))
    page.show_way("merged")
    settle(qtbot, page)
    assert all(map(page.merged.scene.graph.draws, changes_after(found)))


def test_opening_and_closing_is_followed_at_any_depth(page, qtbot):
    one, other = page.twins.before, page.twins.after
    keys = [{part.key for part in walk(v.scene.graph.parts)} for v in (one, other)]
    shared = keys[0] & keys[1]
    for fold in (one.folding.expand_all, other.folding.collapse_all):
        fold()
        settle(qtbot, page)
        assert opened(one) & shared == opened(other) & shared
    inner = max(shared, key=lambda key: key.count("."))
    other.folding.expand(inner)
    settle(qtbot, page)
    assert inner in opened(one)
    other.folding.collapse(inner)
    settle(qtbot, page)
    assert inner not in opened(one)
