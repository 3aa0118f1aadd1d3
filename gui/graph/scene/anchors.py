"""What two states of the canvas have in common, so that it can stay in place."""

from __future__ import annotations

from operator import is_

import numpy as np

from engine.info import GraphInfo
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.scene import Scene

NEAREST = 200
MANY = 0.25
"""Such a part of those must have moved alike."""
STEADY = 0.5
"""Units of the drawing by which what stays may lie elsewhere."""


def common_keys(
    scene: Scene, graph: DrawnGraph, selected: str, middle: tuple[float, float]
) -> tuple[str, str]:
    """The selected box, or the one nearest to a point, and what shows it in `graph`.

    That is itself, a frame where it is a module that is open there, or the closed
    module that hides it.
    """
    boxes = scene.graph.boxes
    nearest = (boxes[box].key for box in _nearest(scene, middle))
    for key in (selected, *nearest):
        if key and max(graph.number_of(key), graph.frame_of(key)) >= 0:
            return key, key
        is_fold = graph.info is scene.graph.info
        if is_fold and scene.graph.number_of(key) >= 0:
            heir = nearest_key(graph, scene.graph, key)
            if heir:
                return key, heir
    return "", ""


def steady_key(
    before: Scene, after: Scene, selected: str, middle: tuple[float, float]
) -> str:
    """The box nearest to the selected one that moved as most around it have.

    In columns some may move to the left and others to the right: then the most of
    those. Empty where an edit has moved too much for many to have moved alike.
    """
    box = before.graph.number_of(selected)
    if box >= 0:
        x, y, width, height = before.layout.rects[box].tolist()
        middle = x + width / 2, y + height / 2
    near = _nearest(before, middle)
    places = [after.graph.number_of(before.graph.boxes[box].key) for box in near]
    kept = [n for n, place in enumerate(places) if place >= 0]
    if not kept:
        return ""
    old, new = np.array(near)[kept], np.array(places)[kept]
    moved = after.layout.rects[new, :2] - before.layout.rects[old, :2]
    ways, counts = np.unique(np.round(moved / STEADY), axis=0, return_counts=True)
    is_steady = (abs(moved - STEADY * ways[counts.argmax()]) < STEADY).all(axis=1)
    if np.count_nonzero(is_steady) <= MANY * len(near):
        return ""
    return before.graph.boxes[int(old[is_steady.argmax()])].key


def _nearest(scene: Scene, point: tuple[float, float]) -> list[int]:
    """The boxes nearest to a point, in order."""
    rects = scene.layout.rects
    distance = abs(rects[:, 0] + rects[:, 2] / 2 - point[0])
    distance += abs(rects[:, 1] + rects[:, 3] / 2 - point[1])
    nearest: list[int] = distance.argsort(kind="stable")[:NEAREST].tolist()
    return nearest


def is_edit(old: GraphInfo, new: GraphInfo) -> bool:
    """Whether two graphs are states of one network and have most nodes in common.

    Names of nodes alone do not tell: every network has a `conv2d` and a `relu_1`.
    """
    if old.name != new.name or not old.nodes or not new.nodes:
        return False
    if 2 * _in_place(old, new) > min(len(old.nodes), len(new.nodes)):
        return True
    kept = old.by_name.keys() & new.by_name.keys()
    return 2 * len(kept) > min(len(old.nodes), len(new.nodes))


def _in_place(old: GraphInfo, new: GraphInfo) -> int:
    """Count nodes that are the very same, as far from the first or from the last."""
    ends = (old.nodes, new.nodes), (old.nodes[::-1], new.nodes[::-1])
    return max(sum(map(is_, *nodes)) for nodes in ends)


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


def heir_of(new: DrawnGraph, old: DrawnGraph, key: str) -> str:
    """What begins in a drawing where a module did in another; empty for nothing.

    That is the module, or what is drawn of the row that it comes from or goes into.
    """
    part = old.part(key)
    if part is None or max(new.number_of(key), new.frame_of(key)) >= 0:
        return key
    box = new.box_of_node[part.start]
    if box < 0:
        return ""
    found, around = new.boxes[box].key, new.boxes[box].group
    known = {frame.key for frame in old.frames}
    while around >= 0 and new.frames[around].key not in known:
        found, around = new.frames[around].key, new.frames[around].parent
    return found


def gone_boxes(before: DrawnGraph, after: DrawnGraph) -> list[int]:
    """The boxes of nodes that an edit took away; a node that was renamed is there."""
    old, new = before.info.by_name, after.info.by_name
    names = old.keys() - new.keys()
    if not names:
        return []
    added = (new[name] for name in new.keys() - old.keys())
    renamed = {(node.origin, node.op) for node in added}
    boxes = {
        before.number_of(name) for name in names if (name, old[name].op) not in renamed
    }
    return sorted(b for b in boxes if b >= 0 and before.boxes[b].key in names)
