"""The list of all keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

WIDTH, HEIGHT, EDGE = 620, 640, 40
LINES_WIDE, LINES_HIGH = 40, 30
"""The least size, in heights of a line."""
Group = tuple[str, Sequence[tuple[str, str]]]
"""A heading, and what keys do."""


class KeysDialog(QDialog):
    """What every key does, as tables that scroll: they are longer than a screen."""

    def __init__(self, groups: Sequence[Group], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.table = QTextBrowser()
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHtml("".join(map(_table, groups)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.table)
        column.addWidget(buttons)
        line, room = self.fontMetrics().height(), self.screen().availableSize()
        if parent is not None:
            room = room.boundedTo(parent.window().size())
        wide, high = max(WIDTH, LINES_WIDE * line), max(HEIGHT, LINES_HIGH * line)
        self.resize(min(wide, room.width() - EDGE), min(high, room.height() - EDGE))
        self.table.setFocus()


def _table(group: Group) -> str:
    title, rows = group
    lines = "".join(
        f"<tr><td valign='middle' style='padding:3px 26px 3px 4px'>{escape(what)}</td>"
        "<td valign='middle' style='padding:3px 4px; white-space:nowrap'>"
        f"<b>{escape(keys)}</b></td>"
        "</tr>"
        for what, keys in rows
    )
    return f"<h4>{escape(title)}</h4><table width='100%'>{lines}</table>"
