"""Where there is room for the name of an open module that its header is too low for."""

from __future__ import annotations

import numpy as np

from gui.graph.layout.container import Floats, Ints
from gui.graph.scene.camera import Bounds
from gui.graph.scene.scene import Scene

CELLS = 4
"""So many cells of the raster are as high as a name."""
FARTHEST = 24
"""So many times the height of a name it may stand below the top of its module."""
REACH = 400.0
"""How far above a module, in the drawing, room is looked for at most."""


def title_place(
    scene: Scene, frame: int, size: tuple[float, float], taken: Bounds
) -> tuple[float, float] | None:
    """The top left corner of the first place for a name of this size; None for none.

    That is above the frame, or else as near to its top as nothing else is drawn. All
    is in units of the drawing; `taken` is the name of the module around, which no
    other one may touch.
    """
    width, height = size
    cell = height / CELLS
    left, top, across, down = scene.layout.groups[frame].tolist()
    needed = int(np.ceil(width / cell)) + 2
    if int(across / cell) < needed:
        return None
    above = min(height + 2 * cell, REACH)
    drawn, is_named = _drawn(scene, frame)
    corners = np.concatenate([drawn, [taken]])
    corners[:-1, 1] -= above * is_named
    area = left, top - above, left + across, top + min(down, FARTHEST * height)
    near = corners[(corners[:, 1] <= area[3]) & (corners[:, 3] >= area[1])]
    is_taken = _raster(near, area, cell)
    for rows in (int(above / cell), len(is_taken)):
        place = _first_free(is_taken[:rows], needed, CELLS + 1)
        if place is not None:
            row, column = place
            return area[0] + (column + 1) * cell, area[1] + (row + 0.5) * cell
    return None


def _drawn(scene: Scene, frame: int) -> tuple[Floats, Floats]:
    """What is drawn in and above a frame besides itself: corners, row by row.

    1 stands for another outermost module, which may have its name above it, else 0.
    """
    known = scene.title_obstacles.get(frame)
    if known is not None:
        return known
    left, top, across, down = scene.layout.groups[frame].tolist()
    area = left, top - REACH, left + across, top + down
    around, outer = {frame}, frame
    while (outer := scene.graph.frames[outer].parent) >= 0:
        around.add(outer)
    others = [each for each in scene.frames_in(area).tolist() if each not in around]
    rects = np.concatenate(
        [
            scene.layout.groups[others],
            scene.layout.groups[sorted(around)] * (1, 1, 1, 0),
            scene.layout.rects[scene.boxes_in(area)],
        ]
    )
    rects[:, 2:] += rects[:, :2]
    lines = scene.segments[scene.segments_in(area)]
    low = np.minimum(lines[:, :2], lines[:, 2:])
    high = np.maximum(lines[:, :2], lines[:, 2:])
    corners = np.concatenate([rects, np.concatenate([low, high], axis=1)])
    is_named = np.zeros(len(corners))
    is_named[: len(others)] = np.isin(others, list(scene.outermost))
    scene.title_obstacles[frame] = corners, is_named
    return corners, is_named


def _raster(corners: Floats, area: Bounds, cell: float) -> Ints:
    """How much is drawn in every cell of an area."""
    left, top, right, bottom = area
    size = int((bottom - top) / cell), int((right - left) / cell)
    begin = np.floor((corners[:, 1::-1] - (top, left)) / cell).astype(np.int64)
    end = np.floor((corners[:, :1:-1] - (top, left)) / cell).astype(np.int64) + 1
    begin, end = np.clip(begin, 0, size), np.clip(end, 0, size)
    changes = np.zeros((size[0] + 1, size[1] + 1), np.int64)
    for rows, columns, sign in (
        (begin, begin, 1),
        (end, end, 1),
        (begin, end, -1),
        (end, begin, -1),
    ):
        np.add.at(changes, (rows[:, 0], columns[:, 1]), sign)
    return np.cumsum(np.cumsum(changes, axis=0), axis=1)[:-1, :-1]


def _first_free(is_taken: Ints, across: int, down: int) -> tuple[int, int] | None:
    """Row and column of the first so many cells that are all empty."""
    rows, columns = is_taken.shape
    if rows < down or columns < across:
        return None
    sums = np.zeros((rows + 1, columns + 1), np.int64)
    sums[1:, 1:] = np.cumsum(np.cumsum(is_taken > 0, axis=0), axis=1)
    inside = sums[down:] - sums[:-down]
    is_free = inside[:, across:] == inside[:, :-across]
    row, column = divmod(int(is_free.argmax()), is_free.shape[1])
    return (row, column) if is_free[row, column] else None
