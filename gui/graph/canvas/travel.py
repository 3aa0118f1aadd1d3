"""Where the user has looked: back, forward, and bookmarks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from engine.info import GraphInfo
from gui.graph.layout.wrapping import Flow
from gui.graph.scene.anchors import common_keys, corner_of

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A box, where on the screen its corner lies, and the scale; selected or not.

    `node` is its first, which tells where it is while it is drawn otherwise. What was
    open and how high columns were is taken up again in a drawing of the same graph.
    """

    key: str
    node: str
    x: float
    y: float
    scale: float
    selected: str
    opened: frozenset[str]
    column: float
    flow: Flow = field(compare=False)
    info: GraphInfo = field(compare=False, repr=False)


class Travel(QObject):
    """The history of one view, as in a browser. It outlives folding and edits."""

    left = Signal()
    marked = Signal()
    """Bookmarks were set or forgotten."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view = view
        self.bookmarks: dict[int, Place] = {}
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._is_going = False

    def leave(self) -> None:
        """Remember this place, because the view is about to go elsewhere."""
        place = self._here()
        if self._is_going or place is None:
            return
        self.left.emit()
        if not self._back or self._back[-1] != place:
            self._back = [*self._back[1 - LONGEST :], place]
        self._forward.clear()

    def back(self) -> bool:
        """Go to where the view was before; tells whether there is such a place."""
        return self._go(self._back, self._forward)

    def forward(self) -> bool:
        """Take back going back."""
        return self._go(self._forward, self._back)

    def mark(self, number: int) -> None:
        """Set a bookmark here."""
        place = self._here()
        if place is not None:
            self.bookmarks[number] = place
            self.marked.emit()

    def recall(self, number: int) -> bool:
        """Go to a bookmark; tells whether it is set."""
        if number not in self.bookmarks:
            return False
        self.leave()
        self._visit(self.bookmarks[number])
        return True

    def forget(self) -> None:
        """Begin anew, for another network."""
        self._back.clear()
        self._forward.clear()
        self.bookmarks.clear()
        self.marked.emit()

    def _here(self) -> Place | None:
        view, scene = self.view, self.view.scene
        if not scene.graph.boxes:
            return None
        key, _ = common_keys(scene, scene.graph, view.selection, view.eye.middle())
        corner = corner_of(scene, key)
        if corner is None:
            return None
        x, y = view.camera.to_screen(*corner)
        graph = scene.graph
        box, part = graph.number_of(key), graph.part(key)
        start = graph.boxes[box].start if box >= 0 or part is None else part.start
        node = graph.info.nodes[start].name
        return Place(
            key,
            node,
            x,
            y,
            view.camera.scale,
            view.selection,
            graph.opened,
            scene.layout.column,
            view.flow,
            graph.info,
        )

    def _go(self, places: list[Place], others: list[Place]) -> bool:
        here = self._here()
        while places and places[-1] == here:
            places.pop()
        if not places or here is None:
            return False
        others.append(here)
        self._fold(places[-1])
        self._visit(places.pop())
        return True

    def _fold(self, place: Place) -> None:
        """Open and close modules as they were there, unless an edit came between."""
        view = self.view
        if view.info() is place.info:
            column = place.column if view.flow == place.flow else None
            view.folding.open_again(place.opened, column)

    def _visit(self, place: Place) -> None:
        view = self.view
        self._is_going = True
        view.select(place.key, centre=False)
        view.arrangement.afterwards(lambda: self._arrive(place))
        self._is_going = False

    def _arrive(self, place: Place) -> None:
        view = self.view
        scene, key = view.scene, place.key
        corner = corner_of(scene, key)
        if corner is None and scene.find(place.node) >= 0:
            key = scene.graph.boxes[scene.find(place.node)].key
            corner = corner_of(scene, key)
        if corner is not None:
            camera = replace(view.camera, scale=place.scale)
            view.eye.look(camera.showing(corner, place.x, place.y))
        view.select_key(place.selected)
