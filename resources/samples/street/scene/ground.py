"""The ground: asphalt, paving, grass, lane marks, rails, and its grain."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from scene.camera import NEAR, Camera
from scene.canvas import HEIGHT, OVERSAMPLING, WIDTH, Canvas, Color, shade
from scene.palette import Label

FAR = 160.0
_GRAIN = 256


@dataclass(frozen=True, slots=True)
class Strip:
    """A band of ground along the street, from x to x in metres."""

    left: float
    right: float
    label: Label
    color: Color


def band(
    canvas: Canvas,
    camera: Camera,
    span: tuple[float, float],
    reach: tuple[float, float],
    color: Color,
    label: Label | None,
) -> None:
    """Paint a rectangle of the ground: x from `span`, z from `reach`."""
    (left, right), (near, far) = span, (max(reach[0], NEAR), reach[1])
    corners = [(left, 0, near), (left, 0, far), (right, 0, far), (right, 0, near)]
    canvas.fill(camera.project(corners), color, label)


def lay(canvas: Canvas, camera: Camera, strips: list[Strip]) -> None:
    """Paint all strips to the horizon with kerbs between road and sidewalk."""
    for strip in strips:
        span = (strip.left, strip.right)
        band(canvas, camera, span, (NEAR, FAR), strip.color, strip.label)
    for first, second in pairwise(strips):
        if Label.ROAD in (first.label, second.label):
            edge = first.right
            outer = edge + (0.18 if first.label == Label.ROAD else -0.18)
            span = (min(edge, outer), max(edge, outer))
            beside = second if first.label == Label.ROAD else first
            band(canvas, camera, span, (NEAR, FAR), (196, 194, 188), beside.label)


def lane_marks(
    canvas: Canvas, camera: Camera, x: float, dashed: bool, offset: float
) -> None:
    """Paint a white line along the road at `x`; marks are road."""
    if not dashed:
        band(canvas, camera, (x - 0.08, x + 0.08), (NEAR, 90), (228, 228, 222), None)
        return
    for start in np.arange(offset, 80, 6.0):
        span, reach = (x - 0.08, x + 0.08), (float(start), float(start) + 3)
        band(canvas, camera, span, reach, (228, 228, 222), None)


def crossing(
    canvas: Canvas, camera: Camera, left: float, right: float, z: float
) -> None:
    """Paint a zebra crossing from `left` to `right` at distance `z`."""
    for x in np.arange(left + 0.3, right - 0.5, 1.0):
        span = (float(x), float(x) + 0.5)
        band(canvas, camera, span, (z, z + 3), (232, 232, 226), None)


def rails(canvas: Canvas, camera: Camera, x: float) -> None:
    """Paint a pair of tram rails set into the road."""
    for side in (-0.72, 0.72):
        span = (x + side - 0.10, x + side + 0.10)
        band(canvas, camera, span, (NEAR, 100), (52, 52, 56), None)
        span = (x + side - 0.04, x + side + 0.04)
        band(canvas, camera, span, (NEAR, 100), (172, 174, 178), None)


def grain(
    canvas: Canvas, camera: Camera, rng: np.random.Generator, strips: list[Strip]
) -> None:
    """Give the ground its texture in perspective and fade it into the haze."""
    top = min(max(int(camera.vanishing_y) + 1, 0), HEIGHT - 2)
    rows = np.arange(top, HEIGHT) + 0.5
    depth = camera.ground_depth(rows)
    across = (np.arange(WIDTH) + 0.5 - camera.vanishing_x)[None] / camera.focal
    x = (across * depth[:, None]).astype(np.float32)
    z = np.repeat(depth[:, None].astype(np.float32), WIDTH, axis=1)
    factor = _noise(rng, x, z, depth)
    labels = canvas.labels[top:]
    for strip in strips:
        if strip.label == Label.SIDEWALK:
            inside = labels == Label.SIDEWALK
            factor = np.where(inside, factor * _paving(x - strip.left, z), factor)
            break
    fade = np.exp(-canvas.density * depth)[:, None, None]
    size = (WIDTH * OVERSAMPLING, labels.shape[0] * OVERSAMPLING)
    area = canvas.image[top * OVERSAMPLING :]
    factor = cv2.resize(factor.astype(np.float32), size)[..., None]
    fade = np.repeat(fade, OVERSAMPLING, axis=0).astype(np.float32)
    seen = np.minimum(area * factor, 255) * fade
    seen += np.array(canvas.haze, np.float32) * (1 - fade)
    on_ground = np.isin(labels, (Label.ROAD, Label.SIDEWALK, Label.TERRAIN))
    on_ground = np.repeat(np.repeat(on_ground, OVERSAMPLING, 0), OVERSAMPLING, 1)
    np.copyto(area, seen.astype(np.uint8), where=on_ground[..., None])


def _noise(
    rng: np.random.Generator, x: np.ndarray, z: np.ndarray, depth: np.ndarray
) -> np.ndarray:
    tile = np.pad(rng.normal(0, 1, (_GRAIN, _GRAIN)).astype(np.float32), 8, "wrap")
    tile = cv2.GaussianBlur(tile, (0, 0), 1.0)[8:-8, 8:-8] * 2.2
    strength = np.clip(9.0 / depth, 0, 1)[:, None].astype(np.float32)
    fine = _tiled(tile, x * 30, z * 30)
    coarse = _tiled(tile, x * 2.1, z * 0.7)
    return 1 + 0.05 * fine * strength + 0.045 * coarse


def _tiled(tile: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return cv2.remap(
        tile, x % _GRAIN, y % _GRAIN, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
    )


def _paving(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    joint = ((x % 0.8) < 0.05) | ((z % 0.8) < 0.06)
    tint = 0.94 + 0.10 * (
        np.sin(np.floor(x / 0.8) * 12.9 + np.floor(z / 0.8) * 78.2) % 1
    )
    visible = np.clip(1 - z / 22, 0, 1)
    return 1 + ((np.where(joint, 0.72, tint) - 1) * visible)


def tufts(
    canvas: Canvas, camera: Camera, rng: np.random.Generator, strip: Strip
) -> None:
    """Paint blades and flowers on a strip of grass."""
    for _ in range(70):
        z = float(NEAR + 2 + 22 * rng.random() ** 2)
        x = float(rng.uniform(strip.left, strip.right))
        foot, tip = camera.project([(x, 0, z), (x + rng.normal(0, 0.05), 0.16, z)])
        color = shade(strip.color, float(rng.uniform(0.7, 1.3)))
        half = np.array((0.05 * camera.scale(z), 0))
        quad = np.array([foot - half, tip, foot + half])
        canvas.fill(quad, color, None, z)
