"""The tools of the problem list: words to find, severities, and grouping."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from engine.info import Severity
from gui.theme import MARGIN
from gui.widgets.problem_rows import ProblemFilter
from gui.widgets.severity_toggles import SeverityToggles


class ProblemBar(QWidget):
    """`changed` carries the `ProblemFilter` that is wanted now.

    `severities` is for the header above, where there is room for it.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted, self._is_chosen = ProblemFilter(), False
        self.field = QLineEdit()
        self.field.setObjectName("problem_filter")
        self.field.setPlaceholderText(self.tr("Filter…"))
        self.field.setAccessibleName(self.tr("Show only problems with these words"))
        self.field.setClearButtonEnabled(True)
        self.severities = SeverityToggles()
        self.grouping = QToolButton()
        self.grouping.setCheckable(True)
        self.grouping.setText(self.tr("Group"))
        self.grouping.setToolTip(self.tr("One heading for each kind of problem"))
        self.grouping.setAccessibleName(self.tr("One heading for each kind of problem"))
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN - 4, 8)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.grouping)
        self._row = row
        self.field.textChanged.connect(self._on_text)
        self.severities.changed.connect(self._on_hidden)
        self.grouping.toggled.connect(self._on_grouping)
        self.grouping.clicked.connect(self._choose)

    @property
    def wanted(self) -> ProblemFilter:
        """What is to be shown."""
        return self._wanted

    def show_counts(self, severities: Iterable[Severity]) -> None:
        """Count the problems, shown or not."""
        self.severities.show_counts(severities)

    def suggest_grouping(self, is_grouped: bool) -> None:
        """Group, or not, unless the user has chosen."""
        if not self._is_chosen and is_grouped != self.grouping.isChecked():
            self.grouping.setChecked(is_grouped)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget)

    def clear(self) -> None:
        """Leave nothing out."""
        self.field.clear()
        self.severities.show_all()

    def _choose(self) -> None:
        self._is_chosen = True

    def _on_text(self, text: str) -> None:
        self._change(replace(self._wanted, text=text))

    def _on_hidden(self, hidden: frozenset[Severity]) -> None:
        self._change(replace(self._wanted, hidden=hidden))

    def _on_grouping(self, is_grouped: bool) -> None:
        self._change(replace(self._wanted, is_grouped=is_grouped))

    def _change(self, wanted: ProblemFilter) -> None:
        self._wanted = wanted
        self.changed.emit(wanted)
