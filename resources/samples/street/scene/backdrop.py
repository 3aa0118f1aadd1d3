"""Sky, the end of the street, and what lines both sides of it."""

import cv2
import numpy as np

from scene.camera import Camera
from scene.canvas import HEIGHT, OVERSAMPLING, WIDTH, Canvas, Color, Image, mix, shade
from scene.furniture import foliage
from scene.palette import Label

STUCCO: tuple[Color, ...] = (
    (214, 196, 160),
    (186, 120, 92),
    (168, 84, 66),
    (196, 194, 188),
    (150, 158, 166),
    (224, 208, 176),
    (146, 112, 88),
    (120, 130, 142),
    (206, 166, 120),
)


def speckle(
    rng: np.random.Generator, shape: tuple[int, int], cell: int, spread: float
) -> np.ndarray:
    """Return smooth noise around 1, with grains of `cell` pixels."""
    small = rng.normal(1, spread, (shape[0] // cell + 2, shape[1] // cell + 2))
    noise = cv2.resize(
        small.astype(np.float32),
        (shape[1], shape[0]),
        interpolation=cv2.INTER_LINEAR,
    )
    return noise[..., None]


def sky(
    canvas: Canvas,
    camera: Camera,
    rng: np.random.Generator,
    colors: tuple[Color, Color],
    cloud: float,
) -> None:
    """Paint a gradient from zenith to horizon with clouds over the whole canvas."""
    ramp = np.linspace(0, 1, HEIGHT)[:, None, None] ** 0.8 * HEIGHT
    ramp = np.clip(ramp / max(camera.vanishing_y, 1), 0, 1)
    picture = np.array(colors[0]) * (1 - ramp) + np.array(colors[1]) * ramp
    cover = speckle(rng, (HEIGHT, WIDTH), 48, 0.5) + speckle(
        rng, (HEIGHT, WIDTH), 16, 0.22
    )
    cover = np.clip((cover - 2.0) * 1.4 + cloud - 0.3, 0, 1) * 0.8
    white = np.array(mix((250, 250, 250), colors[1], 0.35))
    picture = picture * (1 - cover) + white * cover
    small = np.clip(picture, 0, 255).astype(np.uint8)
    size = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
    canvas.image[:] = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)
    canvas.labels[:] = Label.SKY


def skyline(
    canvas: Canvas, camera: Camera, rng: np.random.Generator, leaf: Color
) -> None:
    """Close the street far away: buildings side by side, trees before them."""
    x = -150.0
    while x < 150:
        width, height = float(rng.uniform(12, 30)), float(rng.uniform(8, 34))
        color = shade(STUCCO[rng.integers(len(STUCCO))], 0.85)
        z = float(rng.uniform(110, 150))
        if rng.random() < 0.75:
            corners = [
                (x, 0, z),
                (x, height, z),
                (x + width, height, z),
                (x + width, 0, z),
            ]
            texture = facade(rng, color, (width, height), 0.0, 4)
            canvas.warp(
                texture, camera.project(np.roll(corners, -1, 0)), Label.BUILDING, z
            )
        x += width + float(rng.uniform(-4, 6))
    for position in np.arange(-120, 120, 7.0):
        if rng.random() < 0.6:
            center = np.array((position, 2.2, 105.0))
            blob = (center, np.array((5.0, 2.4, 0)), 1.8)
            foliage(canvas, camera, rng, blob, leaf, 80)


def facade(
    rng: np.random.Generator,
    color: Color,
    size: tuple[float, float],
    lit: float,
    unit: int,
) -> Image:
    """Return an RGBA front of `size` (width, height) metres, `unit` pixels each."""
    rows, columns = max(8, int(size[1] * unit)), max(8, int(size[0] * unit))
    picture = _plaster(rng, color, (rows, columns), (3, 0.035), (40, 0.05))
    floor = float(rng.uniform(2.9, 3.5)) * unit
    bay = float(rng.uniform(1.9, 3.0)) * unit
    shape = (float(rng.uniform(0.45, 0.72)), float(rng.uniform(0.5, 0.7)))
    for index, top in enumerate(np.arange(0.6 * unit, rows - 0.9 * floor, floor)):
        for left in np.arange(0.3 * unit, columns - 0.8 * bay, bay):
            pane = (left, top, left + bay * shape[0], top + floor * shape[1])
            _window(picture, rng, pane, color, rng.random() < lit, max(1, unit // 9))
        if index % 2 == 0:
            line = round(top + floor * 0.9)
            cv2.line(picture, (0, line), (columns, line), shade(color, 0.86), 1)
    _ground_floor(picture, rng, unit, color, lit)
    cv2.rectangle(picture, (0, 0), (columns, int(0.35 * unit)), shade(color, 1.15), -1)
    alpha = np.full((rows, columns, 1), 255, np.uint8)
    return np.concatenate([picture, alpha], axis=2)


def _plaster(
    rng: np.random.Generator,
    color: Color,
    shape: tuple[int, int],
    *grains: tuple[int, float],
) -> Image:
    noise = np.ones((*shape, 1), np.float32)
    for cell, spread in grains:
        noise *= speckle(rng, shape, cell, spread)
    surface = noise * np.array(color, np.float32)
    return np.minimum(surface, 255).astype(np.uint8)


def _window(
    picture: Image,
    rng: np.random.Generator,
    pane: tuple[float, float, float, float],
    wall: Color,
    burns: bool,
    frame: int,
) -> None:
    left, top, right, bottom = (round(value) for value in pane)
    glass = shade((70, 84, 100), float(rng.uniform(0.6, 1.35)))
    if burns:
        glass = shade((255, 206, 128), float(rng.uniform(1.5, 1.9)))
    outer = (left - frame, top - frame), (right + frame, bottom + frame)
    cv2.rectangle(picture, *outer, shade(wall, 1.22), -1)
    cv2.rectangle(picture, (left, top), (right, bottom), glass, -1)
    middle = (left + right) // 2
    cv2.line(picture, (middle, top), (middle, bottom), shade(wall, 1.1), 1)
    sill = (left - frame, bottom + frame), (right + frame, bottom + 2 * frame)
    cv2.rectangle(picture, *sill, shade(wall, 0.7), -1)


def _ground_floor(
    picture: Image, rng: np.random.Generator, unit: int, wall: Color, lit: float
) -> None:
    rows, columns = picture.shape[:2]
    top = rows - round(2.7 * unit)
    cv2.rectangle(
        picture, (0, rows - round(0.5 * unit)), (columns, rows), shade(wall, 0.7), -1
    )
    left = 0.4 * unit
    while left < columns - unit:
        width = float(rng.uniform(1.2, 3.2)) * unit
        right = min(round(left + width), columns - 3)
        pane = shade((66, 78, 90), float(rng.uniform(0.6, 1.2)))
        if rng.random() < lit:
            pane = (255, 214, 150)
        bottom = rows - round(float(rng.choice((0.05, 0.5))) * unit)
        cv2.rectangle(picture, (round(left), top), (right, bottom), pane, -1)
        if rng.random() < 0.4:
            awning = tuple(float(v) for v in rng.uniform(60, 220, 3))
            low = top + round(0.5 * unit)
            cv2.rectangle(picture, (round(left), top - 3), (right, low), awning, -1)
        left += width + 0.5 * unit


def masonry(
    rng: np.random.Generator, color: Color, width: float, height: float
) -> Image:
    """Return an RGBA wall of stones or plain concrete panels with a coping."""
    unit = 26
    rows, columns = int(height * unit), int(width * unit)
    picture = _plaster(rng, color, (rows, columns), (2, 0.05), (26, 0.08))
    joint = shade(color, 0.72)
    course, stone = (8, 18) if rng.random() < 0.6 else (rows, 60)
    for index, row in enumerate(range(0, rows, course)):
        cv2.line(picture, (0, row), (columns, row), joint, 1)
        for left in range((index % 2) * stone // 2, columns, stone):
            cv2.line(picture, (left, row), (left, row + course), joint, 1)
    cv2.rectangle(picture, (0, 0), (columns, 5), shade(color, 1.18), -1)
    alpha = np.full((rows, columns, 1), 255, np.uint8)
    return np.concatenate([picture, alpha], axis=2)


def railing(
    rng: np.random.Generator, color: Color, width: float, height: float
) -> Image:
    """Return an RGBA fence: posts, rails, and upright bars one can look through."""
    unit = 30
    rows, columns = int(height * unit), int(width * unit)
    picture = np.zeros((rows, columns, 4), np.uint8)
    paint = (*color, 255.0)
    dark = (*shade(color, 0.75), 255.0)
    bar, gap = ((7, 6), (3, 7), (4, 10))[rng.integers(3)]
    for left in range(0, columns, bar + gap):
        cv2.rectangle(picture, (left, 4), (left + bar, rows), paint, -1)
    for rail in (3, rows // 2, rows - 9):
        cv2.rectangle(picture, (0, rail), (columns, rail + 4), dark, -1)
    for left in range(0, columns, 60):
        cv2.rectangle(picture, (left, 0), (left + 7, rows), dark, -1)
    return picture
