"""Who and what is on a street: traffic, cycles, people, furniture."""

import numpy as np

from scene import cycles, furniture, ground, people, vehicles
from scene.bodywork import Brush, Pose
from scene.canvas import Color, shade
from scene.palette import Label
from scene.sides import tree
from scene.street import Street


def place_traffic(street: Street) -> None:
    """Queue moving vehicles lane by lane, a crossing one, and parked cars."""
    oncoming = (street.left - 1.7) / 2
    heavy = (Label.CAR, Label.TRUCK, Label.BUS, Label.TRAIN)
    if street.chance(0.30):
        kind = Label(int(street.rng.choice(heavy, p=(0.25, 0.2, 0.2, 0.35))))
        turn = float(street.rng.choice((-1.0, 1.0))) * np.pi / 2
        z, half = street.uniform(13, 24), vehicles.SIZES[kind][0] / 2
        _vehicle(street, kind, street.uniform(-half, half) * 0.8, z, turn)
    for lane, yaw, share in ((oncoming, np.pi, 0.85), (0.0, 0.0, 0.7)):
        z = street.uniform(7.5, 15) if lane else street.uniform(9, 18)
        while z < 60 and street.chance(share):
            kind = Label(int(street.rng.choice(heavy, p=(0.40, 0.2, 0.2, 0.2))))
            length = vehicles.SIZES[kind][0]
            if kind == Label.TRAIN:
                ground.rails(street.canvas, street.camera, lane)
            z += length / 2
            _vehicle(street, kind, lane + street.uniform(-0.3, 0.3), z, yaw)
            z += length / 2 + street.uniform(3, 20)
    _park_cars(street)


def _park_cars(street: Street) -> None:
    for x, yaw in ((street.right - 1.0, 0.0), (street.left + 1.0, np.pi)):
        if x > 0 and street.right < 3.3:
            continue
        z = street.visible_from(x) + street.uniform(-1, 6)
        while z < 45 and street.chance(0.62):
            kind = Label.TRUCK if street.chance(0.1) else Label.CAR
            _vehicle(street, kind, x, z + vehicles.SIZES[kind][0] / 2, yaw)
            z += vehicles.SIZES[kind][0] + street.uniform(0.8, 8)


_PAINTS: tuple[Color, ...] = (
    (186, 30, 32),
    (32, 66, 140),
    (226, 226, 224),
    (40, 42, 46),
    (150, 154, 158),
    (228, 180, 44),
    (48, 112, 74),
    (96, 140, 180),
    (120, 62, 44),
)


def _vehicle(street: Street, kind: Label, x: float, z: float, yaw: float) -> None:
    rng, weather = street.rng, street.weather
    color = shade(_PAINTS[rng.integers(len(_PAINTS))], street.uniform(0.8, 1.15))
    length, width = vehicles.SIZES[kind]
    pose = Pose(x, z, yaw + float(rng.normal(0, 0.03)), length, width)
    brush = Brush(street.canvas, street.camera, pose, kind, weather.sun)
    reach = abs(np.cos(yaw)) * length / 2 + abs(np.sin(yaw)) * width / 2
    street.put(z - reach, lambda: vehicles.vehicle(brush, rng, color, weather.lit))


def place_cycles(street: Street) -> None:
    """Queue bicycles and motorcycles, ridden on the road and parked beside it."""
    for kind in (cycles.BICYCLE, cycles.MOTORCYCLE):
        for _ in range(int(street.rng.choice(3, p=(0.30, 0.5, 0.2)))):
            x = street.uniform(street.left + 0.8, street.right - 0.5)
            z = max(street.uniform(5.5, 13), street.visible_from(x))
            _cycle(street, kind, (x, z), True)
        if street.chance(0.4):
            side = street.left - 0.8 if street.chance(0.4) else street.right + 0.8
            z = street.visible_from(side) + street.uniform(0, 4)
            for step in range(int(street.rng.integers(1, 4))):
                _cycle(street, kind, (side, z + step * 1.2), False)


def _cycle(
    street: Street, kind: cycles.Cycle, place: tuple[float, float], ridden: bool
) -> None:
    canvas, camera, rng = street.canvas, street.camera, street.rng
    oblique = street.uniform(0.35, 1.57) * float(rng.choice((-1.0, 1.0)))
    away = 0.0 if place[0] > -1.7 else np.pi
    pose = Pose(*place, away + oblique, kind.wheelbase, 0.5)
    lit = street.weather.lit
    street.put(
        place[1], lambda: cycles.cycle(canvas, camera, rng, pose, kind, ridden, lit)
    )


def place_people(street: Street) -> None:
    """Queue pedestrians on both sidewalks and on the road."""
    canvas, camera, rng = street.canvas, street.camera, street.rng
    for _ in range(int(rng.integers(2, 8))):
        if street.chance(0.3):
            x = street.uniform(street.left, street.right)
        elif street.chance(0.5):
            x = street.left - street.uniform(0.5, 2)
        else:
            x = street.right + street.uniform(0.5, 2)
        z = max(street.uniform(5.5, 8), street.visible_from(x)) + rng.exponential(5)
        street.put(
            z,
            lambda x=x, z=z: people.pedestrian(canvas, camera, rng, x, float(z)),
        )


def place_furniture(street: Street) -> None:
    """Queue lamps, signals, signs and single trees along both kerbs."""
    canvas, camera = street.canvas, street.camera
    lit = street.weather.lit
    for side, x in ((-1, street.left - 0.5), (1, street.right + 0.5)):
        start = street.visible_from(x)
        if street.chance(0.75):
            for z in np.arange(start + street.uniform(0, 9), 70, 17.0):
                street.put(
                    float(z),
                    lambda x=x, z=z: furniture.street_lamp(
                        canvas, camera, (x, float(z)), lit
                    ),
                )
        chances = (0.65, 0.65, 0.22, 0.3)
        for kind, share in enumerate(chances):
            if not street.chance(share):
                continue
            foot = (x + side * street.uniform(0, 0.4), start + street.uniform(0.5, 8))
            _furnish(street, kind, foot)


def _furnish(street: Street, kind: int, foot: tuple[float, float]) -> None:
    canvas, camera, rng = street.canvas, street.camera, street.rng
    if kind == 3:
        street.put(foot[1], tree(street, foot, street.leaf, street.uniform(4, 7)))
        return
    paint = (furniture.traffic_light, furniture.sign, furniture.guide_sign)[kind]
    street.put(foot[1], lambda: paint(canvas, camera, rng, foot))
