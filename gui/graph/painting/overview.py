"""Far-away drawing: every pixel is written once, straight into an image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage

from gui.graph.scene.camera import Bounds, Camera
from gui.graph.scene.scene import Ints, Scene

FAR = 8000
INSIDE = 0.25
"""Off the border of two pixels, and off the middle of one."""
HALF = 0.5 + 1e-4
"""Above a half, so that the same number is not rounded now up, now down."""
SHORT = 64
"""Stretches of no more pixels are written together: one alone takes about as long."""
BITS = 16
ONE = 1 << BITS
"""A pixel, where places are counted in parts of one."""
FEW = 100
"""So few boxes of one size are written at once, more of them pixel by pixel."""
HASHED = 0x9E3779B97F4A7C15 - (1 << 64)
Pixels = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Surface:
    """An image of so many pixels, `ratio` of them to a screen unit."""

    pixels: Pixels
    ratio: float

    @property
    def size(self) -> QSizeF:
        """In units of the screen."""
        height, width = self.pixels.shape
        return QSizeF(width, height) / self.ratio

    @property
    def stride(self) -> int:
        """The pixels from one row to the next: it may be a part of a wider image."""
        return self.pixels.strides[0] // 4

    @property
    def memory(self) -> Pixels:
        """All pixels from the first one to the last, with those between the rows."""
        height, width = self.pixels.shape
        return as_strided(self.pixels, ((height - 1) * self.stride + width,), (4,))

    def image(self) -> QImage:
        """The pixels as an image, to be used before they are written to again."""
        height, width = self.pixels.shape
        form = QImage.Format.Format_RGB32
        image = QImage(self.memory.data, width, height, 4 * self.stride, form)
        image.setDevicePixelRatio(self.ratio)
        return image


def surface(width: float, height: float, ratio: float, background: str) -> Surface:
    """An image of one colour."""
    size = max(1, round(height * ratio)), max(1, round(width * ratio))
    return Surface(np.full(size, rgb(background), np.uint32), ratio)


def draw_edges(
    on: Surface, segments: NDArray[np.float64], camera: Camera, colour: str
) -> None:
    """Write segments, given as x, y, x, y in the drawing, as straight lines."""
    x0, y0, x1, y1 = _scaled(segments, camera, on.ratio)
    is_level, is_upright = y0 == y1, x0 == x1
    is_dot = is_level & (np.abs(x1 - x0) <= 1) | is_upright & (np.abs(y1 - y0) <= 1)
    _write(on, x0[is_dot], y0[is_dot], colour)
    is_upright &= ~is_dot
    is_level &= ~is_dot
    ink = rgb(colour)
    _write_runs(on.pixels.T, x0[is_upright], y0[is_upright], y1[is_upright], ink)
    _write_runs(on.pixels, y0[is_level], x0[is_level], x1[is_level], ink)
    others = np.flatnonzero(~(is_dot | is_upright | is_level))
    slanted = np.stack([each[others] for each in (x0, y0, x1, y1)], axis=1)
    slanted = slanted[_distinct(slanted)]
    is_short = np.abs(slanted[:, 2:] - slanted[:, :2]).max(axis=1) <= SHORT
    _write_steps(on, slanted[is_short], ink)
    _write(on, *_slanted(on, slanted[~is_short]), colour)


def _write(on: Surface, x: Ints, y: Ints, colour: str) -> None:
    """Write single pixels; those outside are left out."""
    height, width = on.pixels.shape
    seen = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    on.pixels[y[seen], x[seen]] = rgb(colour)


def _write_runs(pixels: Pixels, line: Ints, one: Ints, other: Ints, ink: int) -> None:
    """Write lines along rows, those that touch each other as one."""
    rows, columns = pixels.shape
    first = np.clip(np.minimum(one, other), 0, columns)
    last = np.clip(np.maximum(one, other) + 1, 0, columns)
    seen = (line >= 0) & (line < rows) & (first < last)
    starts = line[seen] * (columns + 1) + first[seen]
    order = np.argsort(starts)
    starts = starts[order]
    ends = np.maximum.accumulate((line[seen] * (columns + 1) + last[seen])[order])
    is_new = np.ones(len(starts), bool)
    is_new[1:] = starts[1:] > ends[:-1]
    begun = np.flatnonzero(is_new)
    reached = ends[np.append(begun[1:], len(ends)) - 1] if len(begun) else ends
    row, at = np.divmod(starts[begun], columns + 1)
    length = reached - starts[begun]
    is_short = length <= SHORT
    _write_short(pixels, row[is_short], at[is_short], length[is_short], ink)
    long = np.stack([row, at, at + length], axis=1)[~is_short]
    for place, start, end in long.tolist():
        pixels[place, start:end] = ink


def _write_short(pixels: Pixels, row: Ints, at: Ints, length: Ints, ink: int) -> None:
    """Write many short stretches of rows at once."""
    first = np.cumsum(length) - length
    inside = np.arange(int(length.sum())) - np.repeat(first, length)
    pixels[np.repeat(row, length), np.repeat(at, length) + inside] = ink


def _write_steps(on: Surface, ends: Ints, ink: int) -> None:
    """Write short slanted lines, a pixel of all of them at a time."""
    if not len(ends):
        return
    change = ends[:, 2:] - ends[:, :2]
    steps = np.abs(change).max(axis=1)
    order = np.argsort(-steps)
    change, steps = change[order], steps[order]
    slope = np.rint(change / steps[:, None] * ONE).astype(np.int64).T.copy()
    at = (ends[order, :2] * ONE + ONE // 2).T.copy()
    still = np.searchsorted(-steps, -np.arange(steps[0] + 1), side="right")
    height, width = on.pixels.shape
    memory, stride = on.memory, on.stride
    for count in still.tolist():
        x, y = at[:, :count] >> BITS
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        place = y * stride + x
        memory[place if inside.all() else place[inside]] = ink
        at[:, :count] += slope[:, :count]


def _slanted(on: Surface, ends: Ints) -> tuple[Ints, Ints]:
    """The pixels of slanted lines, as far as they can be on the surface."""
    height, width = on.pixels.shape
    change = ends[:, 2:] - ends[:, :2]
    steps = np.maximum(np.abs(change[:, 0]), np.abs(change[:, 1]))
    slope = change / steps[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        one = (-1 - ends[:, :2]) / slope
        other = ((width, height) - ends[:, :2]) / slope
    first = np.nan_to_num(np.minimum(one, other), nan=0.0)
    last = np.nan_to_num(np.maximum(one, other), nan=np.inf)
    first = np.floor(np.maximum(np.maximum(first[:, 0], first[:, 1]), 0))
    last = np.ceil(np.minimum(np.minimum(last[:, 0], last[:, 1]), steps))
    counts = np.maximum(last - first + 1, 0).astype(np.int64)
    place = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    place = place + np.repeat(first, counts)
    x = np.repeat(ends[:, 0] + 0.5, counts) + np.repeat(slope[:, 0], counts) * place
    y = np.repeat(ends[:, 1] + 0.5, counts) + np.repeat(slope[:, 1], counts) * place
    return np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)


def draw_boxes(
    on: Surface,
    rects: NDArray[np.float64],
    camera: Camera,
    fills: Ints,
    palette: Sequence[str],
) -> None:
    """Write boxes at least a pixel large; of those alike on one the last wins."""
    height, width = on.pixels.shape
    corners = np.concatenate([rects[:, :2], rects[:, :2] + rects[:, 2:]], axis=1)
    left, top, right, bottom = _scaled(corners, camera, on.ratio)
    right, bottom = np.maximum(right, left + 1), np.maximum(bottom, top + 1)
    left, right = np.clip(left, 0, width), np.clip(right, 0, width)
    top, bottom = np.clip(top, 0, height), np.clip(bottom, 0, height)
    colours = np.array([rgb(name) for name in palette], np.uint32)[fills]
    whole = (right > left) & (bottom > top)
    left, top, colours = left[whole], top[whole], colours[whole]
    across, down = right[whole] - left, bottom[whole] - top
    _write_boxes(on, top * on.stride + left, across, down, colours)


def _write_boxes(
    on: Surface, corner: Ints, across: Ints, down: Ints, colours: Pixels
) -> None:
    """Write boxes, those alike together, from their first pixels in memory on.

    Smaller ones come last, as one that is hardly a pixel large may share this.
    """
    memory = on.memory
    sizes = across * (len(memory) + 1) + down
    order = np.argsort(-sizes, kind="stable")
    begins = np.flatnonzero(np.diff(sizes[order], prepend=-1))
    for alike in np.split(order, begins[1:]) if len(order) else ():
        columns, rows = int(across[alike[0]]), int(down[alike[0]])
        first, inks = corner[alike], colours[alike]
        inside = np.arange(rows)[:, None] * on.stride + np.arange(columns)
        if len(alike) < FEW:
            memory[first[:, None, None] + inside] = inks[:, None, None]
            continue
        for place in inside.ravel().tolist():
            memory[first + place] = inks


def thinned(points: NDArray[np.float64], cell: float) -> Ints:
    """One of all points that fall into the same square cell, the last of them."""
    cells = np.floor(points / cell).astype(np.int64) + FAR
    keys = cells[:, 0] * (4 * FAR) + cells[:, 1]
    last: Ints = len(keys) - 1 - np.unique(keys[::-1], return_index=True)[1]
    return last


def lines(
    scene: Scene, segments: Ints, camera: Camera, seen: Bounds
) -> NDArray[np.float64]:
    """Edge segments as straight x, y, x, y, without those that look the same."""
    left, top, right, bottom = seen
    shown = scene.segments[segments]
    is_straight = (shown[:, :2] == shown[:, 2:]).any(axis=1)
    ended = np.clip(
        shown[is_straight], (left - 9, top - 9) * 2, (right + 9, bottom + 9) * 2
    )
    shown[is_straight] = ended
    corner = (left, top) * 2
    pixels = np.floor((shown - corner) * camera.scale + HALF).astype(np.int64)
    pixels = pixels[(pixels[:, :2] != pixels[:, 2:]).any(axis=1)]
    kept = pixels[np.sort(_distinct(pixels))]
    return np.asarray((kept + INSIDE) / camera.scale + corner)


def _scaled(
    corners: NDArray[np.float64], camera: Camera, ratio: float
) -> tuple[Ints, Ints, Ints, Ints]:
    """Columns of x, y, x, y of the drawing in pixels."""
    scale = camera.scale * ratio
    x, y = camera.x * ratio, camera.y * ratio
    x0, y0, x1, y1 = (
        np.floor(corners[:, axis] * scale + shift).astype(np.int64)
        for axis, shift in enumerate((x, y, x, y))
    )
    return x0, y0, x1, y1


def rgb(colour: str) -> int:
    """A colour as the pixels of a surface have it."""
    return int(QColor(colour).rgb())


def _distinct(rows: Ints) -> Ints:
    """The first of all equal rows of four whole numbers, told apart by a hash."""
    keys = rows[:, 0]
    for column in (1, 2, 3):
        keys = keys * HASHED + rows[:, column]
    first: Ints = np.unique(keys, return_index=True)[1]
    return first
