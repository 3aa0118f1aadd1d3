"""The edges near the screen as lines and curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

from gui.graph.scene.camera import Bounds
from gui.graph.scene.scene import Ints, Scene

Flags = NDArray[np.bool_]
OUTSIDE = 99.0
TOGETHER = 3
PARTS = 16
FAR = 400.0


@dataclass(frozen=True, slots=True)
class Strokes:
    """Straight lines as rows of x, y, x, y, ended off screen, and curves near it.

    Paths hold a few curves each, because stroking one takes more than proportionally
    longer the more it holds; those of `far` run far across the flow. Lines that turn
    are shorter by the curve between them.
    """

    straight: NDArray[np.float64]
    near: list[QPainterPath]
    far: list[QPainterPath]


def strokes(scene: Scene, segments: Ints, seen: Bounds) -> Strokes:
    """What is stroked to draw these segments."""
    turns = scene.turns
    shown = turns.segments[segments]
    is_straight = (shown[:, 0] == shown[:, 2]) | (shown[:, 1] == shown[:, 3])
    left, top, right, bottom = seen
    low = np.array([left, top, left, top]) - OUTSIDE
    high = np.array([right, bottom, right, bottom]) + OUTSIDE
    lines = np.clip(shown[is_straight], low, high)
    bent, sideways = shown[~is_straight], scene.layout.direction == "right"
    reach = np.abs(bent[:, 3] - bent[:, 1] if sideways else bent[:, 2] - bent[:, 0])
    near, far = (
        _paths(cubics(some, seen, sideways=sideways))
        for some in (bent[reach <= FAR], bent[reach > FAR])
    )
    is_shown = np.isin(turns.after, segments)
    near += _paths(turns.curves[is_shown])
    return Strokes(lines, near, far)


def _paths(curves: NDArray[np.float64]) -> list[QPainterPath]:
    paths = []
    for number, row in enumerate(curves.tolist()):
        if number % TOGETHER == 0:
            paths.append(QPainterPath())
        paths[-1].moveTo(*row[:2])
        paths[-1].cubicTo(*row[2:])
    return paths


def cubics(
    bent: NDArray[np.float64], seen: Bounds, *, sideways: bool
) -> NDArray[np.float64]:
    """The parts near the screen of curves between points, as rows of four x, y.

    The whole curve leaves and arrives along the flow, with control points halfway; it
    turns back in neither direction, so that its parts lie between their ends.
    """
    left, top, right, bottom = seen
    shares = np.linspace(0.0, 1.0, PARTS + 1)
    points = points_on(bent, np.tile(shares, (len(bent), 1)), sideways=sideways)
    low = np.minimum(points[:, :-1], points[:, 1:])
    high = np.maximum(points[:, :-1], points[:, 1:])
    is_near: Flags = np.all(high > (left - OUTSIDE, top - OUTSIDE), axis=2)
    is_near &= np.all(low < (right + OUTSIDE, bottom + OUTSIDE), axis=2)
    bent, is_near = bent[np.any(is_near, axis=1)], is_near[np.any(is_near, axis=1)]
    start = shares[is_near.argmax(axis=1)][:, None]
    end = shares[PARTS - is_near[:, ::-1].argmax(axis=1)][:, None]
    third = (end - start)[:, :, None] / 3
    ends = points_on(bent, np.hstack([start, end]), sideways=sideways)
    slopes = third * _slopes(bent, np.hstack([start, end]), sideways=sideways)
    found = [ends[:, 0], ends[:, 0] + slopes[:, 0], ends[:, 1] - slopes[:, 1]]
    return np.hstack([*found, ends[:, 1]])


def points_on(
    bent: NDArray[np.float64], shares: NDArray[np.float64], *, sideways: bool
) -> NDArray[np.float64]:
    """Where curves are at these shares of their parameter."""
    across = shares**2 * (3 - 2 * shares)
    along = shares * (1.5 - 1.5 * shares + shares**2)
    both = (along, across) if sideways else (across, along)
    change = (bent[:, 2:] - bent[:, :2])[:, None]
    return np.asarray(bent[:, None, :2] + change * np.stack(both, axis=2))


def _slopes(
    bent: NDArray[np.float64], shares: NDArray[np.float64], *, sideways: bool
) -> NDArray[np.float64]:
    """How fast curves move at these shares of their parameter."""
    across = 6 * shares * (1 - shares)
    along = 1.5 - 3 * shares * (1 - shares)
    both = (along, across) if sideways else (across, along)
    change = (bent[:, 2:] - bent[:, :2])[:, None]
    return np.asarray(change * np.stack(both, axis=2))
