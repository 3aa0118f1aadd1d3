"""The edges near the screen as lines and curves."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainterPath

from gui.graph.camera import Bounds
from gui.graph.scene import Ints, Scene

OUTSIDE = 99.0
TOGETHER = 3


def strokes(
    scene: Scene, segments: Ints, seen: Bounds
) -> tuple[list[QLineF], list[QPainterPath]]:
    """Straight segments, ended off screen, and curved ones, a few to each path.

    A segment that several edges share is drawn once. Paths are kept small because
    stroking one takes more than proportionally longer the more it holds.
    """
    shown = scene.segments[segments]
    straight = (shown[:, 0] == shown[:, 2]) | (shown[:, 1] == shown[:, 3])
    left, top, right, bottom = seen
    low = np.array([left, top, left, top]) - OUTSIDE
    high = np.array([right, bottom, right, bottom]) + OUTSIDE
    lines = np.clip(shown[straight], low, high).tolist()
    bent = shown[~straight].tolist()
    sideways = scene.layout.direction == "right"
    paths = []
    for number, row in enumerate(bent):
        if number % TOGETHER == 0:
            paths.append(QPainterPath())
        _add_curve(paths[-1], *row, sideways=sideways)
    return [QLineF(*line) for line in lines], paths


def _add_curve(
    path: QPainterPath, x0: float, y0: float, x1: float, y1: float, *, sideways: bool
) -> None:
    path.moveTo(x0, y0)
    if sideways:
        middle = (x0 + x1) / 2
        path.cubicTo(middle, y0, middle, y1, x1, y1)
    else:
        middle = (y0 + y1) / 2
        path.cubicTo(x0, middle, x1, middle, x1, y1)
