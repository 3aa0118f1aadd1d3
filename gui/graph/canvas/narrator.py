"""What assistive tools are told of the boxes, and of the one that is selected."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent

from engine.info import Severity
from gui.graph.canvas.accessible import ViewInterface, install
from gui.graph.canvas.hover import verdict_on, verdict_text
from gui.graph.scene.boxes import Box, module_box
from gui.graph.scene.query import shape_text

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

MOST_NAMES = 8
RANKS: tuple[Severity, ...] = ("error", "warning", "advice")


class Narrator(QObject):
    """Describes what is selected in one view, and says so when that changes."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view
        self._interface: ViewInterface | None = None
        install()
        view.breadcrumbs_changed.connect(self.tell)
        view.graph_changed.connect(self.tell)

    def interface(self) -> ViewInterface:
        """What Qt hands to assistive tools for the view."""
        if self._interface is None:
            self._interface = ViewInterface(self._view, self)
        return self._interface

    def title(self, box: int) -> str:
        """What a box is called, and a node also where it is."""
        shown = self._view.scene.graph.boxes[box]
        if shown.kind == "module":
            return shown.title
        node = self._view.scene.graph.info.by_name[shown.key]
        return ", ".join(dict.fromkeys(filter(None, (shown.title, node.name))))

    def words(self, box: int) -> str:
        """Op, shape and problem of a node; size and problems of a module."""
        shown = self._view.scene.graph.boxes[box]
        return (
            self._of_node(shown.key) if shown.kind == "node" else self._of_module(shown)
        )

    def _of_node(self, name: str) -> str:
        view = self._view
        node, marks = view.scene.graph.info.by_name[name], view.picture.marks
        words = [node.op, shape_text(node.shape), node.module]
        words += [verdict_on(node, marks), marks.notes.get(name, "")]
        return ", ".join(filter(None, words))

    def _of_module(self, box: Box) -> str:
        view = self._view
        nodes = view.scene.graph.info.nodes[box.start : box.stop]
        found = Counter(view.picture.marks.severities.get(node.name) for node in nodes)
        problems = [
            f"{verdict_text(rank)}: {found[rank]}" for rank in RANKS if found[rank]
        ]
        return ", ".join(filter(None, (box.line, *problems)))

    def description(self) -> str:
        """Title and words of what is selected, and what is chosen or traced with it."""
        picture = self._view.picture
        box = picture.selected
        if box < 0:
            return self._of_frame(picture.frame) if picture.frame >= 0 else ""
        words = [self.title(box), self.words(box)]
        for text, boxes in (
            (self.tr("Selected with it: {}"), picture.chosen - {box}),
            (self.tr("Traced: {}"), picture.traced - {box}),
        ):
            if boxes:
                words.append(text.format(self._named(sorted(boxes))))
        return ", ".join(filter(None, words))

    def _of_frame(self, frame: int) -> str:
        graph = self._view.scene.graph
        part = graph.part(graph.frames[frame].key)
        if part is None:
            return ""
        box = module_box(graph.info, part, frame)
        return ", ".join(filter(None, (box.title, self._of_module(box))))

    def _named(self, boxes: list[int]) -> str:
        every = self._view.scene.graph.boxes
        names = [every[each].key for each in boxes[:MOST_NAMES]]
        more = [f"+{len(boxes) - MOST_NAMES}"] if len(boxes) > MOST_NAMES else []
        return ", ".join([*names, *more])

    def tell(self) -> None:
        """Say what is selected, if that is not what was said last."""
        description = self.description()
        if self._interface is not None:
            self._interface.drop_gone()
        if description == self._view.accessibleDescription():
            return
        self._view.setAccessibleDescription(description)
        event = QAccessibleEvent(self._view, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)
        self._tell_focus()

    def _tell_focus(self) -> None:
        """Let a screen reader follow to the box, as to a row of a list."""
        selected = self._view.picture.selected
        if self._interface is None or selected < 0 or not self._view.hasFocus():
            return
        box = self._interface.box(selected)
        event = QAccessibleEvent(box, QAccessible.Event.Focus)
        QAccessible.updateAccessibility(event)
