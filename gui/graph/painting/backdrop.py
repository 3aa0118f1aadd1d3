"""The last picture, so that a moved one is written only where it is new."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np

from gui.graph.painting.overview import Pixels, Surface
from gui.graph.scene.camera import Camera

NEARLY = 1e-6
Write = Callable[[Surface, Camera], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture is taken, and its size; `ratio` pixels to a screen unit.

    Pictures of another `look` have nothing in common with this one.
    """

    camera: Camera
    width: float
    height: float
    ratio: float
    look: Hashable = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of pixels."""
        sides = self.height, self.width
        rows, columns = (max(1, round(side * self.ratio)) for side in sides)
        return rows, columns

    def shift(self, other: Place) -> tuple[int, int] | None:
        """By how many pixels another picture lies right and down of this one."""
        here, there = self.camera, other.camera
        if here.scale != there.scale or self.ratio != other.ratio:
            return None
        if self.shape != other.shape or self.look != other.look:
            return None
        across, down = (there.x - here.x) * self.ratio, (there.y - here.y) * self.ratio
        whole = round(across), round(down)
        is_whole = max(abs(across - whole[0]), abs(down - whole[1])) < NEARLY
        return whole if is_whole else None


class Backdrop:
    """Keeps one picture; `write` writes a part of it anew, as seen by a camera."""

    def __init__(self) -> None:
        self._place: Place | None = None
        self._kept: Pixels = np.empty((0, 0), np.uint32)
        self._spare: Pixels = np.empty((0, 0), np.uint32)

    def at(self, place: Place, write: Write) -> Surface:
        """The picture from this place; not to be written to."""
        before, self._place = self._place, place
        if before == place:
            return Surface(self._kept, place.ratio)
        if self._kept.shape != place.shape:
            self._kept = np.empty(place.shape, np.uint32)
            self._spare = np.empty(place.shape, np.uint32)
        shift = before.shift(place) if before is not None else None
        if shift is None:
            write(Surface(self._kept, place.ratio), place.camera)
        else:
            self._move(*shift)
            self._write_new(place, shift, write)
        return Surface(self._kept, place.ratio)

    def copied(self) -> Surface:
        """The last picture once more, to be written to until the next one."""
        assert self._place is not None
        np.copyto(self._spare, self._kept)
        return Surface(self._spare, self._place.ratio)

    def _move(self, across: int, down: int) -> None:
        rows, columns = self._kept.shape
        into = self._spare[_kept(down, rows), _kept(across, columns)]
        into[:] = self._kept[_kept(-down, rows), _kept(-across, columns)]
        self._kept, self._spare = self._spare, self._kept

    def _write_new(self, place: Place, shift: tuple[int, int], write: Write) -> None:
        """Write the rows that came into view, and the columns beside the others."""
        across, down = shift
        rows, columns = place.shape
        middle = _kept(down, rows)
        parts = [
            (_new(down, rows), slice(0, columns)),
            (middle, _new(across, columns)),
        ]
        for part in parts:
            pixels = self._kept[part]
            if pixels.size:
                top, left = part[0].start, part[1].start
                camera = place.camera.moved(-left / place.ratio, -top / place.ratio)
                write(Surface(pixels, place.ratio), camera)


def _kept(shift: int, count: int) -> slice:
    """The lines of a moved picture that were on it before."""
    return slice(min(max(shift, 0), count), max(min(count + shift, count), 0))


def _new(shift: int, count: int) -> slice:
    """The lines of a moved picture that were not."""
    kept = _kept(shift, count)
    if kept.start >= kept.stop:
        return slice(0, count)
    return slice(0, kept.start) if shift > 0 else slice(kept.stop, count)
