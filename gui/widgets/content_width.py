"""Keeps a column that scrolls downwards as wide as what is in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea, QWidget

LEAST = 220


class ContentWidth(QObject):
    """Widens an area with its content; one that is `fixed` is never wider either.

    `most_letters` limits the width where content may be of any length; 0 is no limit.
    """

    def __init__(
        self,
        area: QScrollArea,
        least: int = LEAST,
        *,
        fixed: bool = False,
        most_letters: int = 0,
    ) -> None:
        super().__init__(area)
        self._area, self._least, self._is_fixed = area, least, fixed
        self._most_letters = most_letters
        content = area.widget()
        assert content is not None, "an area without content has no width"
        self._content: QWidget = content
        content.installEventFilter(self)
        self._measure()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure again whenever the layout has changed."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Polish):
            self._measure()
        return False

    def _measure(self) -> None:
        bar = self._area.verticalScrollBar().sizeHint().width()
        wanted = max(self._content.minimumSizeHint().width() + bar, self._least)
        if self._most_letters:
            letter = self._area.fontMetrics().averageCharWidth()
            wanted = min(wanted, max(self._most_letters * letter, self._least))
        if self._is_fixed:
            self._area.setFixedWidth(wanted)
        else:
            self._area.setMinimumWidth(wanted)
