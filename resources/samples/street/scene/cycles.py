"""Bicycles and motorcycles, and their riders."""

from dataclasses import dataclass

import numpy as np

from scene.bodywork import HEADLIGHT, RIM, TAILLIGHT, TYRE, Pose
from scene.camera import Camera, Points
from scene.canvas import Canvas, Color, shade
from scene.palette import Label
from scene.people import ground_shadow, outfit

_TURN = np.linspace(0, 2 * np.pi, 18, endpoint=False)


@dataclass(frozen=True, slots=True)
class Cycle:
    """Proportions of a two-wheeler, in metres."""

    label: Label
    wheel_radius: float
    tyre: float
    wheelbase: float
    saddle: float
    handlebar: float


BICYCLE = Cycle(Label.BICYCLE, 0.36, 0.07, 1.10, 0.98, 1.05)
MOTORCYCLE = Cycle(Label.MOTORCYCLE, 0.34, 0.16, 1.40, 0.85, 1.08)


@dataclass(frozen=True, slots=True)
class Saddle:
    """A two-wheeler as painted: maps its own plane to pixels."""

    canvas: Canvas
    camera: Camera
    pose: Pose
    cycle: Cycle

    def at(self, along: float, up: float, across: float = 0.0) -> Points:
        """Return the pixel of a point in local metres."""
        world = self.pose.place(np.float64(along), np.float64(across), np.float64(up))
        return self.camera.project(world)

    def bar(
        self,
        first: tuple[float, ...],
        last: tuple[float, ...],
        width: float,
        color: Color,
        label: Label,
    ) -> None:
        """Paint a tube between two local points, at least 1.2 pixels wide."""
        pixels = max(1.2, width * self.camera.scale(self.pose.z))
        self.canvas.limb(
            self.at(*first), self.at(*last), pixels, color, label, self.pose.z
        )

    def plate(self, corners: list[tuple[float, float]], color: Color) -> None:
        """Paint a polygon in the middle plane, with the cycle's label."""
        points = np.array([self.at(*corner) for corner in corners])
        self.canvas.fill(points, color, self.cycle.label, self.pose.z)


def cycle(
    canvas: Canvas,
    camera: Camera,
    rng: np.random.Generator,
    pose: Pose,
    kind: Cycle,
    ridden: bool,
    lit: float,
) -> None:
    """Paint a bicycle or motorcycle, with its rider when it is ridden."""
    saddle = Saddle(canvas, camera, pose, kind)
    color = tuple(float(value) for value in rng.uniform(40, 230, 3))
    paint: Color = (color[0], color[1], color[2])
    ground_shadow(canvas, camera, pose.x - 0.3, pose.z)
    _wheels(saddle)
    if kind.label == Label.BICYCLE:
        _bicycle_frame(saddle, paint)
    else:
        _motorcycle_body(saddle, paint)
    _cycle_lamp(saddle, lit)
    if ridden:
        _rider(saddle, rng)


def _wheels(saddle: Saddle) -> None:
    kind = saddle.cycle
    middle = saddle.pose.length / 2
    pixels = saddle.camera.scale(saddle.pose.z)
    for along in (middle - kind.wheelbase / 2, middle + kind.wheelbase / 2):
        ring = np.array(
            [
                saddle.at(
                    along + kind.wheel_radius * np.cos(turn),
                    kind.wheel_radius * (1 + np.sin(turn)),
                )
                for turn in _TURN
            ]
        )
        solid = kind.label == Label.MOTORCYCLE
        fill = (84, 84, 88) if solid else None
        saddle.canvas.fill(ring, fill, kind.label, saddle.pose.z)
        width = max(1.5, kind.tyre * pixels)
        saddle.canvas.outline(ring, width, TYRE, kind.label, saddle.pose.z)
        if not solid:
            for opposite in range(0, 9, 3):
                spoke = ring[[opposite, opposite + 9]]
                saddle.canvas.fill(spoke, RIM, None, saddle.pose.z)


def _bicycle_frame(saddle: Saddle, paint: Color) -> None:
    kind, label = saddle.cycle, Label.BICYCLE
    middle = saddle.pose.length / 2
    rear, front = middle - kind.wheelbase / 2, middle + kind.wheelbase / 2
    crank, seat, head = (
        (middle - 0.1, 0.32),
        (middle - 0.24, 0.85),
        (middle + 0.38, 0.85),
    )
    saddle.canvas.fill(
        np.array([saddle.at(*p) for p in (crank, seat, head)]), None, label
    )
    hub = kind.wheel_radius
    for first, last in (
        (crank, seat),
        (crank, head),
        (seat, head),
        ((rear, hub), crank),
        ((rear, hub), seat),
        ((front, hub), head),
        (head, (middle + 0.36, kind.handlebar)),
    ):
        saddle.bar(first, last, 0.055, paint, label)
    bar = kind.handlebar
    saddle.bar(
        (middle + 0.34, bar, -0.28), (middle + 0.34, bar, 0.28), 0.05, TYRE, label
    )
    saddle.bar((middle - 0.36, 0.96), (middle - 0.14, 0.96), 0.09, (30, 28, 28), label)


