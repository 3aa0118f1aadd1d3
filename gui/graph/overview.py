"""Far-away drawing: no more rectangles and lines than there are pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF

from gui.graph.camera import Bounds, Camera
from gui.graph.scene import Ints, Scene

SAME_PIXEL = 1.0


def pixels(rects: NDArray[np.float64], camera: Camera) -> list[QRectF]:
    """The rectangles, at least a pixel large, without those that look the same."""
    scale = camera.scale
    corner = np.floor(rects[:, :2] * scale + (camera.x, camera.y))
    size = np.maximum(1.0, np.round(rects[:, 2:] * scale))
    unique = np.unique(np.concatenate([corner, size], axis=1), axis=0)
    unique[:, :2] -= camera.x, camera.y
    unique /= scale
    return [QRectF(*rect) for rect in unique.tolist()]


def segments(scene: Scene, edges: Ints, camera: Camera, seen: Bounds) -> list[QLineF]:
    """The edges as straight lines on the screen, without those that look the same."""
    knots, starts = scene.layout.knots, scene.layout.starts
    chosen = np.zeros(len(knots), bool)
    for first, stop in zip(
        starts[edges].tolist(), starts[edges + 1].tolist(), strict=True
    ):
        chosen[first : stop - 1] = True
    at = np.flatnonzero(chosen)
    lines = np.concatenate([knots[at], knots[at + 1]], axis=1)
    left, top, right, bottom = seen
    high = np.maximum(lines[:, :2], lines[:, 2:])
    low = np.minimum(lines[:, :2], lines[:, 2:])
    near = (low[:, 0] <= right) & (high[:, 0] >= left)
    near &= (low[:, 1] <= bottom) & (high[:, 1] >= top)
    lines = np.round(lines[near] * (camera.scale / SAME_PIXEL))
    moved = (lines[:, :2] != lines[:, 2:]).any(axis=1)
    lines = np.unique(lines[moved], axis=0) * (SAME_PIXEL / camera.scale)
    lines[:, 0::2] = np.clip(lines[:, 0::2], left - 99, right + 99)
    lines[:, 1::2] = np.clip(lines[:, 1::2], top - 99, bottom + 99)
    return [QLineF(*line) for line in lines.tolist()]
