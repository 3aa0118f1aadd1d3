"""What a hand does with the mouse and the test library leaves half done."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget


def double_click(widget: QWidget, at: QPoint) -> None:
    """Click twice and let go: `mouseDClick` alone leaves the button pressed."""
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseDClick(widget, left, plain, at)
    QTest.mouseRelease(widget, left, plain, at)
