"""What one pass over the images remembers of a tensor, plain and mergeable. No torch.

The histogram covers [-limit, limit) with 2048 equal bins, where `limit` is a power of
two. A larger value doubles the limit by adding neighbouring bins pairwise, so that
merging is exact and its order does not matter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 2048
_SMALLEST = -100


@dataclass(frozen=True, eq=False)
class TensorStatistics:
    """Ranges and distribution of one tensor over all values seen.

    `exponent` is log2 of the histogram's limit. `count` values were seen, of which
    the histogram holds a sample. The channel arrays have one element per channel
    (axis 1, or 1 element where there is none); `total` is the sum per channel.
    """

    minimum: float
    maximum: float
    count: int
    exponent: int
    histogram: NDArray[np.int64]
    channel_minimum: NDArray[np.float32]
    channel_maximum: NDArray[np.float32]
    total: NDArray[np.float64]

    @property
    def width(self) -> float:
        """Width of one bin."""
        return float(2.0 ** (self.exponent + 1) / BINS)

    @property
    def channel_mean(self) -> NDArray[np.float64]:
        """Mean per channel."""
        mean: NDArray[np.float64] = self.total * (len(self.total) / self.count)
        return mean

    def merged(self, other: TensorStatistics) -> TensorStatistics:
        """Statistics of both sets of values together."""
        exponent = max(self.exponent, other.exponent)
        return TensorStatistics(
            min(self.minimum, other.minimum),
            max(self.maximum, other.maximum),
            self.count + other.count,
            exponent,
            widened(self, exponent) + widened(other, exponent),
            np.minimum(self.channel_minimum, other.channel_minimum),
            np.maximum(self.channel_maximum, other.channel_maximum),
            self.total + other.total,
        )


def exponent_for(magnitude: float) -> int:
    """The smallest exponent whose range [-2^e, 2^e) holds `magnitude` strictly."""
    return max(math.frexp(magnitude)[1], _SMALLEST) if magnitude else _SMALLEST


def widened(statistics: TensorStatistics, exponent: int) -> NDArray[np.int64]:
    """The histogram over the wider range of `exponent`."""
    histogram = statistics.histogram
    steps = exponent - statistics.exponent
    if steps == 0:
        return histogram
    half = BINS // 2
    sides = histogram.reshape(-1, 2 ** min(steps, 10)).sum(axis=1)
    wide = np.zeros(BINS, np.int64)
    start = half - len(sides) // 2
    wide[start : start + len(sides)] = sides
    return wide
