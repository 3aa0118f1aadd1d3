"""The whole window is reached and left by keys, and named for screen readers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
)

from engine.recipe import ApplyRule
from engine.samples import samples
from gui.tab_order import reading_order


def test_every_shortcut_is_used_once(window):
    keys = [
        key.toString()
        for action in window.actions_by_key.by_key.values()
        for key in action.shortcuts()
    ]
    assert len(keys) == len(set(keys))


def test_everything_that_takes_focus_has_a_name_for_screen_readers(opened):
    nameless = [
        f"{type(each).__name__} in {type(each.parent()).__name__}"
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for each in opened.findChildren(kind)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and each.isVisibleTo(opened)
        and not each.accessibleName()
        and not (isinstance(each, QAbstractButton) and each.text())
    ]
    assert nameless == []


def walk(qtbot, window, start, steps):
    """Press Tab from a widget; gives where the focus was, name by name."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    start.setFocus()
    seen = []
    for _ in range(steps):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    return seen


def test_tab_goes_through_the_compile_page_from_top_to_bottom(qtbot, opened):
    opened.go("compile")
    page = opened.pages.compilation
    seen = walk(qtbot, opened, opened.stepper.buttons[-1], 4)
    assert seen == [
        page.choices.checkedButton(),
        page.folder.edit,
        page.folder.browse_button,
        page.result,
    ]


@pytest.mark.parametrize("fixed", [False, True])
def test_tab_leaves_every_list_of_the_graph_page(qtbot, opened, idle, fixed):
    if fixed:
        for node in ("sum_1", "rsub"):
            opened.editing.apply(ApplyRule("keep", node))
        idle()
    page = opened.inspect
    seen = walk(qtbot, opened, page.tree.view, 9)
    assert page.graph.view in seen
    assert page.tree.view not in seen


def test_a_key_that_starts_what_cannot_start_says_why(window, opened):
    window.actions_by_key.by_key["run_compare"].trigger()
    reason = window.pages.start_button("compare").toolTip()
    assert reason
    assert window.notice.text.text() == reason


def test_the_graph_has_the_keyboard_once_a_network_is_open(opened):
    assert opened.focusWidget() is opened.inspect.graph.view


def test_the_samples_are_opened_from_menu_and_palette(window):
    offered = [key for key in window.actions_by_key.by_key if key.startswith("sample:")]
    assert offered == [f"sample:{each.name}" for each in samples()]
    titles = [choice.title for choice in window.commands.commands()]
    assert all(any(each.title in title for title in titles) for each in samples())


def test_escape_goes_from_a_panel_to_the_graph_and_then_lets_go_of_the_node(
    qtbot, opened, idle
):
    page = opened.inspect
    opened.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is opened)
    page.select("rsub")
    idle()
    page.graph.view.node_activated.emit("rsub")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.graph.view.hasFocus()
    assert page.selected == "rsub"
    qtbot.keyClick(page.graph.view, Qt.Key.Key_Escape)
    assert page.graph.view.selected() is None


@pytest.mark.parametrize("stage", ["open", "inspect", "calibrate", "compile"])
def test_escape_goes_to_the_graph_from_everywhere(qtbot, opened, idle, stage):
    opened.inspect.select("rsub")
    idle()
    opened.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is opened)
    opened.go(stage)
    for place in list(reading_order(opened)):
        opened.go(stage)
        opened.notice.clear()
        if place.isVisible() and place is not opened.inspect.graph.view:
            place.setFocus()
            qtbot.keyClick(place, Qt.Key.Key_Escape)
            assert opened.inspect.graph.view.hasFocus()
            assert opened.is_showing_graph()
    assert opened.inspect.selected == "rsub"
