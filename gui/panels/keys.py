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

WIDTH, HEIGHT = 560, 620


class KeysDialog(QDialog):
    """What every key does, as a table that scrolls: it is longer than a screen."""

    def __init__(
        self, rows: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.table = QTextBrowser()
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHtml(_table(rows))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.table)
        column.addWidget(buttons)
        self.resize(WIDTH, HEIGHT)
        self.table.setFocus()


def _table(rows: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f"<tr><td style='padding:3px 26px 3px 4px'>{escape(what)}</td>"
        f"<td style='padding:3px 4px; white-space:nowrap'><b>{escape(keys)}</b></td>"
        "</tr>"
        for what, keys in rows
    )
    return f"<table width='100%'>{lines}</table>"
