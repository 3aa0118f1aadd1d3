"""Every kind of motor vehicle at its standard size."""

from dataclasses import replace

import numpy as np

from scene.bodywork import Brush
from scene.canvas import Color
from scene.cars import car
from scene.heavy import bus, train, truck
from scene.palette import Label

SIZES: dict[Label, tuple[float, float]] = {
    Label.CAR: (4.2, 1.8),
    Label.TRUCK: (7.5, 2.4),
    Label.BUS: (11.0, 2.5),
    Label.TRAIN: (20.0, 2.5),
}


def vehicle(brush: Brush, rng: np.random.Generator, color: Color, lit: float) -> None:
    """Paint the vehicle that the brush's label names, at its standard size."""
    length, width = SIZES[brush.label]
    brush = replace(brush, pose=replace(brush.pose, length=length, width=width))
    painters = {Label.CAR: car, Label.TRUCK: truck, Label.BUS: bus, Label.TRAIN: train}
    painters[brush.label](brush, rng, color, lit)
