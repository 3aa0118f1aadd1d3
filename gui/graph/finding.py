"""Searching one view: what was found, and which of it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.info import GraphInfo
from gui.graph.search import Hits, SearchIndex

if TYPE_CHECKING:
    from gui.graph.view import GraphView


class Finding(QObject):
    """The search of one view; `changed` carries the place (0: none) and the count."""

    changed = Signal(int, int)

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view
        self._hits = Hits(SearchIndex(view.info()))

    def search(self, text: str) -> list[str]:
        """Highlight the nodes that match, and return their names in order."""
        self._hits = self._hits.searching(text)
        self._view.show_hits(self._hits.names)
        self.changed.emit(0, len(self._hits.names))
        return list(self._hits.names)

    def step(self, step: int = 1) -> str | None:
        """Select the next match, or the one before with a step of -1."""
        self._hits = self._hits.stepped(step)
        if self._hits.current is None:
            return None
        self._view.select(self._hits.current)
        self.changed.emit(self._hits.place + 1, len(self._hits.names))
        return self._hits.current

    def over(self, info: GraphInfo) -> tuple[str, ...]:
        """Search another version of the graph for the same, and return the names."""
        self._hits = self._hits.over(info)
        return self._hits.names
