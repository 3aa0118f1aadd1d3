"""What stands along a street: poles, lamps, traffic lights, signs, trees."""

import numpy as np

from scene.camera import Camera, Points
from scene.canvas import Canvas, Color, shade
from scene.palette import Label

METAL: Color = (128, 130, 132)


def post(
    canvas: Canvas,
    camera: Camera,
    foot: tuple[float, float],
    height: float,
    width: float,
    color: Color = METAL,
) -> None:
    """Paint an upright pole at `foot` (x, z), lit from one side."""
    x, z = foot
    corners = [(x - width / 2, 0, z), (x - width / 2, height, z)]
    corners += [(x + width / 2, height, z), (x + width / 2, 0, z)]
    outline = camera.project(corners)
    canvas.fill(outline, color, Label.POLE, z)
    band = outline.copy()
    band[:2, 0] += (outline[2:, 0] - outline[:2, 0]) * 0.6
    canvas.fill(band, shade(color, 0.7), None, z)
    shadow = camera.project(
        [(x, 0, z - 0.1), (x + 3.0, 0, z + 0.5), (x + 3.0, 0, z + 0.8), (x, 0, z + 0.1)]
    )
    canvas.darken(shadow, 0.7)


def street_lamp(
    canvas: Canvas, camera: Camera, foot: tuple[float, float], lit: float
) -> None:
    """Paint a lamp post whose arm reaches over the road."""
    x, z = foot
    post(canvas, camera, foot, 6.5, 0.26)
    arm = 1.8 * (-1 if x > 0 else 1)
    width = max(1.5, 0.15 * camera.scale(z))
    start, end = camera.project([(x, 6.4, z), (x + arm, 6.8, z)])
    canvas.limb(start, end, width, METAL, Label.POLE, z)
    canvas.limb(end, np.add(end, (0.1, 0)), width * 1.6, (210, 208, 196), Label.POLE, z)
    if lit > 0:
        canvas.shine(end, 0.4 * camera.scale(z), shade((255, 214, 150), lit))


_LAMPS: tuple[tuple[Color, Color], ...] = (
    ((74, 26, 24), (255, 50, 40)),
    ((76, 62, 24), (255, 190, 50)),
    ((22, 62, 38), (60, 240, 130)),
)


def traffic_light(
    canvas: Canvas,
    camera: Camera,
    rng: np.random.Generator,
    foot: tuple[float, float],
) -> None:
    """Paint a signal head of three lamps, one lit, on its pole."""
    x, z = foot
    post(canvas, camera, foot, 2.9, 0.22, (96, 98, 100))
    low = 2.5
    head = camera.project(
        [
            (x - 0.28, low, z),
            (x - 0.28, low + 1.3, z),
            (x + 0.28, low + 1.3, z),
            (x + 0.28, low, z),
        ]
    )
    canvas.fill(head, (30, 34, 32), Label.TRAFFIC_LIGHT, z)
    edge = max(1.0, 0.05 * camera.scale(z))
    canvas.outline(head, edge, (196, 176, 60), Label.TRAFFIC_LIGHT, z)
    burning = int(rng.integers(3))
    for index, (dark, bright) in enumerate(_LAMPS):
        center = camera.project((x, low + 1.08 - 0.42 * index, z))
        radius = 0.17 * camera.scale(z)
        lamp = bright if index == burning else dark
        canvas.disc(center, radius, lamp, Label.TRAFFIC_LIGHT, 0)
        if index == burning:
            canvas.shine(center, radius * 1.3, shade(bright, 0.5))


def _regular(sides: int, turn: float) -> Points:
    angles = np.arange(sides) * 2 * np.pi / sides + turn
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


_SHAPES: tuple[tuple[Points, Color, Color], ...] = (
    (_regular(3, -np.pi / 2), (206, 32, 36), (246, 246, 240)),
    (_regular(20, 0), (206, 32, 36), (246, 246, 240)),
    (_regular(20, 0), (246, 246, 240), (28, 86, 178)),
    (_regular(8, np.pi / 8), (246, 246, 240), (196, 30, 34)),
    (_regular(4, 0), (246, 246, 240), (240, 196, 40)),
    (_regular(4, np.pi / 4), (246, 246, 240), (28, 86, 178)),
)


