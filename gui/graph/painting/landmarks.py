"""Names of the outermost modules where their headers have no room, as on a map."""

from __future__ import annotations

from functools import cached_property
from math import floor, log2

import numpy as np

from gui.graph.layout.container import Floats
from gui.graph.painting.headers import BESIDE, Headers
from gui.graph.scene.camera import Bounds, Camera
from gui.graph.scene.scene import Reaches
from gui.graph.scene.title_places import place_beside, reach, title_place

NOWHERE: Bounds = (-1e9, -1e9, -1e9, -1e9)
NEARLY = 1e-6
LANDMARKS = 48
"""So many of the outermost modules are named from afar."""
FEW = 28
"""Where there are no more they are named beside them, too, which takes longer."""
STEPS = 4.0
"""In so many steps scales double at which room for names is looked for anew."""


class Landmarks:
    """Looks for these places when they are asked for; the scene keeps what is found."""

    def __init__(self, headers: Headers) -> None:
        self.scene, self.headers = headers.scene, headers

    def near(self, scale: float, seen: Bounds) -> list[int]:
        """The modules that may be named so in a part of the drawing, larger ones first.

        A name stays in its module or near it, so those elsewhere need no place yet.
        """
        frames, reaches = self._reaches(stepped(scale))
        left, top, right, bottom = seen
        is_near = (reaches[:, :2] <= (right, bottom)).all(axis=1)
        is_near &= (reaches[:, 2:] >= (left, top)).all(axis=1)
        return [frames[number] for number in np.flatnonzero(is_near).tolist()]

    def place(self, frame: int, scale: float) -> Bounds | None:
        """Where in the drawing a module is named; the size of a name is in pixels.

        What is placed at one scale has room at larger ones.
        """
        scale = stepped(scale)
        frames, reaches = self._reaches(scale)
        if frame not in frames:
            return None
        places = self.scene.title_places.setdefault((scale, self.headers.height), {})
        if frame not in places:
            number = frames.index(frame)
            mine, others = reaches[number], reaches[:number]
            is_near = (others[:, :2] <= mine[2:]).all(axis=1)
            is_near &= (others[:, 2:] >= mine[:2]).all(axis=1)
            near = [frames[other] for other in np.flatnonzero(is_near).tolist()]
            found = [self.place(other, scale) for other in near]
            places[frame] = self._look(frame, scale, [each for each in found if each])
        return places[frame]

    def _reaches(self, scale: float) -> Reaches:
        """The modules that their headers do not name, and how far names may be away.

        The larger ones come first; these are left, top, right and bottom, row by row.
        """
        scene, key = self.scene, (scale, self.headers.height)
        known = scene.title_reaches.get(key)
        if known is None:
            text = self.headers.text
            frames = [each for each in self._largest if not text(each, scale)[0]]
            widths = [self._sizes(frame, scale)[0][0] for frame in frames]
            height = self.headers.height / scale
            rows = [
                reach(scene, frame, (width, height))
                for frame, width in zip(frames, widths, strict=True)
            ]
            ends: Floats = np.array(rows, np.float64).reshape(-1, 4)
            known = scene.title_reaches[key] = frames, ends
        return known

    @cached_property
    def _largest(self) -> list[int]:
        """The outermost modules, the larger ones first, each after those around it.

        Of many beside each other none is named: a few of them would tell nothing.
        """
        scene = self.scene
        area = scene.layout.groups[:, 2] * scene.layout.groups[:, 3]
        depth = scene.frame_depths
        frames = sorted(scene.outermost, key=lambda frame: (depth[frame], -area[frame]))
        deepest = depth[frames[LANDMARKS]] if len(frames) > LANDMARKS else len(frames)
        return [frame for frame in frames if depth[frame] < deepest]

    def _sizes(self, frame: int, scale: float) -> list[tuple[float, float]]:
        """What a name takes in the drawing, in the larger type and in the smaller."""
        headers, text = self.headers, self.headers.title(frame)
        return [
            ((headers.of(height).width(text) + 2 * BESIDE) / scale, height / scale)
            for height in (headers.height, headers.small_height)
        ]

    def _look(self, frame: int, scale: float, others: list[Bounds]) -> Bounds | None:
        """Find the place for a name, in the larger type if it can be."""
        scene = self.scene
        taken = [
            (x - BESIDE / scale, y, x + (width + BESIDE) / scale, y + height / scale)
            for x, y, width, height in others
        ]
        taken.append(self._header_around(frame, scale))
        sizes = self._sizes(frame, scale)
        places = (
            (number, *at)
            for number, size in enumerate(sizes)
            if (at := title_place(scene, frame, size, taken)) is not None
        )
        place = next(places, None)
        if place is None and len(scene.outermost) <= FEW:
            place = place_beside(scene, frame, sizes, taken)
        if place is None:
            return None
        number, x, y = place
        width, height = sizes[number]
        return x + BESIDE / scale, y, width * scale - 2 * BESIDE, height * scale

    def _header_around(self, frame: int, scale: float) -> Bounds:
        """Where in the drawing the module around one is named in its header."""
        outer = self.scene.graph.frames[frame].parent
        if outer < 0:
            return NOWHERE
        area = self.headers.place(outer, Camera(0.0, 0.0, scale))[0]
        ends = area.left(), area.top(), area.right(), area.bottom()
        left, top, right, bottom = (end / scale for end in ends)
        return left, top, right, bottom


def stepped(scale: float) -> float:
    """The next smaller scale of a few: what has room at that has room at this one."""
    return float(2.0 ** (floor(log2(scale) * STEPS + NEARLY) / STEPS))
