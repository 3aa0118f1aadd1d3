"""Measures of a drawing that laws about layouts are stated in."""

from __future__ import annotations

import itertools

import numpy as np

from gui.graph.layout.layout import Floats, Layout
from gui.graph.painting.flow_places import flow_left, flow_rect
from gui.graph.painting.heads import HALF_ARROW
from gui.graph.scene.boxes import text_width
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.flow import FLOW_HEIGHT, FLOW_SIZE
from gui.graph.scene.scene import ARROW, Scene

SAMPLES = 24


def polyline(layout: Layout, edge: int) -> Floats:
    """An edge as points on its lines and curves."""
    knots = layout.knots[layout.starts[edge] : layout.starts[edge + 1]]
    t = np.linspace(0.0, 1.0, SAMPLES)[:, None]
    across, along = (1, 0) if layout.direction == "right" else (0, 1)
    pieces = []
    for start, end in itertools.pairwise(knots):
        piece = start + (end - start) * t
        blend = (3 * t**2 - 2 * t**3)[:, 0]
        piece[:, across] = start[across] + (end[across] - start[across]) * blend
        middle = (start[along] + end[along]) / 2
        s = t[:, 0]
        piece[:, along] = (
            start[along] * (1 - s) ** 3
            + 3 * middle * s * (1 - s) ** 2
            + 3 * middle * s**2 * (1 - s)
            + end[along] * s**3
        )
        pieces.append(piece)
    return np.concatenate(pieces)


def arrow_heads(layout: Layout) -> Floats:
    """The rectangles around the heads of all edges."""
    tips = layout.knots[layout.starts[1:] - 1]
    half = HALF_ARROW
    if layout.direction == "right":
        return np.hstack([tips - (ARROW, half), np.full(tips.shape, (ARROW, 2 * half))])
    return np.hstack([tips - (half, ARROW), np.full(tips.shape, (2 * half, ARROW))])


def flow_labels(scene: Scene) -> Floats:
    """What is written at edges, of a width estimated as that of the boxes is."""
    found = []
    for number, box in enumerate(scene.graph.boxes):
        if box.flow:
            _, y, room = flow_rect(scene, number)
            width = min(room, text_width(box.flow, FLOW_SIZE))
            x = flow_left(scene, number, width)
            found.append((x, y, width, FLOW_HEIGHT))
    return np.array(found).reshape(-1, 4)


def covered(upper: Floats, lower: Floats) -> list[tuple[int, int]]:
    """Pairs of a rectangle of one kind and one of another that share an area."""
    count = len(upper)
    pairs = overlaps(np.concatenate([upper, lower]))
    return [(one, other - count) for one, other in pairs if one < count <= other]


def overlaps(rects: Floats) -> list[tuple[int, int]]:
    """Pairs of rectangles that share an area."""
    x, y = rects[:, 0], rects[:, 1]
    ends = rects[:, :2] + rects[:, 2:]
    found = []
    for one in range(len(rects)):
        meets = (x < ends[one, 0]) & (ends[:, 0] > x[one])
        meets &= (y < ends[one, 1]) & (ends[:, 1] > y[one])
        found += [(one, int(other)) for other in np.flatnonzero(meets) if other > one]
    return found


def crossed_boxes(layout: Layout, edge: int, own: tuple[int, int]) -> list[int]:
    """Boxes an edge runs through by more than half a pixel, besides its own."""
    points = polyline(layout, edge)
    low, size = layout.rects[:, :2] + 0.5, layout.rects[:, 2:] - 1.0
    inside = (points[:, None, :] > low) & (points[:, None, :] < low + size)
    crossed = np.flatnonzero(inside.all(axis=2).any(axis=0))
    return [int(box) for box in crossed if box not in own]


def crossed_frames(graph: DrawnGraph, layout: Layout, edge: int) -> list[int]:
    """Frames an edge runs through although neither of its ends lies in them."""
    source, target = graph.edges[edge]
    own = {frame for end in (source, target) for frame in _around(graph, end)}
    points = polyline(layout, edge)
    low, size = layout.groups[:, :2] + 0.5, layout.groups[:, 2:] - 1.0
    inside = (points[:, None, :] > low) & (points[:, None, :] < low + size)
    crossed = np.flatnonzero(inside.all(axis=2).any(axis=0))
    return [int(frame) for frame in crossed if frame not in own]


def _around(graph: DrawnGraph, box: int) -> list[int]:
    found, frame = [], graph.boxes[box].group
    while frame >= 0:
        found.append(frame)
        frame = graph.frames[frame].parent
    return found
