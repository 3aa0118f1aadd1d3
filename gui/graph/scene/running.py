"""Where edges run: what of a strip across the drawing they cover."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gui.graph.layout.container import Floats
from gui.graph.scene.camera import Bounds
from gui.graph.scene.scene import Scene

SHARES = np.linspace(0.0, 1.0, 17)
ACROSS = SHARES**2 * (3 - 2 * SHARES)
ALONG = SHARES * (1.5 - 1.5 * SHARES + SHARES**2)


def in_header(scene: Scene, frame: int) -> Floats:
    """The segments that touch the strip of a frame in which its title stands."""
    found = scene.header_segments.get(frame)
    if found is None:
        left, top, width, _ = scene.layout.groups[frame].tolist()
        strip = left, top, left + width, top + float(scene.headers[frame])
        found = scene.segments[scene.segments_in(strip)]
        scene.header_segments[frame] = found
    return found


def are_apart_from(lines: Floats, low: float, high: float) -> bool:
    """Whether no line comes near what is between two x, wherever it is high."""
    if not len(lines):
        return True
    ends = lines[:, ::2]
    is_near = (ends.max(axis=1) >= low) & (ends.min(axis=1) <= high)
    return not is_near.any()


def covered_by_edges(
    scene: Scene, area: Bounds, lines: Floats | None = None
) -> list[tuple[float, float]]:
    """From which x to which x every edge that crosses an area runs in it.

    `lines` are the segments to look at, where those elsewhere are known to be none.
    """
    left, top, right, bottom = area
    if lines is None:
        lines = scene.segments[scene.segments_in(area)]
    ends = lines[:, 1::2]
    lines = lines[(ends.min(axis=1) <= bottom) & (ends.max(axis=1) >= top)]
    if not len(lines):
        return []
    is_upright = lines[:, 0] == lines[:, 2]
    upright, bent = lines[is_upright, 0], lines[~is_upright]
    lows, highs = _bent(scene, bent, top, bottom) if len(bent) else (bent[:0, 0],) * 2
    low, high = np.append(upright, lows), np.append(upright, highs)
    is_near = (low <= right) & (high >= left)
    return sorted(zip(low[is_near].tolist(), high[is_near].tolist(), strict=True))


def _bent(
    scene: Scene, lines: Floats, top: float, bottom: float
) -> tuple[Floats, Floats]:
    """The first x and the last of curves between two heights."""
    sideways = scene.layout.direction == "right"
    shares = (ALONG, ACROSS) if sideways else (ACROSS, ALONG)
    x, y = (
        lines[:, axis, None] + (lines[:, axis + 2] - lines[:, axis])[:, None] * share
        for axis, share in enumerate(shares)
    )
    x, is_inside = _between(x, y, top, bottom)
    low = np.where(is_inside, x, np.inf).min(axis=1)
    return low, np.where(is_inside, x, -np.inf).max(axis=1)


def _between(
    x: Floats, y: Floats, top: float, bottom: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Points of each line at and between two heights, and which of them lie there."""
    rows = [
        np.interp([top, bottom], ys[:: int(step)], xs[:: int(step)])
        for xs, ys, step in zip(x, y, np.where(y[:, -1] < y[:, 0], -1, 1), strict=True)
    ]
    low, high = np.minimum(y[:, 0], y[:, -1]), np.maximum(y[:, 0], y[:, -1])
    ends = np.array([top, bottom])
    reach = (low[:, None] <= ends) & (ends <= high[:, None])
    inside = (y >= top) & (y <= bottom)
    return np.hstack([x, np.array(rows)]), np.hstack([inside, reach])


def gaps(
    covered: list[tuple[float, float]], left: float, right: float, beside: float
) -> list[tuple[float, float]]:
    """What is free between two x, a little away from what is covered."""
    found, at = [], left
    for low, high in covered:
        if low - beside > at:
            found.append((at, min(low - beside, right)))
        at = max(at, high + beside)
    if right > at:
        found.append((at, right))
    return found
