"""What is taken out of a layout again does not come up as a window."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from gui.widgets.facts_table import FactsTable


class Windows(QObject):
    """Notes the type of every window that is shown."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        is_window = isinstance(watched, QWidget) and watched.isWindow()
        if is_window and event.type() == QEvent.Type.Show:
            self.shown.append(type(watched).__name__)
        return False


@pytest.fixture
def windows(qapp):
    windows = Windows()
    qapp.installEventFilter(windows)
    yield windows
    qapp.removeEventFilter(windows)


def test_facts_replaced_at_once_show_no_window(qtbot, windows):
    table = FactsTable()
    qtbot.addWidget(table)
    table.show()
    windows.shown.clear()
    table.show_facts([("Node", "a"), ("Op", "relu")])
    table.show_facts([("Node", "b")])
    qtbot.wait(20)
    assert windows.shown == []
