"""The small capital heading of a panel, with a fact or a button at its right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.theme import MARGIN, SPACING, set_role
from gui.widgets.elided_label import ElidedLabel


class SectionHeader(QWidget):
    """A heading; `layout()` takes further widgets at its right end.

    Title and fact give way where there is no room, for the panel is to be narrow beside
    the graph, and one that comes and goes would move all that is beside it.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 7, MARGIN, 6)
        self._row.setSpacing(SPACING)
        self._title = ElidedLabel(title.upper())
        set_role(self._title, "section")
        self._fact = ElidedLabel()
        self._fact.setMinimumWidth(1)
        set_role(self._fact, "section")
        self._row.addWidget(self._title)
        self._row.addStretch(1)
        self._row.addWidget(self._fact)
        self.setMinimumHeight(max(34, self.fontMetrics().height() + 13))

    def set_fact(self, text: str) -> None:
        """Write the fact at the right."""
        self._fact.setText(text.upper())
        self._fact.setToolTip(text)
        self._fact.setVisible(bool(text))

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def insert(self, widget: QWidget) -> None:
        """Put a widget right behind the title."""
        self._row.insertWidget(1, widget, 0, Qt.AlignmentFlag.AlignVCenter)


def section_label(text: str) -> QLabel:
    """Write a small capital heading."""
    label = QLabel(text.upper())
    set_role(label, "section")
    return label
