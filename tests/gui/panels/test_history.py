import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from engine.recipe import ApplyEverywhere, ApplyRule, InsertStubs
from engine.states import StateFacts
from gui.panels.history import HistoryPanel
from gui.widgets.history_delegate import STEP

EDITS = (ApplyRule("silu_as_mul", "silu_1"), ApplyEverywhere("keepdim"), InsertStubs())
STATES = (
    StateFacts(292, 7, 9, {"error": 3}),
    StateFacts(293, 7, 9, {"error": 2}, ("a", "b"), ("silu_1",), (), 1, 3e-7),
    StateFacts(293, 7, 9, {}, (), (), ("mean",), 3, notes=("head in int8",)),
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
        "problems 2 → 0 · ~1 · head in int8",
        "",
    ]


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (None, "changes results"),
        (math.inf, "changes results"),
        (0.021, "changes results: 2.1 %"),
        (4e-7, "moved ≤ 4e-7"),
        (0.0, "no difference on what was tried"),
    ],
)
def test_an_edit_by_hand_says_what_it_does_to_results(panel, share, said):
    by_hand = StateFacts(292, 7, 9, {"error": 2}, by_hand=True, share=share)
    panel.show(EDITS, 2, (*STATES[:2], by_hand, None))
    assert steps(panel)[2].fact == f"problems 2 → 2 · {said}"


def test_a_new_edit_is_said_to_take_the_place_of_undone_ones(panel):
    texts = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert any("takes the place of the undone one" in text for text in texts)
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


def test_what_is_left_out_or_waits_stays_in_the_list_with_its_reason(panel):
    waiting = (ApplyRule("gone", "mean"), InsertStubs())
    panel.show(EDITS, 3, STATES, {2: "no mean"}, waiting, "mean is gone")
    left, misfit, behind = [steps(panel)[row] for row in (2, 4, 5)]
    assert (left.fact, left.is_struck, left.is_misfit) == (
        "left out: no mean",
        True,
        False,
    )
    assert (misfit.fact, misfit.is_struck, misfit.is_misfit) == (
        "mean is gone",
        True,
        True,
    )
    assert (behind.fact, behind.is_grey) == ("waits for edit 4", True)
    assert misfit.preview.endswith("\nmean is gone")


def test_an_edit_that_waits_is_no_state_to_go_to_or_compare_with(qtbot, panel):
    panel.show(EDITS, 3, STATES, waiting=(ApplyRule("gone", "mean"),), why="gone")
    place = panel.view.visualRect(panel.view.model().index(4, 0)).center()
    for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        with (
            qtbot.assertNotEmitted(panel.jump_requested),
            qtbot.assertNotEmitted(panel.compare_requested),
        ):
            qtbot.mouseClick(
                panel.view.viewport(), Qt.MouseButton.LeftButton, held, place
            )


@pytest.mark.parametrize(
    ("row", "place", "signal"),
    [
        (1, 0, "leave_out_requested"),
        (2, 0, "take_in_requested"),
        (2, 1, "delete_requested"),
    ],
)
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_an_edit_leaves_it_out_makes_it_again_or_deletes_it(
    qtbot, panel, row, place, signal
):
    panel.show(EDITS, 3, STATES, {2: ""})
    panel.view.setCurrentIndex(panel.view.model().index(row, 0))
    keyboard, nowhere = QContextMenuEvent.Reason.Keyboard, QPoint()
    by_key = QContextMenuEvent(
        keyboard, nowhere, nowhere, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(panel.view, by_key)
    (menu,) = panel.findChildren(QMenu)
    with qtbot.waitSignal(getattr(panel, signal)) as caught:
        menu.actions()[place].trigger()
    menu.close()
    assert caught.args == [row]


def test_undo_and_redo_pass_over_what_is_left_out(panel):
    panel.show(EDITS, 2, STATES, {1: "", 2: ""})
    assert not buttons(panel)["Undo"].isEnabled()
    assert buttons(panel)["Redo"].isEnabled()
