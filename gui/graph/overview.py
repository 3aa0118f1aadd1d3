"""Far-away drawing: no more rectangles and lines than there are pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF

from gui.graph.camera import Bounds, Camera
from gui.graph.scene import Ints, Scene

FAR = 8000


def pixels(rects: NDArray[np.float64], camera: Camera) -> list[QRectF]:
    """The rectangles, at least a pixel large, without those that look the same."""
    scale = camera.scale
    corner = np.floor(rects[:, :2] * scale + (camera.x, camera.y))
    size = np.maximum(1.0, np.round(rects[:, 2:] * scale))
    unique = _distinct(np.concatenate([corner, size], axis=1))
    unique[:, :2] -= camera.x, camera.y
    unique /= scale
    return [QRectF(*rect) for rect in unique.tolist()]


def lines(scene: Scene, segments: Ints, camera: Camera, seen: Bounds) -> list[QLineF]:
    """Edge segments as straight lines, without those that look the same."""
    left, top, right, bottom = seen
    shown = scene.segments[segments]
    shown[:, 0::2] = np.clip(shown[:, 0::2], left - 9, right + 9) - left
    shown[:, 1::2] = np.clip(shown[:, 1::2], top - 9, bottom + 9) - top
    shown = np.round(shown * camera.scale)
    moved = (shown[:, :2] != shown[:, 2:]).any(axis=1)
    shown = _distinct(shown[moved]) / camera.scale
    shown[:, 0::2] += left
    shown[:, 1::2] += top
    return [QLineF(*line) for line in shown.tolist()]


def _distinct(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of four whole numbers without repetitions; all within -FAR and FAR."""
    whole = np.clip(rows, -FAR, FAR).astype(np.int64) + FAR
    keys = whole[:, 0]
    for column in (1, 2, 3):
        keys = keys * (2 * FAR + 1) + whole[:, column]
    first: NDArray[np.int64] = np.unique(keys, return_index=True)[1]
    return rows[np.sort(first)]
