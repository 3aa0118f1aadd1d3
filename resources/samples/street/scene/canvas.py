"""What the painter paints on: an image at twice the size, and its labels."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from scene.camera import Points
from scene.palette import IGNORE, Label

Color = tuple[float, float, float]
Image = NDArray[np.uint8]

HEIGHT, WIDTH = 256, 512
OVERSAMPLING = 2
_FRACTION_BITS = 4
_FARTHEST = 130_000
_CIRCLE = np.stack(
    [np.cos(np.linspace(0, 2 * np.pi, 20)), np.sin(np.linspace(0, 2 * np.pi, 20))],
    axis=-1,
)


def mix(first: Color, second: Color, amount: float) -> Color:
    """Blend two colours; `amount` 1 is all `second`."""
    red, green, blue = (
        a + (b - a) * amount for a, b in zip(first, second, strict=True)
    )
    return red, green, blue


def shade(color: Color, factor: float) -> Color:
    """Scale a colour's brightness."""
    red, green, blue = (min(255.0, channel * factor) for channel in color)
    return red, green, blue


@dataclass(slots=True)
class Canvas:
    """An RGB image at twice 256x512, labels at 256x512, and a half-size glow.

    Colours fade into `haze` with distance: 1 - exp(-density z). `shadow` is the
    strength of cast shadows, 0 to 1.
    """

    haze: Color
    density: float
    shadow: float
    image: Image = field(init=False)
    labels: Image = field(init=False)
    glow: Image = field(init=False)

    def __post_init__(self) -> None:
        """Start empty: everything unlabelled."""
        size = (HEIGHT * OVERSAMPLING, WIDTH * OVERSAMPLING, 3)
        self.image = np.zeros(size, np.uint8)
        self.labels = np.full((HEIGHT, WIDTH), IGNORE, np.uint8)
        self.glow = np.zeros((HEIGHT // 2, WIDTH // 2, 3), np.uint8)

    def hazed(self, color: Color, z: float) -> Color:
        """Return the colour as seen at distance `z` metres."""
        return mix(color, self.haze, 1 - float(np.exp(-self.density * z)))

    def fill(
        self, points: Points, color: Color | None, label: Label | None, z: float = 0
    ) -> None:
        """Paint a polygon (pixels); without colour or label that plane is kept."""
        if color is not None:
            _fill(self.image, points * OVERSAMPLING, self.hazed(color, z))
            _fill(self.glow, points / 2, (0.0, 0.0, 0.0))
        if label is not None:
            _fill(self.labels, points, (float(label),))

    def disc(
        self,
        center: Points,
        radius: float,
        color: Color | None,
        label: Label | None,
        z: float = 0,
    ) -> None:
        """Paint a disc of `radius` pixels."""
        self.fill(center + _CIRCLE * radius, color, label, z)

    def limb(
        self,
        start: Points,
        end: Points,
        width: float,
        color: Color | None,
        label: Label | None,
        z: float = 0,
    ) -> None:
        """Paint a thick line with round ends, `width` pixels wide."""
        along = end - start
        length = max(float(np.hypot(along[0], along[1])), 1e-6)
        across = np.array([-along[1], along[0]]) / length * width / 2
        quad = np.array([start + across, end + across, end - across, start - across])
        self.fill(quad, color, label, z)
        self.disc(start, width / 2, color, label, z)
        self.disc(end, width / 2, color, label, z)

    def outline(
        self, points: Points, width: float, color: Color, label: Label | None, z: float
    ) -> None:
        """Paint a closed line, `width` pixels wide."""
        scaled = _fixed(points * OVERSAMPLING)
        thickness = max(1, round(width * OVERSAMPLING))
        hazed = self.hazed(color, z)
        cv2.polylines(
            self.image, [scaled], True, hazed, thickness, cv2.LINE_8, _FRACTION_BITS
        )
        if label is not None:
            cv2.polylines(
                self.labels,
                [_fixed(points)],
                True,
                (float(label),),
                max(1, round(width)),
                cv2.LINE_8,
                _FRACTION_BITS,
            )

    def darken(self, points: Points, factor: float) -> None:
        """Multiply the image inside a polygon: a cast shadow with soft edges."""
        left, top, right, bottom = _bounds(points * OVERSAMPLING, self.image, 6)
        if left >= right or top >= bottom:
            return
        mask = np.zeros((bottom - top, right - left), np.uint8)
        _fill(mask, points * OVERSAMPLING - (left, top), (255.0,))
        mask = cv2.blur(mask, (7, 5))
        area = self.image[top:bottom, left:right]
        scale = 255 - mask[..., None] * np.float32((1 - factor) * self.shadow)
        area[:] = (area * scale * np.float32(1 / 255)).astype(np.uint8)

    def warp(self, texture: Image, quad: Points, label: Label | None, z: float) -> None:
        """Paint an RGBA texture into a quad: top left, top right, bottom right, left.

        The whole quad gets the label: what shows through a fence is still fence.
        """
        target = (quad * OVERSAMPLING).astype(np.float32)
        left, top, right, bottom = _bounds(target, self.image, 0)
        if right - left < 2 or bottom - top < 2:
            return
        height, width = texture.shape[:2]
        corners = np.array(
            [(0, 0), (width, 0), (width, height), (0, height)], np.float32
        )
        matrix = cv2.getPerspectiveTransform(
            corners, target - np.array((left, top), np.float32)
        )
        patch = cv2.warpPerspective(texture, matrix, (right - left, bottom - top))
        area = self.image[top:bottom, left:right]
        visible = patch[..., 3] > 127
        faded = cv2.addWeighted(
            patch[..., :3],
            float(np.exp(-self.density * z)),
            np.full_like(area, self.haze),
            1 - float(np.exp(-self.density * z)),
            0,
        )
        np.copyto(area, faded, where=visible[..., None])
        _fill(self.glow, quad / 2, (0.0, 0.0, 0.0))
        if label is not None:
            _fill(self.labels, quad, (float(label),))

    def shine(self, center: Points, radius: float, color: Color) -> None:
        """Add a light of `radius` pixels; it is blurred and added at the end."""
        x, y = np.clip(center / 2, -1000, 2000)
        cv2.circle(
            self.glow, (round(x), round(y)), max(1, round(radius / 2)), color, -1
        )


def _fixed(points: Points) -> NDArray[np.int32]:
    scaled = np.rint((points - 0.5) * (1 << _FRACTION_BITS))
    return np.minimum(np.maximum(scaled, -_FARTHEST), _FARTHEST).astype(np.int32)


def _fill(plane: Image, points: Points, color: tuple[float, ...]) -> None:
    cv2.fillPoly(plane, [_fixed(points)], color, cv2.LINE_8, _FRACTION_BITS)


def _bounds(points: Points, plane: Image, margin: int) -> tuple[int, int, int, int]:
    low = np.floor(points.min(axis=0)).astype(int) - margin
    high = np.ceil(points.max(axis=0)).astype(int) + margin
    height, width = plane.shape[:2]
    left, right = np.clip([low[0], high[0]], 0, width)
    top, bottom = np.clip([low[1], high[1]], 0, height)
    return int(left), int(top), int(right), int(bottom)
