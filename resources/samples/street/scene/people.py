"""Pedestrians, and the clothes people wear."""

from dataclasses import dataclass

import numpy as np

from scene.camera import Camera, Points
from scene.canvas import Canvas, Color, shade
from scene.palette import Label

SKIN: tuple[Color, ...] = ((232, 190, 160), (196, 146, 110), (128, 88, 62))


@dataclass(frozen=True, slots=True)
class Outfit:
    """Colours of one person."""

    top: Color
    trousers: Color
    skin: Color
    hair: Color


def outfit(rng: np.random.Generator) -> Outfit:
    """Draw clothes: anything above, mostly dark below."""
    top = tuple(float(value) for value in rng.uniform(30, 235, 3))
    level = rng.uniform(25, 110)
    trousers = (level, level * rng.uniform(0.8, 1.1), level * rng.uniform(0.8, 1.6))
    hair = shade((70, 50, 35), float(rng.uniform(0.3, 2.0)))
    skin = SKIN[rng.integers(len(SKIN))]
    return Outfit((top[0], top[1], top[2]), trousers, skin, hair)


@dataclass(frozen=True, slots=True)
class Figure:
    """A pedestrian as painted: maps metres right of and above the feet to pixels."""

    canvas: Canvas
    feet: Points
    pixels: float
    flip: float
    z: float

    def at(self, right: float, up: float) -> Points:
        """Return the pixel of a point of the body."""
        return self.feet + np.array((right * self.flip, -up)) * self.pixels

    def limb(
        self,
        first: tuple[float, float],
        last: tuple[float, float],
        width: float,
        color: Color,
    ) -> None:
        """Paint an arm, a leg or a neck, `width` metres thick."""
        start, end, size = self.at(*first), self.at(*last), width * self.pixels
        self.canvas.limb(start, end, size, color, Label.PERSON, self.z)

    def patch(
        self, corners: list[tuple[float, float]], color: Color, label: Label | None
    ) -> None:
        """Paint a polygon of clothing."""
        points = np.array([self.at(*corner) for corner in corners])
        self.canvas.fill(points, color, label, self.z)


def pedestrian(
    canvas: Canvas, camera: Camera, rng: np.random.Generator, x: float, z: float
) -> None:
    """Paint a walking or standing person with feet at (x, z)."""
    clothes = outfit(rng)
    feet = camera.project((x, 0.0, z))
    pixels = camera.scale(z) * float(rng.uniform(0.9, 1.1))
    figure = Figure(canvas, feet, pixels, float(rng.choice((-1.0, 1.0))), z)
    stride = float(rng.uniform(0.04, 0.30))
    ground_shadow(canvas, camera, x, z)
    _body(figure, clothes, stride)
    canvas.disc(figure.at(0, 1.63), 0.135 * pixels, clothes.hair, Label.PERSON, z)
    canvas.disc(figure.at(0.04, 1.60), 0.105 * pixels, clothes.skin, Label.PERSON, z)
    if rng.random() < 0.35:
        bag = [(-0.40, 1.36), (-0.18, 1.40), (-0.18, 0.95), (-0.38, 0.9)]
        figure.patch(bag, shade(clothes.top, 0.45), Label.PERSON)


def _body(figure: Figure, clothes: Outfit, stride: float) -> None:
    swing = stride * 0.8
    top, trousers = clothes.top, clothes.trousers
    figure.limb((-0.22, 1.30), (-0.16 - swing, 0.86), 0.13, shade(top, 0.75))
    for foot, factor in ((-stride, 0.75), (stride, 1.0)):
        figure.limb((foot * 0.3, 0.85), (foot, 0.06), 0.18, shade(trousers, factor))
        figure.limb((foot, 0.04), (foot + 0.12, 0.04), 0.09, (40, 36, 34))
    torso = [(-0.26, 1.42), (0.26, 1.42), (0.21, 0.80), (-0.21, 0.80)]
    figure.patch(torso, top, Label.PERSON)
    fold = [(-0.26, 1.42), (-0.08, 1.42), (-0.1, 0.8), (-0.21, 0.8)]
    figure.patch(fold, shade(top, 0.8), None)
    figure.limb((0.22, 1.32), (0.18 + swing, 0.84), 0.13, shade(top, 0.9))
    figure.limb((0.18 + swing, 0.82), (0.18 + swing, 0.80), 0.11, clothes.skin)
    figure.limb((0.0, 1.44), (0.0, 1.52), 0.13, clothes.skin)


def ground_shadow(canvas: Canvas, camera: Camera, x: float, z: float) -> None:
    """Darken the ground beside someone who stands at (x, z)."""
    corners = [(x - 0.35, 0, z - 0.15), (x + 0.9, 0, z - 0.1), (x + 0.9, 0, z + 0.2)]
    canvas.darken(camera.project([*corners, (x - 0.3, 0, z + 0.2)]), 0.6)
