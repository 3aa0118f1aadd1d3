"""The bar says what is so, and no longer than it is so."""

import threading
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.project import CalibrationSettings, ComparisonSettings
from engine.recipe import ApplyRule
from gui.session.session import Notice
from gui.widgets.tensor_range import TensorRange
from tests.gui.desk import FIX, IMAGES, PLAIN

CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = CalibrationSettings("")


def test_a_message_leaves_by_itself_and_an_error_stays(window):
    window.session.noticed.emit(Notice("info", "Cancelled."))
    assert window.notice._timer.isActive()
    window.session.noticed.emit(Notice("error", "No."))
    assert not window.notice._timer.isActive()


def test_what_was_said_of_a_graph_goes_with_it_and_an_error_stays(opened, idle):
    def show_another():
        facts = opened.session.state.facts
        opened.session.store(facts=replace(facts, info=replace(facts.info)))

    opened.session.noticed.emit(Notice("info", "x is not in this stage."))
    show_another()
    assert not opened.notice.isVisible()
    opened.session.noticed.emit(Notice("error", "No."))
    show_another()
    assert opened.notice.text.text() == "No."
    idle()


def test_what_is_said_goes_as_soon_as_it_no_longer_holds(
    qtbot, opened, workflow, idle, tmp_path
):
    blocked, gate = tmp_path / "file", threading.Event()
    blocked.write_text("")
    session, editing, measuring = opened.session, opened.editing, opened.measuring
    opened.inspect.select("rsub")

    def calibrate_slowly():
        workflow.wait = lambda: gate.wait(9)
        measuring.calibrate(IMAGES, PLAIN)
        measuring.calibrate(IMAGES, PLAIN)

    measuring.calibrate(IMAGES, PLAIN)
    idle()
    seen = replace(session.state.measured, ranges=(TensorRange("rsub", -1, 1, 0.5),))

    def see_values():
        session.show(measured=seen)

    cases = (
        ("nothing to undo", partial(press_undo, opened), partial(editing.apply, FIX)),
        ("calibrate first", partial(opened.node_editing.perform, "values"), see_values),
        ("calibrate first", partial(measuring.compare, ComparisonSettings("")), None),
        ("No calibration images", partial(measuring.calibrate, NONE, PLAIN), None),
        ("still running", calibrate_slowly, gate.set),
        (
            "cannot be written",
            partial(opened.opening.save_project, blocked / "p.json"),
            partial(opened.opening.save_project, tmp_path / "p.json"),
        ),
        (
            "does not fit",
            partial(editing.apply, ApplyRule("refused", "rsub")),
            partial(editing.apply, ApplyRule("keep", "rsub")),
        ),
    )
    for words, cause, cure in cases:
        session.show(measured=None)
        cause()
        qtbot.waitUntil(lambda words=words: words in opened.notice.said)
        session.show()
        assert words in opened.notice.said
        (cure or partial(measuring.calibrate, IMAGES, PLAIN))()
        qtbot.waitUntil(lambda words=words: words not in opened.notice.said)
        idle()


def press_undo(window):
    window.activateWindow()
    QTest.keyClick(window.inspect.graph.view, Qt.Key.Key_Z, CONTROL)
