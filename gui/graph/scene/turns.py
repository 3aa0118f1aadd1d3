"""Where edges turn from level to upright and back, on their ways between columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
RADIUS = 8.0
ROUND = 0.5523
"""Where the control points of a quarter of a circle lie, as a part of its radius."""


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """Segments that end where the curve of a turn begins, and these curves.

    Curves are rows of four x, y; curve c follows segment `after[c]`.
    """

    segments: Floats
    curves: Floats
    after: Ints


def turns_of(segments: Floats, edges: Ints) -> Turns:
    """The turns between consecutive segments, rows of x, y, x, y, of the same edge."""
    across, along = np.abs(segments[:, 2:] - segments[:, :2]).T
    is_level, is_upright = (along == 0) & (across > 0), (across == 0) & (along > 0)
    turn = (is_level[:-1] & is_upright[1:]) | (is_upright[:-1] & is_level[1:])
    after = np.flatnonzero(turn & (edges[:-1] == edges[1:]))
    if not len(after):
        return Turns(segments, np.zeros((0, 8)), after)
    lengths = across + along
    radius = np.minimum(lengths[after], lengths[after + 1]) / 2
    reach = np.minimum(radius, RADIUS)[:, None]
    corners = segments[after, 2:]
    starts = corners - reach * _directions(segments[after])
    ends = corners + reach * _directions(segments[after + 1])
    cut = segments.copy()
    cut[after, 2:], cut[after + 1, :2] = starts, ends
    bends = [starts + ROUND * (corners - starts), ends + ROUND * (corners - ends)]
    return Turns(cut, np.hstack([starts, *bends, ends]), after)


def _directions(segments: Floats) -> Floats:
    return np.sign(segments[:, 2:] - segments[:, :2])
