from dataclasses import replace

import pytest

from engine.errors import TargetError
from engine.info import Diagnostic
from engine.opening.source import ModelSource
from engine.progress import Progress
from engine.recipe import ApplyRule
from tests.gui.fake_engine import coverages


@pytest.fixture
def window(qtbot, window):
    window.opening.open_source(ModelSource("zoo", "net", "Net"))
    session = window.session
    qtbot.waitUntil(lambda: session.state.is_open and session.state.busy is None)
    return window


@pytest.fixture
def idle(qtbot, window):
    return lambda: qtbot.waitUntil(lambda: window.session.state.busy is None)


def test_the_button_beside_the_target_opens_the_table(window, idle):
    window.top.compare.click()
    idle()
    assert window.targets.dialog.isVisible()
    assert window.targets.dialog.table.model().rows == coverages()


def test_an_edit_judges_the_network_again_while_the_table_is_open(
    window, workflow, idle
):
    window.targets.open()
    idle()
    window.editing.apply(ApplyRule("keep", "rsub"))
    idle()
    assert workflow.calls.count("targets") == 2
    window.targets.dialog.close()
    window.editing.undo()
    idle()
    assert workflow.calls.count("targets") == 2


def test_why_the_network_was_not_judged_is_said_and_it_can_be_tried_again(
    window, workflow, idle, monkeypatch
):
    def fail(document):
        yield Progress("Compare targets", 0, 1)
        raise TargetError("The target mine is damaged.")

    dialog = window.targets.dialog
    monkeypatch.setattr(workflow, "compare_all_targets", fail)
    window.targets.open()
    idle()
    assert dialog.about == "The target mine is damaged."
    assert dialog.retry.isVisible()
    assert not dialog.cancel.isVisible()
    monkeypatch.undo()
    dialog.retry.click()
    assert dialog.cancel.isVisible()
    idle()
    assert dialog.table.model().rows == coverages()
    assert not dialog.retry.isVisible()


def test_a_cancelled_judging_can_be_tried_again(qtbot, window, workflow, monkeypatch):
    def endless(document):
        while True:
            yield Progress("Compare targets", 0, 1)

    dialog = window.targets.dialog
    monkeypatch.setattr(workflow, "compare_all_targets", endless)
    window.targets.open()
    dialog.cancel.click()
    qtbot.waitUntil(dialog.retry.isVisible)
    assert "cancelled" in dialog.about


def test_choosing_a_row_judges_the_network_for_that_target(window, idle):
    window.targets.open()
    idle()
    window.targets.dialog.table.selectRow(1)
    window.targets.dialog.choose.click()
    idle()
    assert window.session.project.target == "cambricon-mlu270"
    assert not window.targets.dialog.choose.isEnabled()


def test_what_calibration_revealed_is_a_problem_until_it_is_stale(
    window, workflow, idle
):
    wide = Diagnostic(
        "warning", "rsub", "aten.rsub", "range", "rsub is wide", "Too far."
    )
    workflow.findings = (wide,)
    session = window.session
    settings = replace(session.project.calibration, images="images")
    window.measuring.calibrate(settings, session.project.preprocessing)
    idle()
    assert wide in session.state.diagnostics
    assert wide in window.inspect.problems.view.model().diagnostics
    window.editing.apply(ApplyRule("keep", "rsub"))
    idle()
    assert wide not in session.state.diagnostics
    assert wide not in window.inspect.problems.view.model().diagnostics