def sign(
    canvas: Canvas,
    camera: Camera,
    rng: np.random.Generator,
    foot: tuple[float, float],
) -> None:
    """Paint one or two road signs on a pole."""
    x, z = foot
    post(canvas, camera, foot, 2.6, 0.18)
    pixels = camera.scale(z)
    for level in range(1 + int(rng.random() < 0.35)):
        shape, rim, face = _SHAPES[rng.integers(len(_SHAPES))]
        center = camera.project((x, 2.5 - 0.95 * level, z))
        radius = float(rng.uniform(0.44, 0.58)) * pixels
        canvas.fill(shape * radius + center, rim, Label.TRAFFIC_SIGN, z)
        canvas.fill(shape * radius * 0.78 + center, face, Label.TRAFFIC_SIGN, z)
        glyph: Color = (250, 250, 246) if sum(face) < 500 else (30, 30, 34)
        if rng.random() < 0.5:
            size = np.array((0.5, 0.14)) * radius
        else:
            size = np.array((0.14, 0.42)) * radius
        mark = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * size + center
        canvas.fill(mark, glyph, Label.TRAFFIC_SIGN, z)


def guide_sign(
    canvas: Canvas, camera: Camera, rng: np.random.Generator, foot: tuple[float, float]
) -> None:
    """Paint a large direction board on two poles."""
    x, z = foot
    for side in (-0.9, 0.9):
        post(canvas, camera, (x + side, z), 2.4, 0.18)
    color = ((28, 86, 178), (26, 112, 70), (236, 196, 44))[rng.integers(3)]
    board = [(x - 1.3, 2.0, z), (x - 1.3, 3.5, z), (x + 1.3, 3.5, z), (x + 1.3, 2.0, z)]
    canvas.fill(camera.project(board), (244, 244, 240), Label.TRAFFIC_SIGN, z)
    inner = np.array(board)
    inner[:, 0] = x + (inner[:, 0] - x) * 0.95
    inner[:, 1] = 2.75 + (inner[:, 1] - 2.75) * 0.91
    canvas.fill(camera.project(inner), color, Label.TRAFFIC_SIGN, z)
    width = max(1.0, 0.14 * camera.scale(z))
    for row in (3.1, 2.75, 2.4):
        end = x + float(rng.uniform(-0.1, 0.9))
        line = camera.project([(x - 0.9, row, z), (end, row, z)])
        canvas.limb(line[0], line[1], width, (244, 244, 240), Label.TRAFFIC_SIGN, z)


def tree(
    canvas: Canvas,
    camera: Camera,
    rng: np.random.Generator,
    foot: tuple[float, float],
    leaf: Color,
    height: float,
) -> None:
    """Paint a tree: a tapering trunk under clumps of leaves lit from above."""
    x, z = foot
    trunk = [(x - 0.22, 0, z), (x - 0.13, height * 0.6, z)]
    trunk += [(x + 0.13, height * 0.6, z), (x + 0.22, 0, z)]
    ground = [(x - 1.8, 0, z - 0.6), (x + 2.4, 0, z - 0.4), (x + 2.8, 0, z + 0.8)]
    canvas.darken(camera.project([*ground, (x - 1.2, 0, z + 0.8)]), 0.62)
    canvas.fill(camera.project(trunk), (86, 66, 50), Label.VEGETATION, z)
    crown = np.array((x, height * 0.72, z))
    spread = np.array((height * 0.26, height * 0.27, 0))
    foliage(canvas, camera, rng, (crown, spread, height * 0.095), leaf, 46)


def foliage(
    canvas: Canvas,
    camera: Camera,
    rng: np.random.Generator,
    blob: tuple[Points, Points, float],
    leaf: Color,
    count: int,
) -> None:
    """Paint clumps of leaves around a centre; the lower ones lie in shade."""
    center, spread, radius = blob
    z = float(center[2])
    count = max(8, int(count * min(1.0, 9.0 / z)))
    offsets = rng.normal(0, 0.5, (count, 3)).clip(-1, 1)
    order = np.argsort(offsets[:, 1])
    points = camera.project(center + offsets[order] * spread)
    light = 0.62 + 0.26 * (offsets[order, 1] - 0.5 * offsets[order, 0])
    light += rng.uniform(-0.12, 0.14, count)
    grow = 1 + 0.5 * max(0.0, z / 9 - 1)
    sizes = rng.uniform(0.7, 1.3, count) * radius * camera.scale(z) * min(grow, 1.6)
    for point, factor, size in zip(points, light, sizes, strict=True):
        canvas.disc(
            point, float(size), shade(leaf, float(factor) + 0.3), Label.VEGETATION, z
        )
        glint = point + np.array((-0.3, -0.3)) * size
        canvas.disc(
            glint, float(size) * 0.5, shade(leaf, float(factor) + 0.46), None, z
        )
