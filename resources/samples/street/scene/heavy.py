"""Lorries, buses and trams."""

from itertools import pairwise

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
from scene.canvas import Color, shade


def truck(brush: Brush, rng: np.random.Generator, color: Color, lit: float) -> None:
    """Paint a lorry: a coloured cab before a tall pale or striped load box."""
    length, height = brush.pose.length, float(rng.uniform(3.1, 3.7))
    cab = 1.9
    load = _LOADS[rng.integers(len(_LOADS))]
    shadow(brush, 0.45)
    axles = np.array([0.9, 2.0, length - 1.0])
    body = box((0.0, 0.95), (length - cab - 0.25, height))
    front = np.array(
        [
            (length - cab, 0.5),
            (length - cab, 2.7),
            (length - 0.25, 2.7),
            (length, 1.7),
            (length, 0.5),
        ]
    )
    chassis = box((0.0, 0.55), (length - 0.3, 0.95))
    wheels(brush, axles, 0.48)
    parts = [(chassis, (48, 48, 52)), (body, load), (front, color)]
    order = parts if brush.visible_end() > 0 else [parts[0], parts[2], parts[1]]
    for profile, paint in order:
        extrude(brush, profile, 0.0, paint)
    flank_wheels(brush, axles, 0.48)
    _truck_details(brush, height, cab, load, color)
    lamps(brush, 0.72, 0.34, lit)


_LOADS: tuple[Color, ...] = (
    (226, 226, 220),
    (206, 208, 212),
    (188, 150, 84),
    (92, 112, 150),
)


def _truck_details(
    brush: Brush, height: float, cab: float, load: Color, color: Color
) -> None:
    length, half = brush.pose.length, brush.pose.width / 2
    side = brush.visible_side()
    if brush.sees_side(side):
        brush.side(
            box((length - cab + 0.45, 1.65), (length - 0.35, 2.4)), side * half, GLASS
        )
        stripe = box((0.2, height * 0.48), (length - cab - 0.45, height * 0.60))
        brush.side(stripe, side * half, shade(color, 0.9))
    end = brush.visible_end()
    if not brush.sees_end(end):
        return
    if end > 0:
        brush.end(length, box((-half + 0.1, 1.55), (half - 0.1, 2.5)), GLASS)
        brush.end(length, box((-half + 0.4, 0.95), (half - 0.4, 1.4)), (38, 38, 42))
        return
    brush.end(0.0, box((-0.03, 1.0), (0.03, height - 0.1)), shade(load, 0.6))
    for band in (-half + 0.08, half - 0.16):
        brush.end(0.0, box((band, 1.0), (band + 0.08, height - 0.1)), shade(load, 0.7))
    brush.end(0.0, box((-half, 0.95), (half, 1.12)), (200, 60, 40))


def bus(brush: Brush, rng: np.random.Generator, color: Color, lit: float) -> None:
    """Paint a city bus: one box, a dark window band, doors, a lit destination."""
    length, half, height = brush.pose.length, brush.pose.width / 2, 3.1
    shadow(brush, 0.45)
    axles = np.array([length * 0.22, length * 0.78])
    wheels(brush, axles, 0.48)
    extrude(brush, box((0.0, 0.35), (length, height)), 0.0, color)
    side = brush.visible_side()
    if brush.sees_side(side):
        brush.side(box((0.2, 1.35), (length - 0.2, 2.55)), side * half, GLASS)
        brush.side(box((0, 0.35), (length, 0.75)), side * half, shade(color, 0.6))
        for post in np.arange(1.6, length - 1, 1.7):
            brush.side(
                box((post, 1.35), (post + 0.12, 2.55)), side * half, shade(color, 0.7)
            )
        for door in (length * 0.45, length * 0.88):
            brush.side(
                box((door, 0.45), (door + 1.1, 2.55)), side * half, shade(GLASS, 1.5)
            )
        flank_wheels(brush, axles, 0.48)
    end = brush.visible_end()
    if brush.sees_end(end):
        along = length if end > 0 else 0.0
        low = 1.15 if end > 0 else 1.7
        brush.end(
            along, box((-half + 0.12, low), (half - 0.12, 2.5)), shade(GLASS, 1.15)
        )
        brush.end(along, box((-0.85, 2.6), (0.85, 2.95)), (30, 30, 30))
        brush.end(along, box((-0.7, 2.68), (0.7, 2.87)), (250, 170, 50))
        brush.end(along, box((-half, 0.35), (half, 0.6)), (50, 50, 52))
    lamps(brush, 0.75, 0.36, lit)


def train(brush: Brush, rng: np.random.Generator, color: Color, lit: float) -> None:
    """Paint a tram: a pale body with a coloured band, skirts, a pantograph."""
    length, half, height = brush.pose.length, brush.pose.width / 2, 3.4
    pale: Color = (228, 226, 216)
    nose = 0.7
    profile = np.array(
        [
            (0.0, 0.2),
            (0.0, 1.2),
            (nose, height),
            (length - nose, height),
            (length, 1.2),
            (length, 0.2),
        ]
    )
    shadow(brush, 0.45)
    _pantograph(brush, length * 0.4, height)
    extrude(brush, profile, 0.10, pale)
    side = brush.visible_side()
    if brush.sees_side(side):
        brush.side(box((0.1, 0.2), (length - 0.1, 0.95)), side * half, color)
        brush.side(box((nose, 2.75), (length - nose, 3.1)), side * half, color)
        for left in np.arange(1.0, length - 2.2, 2.0):
            window = box((left, 1.45), (left + 1.5, 2.6))
            brush.side(window, side * half, GLASS)
        for joint in np.arange(6.5, length - 3, 6.5):
            bellows = box((joint, 0.3), (joint + 0.5, 3.3))
            brush.side(bellows, side * half, (62, 62, 66))
    _train_end(brush, length, half, color)
    lamps(brush, 0.85, 0.30, lit)


def _train_end(brush: Brush, length: float, half: float, color: Color) -> None:
    end = brush.visible_end()
    if not brush.sees_end(end):
        return
    tip = length if end > 0 else 0.0
    back = tip - end * 0.55
    brush.end(tip, box((-half, 0.2), (half, 1.15)), color)
    along = np.array([tip - end * 0.1, tip - end * 0.1, back, back])
    across = np.array([-half + 0.15, half - 0.15, half - 0.3, -half + 0.3])
    up = np.array([1.4, 1.4, 2.75, 2.75])
    points = brush.project(along, across, up)
    brush.canvas.fill(points, GLASS, brush.label, brush.pose.z)
    brush.end(back, box((-0.5, 2.85), (0.5, 3.15)), (250, 190, 60))


def _pantograph(brush: Brush, along: float, height: float) -> None:
    width = max(1.6, 0.10 * brush.camera.scale(brush.pose.z))
    knots = [(along, 0.0, height), (along + 0.9, 0.0, height + 0.6)]
    knots += [(along, 0.0, height + 1.2)]
    points = [brush.project(*(np.float64(v) for v in knot)) for knot in knots]
    bar = [
        brush.project(np.float64(along), np.float64(b), np.float64(height + 1.2))
        for b in (-0.8, 0.8)
    ]
    for start, end in (*pairwise(points), (bar[0], bar[1])):
        brush.canvas.limb(start, end, width, (50, 50, 54), brush.label, brush.pose.z)
