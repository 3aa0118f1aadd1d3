"""From a node to its line and from a line to its nodes, without a mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.accessibility.places import settle
from tests.studio import wait_until

CONTROL = Qt.KeyboardModifier.ControlModifier


def line_under_cursor(pane):
    return pane.textCursor().blockNumber() + 1


def test_control_u_goes_to_the_line_and_back_to_another_node(sample):
    window = sample.window
    window.go("inspect")
    window.activateWindow()
    wait_until(lambda: QApplication.activeWindow() is window, 5)
    window.inspect.select("sum_1")
    window.inspect.graph.view.setFocus()
    settle(sample)
    by_name = sample.session.state.info.by_name
    pane = window.inspect.source.pane
    QTest.keyClick(window.inspect.graph.view, Qt.Key.Key_U, CONTROL)
    assert pane.hasFocus()
    assert line_under_cursor(pane) == pane.line == by_name["sum_1"].source.line
    QTest.keyClick(pane, Qt.Key.Key_N)
    wanted = line_under_cursor(pane)
    assert wanted != pane.line
    assert wanted in pane.marks
    QTest.keyClick(pane, Qt.Key.Key_Return)
    chosen = by_name[window.inspect.selected]
    assert chosen.source.line == wanted
    assert chosen.name in pane.marks[wanted].nodes
    QTest.keyClick(pane, Qt.Key.Key_P)
    QTest.keyClick(pane, Qt.Key.Key_Return)
    assert by_name[window.inspect.selected].source.line == by_name["sum_1"].source.line
    QTest.keyClick(pane, Qt.Key.Key_U, CONTROL)
    assert not window.inspect.source.box.isVisible()


def test_a_key_that_takes_text_away_takes_no_node_away(sample):
    """The file is only read, and the selected node is not what the eyes are on."""
    window = sample.window
    window.go("inspect")
    window.inspect.select("sum_1")
    if not window.inspect.source.box.isVisible():
        window.inspect.source.toggle()
    settle(sample)
    wished = []
    window.node_editing.menu.wished.connect(wished.append)
    pane = window.inspect.source.pane
    pane.setFocus()
    for key, modifiers in (
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_X, CONTROL),
    ):
        QTest.keyClick(pane, key, modifiers)
    window.node_editing.menu.wished.disconnect(wished.append)
    window.inspect.source.toggle()
    assert wished == []
