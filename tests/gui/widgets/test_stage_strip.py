import pytest
from PySide6.QtCore import Qt

from engine.recipe import ApplyRule, InsertStubs
from engine.states import StateFacts
from gui.widgets.code_diff import CodeDiff
from gui.widgets.stage_strip import StageStrip

EDITS = (ApplyRule("keep", "a"), ApplyRule("keep", "b"), InsertStubs())
STATES = (
    StateFacts(10, 7, 9, {"error": 2, "advice": 1}),
    StateFacts(11, 7, 9, {"error": 1}, ("a_mul",), ("a",)),
    StateFacts(11, 7, 9, {}),
    None,
)


@pytest.fixture
def strip(qtbot):
    strip = StageStrip()
    qtbot.addWidget(strip)
    strip.resize(700, 60)
    strip.show_states(EDITS, 1, STATES)
    return strip


def click(qtbot, strip, row, modifier=Qt.KeyboardModifier.NoModifier):
    place = strip.visualItemRect(strip.item(row)).center()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_every_state_has_a_chip_with_its_problems(strip):
    assert [chip.problems for chip in strip.chips] == [
        {"error": 2, "advice": 1},
        {"error": 1},
        {},
        None,
    ]
    assert [chip.is_current for chip in strip.chips] == [False, True, False, False]
    assert [chip.is_undone for chip in strip.chips] == [False, False, True, True]


def test_a_network_without_edits_has_no_strip(strip):
    assert strip.isVisibleTo(None)
    strip.show_states((), 0, STATES[:1])
    assert not strip.isVisibleTo(None)


def test_the_preview_names_what_the_edit_did(strip):
    assert "+ a_mul" in strip.item(1).toolTip()
    assert "− a" in strip.item(1).toolTip()
    assert "problems 3 → 1" in strip.item(1).toolTip()


def test_a_click_goes_to_a_state_and_enter_does_too(qtbot, strip):
    with qtbot.waitSignal(strip.jump_requested) as caught:
        click(qtbot, strip, 2)
    assert caught.args == [2]
    strip.setCurrentRow(0)
    with qtbot.waitSignal(strip.jump_requested) as caught:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert caught.args == [0]


def test_the_second_pin_compares_both_in_order(qtbot, strip):
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.assertNotEmitted(strip.compare_requested):
        click(qtbot, strip, 2, control)
    strip.setCurrentRow(0)
    with qtbot.waitSignal(strip.compare_requested) as caught:
        qtbot.keyClick(strip, Qt.Key.Key_Space)
    assert caught.args == [0, 2]
    assert [chip.is_pinned for chip in strip.chips] == [True, False, True, False]
    strip.pin(2)
    assert strip.pinned == (0,)


def test_a_diff_of_code_can_be_copied_whole_and_tells_lines_by_colour(qtbot, qapp):
    text = "--- before\n+++ after\n@@ -1 +1 @@\n-old\n+new\n same"
    view = CodeDiff()
    qtbot.addWidget(view)
    view.show_diff(text)
    view.copy_all()
    assert qapp.clipboard().text() == text
    inks = {
        each.cursor.selectedText()[:1]: each.format.foreground().color().name()
        for each in view.extraSelections()
        if each.cursor.hasSelection()
    }
    assert inks["+"] != inks["-"]
    assert " " not in inks
