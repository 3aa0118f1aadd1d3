"""A table of names and values, some of which lead to other nodes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.theme import set_role
from gui.widgets.link_label import LinkLabel

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
                widget.setParent(None)
                widget.deleteLater()
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
    label = QLabel(text)
    set_role(label, "code")
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
