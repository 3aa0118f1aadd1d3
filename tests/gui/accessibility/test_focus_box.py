"""The ring alone shows the focus: no second box is drawn inside it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

BORDER = 3


def test_nothing_inside_a_button_changes_with_the_focus(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, button = QLineEdit(), QPushButton("Delete branch")
    column.addWidget(first)
    column.addWidget(button)
    window.show()
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    inside = button.rect().adjusted(BORDER, BORDER, -BORDER, -BORDER)
    before = button.grab(inside).toImage()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert button.hasFocus()
    assert button.grab(inside).toImage() == before
