"""A street while it is being painted."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from scene.camera import Camera
from scene.canvas import WIDTH, Canvas, Color
from scene.ground import Strip
from scene.weather import Weather

Painter = Callable[[], None]


@dataclass(slots=True)
class Street:
    """One street being painted; `things` wait with their distance.

    What lines the sides lies behind everything on the street and is painted first.
    """

    canvas: Canvas
    camera: Camera
    rng: np.random.Generator
    weather: Weather
    left: float
    right: float
    leaf: Color
    strips: list[Strip] = field(default_factory=list)
    sides: list[tuple[float, Painter]] = field(default_factory=list)
    things: list[tuple[float, Painter]] = field(default_factory=list)

    def put(self, z: float, painter: Painter) -> None:
        """Add a thing to be painted when everything beyond `z` is."""
        self.things.append((z, painter))

    def line(self, z: float, painter: Painter) -> None:
        """Add a part of a side to be painted when everything beyond `z` is."""
        self.sides.append((z, painter))

    def chance(self, probability: float) -> bool:
        """Decide by a weighted coin."""
        return bool(self.rng.random() < probability)

    def uniform(self, low: float, high: float) -> float:
        """Draw a number between two bounds."""
        return float(self.rng.uniform(low, high))

    def visible_from(self, x: float) -> float:
        """Return the distance from which a thing at `x` is inside the picture."""
        room = self.camera.vanishing_x if x < 0 else WIDTH - self.camera.vanishing_x
        return abs(x) * self.camera.focal / max(room - 14, 1)
