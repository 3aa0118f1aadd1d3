"""Where an image lies in its pane: one scale and offset, shared by every pane."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

SMALLEST = 0.02
LARGEST = 64.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """A pane's map from image to screen: `screen = image * scale + (x, y)`.

    Lengths are device-independent pixels; `scale` is their number per image pixel.
    """

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def to_image(self, x: float, y: float) -> tuple[float, float]:
        """Find the image point under a screen point."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Find the screen point of an image point."""
        return x * self.scale + self.x, y * self.scale + self.y

    def moved(self, dx: float, dy: float) -> Viewport:
        """Shift by screen pixels."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def zoomed(self, factor: float, x: float, y: float) -> Viewport:
        """Scale about a screen point, which keeps its image point under it."""
        scale = min(max(self.scale * factor, SMALLEST), LARGEST)
        image_x, image_y = self.to_image(x, y)
        return Viewport(scale, x - image_x * scale, y - image_y * scale)

    def kept_in(self, image: tuple[int, int], pane: tuple[float, float]) -> Viewport:
        """Push an image of (width, height) back into at least a quarter of the pane."""
        x = _clamped(self.x, image[0] * self.scale, pane[0])
        y = _clamped(self.y, image[1] * self.scale, pane[1])
        return replace(self, x=x, y=y)


def fitted(image: tuple[int, int], pane: tuple[float, float]) -> Viewport:
    """Centre an image of (width, height) in a pane of (width, height), whole."""
    scale = min(pane[0] / max(image[0], 1), pane[1] / max(image[1], 1))
    scale = min(max(scale, SMALLEST), LARGEST)
    return centred(image, pane, scale)


def best_columns(
    count: int, room: tuple[float, float], image: tuple[int, int], gap: float
) -> int:
    """Choose how many panes stand beside each other, so that images are largest.

    One row is left only where that makes images a fifth larger.
    """
    best, largest = count, 0.0
    for columns in range(count, 0, -1):
        rows = -(-count // columns)
        pane = (
            (room[0] - gap * (columns - 1)) / columns,
            (room[1] - gap * (rows - 1)) / rows,
        )
        scale = min(pane[0] / max(image[0], 1), pane[1] / max(image[1], 1))
        if scale > largest * 1.2:
            best, largest = columns, scale
    return best


def centred(
    image: tuple[int, int], pane: tuple[float, float], scale: float
) -> Viewport:
    """Centre an image of (width, height) in a pane at the given scale."""
    x = (pane[0] - image[0] * scale) / 2
    y = (pane[1] - image[1] * scale) / 2
    return Viewport(scale, x, y)


def pixel_at(
    viewport: Viewport, image: tuple[int, int], x: float, y: float
) -> tuple[int, int] | None:
    """Find the pixel (column, row) under a screen point, None outside the image."""
    image_x, image_y = viewport.to_image(x, y)
    column, row = math.floor(image_x), math.floor(image_y)
    inside = 0 <= column < image[0] and 0 <= row < image[1]
    return (column, row) if inside else None


def _clamped(offset: float, length: float, room: float) -> float:
    margin = min(room / 4, length)
    return min(max(offset, margin - length), room - margin)
