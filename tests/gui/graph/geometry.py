"""Measures of a drawing that laws about layouts are stated in."""

from __future__ import annotations

import itertools

import numpy as np

from gui.graph.layout.layout import Floats, Layout
from gui.graph.scene.model import DrawnGraph

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
