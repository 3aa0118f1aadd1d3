import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from engine.recipe import ApplyEverywhere, ApplyRule, InsertStubs
from engine.states import StateFacts
from gui.panels.history import HistoryPanel
from gui.widgets.history_delegate import STEP

EDITS = (ApplyRule("silu_as_mul", "silu_1"), ApplyEverywhere("keepdim"), InsertStubs())
STATES = (
    StateFacts(292, 7, 9, {"error": 3}),
    StateFacts(293, 7, 9, {"error": 2}, ("a", "b"), ("silu_1",), (), 1, 3e-7),
    StateFacts(293, 7, 9, {}, (), (), ("mean",), 3),
    None,
)


@pytest.fixture
def panel(qtbot):
    panel = HistoryPanel()
    qtbot.addWidget(panel)
    panel.resize(284, 300)
    panel.show(EDITS, 2, STATES)
    panel.setVisible(True)
    return panel


def steps(panel):
    model = panel.view.model()
    return [model.index(row, 0).data(STEP) for row in range(model.rowCount())]


def buttons(panel):
    return {button.text(): button for button in panel.findChildren(QPushButton)}


def test_states_are_the_opened_model_and_every_edit(panel):
    assert [step.text for step in steps(panel)] == [
        "Opened model",
        "Silu as mul at silu_1",
        "3× Keepdim everywhere",
        "Insert quant and dequant stubs",
    ]


def test_every_state_says_what_its_edit_did(panel):
    assert [step.fact for step in steps(panel)] == [
        "292 nodes",
        "problems 3 → 2 · moved ≤ 3e-7 · +2 −1",
        "problems 2 → 0 · ~1",
        "",
    ]


def test_a_new_edit_is_said_to_take_the_place_of_undone_ones(panel):
    texts = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert any("takes the place of the 1 undone" in text for text in texts)
    panel.show(EDITS, 3, STATES)
    texts = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert not any("undone" in text for text in texts)


def test_comparing_is_asked_for_from_the_earlier_state_to_the_later(qtbot, panel):
    place = panel.view.visualRect(panel.view.model().index(0, 0)).center()
    with qtbot.waitSignal(panel.compare_requested) as caught:
        qtbot.mouseClick(
            panel.view.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            place,
        )
    assert caught.args == [0, 2]
    with qtbot.waitSignal(panel.compare_requested) as caught:
        buttons(panel)["Compare"].click()
    assert caught.args == [1, 2]


def test_marked_states_stay_marked_until_others_are_shown(panel):
    panel.mark((1,))
    assert [step.is_marked for step in steps(panel)] == [False, True, False, False]
    panel.show(EDITS, 2, STATES)
    assert not any(step.is_marked for step in steps(panel))


def test_undone_edits_are_marked_and_the_current_state_is_selected(panel):
    assert [step.is_undone for step in steps(panel)] == [False, False, False, True]
    assert panel.view.currentIndex().row() == 2


def test_clicking_a_state_asks_to_jump_there(qtbot, panel):
    place = panel.view.visualRect(panel.view.model().index(0, 0)).center()
    with qtbot.waitSignal(panel.jump_requested) as caught:
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert caught.args == [0]


def test_clicking_the_current_state_asks_for_nothing(qtbot, panel):
    place = panel.view.visualRect(panel.view.currentIndex()).center()
    with qtbot.assertNotEmitted(panel.jump_requested):
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_enter_jumps_to_the_state_under_the_keyboard(qtbot, panel):
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.jump_requested) as caught:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert caught.args == [3]


def test_undo_and_redo_are_offered_only_where_they_can_be_done(qtbot, panel):
    for word, signal in (
        ("Undo", panel.undo_requested),
        ("Redo", panel.redo_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(buttons(panel)[word], Qt.MouseButton.LeftButton)
    panel.show(EDITS, 0)
    assert not buttons(panel)["Undo"].isEnabled()
    panel.show(EDITS, 3)
    assert not buttons(panel)["Redo"].isEnabled()
