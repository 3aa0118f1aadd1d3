"""A pinhole camera over a flat ground: X right, Y up, Z ahead, in metres."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]

NEAR = 1.2


@dataclass(frozen=True, slots=True)
class Camera:
    """Focal length in pixels, height in metres, vanishing point in pixels."""

    focal: float
    height: float
    vanishing_x: float
    vanishing_y: float

    def project(self, world: ArrayLike) -> Points:
        """Map world points [..., 3] to pixels [..., 2]; nearer than NEAR is clamped."""
        world = np.asarray(world, dtype=np.float64)
        scale = self.focal / np.maximum(world[..., 2], NEAR)
        return np.stack(
            [
                self.vanishing_x + world[..., 0] * scale,
                self.vanishing_y + (self.height - world[..., 1]) * scale,
            ],
            axis=-1,
        )

    def scale(self, z: float) -> float:
        """Pixels per metre at distance `z`."""
        return self.focal / max(z, NEAR)

    def ground_depth(self, rows: Points) -> Points:
        """Distance of the ground in each pixel row; infinite above the horizon."""
        below = rows - self.vanishing_y
        with np.errstate(divide="ignore"):
            depth = self.focal * self.height / below
        return np.where(below > 0, depth, np.inf)
