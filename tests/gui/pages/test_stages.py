from dataclasses import replace
from types import SimpleNamespace

import pytest

from engine.comparison.results import Comparison
from engine.opening.source import ModelSource
from engine.project import Project
from gui.pages.stages import steps_of
from gui.session.state import Compared, Compiled, Facts, Measured, SessionState
from tests.gui.fake_engine import FakeDocument, make_result


def facts(*fixed):
    document = FakeDocument("net")
    for node in fixed:
        document.apply(SimpleNamespace(node=node))
    return Facts(
        document.info(), document.diagnostics("t"), document.edits, document.cursor
    )


@pytest.fixture
def state():
    return SessionState(project=Project(ModelSource("zoo", "net")), facts=facts())


def stood(state):
    return {step.name: (step.status, step.note) for step in steps_of(state)}


def test_without_a_network_nothing_is_done():
    assert set(stood(SessionState()).values()) == {("todo", "")}


def test_an_open_network_shows_its_name_and_its_problems(state):
    steps = stood(state)
    assert steps["open"] == ("done", "net")
    assert steps["inspect"] == ("done", "2 problems")
    assert steps["fix"] == ("todo", "")


def test_fixing_is_done_when_no_error_is_left(state):
    one = stood(replace(state, facts=facts("sum_1")))
    assert one["fix"] == ("todo", "1 edit")
    assert one["inspect"] == ("done", "1 problem")
    both = stood(replace(state, facts=facts("sum_1", "rsub")))
    assert both["fix"] == ("done", "2 edits")
    assert both["inspect"] == ("done", "no problems")


def test_nothing_is_said_of_problems_before_a_graph_is_checked(state):
    waiting = replace(state, facts=replace(facts("sum_1", "rsub"), is_judged=False))
    steps = stood(waiting)
    assert steps["inspect"] == ("done", "checking…")
    assert steps["fix"] == ("todo", "2 edits")
    failed = stood(replace(waiting, failed=frozenset({"inspect"})))
    assert failed["inspect"] == ("error", "not checked")


def test_results_show_their_size_until_they_are_out_of_date(state):
    calibration = SimpleNamespace(images=16)
    fresh = replace(
        state, measured=Measured(calibration, SimpleNamespace(), state.range_basis)
    )
    assert stood(fresh)["calibrate"] == ("done", "16 images")
    assert stood(replace(fresh, facts=facts("rsub")))["calibrate"] == (
        "stale",
        "out of date",
    )


def test_a_comparison_shows_the_agreement(state):
    comparison = Comparison("d", (), {"quantized": 0.9934}, {})
    done = replace(state, compared=Compared(comparison, state.comparison_basis))
    assert stood(done)["compare"] == ("done", "99.3 %")


@pytest.mark.parametrize(
    ("mismatches", "step"), [(0, ("done", "checked")), (7, ("error", "differs"))]
)
def test_a_self_check_that_differs_is_an_error(state, mismatches, step, tmp_path):
    result = make_result(tmp_path, mismatches)
    compiled = Compiled(result, "onnx", tmp_path, state.table_basis)
    assert stood(replace(state, compiled=compiled))["compile"] == step


def test_only_a_long_task_shows_as_running(state):
    assert stood(replace(state, busy="compare"))["compare"][0] == "todo"
    running = replace(state, busy="compare", is_long=True)
    assert stood(running)["compare"][0] == "busy"


def test_a_failed_stage_shows_as_failed(state):
    failed = replace(state, failed=frozenset({"calibrate"}))
    assert stood(failed)["calibrate"][0] == "error"
