"""What lines a street: buildings, walls, fences, hedges and trees."""

import numpy as np

from scene import backdrop, furniture
from scene.camera import NEAR
from scene.canvas import Color, shade
from scene.palette import Label
from scene.street import Painter, Street


def line_side(street: Street, side: int) -> None:
    """Queue one side (-1 left, 1 right) of the street, segment by segment."""
    edge = street.strips[1].left if side < 0 else street.strips[3].right
    line = edge + side * (0.0 if street.chance(0.6) else street.uniform(1.0, 3.0))
    z, first = NEAR + 0.2, True
    while z < 105:
        near = (0.22, 0.30, 0.30, 0.18) if first else (0.52, 0.18, 0.16, 0.14)
        kind = int(street.rng.choice(4, p=near))
        length = street.uniform(9, 16)
        if first:
            length += street.visible_from(line)
        _SEGMENTS[kind](street, side, line, (z, z + length))
        first, z = False, z + length


def _stand(
    street: Street,
    texture: np.ndarray,
    x: float,
    reach: tuple[float, float],
    height: float,
    label: Label,
) -> None:
    corners = [(x, height, reach[0]), (x, height, reach[1])]
    quad = street.camera.project([*corners, (x, 0, reach[1]), (x, 0, reach[0])])
    near = max(reach[0], street.visible_from(x))
    z = (near + min(reach[1], near * 2)) / 2
    street.line(reach[0] + 0.4, lambda: street.canvas.warp(texture, quad, label, z))


def _building(
    street: Street, side: int, line: float, reach: tuple[float, float]
) -> None:
    rng, weather = street.rng, street.weather
    x = line + side * street.uniform(0, 0.8)
    color = shade(
        backdrop.STUCCO[rng.integers(len(backdrop.STUCCO))], street.uniform(0.8, 1.12)
    )
    height = street.uniform(5.5, 13)
    bright = 1.0 if weather.sun * side < 0 else 0.80
    unit = 18 if reach[0] < 12 else 11 if reach[0] < 40 else 6
    size = (reach[1] - reach[0], height)
    front = backdrop.facade(rng, shade(color, bright), size, weather.lit, unit)
    gable_size, dim = (9.0, height), weather.lit * 0.5
    gable = backdrop.facade(rng, shade(color, 0.9), gable_size, dim, min(unit, 11))
    inner, outer = (x, x + 9) if side > 0 else (x - 9, x)
    corners = [(inner, height, reach[0]), (outer, height, reach[0])]
    quad = street.camera.project([*corners, (outer, 0, reach[0]), (inner, 0, reach[0])])
    if reach[0] > NEAR + 1:
        canvas = street.canvas
        street.line(
            reach[0] + 0.2, lambda: canvas.warp(gable, quad, Label.BUILDING, reach[0])
        )
    _stand(street, front, x, reach, height, Label.BUILDING)


def _wall(street: Street, side: int, line: float, reach: tuple[float, float]) -> None:
    height = street.uniform(1.7, 3.2)
    base = ((168, 160, 148), (150, 96, 78), (186, 178, 160), (128, 130, 132))
    color = shade(base[street.rng.integers(4)], street.uniform(0.85, 1.1))
    texture = backdrop.masonry(street.rng, color, reach[1] - reach[0], height)
    _green_behind(street, side, line + side * 2.5, reach)
    _stand(street, texture, line, reach, height, Label.WALL)


def _fence(street: Street, side: int, line: float, reach: tuple[float, float]) -> None:
    height = street.uniform(1.2, 2.0)
    base = ((62, 64, 68), (140, 100, 66), (206, 204, 196), (70, 100, 76))
    color = base[street.rng.integers(4)]
    texture = backdrop.railing(street.rng, color, reach[1] - reach[0], height)
    _green_behind(street, side, line + side * 3.0, reach)
    _stand(street, texture, line, reach, height, Label.FENCE)


def _park(street: Street, side: int, line: float, reach: tuple[float, float]) -> None:
    _green_behind(street, side, line + side * 1.5, reach)
    if street.chance(0.5):
        _hedge(street, line + side * 0.8, reach)


def _green_behind(
    street: Street, side: int, x: float, reach: tuple[float, float]
) -> None:
    rng, canvas, camera = street.rng, street.canvas, street.camera
    if street.chance(0.6):
        far = (reach[1] + 2, reach[1] + 3)
        color = backdrop.STUCCO[rng.integers(len(backdrop.STUCCO))]
        height = street.uniform(5, 11)
        texture = backdrop.facade(rng, color, (14.0, height), street.weather.lit, 10)
        near = x + side * street.uniform(0, 4)
        inner, outer = (near, near + 14) if side > 0 else (near - 14, near)
        corners = [(inner, height, far[0]), (outer, height, far[0])]
        quad = camera.project([*corners, (outer, 0, far[0]), (inner, 0, far[0])])
        street.line(far[0], lambda: canvas.warp(texture, quad, Label.BUILDING, far[0]))
    z = max(reach[0], street.visible_from(x) * 0.9)
    while z < reach[1]:
        height, offset = street.uniform(4, 8), side * street.uniform(0, 4)
        foot, leaf = (x + offset, z), shade(street.leaf, street.uniform(0.8, 1.2))
        street.line(z, tree(street, foot, leaf, height))
        z += street.uniform(3, 9)


def tree(
    street: Street, foot: tuple[float, float], leaf: Color, height: float
) -> Painter:
    """Return the painter of one tree at `foot` (x, z)."""
    canvas, camera, rng = street.canvas, street.camera, street.rng
    return lambda: furniture.tree(canvas, camera, rng, foot, leaf, height)


def _hedge(street: Street, x: float, reach: tuple[float, float]) -> None:
    canvas, camera, rng = street.canvas, street.camera, street.rng
    leaf = shade(street.leaf, 0.8)
    z = max(reach[0], street.visible_from(x) * 0.7)
    while z < reach[1]:
        center = np.array((x, 0.65, z))
        blob = (center, np.array((0.6, 0.6, 0.0)), 0.28)
        street.line(
            z, lambda b=blob: furniture.foliage(canvas, camera, rng, b, leaf, 22)
        )
        z += 0.9 + z * 0.05


_SEGMENTS = (_building, _wall, _fence, _park)
