"""Passenger cars: hatchbacks, saloons, estates and vans."""

import numpy as np

from scene.bodywork import (
    GLASS,
    Brush,
    box,
    extrude,
    flank_wheels,
    lamps,
    shadow,
    wheels,
)
from scene.camera import Points
from scene.canvas import Color, shade


def car(brush: Brush, rng: np.random.Generator, color: Color, lit: float) -> None:
    """Paint a hatchback, saloon or van."""
    height, rear, front = _CAR_BODIES[rng.integers(len(_CAR_BODIES))]
    length = brush.pose.length
    belt = height * 0.60
    profile = np.array(
        [
            (0.0, 0.28), (0.02, belt * 0.95), (rear * length * 0.45, belt),
            (rear * length, height), (length * 0.60, height),
            (front * length, belt), (length * 0.97, belt * 0.85), (length, 0.30),
        ]
    )  # fmt: skip
    shadow(brush, 0.45)
    axles = np.array([length * 0.2, length * 0.8])
    wheels(brush, axles, 0.33)
    extrude(brush, profile, 0.16, color)
    _car_glass(brush, profile, belt)
    flank_wheels(brush, axles, 0.33)
    _car_ends(brush, belt, height, rear, front)
    lamps(brush, belt * 0.68, 0.30, lit)


_CAR_BODIES = (
    (1.50, 0.12, 0.74),
    (1.45, 0.30, 0.76),
    (1.72, 0.08, 0.78),
    (1.95, 0.04, 0.86),
)


def _car_glass(brush: Brush, profile: Points, belt: float) -> None:
    side = brush.visible_side()
    if not brush.sees_side(side):
        return
    height = profile[:, 1].max()
    low, high = belt + 0.03, height - 0.10
    rear, front = profile[3, 0] + 0.12, profile[4, 0] - 0.02
    lean = brush.pose.width / 2 - 0.12
    middle = (rear + front) / 2
    tail, nose = profile[2, 0] + 0.18, profile[5, 0] - 0.2
    for outline in (
        [(tail, low), (rear, high), (middle - 0.05, high), (middle - 0.05, low)],
        [(middle + 0.05, low), (middle + 0.05, high), (front, high), (nose, low)],
    ):
        brush.side(np.array(outline), side * lean, GLASS)


def _car_ends(
    brush: Brush, belt: float, height: float, rear: float, front: float
) -> None:
    end = brush.visible_end()
    if not brush.sees_end(end):
        return
    length, half = brush.pose.length, brush.pose.width / 2
    low = (
        front * length if end > 0 else rear * length * 0.45,
        half - 0.12,
        belt + 0.04,
    )
    high = (length * 0.62 if end > 0 else rear * length, half - 0.26, height - 0.08)
    glass = np.array(
        [
            (low[0], -low[1], low[2]),
            (high[0], -high[1], high[2]),
            (high[0], high[1], high[2]),
            (low[0], low[1], low[2]),
        ]
    )
    points = brush.project(glass[:, 0], glass[:, 1], glass[:, 2])
    brush.canvas.fill(points, shade(GLASS, 1.25), brush.label, brush.pose.z)
    along = length if end > 0 else 0.0
    brush.end(along, box((-half, 0.22), (half, 0.42)), (45, 45, 48))
    brush.end(along, box((-0.26, 0.42), (0.26, 0.55)), (225, 225, 215))
