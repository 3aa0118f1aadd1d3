"""How well the integers of each tensor hold the values that calibration saw. No torch.

The loss is that of the histogram put on the grid: values outside are clipped, the
others are off by step / √12 on average (a uniform rounding error).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.quantization.qtable import QTable, TensorQuantization
from engine.quantization.statistics import BINS, TensorStatistics


@dataclass(frozen=True, slots=True)
class ValueRange:
    """What one tensor holds, and what its grid makes of it.

    `typical` is the root mean square of the values and `loss` that of the error, both
    0 for a tensor that passes another's values on and so was not measured itself.
    `channel_peaks` are the largest magnitudes per channel, where it has channels.
    """

    minimum: float
    maximum: float
    step: float
    bits: int
    typical: float = 0.0
    loss: float = 0.0
    channel_peaks: tuple[float, ...] = ()

    @property
    def peak(self) -> float:
        """The largest magnitude."""
        return max(abs(self.minimum), abs(self.maximum))

    @property
    def lost_share(self) -> float:
        """The error relative to the values; 0 where nothing was measured."""
        return self.loss / self.typical if self.typical else 0.0


def value_ranges(
    statistics: Mapping[str, TensorStatistics], table: QTable
) -> dict[str, ValueRange]:
    """Judge every tensor of the table by what calibration saw of it."""
    return {
        name: _judged(entry, statistics.get(name))
        for name, entry in table.tensors.items()
    }


def _judged(entry: TensorQuantization, seen: TensorStatistics | None) -> ValueRange:
    plain = ValueRange(entry.minimum, entry.maximum, entry.scale, entry.bits)
    if seen is None or entry.how.startswith("as ") or not seen.histogram.any():
        return plain
    share = seen.histogram / seen.histogram.sum()
    centres = (np.arange(BINS) - BINS // 2 + 0.5) * seen.width
    low, high = (limit * entry.scale for limit in entry.limits)
    half = entry.scale / 2
    clipped = centres - np.clip(centres, low - half, high + half)
    rounded = entry.scale**2 / 12
    return ValueRange(
        plain.minimum,
        plain.maximum,
        plain.step,
        plain.bits,
        math.sqrt(float((share * centres**2).sum())),
        math.sqrt(float((share * clipped**2).sum()) + rounded),
        _channel_peaks(seen),
    )


def _channel_peaks(seen: TensorStatistics) -> tuple[float, ...]:
    peaks = np.maximum(np.abs(seen.channel_minimum), np.abs(seen.channel_maximum))
    return tuple(map(float, peaks)) if len(peaks) > 1 else ()
