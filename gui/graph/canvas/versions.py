"""The pictures that edits have replaced, to be drawn again as they were."""

from __future__ import annotations

from collections.abc import Iterator

from gui.graph.scene.scene import Scene

FEWEST, MOST_BOXES, MOST_NODES = 3, 40_000, 200_000
"""So many pictures are kept in any case; more of them up to so many boxes and nodes in
all, which take about 55 MB and 15 MB."""


class Versions:
    """Placed versions of one drawing, the one shown last first."""

    def __init__(self) -> None:
        self._scenes: list[Scene] = []

    def __iter__(self) -> Iterator[Scene]:
        return iter(self._scenes)

    def keep(self, scene: Scene) -> None:
        """Remember a version; the oldest go where all together have grown too large."""
        others = (each for each in self._scenes if each.graph is not scene.graph)
        self._scenes = [scene, *others]
        boxes = nodes = 0
        for place, each in enumerate(self._scenes):
            boxes += len(each.graph.boxes)
            nodes += len(each.graph.info.nodes)
            if place >= FEWEST and (boxes > MOST_BOXES or nodes > MOST_NODES):
                del self._scenes[place:]
                return

    def forget(self) -> None:
        """Begin anew with another drawing."""
        self._scenes.clear()
