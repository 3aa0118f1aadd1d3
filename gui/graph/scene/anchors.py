"""What two states of the canvas have in common, so that it can stay in place."""

from __future__ import annotations

from engine.info import GraphInfo
from gui.graph.scene.model import DrawnGraph
from gui.graph.scene.scene import Scene

NEAREST = 200


def common_key(
    scene: Scene, graph: DrawnGraph, selected: str, middle: tuple[float, float]
) -> str:
    """The selected box, or the one nearest to a point, that `graph` draws as well."""
    if selected and graph.number_of(selected) >= 0:
        return selected
    rects = scene.layout.rects
    distance = abs(rects[:, 0] + rects[:, 2] / 2 - middle[0])
    distance += abs(rects[:, 1] + rects[:, 3] / 2 - middle[1])
    nearest: list[int] = distance.argsort()[:NEAREST].tolist()
    for box in nearest:
        key = scene.graph.boxes[box].key
        if graph.number_of(key) >= 0:
            return key
    return ""


def is_edit(old: GraphInfo, new: GraphInfo) -> bool:
    """Whether most nodes of the old graph are in the new one."""
    if not old.nodes or not new.nodes:
        return False
    kept = old.by_name.keys() & new.by_name.keys()
    return 2 * len(kept) > min(len(old.nodes), len(new.nodes))


def corner_of(scene: Scene, key: str) -> tuple[float, float] | None:
    """The upper left corner of the box or frame with a key."""
    box, frame = scene.graph.number_of(key), scene.graph.frame_of(key)
    if box >= 0:
        x, y = scene.layout.rects[box, :2].tolist()
    elif frame >= 0:
        x, y = scene.layout.groups[frame, :2].tolist()
    else:
        return None
    return x, y


def nearest_key(new: DrawnGraph, old: DrawnGraph, key: str) -> str:
    """The box with the beginning of what a lost box showed; empty if it is hidden."""
    start = old.boxes[old.number_of(key)].start
    box = new.box_of_node[start]
    return new.boxes[box].key if box >= 0 else ""
