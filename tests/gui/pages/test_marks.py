from dataclasses import replace

import pytest

from engine.info import Diagnostic
from engine.opening.source import ModelSource
from engine.project import CalibrationSettings, Project
from gui.pages.marks import REMEMBERED, SeenMarks
from gui.session.state import Facts, Measured, SessionState
from tests.gui.graph.networks import branchy


def problem(node, severity="error"):
    return Diagnostic(severity, node, "aten.op", "rank", node, "Too many.")


@pytest.fixture
def state():
    info = branchy(60)
    facts = Facts(info, (problem(info.nodes[3].name),), (), 0)
    return SessionState(Project(ModelSource("zoo", "net")), facts=facts)


def test_the_marks_of_a_state_that_comes_again_are_the_same(state):
    seen, other = SeenMarks(), replace(state, facts=Facts(branchy(70), (), (), 0))
    first = seen.of(state)
    assert seen.of(other).severities == {}
    again = replace(state, facts=replace(state.facts, cursor=5))
    assert seen.of(again) is first


def test_another_judgement_of_a_graph_has_other_marks(state):
    seen, name = SeenMarks(), state.info.nodes[4].name
    seen.of(state)
    judged = replace(state.facts, diagnostics=(problem(name, "warning"),))
    marks = seen.of(replace(state, facts=judged))
    assert marks.severities == {name: "warning"}
    assert marks.reasons == {name: "Too many."}


def test_what_a_calibration_revealed_goes_when_it_is_out_of_date(state):
    seen, name = SeenMarks(), state.info.nodes[5].name
    measured = Measured(None, None, state.range_basis, (), (problem(name),))
    known = replace(state, measured=measured)
    assert name in seen.of(known).severities
    settings = CalibrationSettings("elsewhere", 3)
    stale = replace(known, project=replace(state.project, calibration=settings))
    assert name not in seen.of(stale).severities


def test_only_the_last_few_are_remembered(state):
    seen = SeenMarks()
    first = seen.of(state)
    for _ in range(REMEMBERED):
        seen.of(replace(state, facts=replace(state.facts, info=branchy(60))))
    assert seen.of(state) is not first


def test_nothing_is_marked_where_nothing_is_open():
    assert SeenMarks().of(SessionState()).severities == {}


def test_marks_tell_whether_the_target_was_asked(state):
    seen = SeenMarks()
    assert seen.of(state).is_judged
    unasked = replace(state, facts=replace(state.facts, is_judged=False))
    assert not seen.of(unasked).is_judged
