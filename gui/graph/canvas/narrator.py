"""What assistive tools are told of the selected box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent

from gui.graph.scene.query import shape_text

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView


class Narrator(QObject):
    """Describes what is selected in one view, and says so when that changes."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view
        view.breadcrumbs_changed.connect(self._tell)
        view.graph_changed.connect(self._tell)

    def description(self) -> str:
        """Name, op, output shape and problem of a node; the lines of a module."""
        view = self._view
        node = view.info().by_name.get(view.selection)
        if node is not None:
            marks = view.picture.marks
            words = [node.title, node.name, node.op, shape_text(node.shape)]
            words += [marks.severities.get(node.name, "")]
            words += [marks.notes.get(node.name, "")]
            return ", ".join(dict.fromkeys(filter(None, words)))
        box, frame, graph = view.picture.selected, view.picture.frame, view.scene.graph
        if box >= 0:
            return f"{graph.boxes[box].title} {graph.boxes[box].line}".strip()
        return graph.frames[frame].title if frame >= 0 else ""

    def _tell(self) -> None:
        description = self.description()
        if description != self._view.accessibleDescription():
            self._view.setAccessibleDescription(description)
            event = QAccessibleEvent(self._view, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)
