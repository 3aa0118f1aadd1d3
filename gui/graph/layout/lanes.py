"""Lanes: long edges run straight down beside the layers of their container."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gui.graph.layout.layering import Layering
from gui.graph.layout.slices import BOX_GAP

Ints = NDArray[np.int64]

LANE_GAP = 10.0
LANES_WIDTH = 1500.0


@dataclass(frozen=True, slots=True)
class Lanes:
    """The x of every edge that has a lane, and the width of all lanes."""

    x: Mapping[int, float]
    width: float


def lane_places(
    layering: Layering, sources: Ints, targets: Ints, beside: float
) -> Lanes:
    """Give every long edge a lane, beginning at the x `beside`.

    Inner ones of nested edges come first and take the inner lanes, so they do not
    cross the outer ones.
    """
    numbers = np.flatnonzero(layering.is_lane)
    if not len(numbers):
        return Lanes({}, 0.0)
    begin = layering.rank[sources[numbers]]
    end = layering.rank[targets[numbers]]
    begins = np.full(len(numbers), np.iinfo(np.int64).max)
    rows: dict[int, int] = {}
    for place in np.lexsort((numbers, end, -begin)).tolist():
        row = int((begins > end[place]).argmax())
        rows[int(numbers[place])] = row
        begins[row] = begin[place]
    opened = max(rows.values()) + 1
    gap = min(LANE_GAP, LANES_WIDTH / opened)
    found = {number: beside + BOX_GAP + row * gap for number, row in rows.items()}
    return Lanes(found, BOX_GAP + opened * gap)
