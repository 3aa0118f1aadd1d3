"""After a key that asks for a page or a problem, the keys act there."""

import pytest
from PySide6.QtWidgets import QApplication

from engine.progress import Progress
from gui.widgets.run_bar import RunBar


@pytest.fixture
def focused(qtbot, opened):
    opened.show()
    opened.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    opened.top.target.setFocus()
    return QApplication.focusWidget


def test_the_next_problem_takes_the_keys_to_the_graph(opened, focused):
    opened.step_problem(1)
    assert opened.inspect.graph.isAncestorOf(focused())


def test_the_keys_stay_in_the_panel_that_has_them(opened, focused):
    opened.inspect.tree.setFocus()
    before = focused()
    opened.step_problem(1)
    assert focused() is before


@pytest.mark.parametrize("stage", ["inspect", "calibrate", "compare", "compile"])
def test_a_page_asked_for_by_a_key_has_the_keys(opened, focused, stage):
    opened.actions_by_key.by_key[f"stage_{stage}"].trigger()
    assert opened.stack.currentWidget().isAncestorOf(focused())


def test_cancel_and_start_hand_the_keys_to_each_other(qtbot):
    bar = RunBar("Start")
    qtbot.addWidget(bar)
    bar.show()
    bar.activateWindow()
    bar.start_button.setFocus()
    qtbot.waitUntil(bar.start_button.hasFocus)
    bar.show_progress(Progress("calibrating", 1, 4), None)
    assert bar.cancel_button.hasFocus()
    bar.show_idle()
    assert bar.start_button.hasFocus()
