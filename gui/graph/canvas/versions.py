"""The pictures that edits have replaced, to be drawn again as they were."""

from __future__ import annotations

from collections.abc import Iterator

from gui.graph.scene.scene import Scene

FEWEST, MOST_BOXES = 3, 40_000
"""So many pictures are kept in any case; more of them up to so many boxes in all,
which take about 55 MB."""


class Versions:
    """Placed versions of one drawing, the one shown last first."""

    def __init__(self) -> None:
        self._scenes: list[Scene] = []

    def __iter__(self) -> Iterator[Scene]:
        return iter(self._scenes)

    def keep(self, scene: Scene) -> None:
        """Remember a version; the oldest go where all together have grown too large."""
        others = (each for each in self._scenes if each.layout is not scene.layout)
        self._scenes = [scene, *others]
        boxes = 0
        for place, each in enumerate(self._scenes):
            boxes += len(each.graph.boxes)
            if place >= FEWEST and boxes > MOST_BOXES:
                del self._scenes[place:]
                return

    def forget(self) -> None:
        """Begin anew with another drawing."""
        self._scenes.clear()
