"""The sign that a search is kept as a lens, and the way out of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from gui.graph.canvas.view import GraphView

LONGEST = 24


class KeptSearch(QToolButton):
    """Shows what is coloured, hidden or folded; a click ends that."""

    changed = Signal()

    def __init__(self, parent: QWidget, view: GraphView) -> None:
        super().__init__(parent)
        self.view = view
        self._kept = "", ""
        self.setObjectName("graphKept")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(view.finding.keep_nothing)
        view.finding.kept.connect(self._show)
        view.graph_changed.connect(self.retranslate)
        self.hide()

    def retranslate(self) -> None:
        """Take over a new language, or what is drawn now."""
        self._show(*self._kept)

    def _show(self, text: str, way: str) -> None:
        self._kept = text, way
        short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        words = {
            "colour": self.tr("Coloured: {search}"),
            "hide": self.tr("Hidden: {search}"),
            "fold": self.tr("Folded: {search}"),
            "only": self.tr("Only {search}"),
        }
        if way:
            part = " · {}/{}".format(*self._folded()) if way == "fold" else ""
            self.setText(f"{words[way].format(search=short)}{part}  ✕")
            self.setAccessibleName(words[way].format(search=text))
            self.setToolTip("\n".join(self._sentences(way)))
        self.setVisible(bool(way))
        self.changed.emit()

    def _folded(self) -> tuple[int, int]:
        """How many of the nodes kept are folded, and how many are drawn at all."""
        graph, names = self.view.scene.graph, self.view.kept.names
        inside = {name for box in graph.boxes for name in box.folded}
        return len(inside & names), sum(map(graph.draws, names))

    def _sentences(self, way: str) -> list[str]:
        """What a click does, and what folding leaves as it is."""
        said = [self.tr("Click to draw the graph as before")]
        if way == "fold":
            count, total = self._folded()
            words = self.tr("{count} of {total} drawn nodes folded")
            said.append(words.format(count=count, total=total))
            said.append(self.tr("Each is drawn inside what it reads last"))
        return said
