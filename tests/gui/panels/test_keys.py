"""The list of shortcuts fits any screen and loses no line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.panels.keys import KeysDialog

MANY = [(f"Act {number} <now>", f"Ctrl+{number}") for number in range(200)]


@pytest.fixture
def dialog(qtbot):
    dialog = KeysDialog([("Everywhere", MANY)])
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_every_action_and_its_key_is_listed_as_written(dialog):
    words = dialog.table.toPlainText()
    assert [(what, keys) for what, keys in MANY if what not in words] == []
    assert [(what, keys) for what, keys in MANY if keys not in words] == []


def test_keys_stand_beside_words_in_higher_letters(dialog):
    (table,) = dialog.table.document().rootFrame().childFrames()
    cells = [table.cellAt(0, column).format() for column in (0, 1)]
    middle = QTextCharFormat.VerticalAlignment.AlignMiddle
    assert [each.verticalAlignment() for each in cells] == [middle, middle]


def test_a_list_of_any_length_fits_a_small_screen_and_scrolls(dialog):
    assert dialog.height() <= 700
    assert dialog.width() <= 1100
    assert dialog.table.verticalScrollBar().maximum() > 0


def test_the_list_scrolls_and_closes_by_the_keyboard(dialog):
    QTest.keyClick(dialog.table, Qt.Key.Key_PageDown)
    assert dialog.table.verticalScrollBar().value() > 0
    QTest.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_list_does_not_reach_past_a_low_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 600)
    dialog = KeysDialog([("Everywhere", MANY)], window)
    assert dialog.height() < window.height()
    assert dialog.width() < window.width()
