"""What the window does while a big graph is shown and not judged yet."""

import json
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from engine.info import Diagnostic
from engine.recipe import FixAll
from gui.exporting.offscreen import Wanted
from gui.session import work
from gui.session.session import Notice
from tests.gui.desk import FIX
from tests.gui.fake_engine import Gate


@pytest.fixture
def gate(monkeypatch, opened, workflow):
    monkeypatch.setattr(work, "JUDGED_AT_ONCE", 0)
    gate = Gate(workflow.documents[-1])
    yield gate
    gate.is_open.set()


def begin(qtbot, window, gate, edit=FIX):
    """Make an edit whose judgement is begun when all else of it is shown."""
    window.editing.apply(edit)
    qtbot.waitUntil(gate.is_reached.is_set)
    assert not window.inspect.is_behind


def judged(qtbot, window):
    qtbot.waitUntil(
        lambda: window.session.state.is_judged and not window.inspect.is_behind
    )


def problems_text(window):
    return [each.text() for each in window.inspect.problems.findChildren(QLabel)]


def test_the_window_says_that_it_checks_until_it_has(qtbot, opened, gate):
    begin(qtbot, opened, gate)
    stepper = opened.stepper.buttons[1]
    assert stepper.step.note == "checking…"
    assert "CHECKING…" in problems_text(opened)
    gate.is_open.set()
    judged(qtbot, opened)
    assert stepper.step.note == "1 problem"
    assert "CHECKING…" not in problems_text(opened)


def test_the_next_problem_is_gone_to_once_the_problems_are_known(qtbot, opened, gate):
    begin(qtbot, opened, gate)
    opened.step_problem(1)
    assert opened.inspect.selected == ""
    gate.is_open.set()
    judged(qtbot, opened)
    assert opened.inspect.selected == "rsub"


def test_the_palette_offers_no_problem_of_an_earlier_graph(qtbot, opened, gate):
    begin(qtbot, opened, gate)
    assert list(opened.commands.problems()) == []
    gate.is_open.set()
    judged(qtbot, opened)
    assert len(list(opened.commands.problems())) == 1


def test_a_file_is_written_with_the_problems_of_its_graph(
    qtbot, opened, gate, tmp_path
):
    begin(qtbot, opened, gate)
    path = tmp_path / "graph.json"
    opened.exporting.write(Wanted("json", path))
    gate.is_open.set()
    qtbot.waitUntil(lambda: path.exists() and not opened.exporting.is_busy)
    written = json.loads(path.read_text())
    assert [each["node"] for each in written["diagnostics"]] == ["rsub"]


def test_fixing_all_tells_what_is_left_of_the_graph_it_made(
    qtbot, opened, gate, workflow
):
    problem = Diagnostic("error", "rsub", "x", "supported", "x", "No.")
    gate._judge = lambda profile: (problem,)
    begin(qtbot, opened, gate, FixAll("horizon-bayes"))
    gate.is_open.set()
    said = opened.notice.text
    qtbot.waitUntil(
        lambda: said.text().endswith(" · errors left: 1, which no rewrite clears")
    )


def test_the_window_is_closed_while_a_graph_is_checked(qtbot, opened, gate):
    begin(qtbot, opened, gate)
    opened.session.show(unsaved=False)
    gate.is_open.set()
    opened.close()
    gate.is_reached.clear()
    qtbot.waitUntil(lambda: opened.session.state.busy is None)
    assert not gate.is_reached.is_set()


def test_what_was_said_for_a_target_goes_with_it_and_stays_with_a_judgement(
    opened, idle
):
    session = opened.session
    session.noticed.emit(Notice("info", "errors left: 1"))
    session.show(facts=replace(session.state.facts, diagnostics=()))
    idle()
    assert opened.notice.isVisible()
    session.show(project=replace(session.project, target="cambricon-mlu270"))
    assert not opened.notice.isVisible()
