"""Far-away drawing: every pixel is written once, straight into an image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QImage

from gui.graph.camera import Bounds, Camera
from gui.graph.scene import Ints, Scene

FAR = 8000
Pixels = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Surface:
    """An image of so many pixels, `ratio` of them to a screen unit."""

    pixels: Pixels
    ratio: float

    def image(self) -> QImage:
        """The pixels as an image of their own."""
        height, width = self.pixels.shape
        form = QImage.Format.Format_RGB32
        image = QImage(self.pixels.data, width, height, 4 * width, form).copy()
        image.setDevicePixelRatio(self.ratio)
        return image


def surface(width: float, height: float, ratio: float, background: str) -> Surface:
    """An image of one colour."""
    size = max(1, round(height * ratio)), max(1, round(width * ratio))
    return Surface(np.full(size, _rgb(background), np.uint32), ratio)


def draw_edges(
    on: Surface, segments: NDArray[np.float64], camera: Camera, colour: str
) -> None:
    """Write segments, given as x, y, x, y in the drawing, as straight lines."""
    height, width = on.pixels.shape
    shown = np.floor(_scaled(segments, camera, on.ratio)).astype(np.int64)
    shown = np.clip(shown, -1, [width, height, width, height])
    sizes = np.abs(shown[:, 2:] - shown[:, :2])
    is_short = sizes.max(axis=1, initial=0) <= 1
    is_upright = ~is_short & (sizes[:, 0] == 0)
    _write(on, shown[is_short, 0], shown[is_short, 1], colour)
    _write(on, *_upright(shown[is_upright]), colour)
    slanted = shown[~is_short & ~is_upright]
    slanted = slanted[_first_of(slanted)]
    steps = np.abs(slanted[:, 2:] - slanted[:, :2]).max(axis=1, initial=0) + 1
    place = np.arange(int(steps.sum())) - np.repeat(np.cumsum(steps) - steps, steps)
    share = place / np.repeat(steps - 1, steps)
    start, end = (
        np.repeat(slanted[:, :2], steps, 0),
        np.repeat(slanted[:, 2:], steps, 0),
    )
    points = np.round(start + (end - start) * share[:, None]).astype(np.int64)
    _write(on, points[:, 0], points[:, 1], colour)


def _write(on: Surface, x: Ints, y: Ints, colour: str) -> None:
    """Write single pixels; those outside are left out."""
    height, width = on.pixels.shape
    seen = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    on.pixels[y[seen], x[seen]] = _rgb(colour)


def _upright(shown: Ints) -> tuple[Ints, Ints]:
    """The pixels that any of these upright lines covers, each once."""
    if not len(shown):
        return shown[:, 0], shown[:, 1]
    columns, column = np.unique(shown[:, 0], return_inverse=True)
    low = shown[:, 1::2].min(axis=1)
    high = shown[:, 1::2].max(axis=1)
    base = int(low.min())
    change = np.zeros((len(columns), int(high.max()) - base + 2), np.int32)
    np.add.at(change, (column, low - base), 1)
    np.add.at(change, (column, high - base + 1), -1)
    covered = np.nonzero(np.cumsum(change, axis=1))
    return columns[covered[0]], covered[1] + base


def draw_boxes(
    on: Surface,
    rects: NDArray[np.float64],
    camera: Camera,
    fills: Ints,
    palette: Sequence[str],
) -> None:
    """Write boxes at least a pixel large; where they share pixels the last one wins."""
    height, width = on.pixels.shape
    corners = np.concatenate([rects[:, :2], rects[:, :2] + rects[:, 2:]], axis=1)
    shown = np.floor(_scaled(corners, camera, on.ratio)).astype(np.int64)
    shown[:, 2:] = np.maximum(shown[:, 2:], shown[:, :2] + 1)
    shown = np.clip(shown, 0, [width, height, width, height])
    sizes = shown[:, 2:] - shown[:, :2]
    colours = np.array([_rgb(name) for name in palette], np.uint32)[fills]
    whole = (sizes > 0).all(axis=1)
    shown, sizes, colours = shown[whole], sizes[whole], colours[whole]
    for down in range(int(sizes[:, 1].max(initial=0))):
        for across in range(int(sizes[:, 0].max(initial=0))):
            here = (sizes[:, 0] > across) & (sizes[:, 1] > down)
            y, x = shown[here, 1] + down, shown[here, 0] + across
            on.pixels[y, x] = colours[here]


def thinned(points: NDArray[np.float64], cell: float) -> Ints:
    """One of all points that fall into the same square cell, the last of them."""
    cells = np.floor(points / cell).astype(np.int64) + FAR
    keys = cells[:, 0] * (4 * FAR) + cells[:, 1]
    last: Ints = len(keys) - 1 - np.unique(keys[::-1], return_index=True)[1]
    return last


def lines(scene: Scene, segments: Ints, camera: Camera, seen: Bounds) -> list[QLineF]:
    """Edge segments as straight lines, without those that look the same."""
    left, top, right, bottom = seen
    shown = scene.segments[segments]
    shown[:, 0::2] = np.clip(shown[:, 0::2], left - 9, right + 9) - left
    shown[:, 1::2] = np.clip(shown[:, 1::2], top - 9, bottom + 9) - top
    shown = np.round(shown * camera.scale)
    moved = (shown[:, :2] != shown[:, 2:]).any(axis=1)
    shown = shown[moved][_first_of(shown[moved])] / camera.scale
    shown[:, 0::2] += left
    shown[:, 1::2] += top
    return [QLineF(*line) for line in shown.tolist()]


def _scaled(
    corners: NDArray[np.float64], camera: Camera, ratio: float
) -> NDArray[np.float64]:
    """Rows of x, y, x, y of the drawing in pixels."""
    shift = np.array([camera.x, camera.y, camera.x, camera.y]) * ratio
    return corners * (camera.scale * ratio) + shift


def _rgb(colour: str) -> int:
    return int(QColor(colour).rgb())


def _first_of(rows: NDArray[np.float64] | Ints) -> Ints:
    """The first of all equal rows of four whole numbers within -FAR and FAR."""
    whole = np.clip(rows, -FAR, FAR).astype(np.int64) + FAR
    keys = whole[:, 0]
    for column in (1, 2, 3):
        keys = keys * (2 * FAR + 1) + whole[:, column]
    first: Ints = np.unique(keys, return_index=True)[1]
    return np.sort(first)