def _motorcycle_body(saddle: Saddle, paint: Color) -> None:
    kind, label = saddle.cycle, Label.MOTORCYCLE
    middle = saddle.pose.length / 2
    front = middle + kind.wheelbase / 2
    hub, bar = kind.wheel_radius, kind.handlebar
    engine = [(middle - 0.35, 0.28), (middle + 0.32, 0.28), (middle + 0.3, 0.65)]
    saddle.plate([*engine, (middle - 0.35, 0.65)], (70, 70, 74))
    tail = [(middle - 0.85, 0.82), (middle - 0.8, 0.95), (middle - 0.1, 0.80)]
    saddle.plate([*tail, (middle - 0.15, 0.58), (middle - 0.5, 0.6)], shade(paint, 0.8))
    tank = [(middle - 0.12, 0.72), (middle - 0.02, 1.0), (middle + 0.35, 1.0)]
    saddle.plate([*tank, (middle + 0.45, 0.72)], paint)
    for across in (-0.13, 0.13):
        saddle.bar((front, hub, across), (middle + 0.42, bar, across), 0.08, RIM, label)
    saddle.bar((middle - 0.6, 0.86), (middle - 0.12, 0.88), 0.15, (28, 28, 30), label)
    saddle.bar(
        (middle + 0.38, 0.75, -0.16), (middle + 0.38, 0.75, 0.16), 0.46, paint, label
    )
    saddle.bar((middle + 0.4, bar, -0.38), (middle + 0.4, bar, 0.38), 0.07, TYRE, label)
    saddle.bar(
        (middle - 0.5, 0.45, -0.14),
        (middle - 0.5, 0.45, 0.14),
        0.3,
        shade(paint, 0.7),
        label,
    )
    saddle.bar((middle - 0.7, 0.36), (middle + 0.1, 0.33), 0.11, (170, 170, 172), label)


def _cycle_lamp(saddle: Saddle, lit: float) -> None:
    pose = saddle.pose
    toward = np.cos(pose.yaw) < 0
    along = pose.length / 2 + (0.55 if toward else -0.75)
    center = saddle.at(along, 0.86)
    radius = 0.09 * saddle.camera.scale(pose.z)
    color = HEADLIGHT if toward else TAILLIGHT
    saddle.canvas.disc(center, radius, color, saddle.cycle.label, pose.z)
    if lit > 0:
        saddle.canvas.shine(center, radius * 1.5, shade(color, lit))


def _rider(saddle: Saddle, rng: np.random.Generator) -> None:
    clothes, label = outfit(rng), Label.RIDER
    kind = saddle.cycle
    middle = saddle.pose.length / 2
    lean = 0.30 if kind.label == Label.BICYCLE else 0.22
    hip = (middle - 0.27, kind.saddle + 0.08)
    neck = (hip[0] + lean, hip[1] + 0.52)
    pedal = (middle - 0.05, 0.30)
    knee = (middle + 0.15, 0.72)
    hand = (middle + 0.34, kind.handlebar + 0.05)
    dark = shade(clothes.trousers, 0.8)
    for across, leg in ((0.14, dark), (-0.14, clothes.trousers)):
        saddle.bar((*hip, across), (*knee, across * 1.3), 0.18, leg, label)
        saddle.bar((*knee, across * 1.3), (*pedal, across), 0.14, leg, label)
    saddle.bar((*hip, 0.0), (*neck, 0.0), 0.36, clothes.top, label)
    saddle.bar((*neck, -0.18), (*neck, 0.18), 0.17, clothes.top, label)
    for across in (0.2, -0.2):
        saddle.bar(
            (*neck, across),
            (*hand, across * 1.2),
            0.12,
            shade(clothes.top, 0.85),
            label,
        )
    head = saddle.at(neck[0] + 0.08, neck[1] + 0.24)
    pixels = saddle.camera.scale(saddle.pose.z)
    helmet = shade(clothes.top, 0.6) if rng.random() < 0.5 else (235, 235, 230)
    saddle.canvas.disc(head, 0.135 * pixels, clothes.skin, label, saddle.pose.z)
    cap = head + np.array((0, -0.04)) * pixels
    turn = np.linspace(np.pi, 2 * np.pi, 12)
    dome = np.stack([np.cos(turn), np.sin(turn)], axis=-1) * 0.15 * pixels + cap
    saddle.canvas.fill(dome, helmet, label, saddle.pose.z)
