"""The last picture, so that a moved one is written only where it is new."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil

import numpy as np

from gui.graph.painting.overview import Pixels, Surface
from gui.graph.scene.camera import Camera

NEARLY = 1e-6
MOST = 33
BESIDE = 160
"""Pixels on every side for what is off the screen."""
LEFT = 24
"""So many of them are left on the side from which a picture comes."""
LEAST = 32
"""So many lines are written at least: fewer take hardly less time."""
Corner = tuple[int, int]
Part = tuple[slice, slice]
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
        """Rows and columns of pixels; one that is seen in part is there, too."""
        sides = self.height * self.ratio, self.width * self.ratio
        rows, columns = (max(1, ceil(side - NEARLY)) for side in sides)
        return rows, columns

    @property
    def step(self) -> int:
        """So many pixels are a whole number of screen units, to which letters keep."""
        lengths = ((n, n / self.ratio) for n in range(1, MOST))
        steps = (n for n, each in lengths if abs(each - round(each)) < NEARLY)
        return next(steps, 1)

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
    """Keeps one picture; `write` writes a part of it anew, as seen by a camera.

    It has room for what has just left the screen, on every side, so that to come back
    costs nothing and to go on moves nothing in memory.
    """

    def __init__(self) -> None:
        self._place: Place | None = None
        self._all: Pixels = np.empty((0, 0), np.uint32)
        self._spare: Pixels = np.empty((0, 0), np.uint32)
        self._copy: Pixels = np.empty((0, 0), np.uint32)
        self._at: Corner = (0, 0)
        self._written: Part = (slice(0, 0), slice(0, 0))

    def at(self, place: Place, write: Write) -> Surface:
        """The picture from this place; not to be written to."""
        before, self._place = self._place, place
        if before == place:
            return self._shown(place)
        shift = before.shift(place) if before is not None else None
        if shift is None:
            self._begin(place, write)
            return self._shown(place)
        rows, columns = place.shape
        self._at = self._at[0] - shift[1], self._at[1] - shift[0]
        room = (rows + 2 * BESIDE, columns + 2 * BESIDE)
        is_on_it = all(
            0 <= at <= whole - size
            for at, whole, size in zip(self._at, room, place.shape, strict=True)
        )
        if not is_on_it:
            self._make_room(place, shift)
        self._write_new(place, write)
        return self._shown(place)

    def copied(self) -> Surface:
        """The last picture once more, to be written to until the next one."""
        assert self._place is not None
        if self._copy.shape != self._place.shape:
            self._copy = np.empty(self._place.shape, np.uint32)
        np.copyto(self._copy, self._shown(self._place).pixels)
        return Surface(self._copy, self._place.ratio)

    def _shown(self, place: Place) -> Surface:
        return Surface(self._all[_part(self._at, place.shape)], place.ratio)

    def _begin(self, place: Place, write: Write) -> None:
        """Write all of the picture, in the middle of the room."""
        rows, columns = place.shape
        size = rows + 2 * BESIDE, columns + 2 * BESIDE
        if self._all.shape != size:
            self._all = np.empty(size, np.uint32)
        self._at = BESIDE, BESIDE
        self._written = _part(self._at, place.shape)
        self._write_part(self._written, place, write)

    def _make_room(self, place: Place, shift: tuple[int, int]) -> None:
        """Move what is written, for the picture to have room where it is going."""
        if self._spare.shape != self._all.shape:
            self._spare = np.empty_like(self._all)
        at = _before(shift[1]), _before(shift[0])
        moved = at[0] - self._at[0], at[1] - self._at[1]
        rows, columns = (
            slice(max(part.start, -by, 0), min(part.stop, size - by, size))
            for part, by, size in zip(
                self._written, moved, self._all.shape, strict=True
            )
        )
        self._at = at
        if rows.start >= rows.stop or columns.start >= columns.stop:
            self._written = _part(at, (0, 0))
            return
        into = _shifted(rows, moved[0]), _shifted(columns, moved[1])
        self._spare[into] = self._all[rows, columns]
        self._all, self._spare, self._written = self._spare, self._all, into

    def _write_new(self, place: Place, write: Write) -> None:
        """Write what came into view: columns beside what there is, then rows."""
        shown = _part(self._at, place.shape)
        rows, columns = (
            slice(part.start + (at - part.start) % place.step, part.stop)
            for part, at in zip(self._written, self._at, strict=True)
        )
        if not _meet(rows, shown[0]) or not _meet(columns, shown[1]):
            self._written = shown
            self._write_part(shown, place, write)
            return
        size = self._all.shape
        for new in _beyond(columns, shown[1], size[1], place.step):
            self._write_part((rows, new), place, write)
            columns = _both(columns, new)
        for new in _beyond(rows, shown[0], size[0], place.step):
            self._write_part((new, columns), place, write)
            rows = _both(rows, new)
        self._written = rows, columns

    def _write_part(self, part: Part, place: Place, write: Write) -> None:
        across = (self._at[1] - part[1].start) / place.ratio
        down = (self._at[0] - part[0].start) / place.ratio
        write(Surface(self._all[part], place.ratio), place.camera.moved(across, down))


def _part(at: Corner, size: tuple[int, int]) -> Part:
    """The rows and columns of a rectangle."""
    return slice(at[0], at[0] + size[0]), slice(at[1], at[1] + size[1])


def _before(shift: int) -> int:
    """How much room there is before a picture that moves on; little if towards it."""
    return BESIDE + (BESIDE - LEFT) * ((shift > 0) - (shift < 0))


def _shifted(lines: slice, by: int) -> slice:
    return slice(lines.start + by, lines.stop + by)


def _meet(one: slice, other: slice) -> bool:
    return bool(max(one.start, other.start) < min(one.stop, other.stop))


def _both(one: slice, other: slice) -> slice:
    return slice(min(one.start, other.start), max(one.stop, other.stop))


def _beyond(known: slice, wanted: slice, count: int, step: int) -> list[slice]:
    """What is wanted before and behind what is known, of so many lines at most.

    It begins where what is wanted does, or some steps away from there.
    """
    parts = []
    if wanted.start < known.start:
        more = (wanted.start - max(known.start - LEAST, 0)) // step * step
        parts.append(slice(wanted.start - max(more, 0), known.start))
    if known.stop < wanted.stop:
        stop = max(wanted.stop, min(known.stop + LEAST, count))
        parts.append(slice(known.stop - (known.stop - wanted.start) % step, stop))
    return parts
