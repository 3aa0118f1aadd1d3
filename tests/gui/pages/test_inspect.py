import os
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from engine.info import Diagnostic, GraphInfo, NodeInfo, SourceLine
from engine.opening.source import ModelSource
from engine.project import Project
from gui.graph.canvas import arrangement
from gui.graph.canvas.placing import AT_ONCE, FEW_BOXES
from gui.pages.inspect import InspectPage, heir, source_text
from gui.session.state import Facts, SessionState
from tests.gui.graph.networks import branchy, pidnet

PATIENCE_MS = 20_000


def test_a_source_file_is_read_again_once_it_was_edited(tmp_path):
    file = tmp_path / "net.py"
    assert source_text(str(file)) == ""
    for at, text in enumerate(("x = 1", "x = 2")):
        file.write_text(text)
        os.utime(file, ns=(at, at))
        assert source_text(str(file)) == text


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
    new = last._replace(name="last", origin=last.name)
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


@pytest.mark.parametrize("few", [0, FEW_BOXES], ids=["beside", "at once"])
def test_the_canvas_is_painted_before_the_panels_of_an_edit_hold_it_up(
    qtbot, page, after, monkeypatch, few
):
    monkeypatch.setattr(arrangement, "FEW_BOXES", few)
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


def test_nodes_chosen_on_the_canvas_are_marked_in_the_tree_once(page, before):
    names = [node.name for node in before.nodes[5:9]]
    marked = []
    page.tree.view.selectionModel().selectionChanged.connect(
        lambda *_: marked.append(page.tree.selected())
    )
    page.graph.view.chosen.add(names)
    assert set(page.tree.selected()) == set(names)
    assert len(marked) == 1


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


def test_a_big_network_comes_into_the_panels_one_by_one(qtbot, page, monkeypatch):
    shown = []
    for panel in (page.tree, page.problems):
        monkeypatch.setattr(panel, "show", lambda *_, at=panel: shown.append(at))
    page.show_state(state_of(branchy(AT_ONCE + 1)))
    assert shown == []
    assert page.is_behind
    settle(qtbot, page)
    assert {page.tree, page.problems} <= {*shown}


@pytest.fixture
def street(qtbot):
    """A page with a network of modules and a problem of one node."""
    page = InspectPage()
    qtbot.addWidget(page)
    page.resize(1100, 700)
    info = pidnet()
    found = Diagnostic("error", "pag3_rsub", "aten.rsub", "op", "pag3_rsub", "None.")
    page.show_state(replace(state_of(info), facts=Facts(info, (found,), (), 0)))
    settle(qtbot, page)
    return page


def test_what_the_canvas_lets_go_of_no_panel_keeps(street):
    view = street.graph.view
    for let_go in (
        lambda: view.select(None),
        lambda: QTest.keyClick(view, Qt.Key.Key_Escape),
        view.folding.collapse_all,
        lambda: view.select_key("layer1"),
    ):
        street.step_problem(1)
        assert street.selected == view.selection == "pag3_rsub"
        assert street.problems.view.currentIndex().isValid()
        let_go()
        assert street.selected == ""
        assert not street.problems.view.currentIndex().isValid()
        labels = street.node.findChildren(QLabel)
        shown = [each.text() for each in labels if each.isVisibleTo(street.node)]
        assert "pag3_rsub" not in shown
        assert street.tree.selected() == ((view.selection,) if view.selection else ())


def test_letting_go_in_the_page_lets_go_of_a_closed_module_too(street):
    street.graph.view.folding.collapse_all()
    street.graph.view.select_key("pag3")
    street.select("")
    assert street.graph.view.selection == ""


def test_without_a_selection_the_problems_begin_as_their_list_does(street):
    view = street.graph.view
    found = [
        Diagnostic(severity, name, "aten.op", "op", name, "None.")
        for severity, name in (("error", "pag4_rsub"), ("advice", "pag3_rsub"))
    ]
    facts = Facts(view.info(), tuple(found), (), 0)
    for step, name in ((1, "pag4_rsub"), (-1, "pag3_rsub")):
        street.show_state(replace(state_of(view.info()), facts=facts))
        street.select("")
        street.step_problem(step)
        assert street.selected == name


def test_the_next_problem_lies_inside_the_selected_module_or_behind_it(street):
    view = street.graph.view
    view.folding.collapse_all()
    found = [
        Diagnostic("error", name, "aten.op", "op", name, "None.")
        for name in ("pag3_rsub", "pag4_rsub")
    ]
    facts = Facts(view.info(), tuple(found), (), 0)
    street.show_state(replace(state_of(view.info()), facts=facts))
    view.select_key("pag4")
    street.step_problem(1)
    assert street.selected == "pag4_rsub"
    view.folding.collapse_all()
    view.select_key("pag4")
    street.step_problem(-1)
    assert street.selected == "pag3_rsub"


def test_a_node_that_a_lens_hides_is_selected_everywhere(street):
    view = street.graph.view
    shown = next(node.name for node in view.info().nodes if node.kind == "op")
    street.select(shown)
    view.finding.keep_only("around", {shown})
    street.step_problem(1)
    assert street.selected == view.selection == "pag3_rsub"
    assert view.chosen.nodes() == ("pag3_rsub",)


def test_a_problem_of_no_node_shows_the_line_it_is_about(street, tmp_path):
    file = tmp_path / "net.py"
    file.write_text("a = 1\nif a > 0:\n    a = 2\n")
    info, one = street.graph.view.info(), Diagnostic("error", "pag3_rsub", *"abcd")
    line = SourceLine(str(file), 2)
    branch = Diagnostic("warning", "", "", "decided", "A branch", "…", line)
    value = replace(branch, title="A value", source=replace(line, line=3))
    facts = Facts(info, (branch, one, value), (), 0)
    street.show_state(replace(state_of(info), facts=facts))
    street.select("pag3_rsub")
    for step, found in ((1, branch), (1, value), (1, one), (-1, value), (-1, branch)):
        street.step_problem(step)
        assert street.problems.current == found
        assert street.selected == street.graph.view.selection == found.node
        if found.source:
            assert street.source.pane.isVisibleTo(street)
            assert street.source.pane.line == found.source.line
            assert street.source.pane.marks[found.source.line].severity == "warning"
    street.source.pane.ask(2)
    assert street.selected == ""
    street.select("pag3_rsub")
    street.problems.view.setCurrentIndex(street.problems.view.model().index(2, 0))
    assert (street.selected, street.source.pane.line) == ("", 3)


@pytest.mark.parametrize("count", [300, 2000])
def test_the_tree_has_the_groups_of_the_canvas_once_they_are_drawn(qtbot, count):
    """A small graph is placed at once, a big one after the panels were shown."""
    page = InspectPage()
    qtbot.addWidget(page)
    page.show_state(state_of(branchy(count)))
    view, model = page.graph.view, page.tree.view.model()
    qtbot.waitUntil(lambda: not view.arrangement.is_busy, timeout=PATIENCE_MS)
    groups = [part.key for part in view.scene.graph.parts]
    qtbot.waitUntil(lambda: model.index_of_module(groups[0]).isValid())
    assert all(model.index_of_module(key).isValid() for key in groups)
