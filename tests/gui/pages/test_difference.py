"""Two states beside each other and as one graph: what changed is open in both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.info import Diagnostic, GraphDifference, GraphInfo
from engine.matching import same_names
from engine.states import StateDifference
from gui.graph.canvas.view import GraphView
from gui.graph.scene.ghosts import changes_after, changes_before, first_change
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
    return StateDifference(before, after, (), (), nodes, same_names(old, new))


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


def test_both_sides_open_where_the_states_begin_to_differ(page, found):
    for view, name in zip(
        (page.twins.before, page.twins.after), first_change(found), strict=True
    ):
        seen = view.scene.boxes_in(view.camera.seen(view.width(), view.height()))
        assert view.scene.find(name) in seen


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


@pytest.fixture
def pair(qtbot: QtBot) -> DifferencePage:
    """The network and what became of it at its end, with a problem in each."""
    before = pidnet()
    gone = next(n.name for n in before.nodes if n.module == "pag3" and n.inputs)
    found = difference(before, removed(before, gone))
    problems = [
        Diagnostic("error", name, "aten.op", "op", name, "None.")
        for name in (gone, "pag4_rsub")
    ]
    found = replace(
        found, before_problems=tuple(problems), after_problems=tuple(problems[1:])
    )
    page = DifferencePage()
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.show_compared(Compared(found, ("before", "after")))
    return page


def is_a_change_in_view(view: GraphView) -> bool:
    names = view.picture.marks.changes
    seen = set(view.scene.boxes_in(view.camera.seen(view.width(), view.height())))
    return not seen.isdisjoint(map(view.scene.graph.number_of, names))


def test_a_comparison_opens_at_a_change_whatever_was_looked_at_before(pair):
    pair.twins.select(pair.twins.before.info().nodes[-1].name, is_later=False)
    pair.twins.before.eye.zoom_to(1.0)
    assert not is_a_change_in_view(pair.twins.before)
    pair.show_compared(pair.compared)
    assert is_a_change_in_view(pair.twins.before)
    assert pair.twins.before.selection == pair.twins.after.selection == ""


def test_escape_on_a_canvas_lets_go_of_the_node_and_then_closes(pair, qtbot):
    pair.take_keys()
    canvas = pair.twins.after
    pair.select("pag4_rsub", True)
    with qtbot.assertNotEmitted(pair.closed):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
    with qtbot.waitSignal(pair.closed, timeout=0):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)


@pytest.mark.parametrize("way", ["sides", "merged"])
def test_the_keys_act_on_what_is_compared(pair, way):
    pair.show_way(way)
    pair.take_keys()
    view = pair.merged if way == "merged" else pair.twins.after
    assert pair.window().focusWidget() is view
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.selection == view.scene.graph.boxes[-1].key


def test_the_next_problem_is_shown_where_the_states_are_compared(pair):
    pair.step_problem(1)
    assert pair.twins.after.selection == "pag4_rsub"
    assert pair.twins.before.selection == "pag4_rsub"
    pair.show_way("merged")
    pair.step_problem(-1)
    assert pair.merged.selection == "pag4_rsub"


def test_a_closed_module_is_selected_on_both_sides(pair):
    before, after = pair.twins.before, pair.twins.after
    after.folding.collapse_all()
    after.select_key("pag4")
    assert before.selection == "pag4"
    after.select(None)
    assert before.selection == ""
    before.folding.collapse_all()
    click_counterpart(before, "pag4")
    assert after.selection == "pag4"
    after.select(None)
    pair.select("pag4", True)
    assert after.selection == "pag4"


def click_counterpart(view: GraphView, key: str) -> None:
    box = view.scene.graph.number_of(key)
    view.eye.centre_on(box)
    x, y, width, height = view.scene.layout.rects[box].tolist()
    spot = QPointF(*view.camera.to_screen(x + width / 2, y + height / 2)).toPoint()
    alt = Qt.KeyboardModifier.AltModifier
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, alt, spot)


def test_a_renamed_node_is_listed_with_both_names_and_counted(pair, qtbot):
    found = pair.compared.difference
    renamed = (("pag4_rsub", "gate"),)
    nodes = tuple(
        node._replace(name=dict(renamed).get(node.name, node.name))
        for node in found.after.nodes
    )
    names = {each: dict(renamed).get(each, each) for each in found.counterparts}
    found = replace(
        found,
        after=replace(found.after, nodes=nodes),
        nodes=replace(found.nodes, renamed=renamed),
        counterparts=names,
    )
    pair.show_compared(Compared(found, ("before", "after")))
    assert pair.nodes.names()["→"] == ["gate"]
    (row,) = pair.nodes.tree.findItems("pag4_rsub → gate", Qt.MatchFlag.MatchRecursive)
    assert "1 renamed" in pair.summary.text()
    with qtbot.waitSignal(pair.nodes.node_selected) as told:
        pair.nodes.tree.itemClicked.emit(row, 0)
    assert told.args == ["gate", True]


def test_one_graph_shows_the_problems_of_both_states(pair):
    pair.show_way("merged")
    marks = pair.merged.picture.marks
    assert set(marks.severities) == set(marks.changes) | {"pag4_rsub"}
