"""While a long job runs, whatever cannot be done then says so."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from engine.recipe import ApplyRule
from gui.pages.measuring import ranges_missing
from tests.gui.desk import FIX, IMAGES, PLAIN

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEYS = {
    "suggested": (Qt.Key.Key_Return, CONTROL),
    "insert": (Qt.Key.Key_Insert, Qt.KeyboardModifier.NoModifier),
    "rename": (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
    "bypass": (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
    "delete_branch": (Qt.Key.Key_Delete, SHIFT),
    "copy_code": (Qt.Key.Key_C, CONTROL | SHIFT),
    "undo": (Qt.Key.Key_Z, CONTROL),
    "previous_stage": (Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier),
    "compare": (Qt.Key.Key_D, CONTROL),
    "fix_all": (Qt.Key.Key_F, CONTROL | SHIFT),
}


@pytest.fixture
def gate():
    """What the calibration waits for."""
    return threading.Event()


@pytest.fixture
def busy(qtbot, opened, idle, workflow, gate):
    """A window with one edit made and a node selected, in which calibration runs."""
    opened.activateWindow()
    opened.editing.apply(ApplyRule("keep", "sum_1"))
    idle()
    opened.inspect.select("rsub")
    editing = opened.node_editing
    qtbot.waitUntil(lambda: editing.chosen.choices is not None)
    idle()
    workflow.wait = lambda: gate.wait(60)
    opened.measuring.calibrate(IMAGES, PLAIN)
    opened.notice.clear()
    opened.inspect.graph.view.setFocus()
    yield opened
    gate.set()
    idle()


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_edits_or_asks_is_refused_aloud(qtbot, busy, key):
    edits = busy.session.state.edits
    qtbot.keyClick(busy.inspect.graph.view, *KEYS[key])
    assert "Calibration is still running" in busy.notice.text.text()
    assert busy.node_editing.dialogs.dialog is None
    assert busy.session.state.edits == edits


def test_edits_are_grey_and_say_why_until_the_job_ends(qtbot, busy, gate):
    actions = busy.node_editing.menu.actions
    assert not actions["bypass"].isEnabled()
    assert "Calibration is still running" in actions["bypass"].toolTip()
    assert ranges_missing(busy.session.state) == busy.session.refusal
    assert not busy.node_editing.menu.rewrites.isEnabled()
    assert actions["copy_name"].isEnabled()
    gate.set()
    qtbot.waitUntil(actions["bypass"].isEnabled)


def test_an_alt_click_is_refused_aloud(busy):
    view = busy.inspect.graph.view
    x, y, width, height = view.scene.layout.rects[
        view.scene.graph.number_of("rsub")
    ].tolist()
    at = view.camera.to_screen(x + width / 2, y + height / 2)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, ALT, QPoint(*map(round, at)))
    assert "still running" in busy.notice.text.text()


def test_a_wire_pulled_from_a_node_is_refused_aloud(busy):
    busy.node_editing.wiring.started.emit("sum_1")
    assert "still running" in busy.notice.text.text()


def test_looking_at_another_node_says_nothing(busy):
    busy.inspect.select("sum_1")
    busy.node_editing.refresh()
    assert not busy.notice.isVisible()


def test_a_fix_of_a_panel_is_refused_aloud(busy):
    busy.node_editing.make_known(FIX)
    assert "still running" in busy.notice.text.text()
    assert busy.node_editing.dialogs.dialog is None


def test_the_key_of_a_grey_action_says_why_it_is_grey(qtbot, opened, idle):
    opened.inspect.select("rsub")
    opened.activateWindow()
    qtbot.waitUntil(lambda: opened.node_editing.chosen.choices is not None)
    idle()
    view = opened.inspect.graph.view
    view.setFocus()
    said = {
        (Qt.Key.Key_Z, CONTROL): "There is nothing to undo.",
        (Qt.Key.Key_Y, CONTROL): "There is nothing to redo.",
        (Qt.Key.Key_F5, SHIFT): "Nothing is running.",
        (Qt.Key.Key_R, CONTROL): "No values were measured here; calibrate first.",
        (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier): (
            "This node has no line in your own files."
        ),
    }
    for keys, sentence in said.items():
        qtbot.keyClick(view, *keys)
        assert opened.notice.text.text() == sentence


def test_keys_of_a_network_ask_to_open_one_first(qtbot, window):
    window.activateWindow()
    for key in (Qt.Key.Key_F, Qt.Key.Key_G, Qt.Key.Key_S, Qt.Key.Key_D):
        window.notice.clear()
        qtbot.keyClick(window.start, key, CONTROL)
        assert window.notice.text.text() == "Open a network first."
