"""Which part of the drawing is on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from gui.graph.layout.container import Floats

Bounds = tuple[float, float, float, float]

LARGEST_SCALE = 3.0
LEGIBLE_SCALE = 0.6
NAMES_SCALE = 0.34
TINY_SCALE = 0.2
EDGE = 24.0
SIGNS = 12.0
"""Pixels for signs of problems, which are larger than the boxes of a tiny drawing."""
KEPT = 80.0
"""Pixels of the drawing that no scrolling takes off the screen."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A drawing point p is at p · scale + (x, y) on the screen, in pixels."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """A drawing point on the screen."""
        return x * self.scale + self.x, y * self.scale + self.y

    def to_drawing(self, x: float, y: float) -> tuple[float, float]:
        """A screen point in the drawing."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def seen(self, width: float, height: float) -> Bounds:
        """Left, top, right, bottom of the drawing on a screen of this size."""
        return *self.to_drawing(0, 0), *self.to_drawing(width, height)

    def moved(self, dx: float, dy: float) -> Camera:
        """The picture shifted by screen pixels."""
        return Camera(self.x + dx, self.y + dy, self.scale)

    def zoomed(self, factor: float, x: float, y: float, smallest: float) -> Camera:
        """Larger or smaller, with the screen point x, y staying where it is."""
        scale = min(LARGEST_SCALE, max(smallest, self.scale * factor))
        here = self.to_drawing(x, y)
        return Camera(x - here[0] * scale, y - here[1] * scale, scale)

    def showing(self, at: tuple[float, float], x: float, y: float) -> Camera:
        """The same scale with a drawing point at a screen point."""
        return Camera(x - at[0] * self.scale, y - at[1] * self.scale, self.scale)

    def revealing(
        self, x: float, y: float, w: float, h: float, width: float, height: float
    ) -> Camera:
        """Moved as little as needed to have a rectangle on a screen of this size."""
        left, top = self.to_screen(x, y)
        right, bottom = self.to_screen(x + w, y + h)
        dx = max(0.0, EDGE - left) or min(0.0, width - EDGE - right)
        dy = max(0.0, EDGE - top) or min(0.0, height - EDGE - bottom)
        return self.moved(dx, dy)

    def keeping(self, bounds: Bounds, width: float, height: float) -> Camera:
        """Moved as little as needed for the edge of the drawing to stay on a screen."""
        left, top = self.to_screen(*bounds[:2])
        right, bottom = self.to_screen(*bounds[2:])
        dx = max(0.0, KEPT - right) or min(0.0, width - KEPT - left)
        dy = max(0.0, KEPT - bottom) or min(0.0, height - KEPT - top)
        return self.moved(dx, dy)


def on_screen(rects: Floats, camera: Camera) -> Floats:
    """Rows of x, y, width, height of the drawing, on the screen."""
    shown = rects * camera.scale
    shown[:, :2] += camera.x, camera.y
    return shown


def fitting(bounds: Bounds, width: float, height: float) -> Camera:
    """All of the drawing in the middle of the screen, never enlarged."""
    left, top, right, bottom = bounds
    across, down = max(right - left, 1.0), max(bottom - top, 1.0)
    scale = min(width / across, height / down, 1.0)
    if scale < TINY_SCALE:
        room = max(width - 2 * SIGNS, 1.0), max(height - 2 * SIGNS, 1.0)
        scale = min(room[0] / across, room[1] / down)
    x = (width - across * scale) / 2 - left * scale
    y = (height - down * scale) / 2 - top * scale
    return Camera(x, y, scale)


def beginning(
    bounds: Bounds,
    first: tuple[float, float],
    width: float,
    height: float,
    unit: float = 1.0,
) -> Camera:
    """All of the drawing if its names can be read, or else its beginning.

    `first` is the middle of the box that must be seen, `unit` the scale at which text
    is as large as the system wants it.
    """
    camera = fitting(bounds, width, height)
    if camera.scale >= NAMES_SCALE * unit:
        return camera
    left, top, right, bottom = bounds
    scale = LEGIBLE_SCALE * unit
    x = _start(left, right, first[0], width / scale)
    y = _start(top, bottom, first[1], height / scale)
    return Camera(-x * scale, -y * scale, scale)


def _start(low: float, high: float, first: float, room: float) -> float:
    """Where one axis of the screen begins: centred on `first`, but within bounds."""
    if high - low <= room:
        return (low + high - room) / 2
    return min(max(first - room / 2, low), high - room)
