"""Draws a street by lot and paints it from far to near."""

from itertools import pairwise

import numpy as np

from scene import backdrop, ground
from scene.camera import Camera
from scene.canvas import Canvas, Color
from scene.occupants import (
    place_cycles,
    place_furniture,
    place_people,
    place_traffic,
)
from scene.palette import Label
from scene.sides import line_side
from scene.street import Street
from scene.weather import Weather


def paint_street(
    canvas: Canvas, camera: Camera, rng: np.random.Generator, weather: Weather
) -> None:
    """Paint a whole street: sky, ground, both sides, then things far to near."""
    leaf: Color = (
        float(rng.uniform(62, 118)),
        float(rng.uniform(102, 142)),
        float(rng.uniform(36, 70)),
    )
    left, right = -float(rng.uniform(4.8, 6.4)), float(rng.uniform(2.7, 4.2))
    street = Street(canvas, camera, rng, weather, left, right, leaf)
    backdrop.sky(canvas, camera, rng, (weather.zenith, weather.horizon), weather.cloud)
    backdrop.skyline(canvas, camera, rng, leaf)
    _lay_ground(street)
    for side in (-1, 1):
        line_side(street, side)
    place_traffic(street)
    place_cycles(street)
    place_people(street)
    place_furniture(street)
    for queue in (street.sides, street.things):
        for _, painter in sorted(queue, key=lambda thing: -thing[0]):
            painter()


def _lay_ground(street: Street) -> None:
    rng = street.rng
    tone = street.uniform(72, 108)
    asphalt: Color = (tone, tone * 0.99, tone * street.uniform(0.98, 1.05))
    tone = street.uniform(140, 184)
    paving: Color = (tone, tone * 0.97, tone * street.uniform(0.88, 0.98))
    grass: Color = (street.uniform(88, 138), street.uniform(128, 160), 72)
    if street.chance(0.2):
        grass = (164, 140, 96)
    edges = [-90.0, street.left - street.uniform(2.2, 3.4), street.left]
    edges += [street.right, street.right + street.uniform(2.2, 3.2), 90.0]
    labels = [Label.TERRAIN, Label.SIDEWALK, Label.ROAD, Label.SIDEWALK, Label.TERRAIN]
    colors = [grass, paving, asphalt, paving, grass]
    for side in (0, 4):
        if street.chance(0.35):
            labels[side], colors[side] = Label.SIDEWALK, paving
    if street.chance(0.6):
        position = int(rng.choice((1, 3)))
        labels[position], colors[position] = Label.TERRAIN, grass
    street.strips = [
        ground.Strip(first, last, label, color)
        for (first, last), label, color in zip(
            pairwise(edges), labels, colors, strict=True
        )
    ]
    ground.lay(street.canvas, street.camera, street.strips)
    _mark_road(street)
    ground.grain(street.canvas, street.camera, rng, street.strips)
    for strip in street.strips[1:4]:
        if strip.label == Label.TERRAIN:
            ground.tufts(street.canvas, street.camera, rng, strip)


def _mark_road(street: Street) -> None:
    canvas, camera = street.canvas, street.camera
    ground.lane_marks(canvas, camera, -1.7, True, street.uniform(1, 6))
    if street.chance(0.6):
        ground.lane_marks(canvas, camera, street.right - 0.3, False, 0)
        ground.lane_marks(canvas, camera, street.left + 0.3, False, 0)
    if street.chance(0.35):
        z = street.uniform(7, 20)
        ground.crossing(canvas, camera, street.left, street.right, z)
