"""A table of names and values, some of which lead to other nodes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QMenu, QWidget

from gui.theme import set_role
from gui.widgets.link_label import LinkLabel
from gui.widgets.removal import remove

Fact = tuple[str, str]


class FactsTable(QWidget):
    """Names at the left, selectable values at the right."""

    link_followed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnMinimumWidth(0, 84)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Replace all rows by these names and values."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                remove(widget)
        for name, value in facts:
            self._add(name, value_label(value))

    def add_links(self, name: str, nodes: Sequence[str]) -> None:
        """Add a row of nodes to go to."""
        anchors = (
            f'<a href="{node}" style="text-decoration:none">{node}</a>'
            for node in nodes
        )
        label = LinkLabel(", ".join(anchors))
        set_role(label, "code")
        label.setWordWrap(True)
        label.setAccessibleName(f"{name}: {', '.join(nodes)}")
        label.linkActivated.connect(self.link_followed)
        self._add(name, label)

    def _add(self, name: str, value: QLabel) -> None:
        row = self._grid.count() // 2
        label = QLabel(name)
        set_role(label, "dim")
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(label, row, 0, top)
        self._grid.addWidget(value, row, 1)
        if not value.accessibleName():
            value.setAccessibleName(f"{name}: {value.text()}")


def value_label(text: str) -> QLabel:
    """Write a value in fixed width; long ones wrap and can be copied."""
    label = ValueLabel(text)
    set_role(label, "code")
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class ValueLabel(QLabel):
    """Breaks long paths and names within a line; what is copied has no such breaks."""

    def __init__(self, text: str) -> None:
        super().__init__(_LONG_WORD.sub(_breakable, text))
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the text as it was given."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the text as it was given."""
        menu = QMenu(self)
        menu.addAction(self.tr("Copy"), self._copy)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        text = self.selectedText() or self.text()
        QApplication.clipboard().setText(text.replace(_BREAK, ""))


_LONG_WORD = re.compile(r"\S{20,}")
_BREAK = "\u200b"


def _breakable(word: re.Match[str]) -> str:
    """Allow a break behind every separator, and within what has none."""
    parts = re.sub(r"([/\\._,:=\-\]])", rf"\1{_BREAK}", word.group())
    return re.sub(r"(\w{18})(?=\w)", rf"\1{_BREAK}", parts)
