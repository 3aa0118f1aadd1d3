"""Where there is room for the name of an open module that its header is too low for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
NEAREST = 3
"""So many times its own height below that top at most where it is beside the module."""
AROUND = 6.0
"""How far names stay away from edges, for the heads of arrows."""
SIDES = ([0, 1, 0, 3], [2, 1, 2, 3], [0, 1, 2, 1], [0, 3, 2, 3])
"""Of left, top, right and bottom, the ends of each side: left, right, top, bottom."""


def title_place(
    scene: Scene, frame: int, size: tuple[float, float], taken: Sequence[Bounds]
) -> tuple[float, float] | None:
    """The top left corner of the first place for a name of this size; None for none.

    That is above the frame, or else as near to its top as nothing else is drawn. All
    is in units of the drawing; `taken` are other names, which this one may not touch.
    """
    width, height = size
    cell = height / CELLS
    left, top, across, down = scene.layout.groups[frame].tolist()
    needed = int(np.ceil(width / cell)) + 2
    if int(across / cell) < needed:
        return None
    above = min(height + 2 * cell, REACH)
    drawn, is_named = _drawn(scene, frame)
    corners = np.concatenate([drawn, np.reshape(taken, (-1, 4))])
    corners[: len(drawn), 1] -= above * is_named
    area = left, top - above, left + across, top + min(down, FARTHEST * height)
    near = corners[(corners[:, 1] <= area[3]) & (corners[:, 3] >= area[1])]
    is_taken = _raster(near, area, cell)
    for rows in (int(above / cell), len(is_taken)):
        place = _first_free(is_taken[:rows], needed, CELLS + 1)
        if place is not None:
            row, column = place
            return area[0] + (column + 1) * cell, area[1] + (row + 0.5) * cell
    return None


def reach(scene: Scene, frame: int, size: tuple[float, float]) -> Bounds:
    """In which part of the drawing a name of at most this size stands, if anywhere."""
    width, height = size
    left, top, across, down = scene.layout.groups[frame].tolist()
    above = max(height + 2 * height / CELLS, height + AROUND)
    below = max(height, min(down, FARTHEST * height))
    return left - width, top - above, left + across + width, top + below


def place_beside(
    scene: Scene,
    frame: int,
    sizes: Sequence[tuple[float, float]],
    taken: Sequence[Bounds],
) -> tuple[int, float, float] | None:
    """The first place at a module for a name of one of these sizes; None for none.

    That is the number of the size, and the top left corner. It is right or left of the
    module's top, or above it; in the last of the sizes it may lie on edges.
    """
    rects, lines = _things(scene, frame, max(sizes))
    rects = np.concatenate([rects, np.reshape(taken, (-1, 4))])
    every = np.concatenate([rects, lines])
    tries = [(number, every) for number in range(len(sizes))]
    for number, obstacles in [*tries, (len(sizes) - 1, rects)]:
        for area, axis in _areas(scene, frame, sizes[number]):
            is_in = (obstacles[:, :2] < area[2:]) & (obstacles[:, 2:] > area[:2])
            near, length = obstacles[is_in.all(axis=1)], sizes[number][axis]
            at = _first_gap(near[:, axis::2], area[axis], length)
            if at + length <= area[axis + 2]:
                return number, *((at, area[1]) if axis == 0 else (area[0], at))
    return None


def _areas(
    scene: Scene, frame: int, size: tuple[float, float]
) -> Iterator[tuple[Bounds, int]]:
    """Where a name may stand at a module, and along which axis it may be moved there.

    First come those inside the drawing's bounds. Beside these there are others only if
    a screen that shows the whole drawing has room there.
    """
    width, height = size
    left, top, across, down = scene.layout.groups[frame].tolist()
    right, last = left + across, top + max(height, min(down, NEAREST * height))
    bounds = scene.layout.bounds
    end = max(left + width, min(right + width, bounds[2]))
    areas = [
        ((right, top, right + width, last), 1),
        ((left, top - height - AROUND, end, top - AROUND), 0),
        ((left - width, top, left, last), 1),
    ]
    out = [area[0] < bounds[0] or area[2] > bounds[2] for area, _ in areas]
    yield from (each for each, is_out in zip(areas, out, strict=True) if not is_out)
    if bounds[3] - bounds[1] > bounds[2] - bounds[0]:
        yield from (each for each, is_out in zip(areas, out, strict=True) if is_out)


def _things(
    scene: Scene, frame: int, size: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Boxes and frames around the top of a module, and edges: corners row by row.

    Of a module around it and of itself that are the sides. All has room for arrows.
    """
    left, top, across, _ = scene.layout.groups[frame].tolist()
    width, height = size[0] + AROUND, size[1] + 2 * AROUND
    bottom = top + NEAREST * height
    area = left - width, top - height, left + across + width, bottom
    layout, around = scene.layout, _around(scene, frame)
    frames = scene.frames_in(area)
    is_around = np.isin(frames, sorted(around - {frame}))
    sides = _corners(layout.groups[frames[is_around]])
    more = np.array([-AROUND, -AROUND, AROUND, AROUND])
    rects = np.concatenate(
        [
            _corners(layout.groups[frames[~is_around]]),
            _corners(layout.rects[scene.boxes_in(area)]) + 2 * more,
            *(sides[:, ends] for ends in SIDES),
        ]
    )
    return rects, _lines(scene, area) + more


def _corners(rects: Floats) -> Floats:
    return np.concatenate([rects[:, :2], rects[:, :2] + rects[:, 2:]], axis=1)


def _lines(scene: Scene, area: Bounds) -> Floats:
    """The corners of what edges in an area run through."""
    lines = scene.segments[scene.segments_in(area)]
    low = np.minimum(lines[:, :2], lines[:, 2:])
    high = np.maximum(lines[:, :2], lines[:, 2:])
    return np.concatenate([low, high], axis=1)


def _first_gap(obstacles: Floats, start: float, length: float) -> float:
    """The first place along an axis at which so long a thing meets no obstacle.

    An obstacle is a row of where it begins and ends.
    """
    first, last = obstacles[np.argsort(obstacles[:, 0])].T
    reached = np.maximum.accumulate(np.concatenate([[start], last]))
    is_gap = np.append(first, np.inf) >= reached + length
    return float(reached[is_gap.argmax()])


def _around(scene: Scene, frame: int) -> set[int]:
    """A module and those around it."""
    found, outer = {frame}, frame
    while (outer := scene.graph.frames[outer].parent) >= 0:
        found.add(outer)
    return found


def _drawn(scene: Scene, frame: int) -> tuple[Floats, Floats]:
    """What is drawn in and above a frame besides itself: corners, row by row.

    1 stands for another outermost module, which may have its name above it, else 0.
    """
    known = scene.title_obstacles.get(frame)
    if known is not None:
        return known
    left, top, across, down = scene.layout.groups[frame].tolist()
    area = left, top - REACH, left + across, top + down
    around = _around(scene, frame)
    others = [each for each in scene.frames_in(area).tolist() if each not in around]
    rects = np.concatenate(
        [
            scene.layout.groups[others],
            scene.layout.groups[sorted(around)] * (1, 1, 1, 0),
            scene.layout.rects[scene.boxes_in(area)],
        ]
    )
    corners = np.concatenate([_corners(rects), _lines(scene, area)])
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
