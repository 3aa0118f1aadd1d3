"""The measured range of one tensor and the grid chosen for it. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

SHARE = 0.999
FEWEST_LEVELS = 24
"""A tensor whose bulk uses fewer levels of its grid is pointed out."""


def _no_values() -> NDArray[np.float64]:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class TensorRange:
    """What calibration saw of a tensor and how it will be quantized.

    `histogram` counts values between consecutive `edges` (one more than counts). The
    grid is `scale * (q - zero_point)` for the integers q of `bits` bits, signed unless
    `is_signed` is false. A grid `is_by_hand` where the user set its range.
    """

    name: str
    minimum: float
    maximum: float
    scale: float
    bits: int = 8
    histogram: NDArray[np.float64] = field(default_factory=_no_values)
    edges: NDArray[np.float64] = field(default_factory=_no_values)
    zero_point: int = 0
    is_signed: bool = True
    is_by_hand: bool = False

    @property
    def clip(self) -> tuple[float, float]:
        """The smallest and largest value the grid can hold."""
        levels = 1 << self.bits
        lowest = -levels // 2 if self.is_signed else 0
        highest = lowest + levels - 1
        return (
            (lowest - self.zero_point) * self.scale,
            (highest - self.zero_point) * self.scale,
        )

    @property
    def clipped(self) -> float:
        """The share of values outside the grid, counted in whole bins."""
        total = self.histogram.sum()
        if not total:
            return 0.0
        low, high = self.clip
        half = self.scale / 2
        outside = (self.edges[1:] < low - half) | (self.edges[:-1] > high + half)
        return float(self.histogram[outside].sum() / total)

    @property
    def levels_used(self) -> float | None:
        """How many levels hold the central 99.9 % of values, None if not measured."""
        total = self.histogram.sum()
        if not total or self.scale <= 0:
            return None
        below = np.cumsum(self.histogram) / total
        first = int(np.searchsorted(below, (1 - SHARE) / 2))
        last = int(np.searchsorted(below, 1 - (1 - SHARE) / 2))
        last = min(last, self.histogram.size - 1)
        low, high = self.clip
        spread = min(self.edges[last + 1], high) - max(self.edges[first], low)
        return max(float(spread) / self.scale, 0.0) + 1

    @property
    def is_wasteful(self) -> bool:
        """Whether a few huge values leave most of the grid unused."""
        levels = self.levels_used
        return levels is not None and levels < FEWEST_LEVELS
