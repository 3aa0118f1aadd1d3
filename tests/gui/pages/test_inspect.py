from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel

from engine.info import Diagnostic, GraphInfo, NodeInfo
from engine.opening.source import ModelSource
from engine.project import Project
from gui.pages.inspect import InspectPage, heir
from gui.session.state import Facts, SessionState
from tests.gui.graph.networks import branchy

PATIENCE_MS = 20_000


def graph(*nodes):
    rows = [
        NodeInfo(name, "op", "aten.op", name, "elementwise", origin=origin)
        for name, origin in nodes
    ]
    return GraphInfo("net", "d", tuple(rows), 0, 0)


OPENED = graph(("conv", ""), ("rsub", ""))
FIXED = graph(("conv", ""), ("rsub_add", "rsub"), ("rsub_mul", "rsub"))


@pytest.mark.parametrize(
    ("name", "before", "after", "found"),
    [
        ("conv", OPENED, FIXED, "conv"),
        ("rsub", OPENED, FIXED, "rsub_mul"),
        ("rsub_add", FIXED, OPENED, "rsub"),
        ("rsub", OPENED, graph(("conv", "")), ""),
        ("rsub", None, graph(("conv", "")), ""),
        ("", OPENED, FIXED, ""),
    ],
)
def test_the_selection_goes_to_what_took_the_nodes_place(name, before, after, found):
    assert heir(name, before, after) == found


class Moments(QObject):
    """Notes which nodes the canvas and the tree have, at every paint of the canvas."""

    def __init__(self, page):
        super().__init__(page)
        self.page, self.seen = page, []
        page.graph.view.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            canvas = self.page.graph.view.scene.graph.info.nodes[-1].name
            self.seen.append((canvas, has_row(self.page, "last")))
        return False


def has_row(page, name):
    model = page.tree.view.model()
    return model.index_of_node(name).isValid()


def state_of(info):
    project = Project(ModelSource("zoo", "net"), "net")
    return SessionState(project, facts=Facts(info, (), (), 0))


@pytest.fixture
def before():
    return branchy(1500)


@pytest.fixture
def after(before):
    last = before.nodes[-1]
    new = replace(last, name="last", origin=last.name)
    return replace(before, nodes=(*before.nodes[:-1], new))


@pytest.fixture
def page(qtbot, before):
    page = InspectPage()
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.show_state(state_of(before))
    settle(qtbot, page)
    yield page
    page.graph.view.arrangement.cancel()


def settle(qtbot, page):
    arrangement = page.graph.view.arrangement
    qtbot.waitUntil(
        lambda: not arrangement.is_busy and not page.is_behind, timeout=PATIENCE_MS
    )


def test_the_canvas_is_painted_before_the_panels_of_an_edit_hold_it_up(
    qtbot, page, after
):
    moments = Moments(page)
    page.show_state(state_of(after))
    assert not has_row(page, "last")
    settle(qtbot, page)
    assert has_row(page, "last")
    assert next(each for each in moments.seen if each[0] == "last") == ("last", False)


def test_the_selection_follows_an_edit_in_every_panel(qtbot, page, before, after):
    page.select(before.nodes[-1].name)
    page.show_state(state_of(after))
    settle(qtbot, page)
    assert page.selected == "last"
    assert page.tree.selected() == ("last",)
    assert page.graph.view.selected() == "last"


def test_two_edits_at_once_are_followed_from_the_first(qtbot, page, before, after):
    page.select(before.nodes[-1].name)
    page.show_state(state_of(after))
    page.show_state(state_of(before))
    settle(qtbot, page)
    assert page.selected == before.nodes[-1].name
    assert not has_row(page, "last")


def awaiting(info, problems=()):
    facts = Facts(info, problems, (), 0, is_judged=False)
    return replace(state_of(info), facts=facts)


def labels_of(widget):
    return [each.text() for each in widget.findChildren(QLabel)]


def test_a_judgement_reaches_every_panel_and_places_nothing_again(
    qtbot, page, after, monkeypatch
):
    waiting = awaiting(after)
    page.show_state(waiting)
    settle(qtbot, page)
    page.select("last")
    assert "CHECKING…" in labels_of(page.problems)
    assert "checking…" in labels_of(page.node)
    placed = []
    arrangement = page.graph.view.arrangement
    monkeypatch.setattr(arrangement, "place", lambda *args: placed.append(args))
    problem = Diagnostic("error", "last", "aten.op", "rank", "last", "Too many.")
    page.show_state(replace(waiting, facts=Facts(after, (problem,), (), 0)))
    settle(qtbot, page)
    assert placed == []
    assert "CHECKING…" not in labels_of(page.problems)
    assert any("Too many." in each for each in labels_of(page.node))
    assert page.problems.view.model().rowCount() == 1
    assert page.graph.view.picture.marks.severities == {"last": "error"}


def test_a_judgement_that_comes_before_the_picture_is_shown_with_it(qtbot, page, after):
    waiting = awaiting(after)
    page.show_state(waiting)
    problem = Diagnostic("error", "last", "aten.op", "rank", "last", "Too many.")
    page.show_state(replace(waiting, facts=Facts(after, (problem,), (), 0)))
    assert not has_row(page, "last")
    settle(qtbot, page)
    assert "CHECKING…" not in labels_of(page.problems)
    assert page.graph.view.picture.marks.severities == {"last": "error"}


def test_the_panels_say_so_where_a_graph_could_not_be_judged(qtbot, page, after):
    waiting = awaiting(after)
    page.show_state(waiting)
    page.show_state(replace(waiting, failed=frozenset({"inspect"})))
    settle(qtbot, page)
    assert "NOT CHECKED" in labels_of(page.problems)


def test_panels_catch_up_when_a_node_of_the_edit_is_wished_for(page, after):
    page.show_state(state_of(after))
    page.select("last")
    assert page.tree.selected() == ("last",)


def test_panels_show_an_edit_whose_graph_was_never_placed(qtbot, page, after):
    page.show_state(state_of(after))
    page.graph.view.arrangement.cancel()
    qtbot.waitUntil(lambda: has_row(page, "last"), timeout=PATIENCE_MS)


def test_another_network_has_nothing_selected_although_it_has_a_node_of_that_name(
    qtbot, page, before
):
    page.show_state(state_of(before))
    name = before.nodes[5].name
    page.select(name)
    page.show_state(state_of(replace(before, name="another", digest="another")))
    settle(qtbot, page)
    assert page.selected == ""
    assert page.graph.view.selected() is None
    assert page.tree.selected() == ()
