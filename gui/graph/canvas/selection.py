"""Several boxes selected at once, and what is traced from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.model import counterparts
from gui.graph.scene.scene import Scene
from gui.graph.scene.tracing import Way, between, reach

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView


class Selection(QObject):
    """The boxes chosen in one view by their keys, besides the one selected.

    `traced` are boxes to follow with the eye: a path, producers, or consumers.
    """

    changed = Signal()

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view = view
        self.keys: frozenset[str] = frozenset()
        self.traced: frozenset[str] = frozenset()
        self._listed: tuple[object, object, tuple[str, ...]] = None, None, ()
        self._start = ""
        self._depths: dict[Way, int] = {}

    def boxes(self, scene: Scene) -> tuple[frozenset[int], frozenset[int]]:
        """The chosen and the traced boxes of a scene."""
        hidden = (scene.find(key) for key in self.keys - scene.graph.numbers.keys())
        chosen = _numbers(scene, self.keys) | frozenset(hidden)
        return chosen - {-1}, _numbers(scene, self.traced)

    def shown(self) -> list[int]:
        """The boxes that are selected, all in an open module that is."""
        picture = self.view.picture
        inside = _boxes_inside(picture.scene.graph, picture.frame)
        return sorted((picture.chosen | inside | {picture.selected}) - {-1})

    def all_keys(self) -> frozenset[str]:
        """The keys of all selected boxes."""
        return self.keys | ({self.view.selection} - {""})

    def nodes(self) -> tuple[str, ...]:
        """Names of the selected nodes and of those in selected modules, in order.

        A node may be chosen while a closed module hides it.
        """
        graph, keys = self.view.scene.graph, self.all_keys()
        if self._listed[0] is not graph or self._listed[1] != keys:
            self._listed = graph, keys, _nodes_of(graph, keys)
        return self._listed[2]

    def toggle(self, key: str) -> None:
        """Choose a box too, or no longer."""
        self._set(self.all_keys() ^ {key})

    def add_alike(self) -> bool:
        """Choose what stands in the same place in all modules built alike.

        Tells whether there is any besides what is selected.
        """
        graph, key = self.view.scene.graph, self.view.selection
        others = frozenset(counterparts(graph, key) if key else ()) - {key}
        if others:
            self.add(others)
        return bool(others)

    def add(self, keys: Iterable[str]) -> None:
        """Choose more boxes."""
        self._set(self.all_keys() | frozenset(keys))

    def clear(self) -> None:
        """Choose and trace nothing; the selected box stays selected."""
        self.keys = self.traced = frozenset()
        self._depths.clear()
        self.changed.emit()

    def trace_path(self) -> bool:
        """Trace all paths between two selected boxes; tells whether there is one."""
        numbers = sorted(_numbers(self.view.scene, self.all_keys()))
        if len(numbers) != 2:
            return False
        found = between(self.view.scene.graph, numbers[0], numbers[1])
        self._trace(found)
        return bool(found)

    def trace(self, way: Way, *, extend: bool = False, depth: int = 0) -> None:
        """Trace one more step of producers or consumers; both ways when extending.

        With a depth, trace as many steps as that.
        """
        box, key = self.view.picture.selected, self.view.selection
        if box < 0:
            return
        if key != self._start or not extend:
            self._depths = {way: self._depths.get(way, 0) if key == self._start else 0}
        self._start = key
        self._depths[way] = depth or self._depths.get(way, 0) + 1
        graph = self.view.scene.graph
        found: frozenset[int] = frozenset()
        for direction, steps in self._depths.items():
            found |= reach(graph, box, steps, direction)
        self._trace(found)

    def _trace(self, boxes: frozenset[int]) -> None:
        graph = self.view.scene.graph
        self.traced = frozenset(graph.boxes[box].key for box in boxes)
        self.changed.emit()

    def _set(self, keys: frozenset[str]) -> None:
        self.keys, self.traced = keys, frozenset()
        if self.view.selection not in keys:
            self.view.select_key(min(keys, default=""))
        self.changed.emit()


def _nodes_of(graph: DrawnGraph, keys: frozenset[str]) -> tuple[str, ...]:
    places = {graph.position[key] for key in keys if key in graph.position}
    for part in filter(None, map(graph.part, keys - graph.position.keys())):
        places |= {*range(part.start, part.stop)}
    return tuple(graph.info.nodes[place].name for place in sorted(places))


def _boxes_inside(graph: DrawnGraph, frame: int) -> frozenset[int]:
    """The boxes in an open module, those in modules inside it too."""
    if frame < 0:
        return frozenset()
    within = {frame}
    for number, each in enumerate(graph.frames[frame + 1 :], start=frame + 1):
        if each.parent in within:
            within.add(number)
    return frozenset(n for n, box in enumerate(graph.boxes) if box.group in within)


def _numbers(scene: Scene, keys: Iterable[str]) -> frozenset[int]:
    known = scene.graph.numbers
    return frozenset([known[key] for key in keys if key in known])
