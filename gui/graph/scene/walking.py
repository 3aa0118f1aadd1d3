"""Where the arrow keys go from a box."""

from __future__ import annotations

from typing import Literal

from gui.graph.scene.scene import Scene

Step = Literal["producer", "consumer", "left", "right"]


def step(scene: Scene, box: int, direction: Step) -> int:
    """The neighbouring box, or the same one where there is none.

    Producer and consumer follow edges to the nearest box; left and right go to the
    nearest box beside, across the flow.
    """
    if direction in ("left", "right"):
        return _beside(scene, box, 1 if direction == "right" else -1)
    edges = scene.edges
    if direction == "consumer":
        others = edges[edges[:, 0] == box, 1]
    else:
        others = edges[edges[:, 1] == box, 0]
    if not len(others):
        return box
    across = 1 if scene.layout.direction == "right" else 0
    centres = scene.layout.rects[:, :2] + scene.layout.rects[:, 2:] / 2
    distance = abs(centres[others, across] - centres[box, across])
    return int(others[distance.argmin()])


def _beside(scene: Scene, box: int, side: int) -> int:
    across = 1 if scene.layout.direction == "right" else 0
    along = 1 - across
    centres = scene.layout.rects[:, :2] + scene.layout.rects[:, 2:] / 2
    moved = (centres - centres[box]) * 1.0
    reachable = moved[:, across] * side > 1.0
    reachable &= abs(moved[:, along]) < 60.0
    if not reachable.any():
        return box
    distance = abs(moved[:, across]) + 3.0 * abs(moved[:, along])
    distance[~reachable] = float("inf")
    return int(distance.argmin())
