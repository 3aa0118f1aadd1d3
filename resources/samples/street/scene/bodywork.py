"""What vehicles are made of: extruded profiles, wheels, lamps, shadows."""

from dataclasses import dataclass

import numpy as np

from scene.camera import Camera, Points
from scene.canvas import Canvas, Color, shade
from scene.palette import Label

GLASS: Color = (52, 64, 78)
TYRE: Color = (26, 26, 28)
RIM: Color = (150, 152, 155)
HEADLIGHT: Color = (245, 240, 215)
TAILLIGHT: Color = (200, 24, 24)
_TURN = np.linspace(0, 2 * np.pi, 16, endpoint=False)
_CIRCLE = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=-1)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a vehicle's centre stands; yaw 0 drives away from the camera."""

    x: float
    z: float
    yaw: float
    length: float
    width: float

    def place(self, along: Points, across: Points, up: Points) -> Points:
        """Map metres from the tail, from the middle and up to world points [..., 3]."""
        ahead = np.asarray(along) - self.length / 2
        sine, cosine = np.sin(self.yaw), np.cos(self.yaw)
        x = self.x + ahead * sine + across * cosine
        z = self.z + ahead * cosine - across * sine
        return np.stack(np.broadcast_arrays(x, up, z), axis=-1).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Brush:
    """The canvas, seen by a camera, from one vehicle's point of view."""

    canvas: Canvas
    camera: Camera
    pose: Pose
    label: Label
    sun: float

    def project(self, along: Points, across: Points, up: Points) -> Points:
        """Map local coordinates to pixels."""
        return self.camera.project(self.pose.place(along, across, up))

    def side(self, outline: Points, across: float, color: Color) -> None:
        """Paint a polygon of (along, up) on the plane `across`."""
        points = self.project(outline[:, 0], np.float64(across), outline[:, 1])
        self.canvas.fill(points, color, self.label, self.pose.z)

    def end(self, along: float, outline: Points, color: Color) -> None:
        """Paint a polygon of (across, up) on the plane `along`."""
        points = self.project(np.float64(along), outline[:, 0], outline[:, 1])
        self.canvas.fill(points, color, self.label, self.pose.z)

    def visible_side(self) -> float:
        """Return the sign of the flank that faces the camera."""
        pose = self.pose
        facing = -(pose.x * np.cos(pose.yaw) - pose.z * np.sin(pose.yaw))
        return 1.0 if facing > 0 else -1.0

    def visible_end(self) -> float:
        """Return 1 where the front faces the camera, -1 for the tail."""
        pose = self.pose
        facing = -(pose.x * np.sin(pose.yaw) + pose.z * np.cos(pose.yaw))
        return 1.0 if facing > 0 else -1.0

    def sees_side(self, side: float) -> bool:
        """Tell whether the flank is in front of the camera and not edge on."""
        pose = self.pose
        facing = -(pose.x * np.cos(pose.yaw) - pose.z * np.sin(pose.yaw)) * side
        return bool(facing > pose.width / 2)

    def sees_end(self, end: float) -> bool:
        """Tell whether that end faces the camera."""
        pose = self.pose
        facing = -(pose.x * np.sin(pose.yaw) + pose.z * np.cos(pose.yaw)) * end
        return bool(facing > pose.length / 2)


def box(low: tuple[float, float], high: tuple[float, float]) -> Points:
    """Return the corners of a rectangle."""
    return np.array(
        [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])],
        dtype=np.float64,
    )


def extrude(brush: Brush, profile: Points, taper: float, color: Color) -> None:
    """Paint the strips over the profile (along, up) and the flank that shows.

    The upper half leans in by `taper` metres; glass is left to the caller.
    """
    belt = profile[:, 1].max() * 0.62
    half = brush.pose.width / 2 - np.where(profile[:, 1] > belt, taper, 0.0)
    left = brush.pose.place(profile[:, 0], -half, profile[:, 1])
    right = brush.pose.place(profile[:, 0], half, profile[:, 1])
    count = len(profile)
    strips = [
        np.array([left[i], left[j], right[j], right[i]])
        for i, j in zip(range(count), [*range(1, count), 0], strict=True)
    ]
    faces = [(strip, _strip_light(strip)) for strip in strips]
    faces.sort(key=lambda face: -float(np.square(face[0].mean(axis=0)).sum()))
    for face, light in faces:
        points = brush.camera.project(face)
        brush.canvas.fill(points, shade(color, light), brush.label, brush.pose.z)
    side = brush.visible_side()
    if brush.sees_side(side):
        flank = brush.camera.project(right if side > 0 else left)
        light = 1.0 if side * np.cos(brush.pose.yaw) * brush.sun > 0 else 0.78
        brush.canvas.fill(flank, shade(color, light), brush.label, brush.pose.z)


def _strip_light(strip: Points) -> float:
    rise = abs(strip[1, 1] - strip[0, 1])
    run = float(np.hypot(strip[1, 0] - strip[0, 0], strip[1, 2] - strip[0, 2]))
    return 0.82 + 0.33 * run / max(rise + run, 1e-6)


def wheels(brush: Brush, axles: Points, radius: float) -> None:
    """Paint all wheels; the body painted next hides what is behind it."""
    half = brush.pose.width / 2 - 0.16
    for along in axles:
        for across in (-half, half):
            _tyre(brush, float(along), across - 0.1, radius)
            _tyre(brush, float(along), across + 0.1, radius)
            tread = box((across - 0.12, 0.0), (across + 0.12, 2 * radius))
            brush.end(float(along), tread, TYRE)


def flank_wheels(brush: Brush, axles: Points, radius: float) -> None:
    """Paint the wheels of the flank that shows over the body, with their rims."""
    side = brush.visible_side()
    if not brush.sees_side(side):
        return
    for along in axles:
        across = side * brush.pose.width / 2
        _tyre(brush, float(along), across, radius)
        outline = _CIRCLE * radius * 0.58 + (float(along), radius)
        brush.side(outline, across, RIM)


def _tyre(brush: Brush, along: float, across: float, radius: float) -> None:
    brush.side(_CIRCLE * radius + (along, radius), across, TYRE)


def lamps(brush: Brush, height: float, size: float, lit: float) -> None:
    """Paint head or tail lights on the end that shows; `lit` lets them glow."""
    end = brush.visible_end()
    if not brush.sees_end(end):
        return
    along = brush.pose.length if end > 0 else 0.0
    color = HEADLIGHT if end > 0 else TAILLIGHT
    inset = brush.pose.width / 2 - size * 0.75
    for side in (-inset, inset):
        corners = box(
            (side - size * 0.6, height), (side + size * 0.6, height + size * 0.7)
        )
        brush.end(along, corners, color)
        if lit > 0:
            center = brush.project(
                np.float64(along), np.float64(side), np.float64(height)
            )
            pixels = brush.camera.scale(brush.pose.z) * size
            brush.canvas.shine(center, pixels, shade(color, lit))


def shadow(brush: Brush, strength: float) -> None:
    """Darken the ground under and beside the vehicle, away from the sun."""
    half = brush.pose.width / 2 + 0.1
    lean = 0.9 * brush.sun * np.sign(np.cos(brush.pose.yaw) or 1.0)
    corners = np.array([(0, -half), (brush.pose.length, -half)])
    corners = np.concatenate([corners, [(brush.pose.length, half), (0, half)]])
    corners[corners[:, 1] * lean < 0, 1] -= lean
    points = brush.project(corners[:, 0], corners[:, 1], np.float64(0))
    brush.canvas.darken(points, strength)
