"""Where what flows along an edge is written: beside the edge, not on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gui.graph.scene.boxes import ROW_UNDER, UNDER, text_width
from gui.graph.scene.camera import Bounds
from gui.graph.scene.flow import FLOW_GAP, FLOW_HEIGHT, FLOW_SIZE, FREE
from gui.graph.scene.running import covered_by_edges
from gui.graph.scene.scene import Scene

BELOW = 8.0
AROUND = 2.0


def flow_rect(scene: Scene, box: int) -> tuple[float, float, float]:
    """Left, top and room to the right of what is written at the exit of a box.

    Downwards it stands right of the edge below the box, sideways below the box, where
    no edge runs, and under the edges of more cards.
    """
    x, y, width, height = scene.layout.rects[box].tolist()
    if scene.layout.direction == "right":
        shown = scene.graph.boxes[box]
        under = ROW_UNDER if shown.repeated else UNDER if shown.kind == "module" else 0
        return x + FLOW_GAP, y + height + under + 1, width
    return x + width / 2 + FLOW_GAP, y + height + BELOW, width / 2 + FREE - FLOW_GAP


def flow_left(scene: Scene, box: int, width: float) -> float:
    """Where it begins if it is so wide: left of the edge that bends right under it."""
    x, _, _ = flow_rect(scene, box)
    return x - 2 * FLOW_GAP - width if _stands_left(scene, box) else x


def find_sides(scene: Scene, boxes: Sequence[int]) -> None:
    """Find out at once for which of these boxes no edge comes near the usual side.

    Most are among them, and to look at each one alone takes most of a frame's time.
    """
    left = scene.flows_left
    unknown = [box for box in boxes if box not in left]
    if not unknown or not _may_stand_left(scene):
        return
    places = np.array([_areas(scene, box)[1] for box in unknown]).T
    around = (*places[:2].min(axis=1).tolist(), *places[2:].max(axis=1).tolist())
    ends = scene.segments[scene.segments_in(around)].T[:, :, None]
    is_crossed = np.minimum(ends[0], ends[2]) <= places[2]
    is_crossed &= np.maximum(ends[0], ends[2]) >= places[0]
    is_crossed &= np.minimum(ends[1], ends[3]) <= places[3]
    is_crossed &= np.maximum(ends[1], ends[3]) >= places[1]
    is_free = ~is_crossed.any(axis=0)
    left |= {unknown[number]: False for number in np.flatnonzero(is_free).tolist()}


def _may_stand_left(scene: Scene) -> bool:
    has_scales = "quantization" in scene.graph.lenses
    return scene.layout.direction == "down" and not has_scales


def _stands_left(scene: Scene, box: int) -> bool:
    known = scene.flows_left.get(box)
    if known is None:
        known = scene.flows_left[box] = _is_better_left(scene, box)
    return known


def _is_better_left(scene: Scene, box: int) -> bool:
    """Whether more of edges runs where it usually stands, and left there is room."""
    if not _may_stand_left(scene):
        return False
    left, right = _areas(scene, box)
    crossed = _crossed(scene, right)
    if not crossed or 2 * _crossed(scene, left) >= crossed:
        return False
    others = scene.boxes_in((left[0] - FREE, left[1] - FLOW_HEIGHT - BELOW, *left[2:]))
    return all(
        _is_apart(left, place)
        for each in others.tolist()
        if each != box
        for place in _taken(scene, each, box)
    )


def _crossed(scene: Scene, area: Bounds) -> float:
    """How much of an area's width one edge or another crosses."""
    return sum(
        min(high, area[2]) - max(low, area[0]) + AROUND
        for low, high in covered_by_edges(scene, area)
    )


def _areas(scene: Scene, box: int) -> tuple[Bounds, Bounds]:
    """What it takes on both sides of the edge."""
    x, y, _ = flow_rect(scene, box)
    width = text_width(scene.graph.boxes[box].flow, FLOW_SIZE) + AROUND
    left = x - 2 * FLOW_GAP - width
    return (left, y, left + width, y + FLOW_HEIGHT), (x, y, x + width, y + FLOW_HEIGHT)


def _taken(scene: Scene, other: int, box: int) -> list[Bounds]:
    """What a box takes with what is written at it; later ones make way for earlier."""
    x, y, width, height = scene.layout.rects[other].tolist()
    places = [(x, y, x + width, y + height)]
    if scene.graph.boxes[other].flow:
        left, right = _areas(scene, other)
        places.append(left if other < box and _stands_left(scene, other) else right)
    return places


def _is_apart(one: Bounds, other: Bounds) -> bool:
    beside = one[0] >= other[2] or one[2] <= other[0]
    return beside or one[1] >= other[3] or one[3] <= other[1]
