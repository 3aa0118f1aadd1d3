"""A part of a network is shown as one, and nothing is done with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.opening.source import InputSpec, ModelSource
from engine.project import Project
from engine.recipe import ApplyRule
from gui.editing.node_menu import Chosen, refusal
from gui.pages.inspect import InspectPage
from gui.pages.problem_steps import OPAQUE, where_it_ends
from gui.session.autosave import Autosave
from gui.session.editing import Editing
from gui.session.session import Session
from gui.session.state import Facts, SessionState
from gui.settings import Settings
from tests.gui.fake_engine import FakeDocument

SENTENCE = "It ends here."


def state_of(stopped):
    document = FakeDocument("partial")
    source = ModelSource("python", "net.py", "Net", inputs=(InputSpec((1, 3, 8, 16)),))
    facts = Facts(document.info(), document.diagnostics(None), (), 0)
    return SessionState(Project(source, name="net"), facts=facts, stopped=stopped)


def test_the_page_says_why_only_a_part_is_there(qtbot):
    page = InspectPage()
    qtbot.addWidget(page)
    page.show_state(state_of(SENTENCE))
    assert page.banner.text == f"Shown as far as it got: {SENTENCE}"


def test_the_way_on_of_a_part_is_to_open_the_network_again(window):
    window.session.replace_document(FakeDocument("partial"), state_of(SENTENCE))
    asked = []
    window.opening._open = lambda start: asked.append(start.project)
    window.inspect.banner.button.click()
    assert asked == [window.session.project]


def test_the_page_leaves_why_to_the_problem_that_tells_it(qtbot):
    page = InspectPage()
    qtbot.addWidget(page)
    state = state_of(SENTENCE)
    first, *others = state.facts.diagnostics
    told = (replace(first, message=SENTENCE), *others)
    page.show_state(replace(state, facts=replace(state.facts, diagnostics=told)))
    assert page.banner.text == "Shown as far as it got; the first problem says why."


def test_a_whole_network_has_no_banner(qtbot):
    page = InspectPage()
    qtbot.addWidget(page)
    page.show_state(state_of(SENTENCE))
    page.show_state(state_of(""))
    assert page.banner.isHidden()


def test_what_is_looked_at_first_is_where_the_network_ends():
    info = state_of(SENTENCE).facts.info
    assert where_it_ends(info) == ""
    found = [each._replace(op=OPAQUE) for each in info.nodes[-3:-1]]
    nodes = (*info.nodes[:-3], *found, info.nodes[-1])
    cut = replace(info, nodes=nodes)
    assert where_it_ends(cut) == info.nodes[-2].name
    first = state_of(SENTENCE).facts.diagnostics[0]
    told = replace(first, node=info.nodes[-3].name, message=SENTENCE)
    assert where_it_ends(cut, (first, told), SENTENCE) == told.node
    assert where_it_ends(cut, (first,), SENTENCE) == info.nodes[-2].name


@pytest.mark.parametrize("key", ["copy_code", "values", "alike", "isolate"])
def test_a_part_of_a_network_can_be_looked_at(key):
    chosen = Chosen(("a",), stopped=SENTENCE, is_measured=True)
    assert refusal(key, chosen) == ""
    assert SENTENCE in refusal("bypass", chosen)


@pytest.mark.parametrize("stage", ["fix", "calibrate", "compare", "compile"])
def test_nothing_is_done_with_a_part_of_a_network(qtbot, tmp_path, stage):
    session = Session(Settings(tmp_path / "s.ini"), Autosave(tmp_path / "autosave"))
    session.replace_document(FakeDocument("partial"), state_of(SENTENCE))
    told = []
    session.noticed.connect(told.append)
    session.submit_for_document(stage, lambda document: iter(()), print)
    assert session.state.busy is None
    assert [each.kind for each in told] == ["error"]
    assert "mend its code" in told[0].text


def test_an_edit_of_a_part_is_refused_and_leaves_no_unsaved_project(qtbot, tmp_path):
    session = Session(Settings(tmp_path / "s.ini"), Autosave(tmp_path / "autosave"))
    session.replace_document(FakeDocument("partial"), state_of(SENTENCE))
    Editing(session).apply(ApplyRule("rsub_as_neg_add", "a"))
    assert not session.state.unsaved
    assert session.state.cursor == 0
