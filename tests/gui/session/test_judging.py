"""A big graph is shown before the target is asked about it."""

import threading
from dataclasses import replace

import pytest

from engine.errors import TargetError
from engine.recipe import ApplyRule, FixAll
from gui.session import work
from tests.gui.desk import FIX, OTHER
from tests.gui.fake_engine import Gate

REFUSED = ApplyRule("refused", "rsub")


@pytest.fixture
def seen(desk, monkeypatch):
    """Every state since the network was opened, whose graph counts as big."""
    desk.open()
    monkeypatch.setattr(work, "JUDGED_AT_ONCE", 0)
    states = []
    desk.session.changed.connect(states.append)
    return states


@pytest.fixture
def gate(desk, seen, workflow):
    gate = Gate(workflow.documents[-1])
    yield gate
    gate.is_open.set()


def judged(desk):
    desk.qtbot.waitUntil(lambda: desk.state.is_judged and desk.state.busy is None)
    return desk.state


def nodes(state):
    return [each.node for each in state.diagnostics]


def begin(desk, gate, edit):
    """Make an edit whose judgement is begun and does not end."""
    desk.editing.apply(edit)
    desk.qtbot.waitUntil(gate.is_reached.is_set)
    gate.is_reached.clear()


def test_a_graph_is_shown_before_it_is_judged_and_only_its_judgement_follows(
    desk, seen
):
    kept = []
    desk.autosave.keep = lambda *project: kept.append(project)
    desk.editing.apply(FIX)
    desk.qtbot.waitUntil(lambda: desk.state.cursor == 1)
    end = judged(desk)
    first = next(state for state in seen if state.cursor == 1)
    assert not first.is_judged
    assert nodes(first) == ["sum_1", "rsub"]
    assert nodes(end) == ["rsub"]
    assert end.hints
    assert end.latency_ms
    assert end.info is first.info
    assert len(kept) == 1


def test_what_was_found_at_a_node_that_is_gone_is_not_carried_over(desk, seen):
    before = desk.session.facts
    info = replace(before.info, nodes=before.info.nodes[:-1])
    left = work.carried(before, replace(before, info=info))
    assert [each.node for each in left.diagnostics] == ["sum_1"]
    assert (left.hints, left.latency_ms) == ((), {})


@pytest.mark.parametrize("wish", ["apply", "undo"])
def test_an_edit_while_another_is_judged_drops_that_judgement(desk, gate, seen, wish):
    begin(desk, gate, FIX)
    desk.editing.apply(OTHER) if wish == "apply" else desk.editing.undo()
    gate.is_open.set()
    cursor = 2 if wish == "apply" else 0
    desk.qtbot.waitUntil(lambda: desk.state.cursor == cursor)
    end = judged(desk)
    assert nodes(end) == ([] if wish == "apply" else ["sum_1", "rsub"])
    assert [state for state in seen if state.cursor == 1 and state.is_judged] == []
    assert desk.notices == []


def test_a_refused_edit_while_another_is_judged_leaves_nothing_unjudged(desk, gate):
    begin(desk, gate, FIX)
    desk.editing.apply(REFUSED)
    gate.is_open.set()
    end = judged(desk)
    assert (end.cursor, nodes(end)) == (1, ["rsub"])
    assert [each.kind for each in desk.notices] == ["error"]


def test_another_target_while_an_edit_is_judged_is_the_one_that_judges(desk, gate):
    begin(desk, gate, FIX)
    info = desk.state.info
    desk.editing.set_target("cambricon-mlu270")
    gate.is_open.set()
    end = judged(desk)
    assert end.project.target == "cambricon-mlu270"
    assert [each.message for each in end.diagnostics] == [
        "cambricon-mlu270 does not run it."
    ]
    assert end.info is info


def test_a_session_is_closed_while_an_edit_is_judged(desk, gate):
    begin(desk, gate, FIX)
    threading.Timer(0.02, gate.is_open.set).start()
    assert desk.session.close()
    gate.is_reached.clear()
    desk.rest()
    desk.session.show(path=None)
    desk.rest()
    assert not gate.is_reached.is_set()
    assert desk.state.judgement == "awaited"


def test_fixing_all_counts_on_no_problem_of_an_earlier_graph(desk, gate):
    begin(desk, gate, FIX)
    desk.editing.apply(OTHER)
    desk.editing.fix_all()
    gate.is_open.set()
    desk.qtbot.waitUntil(lambda: desk.notices != [])
    assert desk.notices[0].text.startswith("Nothing to fix")
    assert judged(desk).edits == (FIX, OTHER)


def test_fixing_all_while_an_edit_is_judged_fixes_what_is_left(desk, gate):
    begin(desk, gate, FIX)
    desk.editing.fix_all()
    gate.is_open.set()
    desk.qtbot.waitUntil(lambda: desk.state.cursor == 2)
    assert judged(desk).edits == (FIX, FixAll(desk.state.project.target))


def test_what_needs_the_problems_waits_until_they_are_known(desk, gate):
    found = []
    desk.judging.once_known(lambda: found.append("at once"))
    begin(desk, gate, FIX)
    desk.judging.once_known(lambda: found.append(nodes(desk.state)))
    assert found == ["at once"]
    gate.is_open.set()
    judged(desk)
    assert found == ["at once", ["rsub"]]


def test_a_judgement_that_fails_is_told_once_and_tried_again_after_the_next_edit(
    desk, seen, workflow
):
    document, found = workflow.documents[-1], []

    def fail(profile):
        found.append(profile)
        raise TargetError("The target is gone; choose another.")

    document.diagnostics, judge = fail, document.diagnostics
    desk.editing.apply(FIX)
    desk.qtbot.waitUntil(lambda: desk.state.judgement == "failed")
    desk.judging.once_known(lambda: found.append("known"))
    desk.rest()
    desk.session.show(path=None)
    desk.rest()
    assert len(found) == 1
    assert [each.text for each in desk.notices] == [
        "The target is gone; choose another."
    ]
    document.diagnostics = judge
    desk.editing.apply(OTHER)
    desk.qtbot.waitUntil(lambda: desk.state.cursor == 2)
    assert nodes(judged(desk)) == []
