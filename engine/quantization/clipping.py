"""How far a tensor's range reaches: four methods over one histogram. No torch.

Every method answers with a magnitude, the largest |x| that must be representable.
Larger values saturate; the methods differ in how many they let saturate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.quantization.statistics import BINS, TensorStatistics

PERCENTILE = 99.99
_SHARES = np.concatenate([np.geomspace(0.05, 0.5, 31)[:-1], np.linspace(0.5, 1, 51)])
_Floats = NDArray[np.float64]


def min_max(statistics: TensorStatistics, levels: int) -> float:
    """The largest magnitude seen: nothing saturates."""
    return max(abs(statistics.minimum), abs(statistics.maximum))


def percentile(
    statistics: TensorStatistics, levels: int, percent: float = PERCENTILE
) -> float:
    """The magnitude that `percent` of the values do not exceed (upper bin edge)."""
    counts = _magnitudes(statistics)
    needed = np.ceil(counts.sum() * percent / 100)
    index = int(np.searchsorted(np.cumsum(counts), needed))
    return _bounded(statistics, (index + 1) * statistics.width)


def mse(statistics: TensorStatistics, levels: int) -> float:
    """The best of 81 magnitudes, from 5 % to 100 %, by mean squared error.

    A value inside the range errs by step²/12 on average, one outside by its distance
    from the limit. `levels` positive integers represent the magnitude.
    """
    peak = min_max(statistics, levels)
    clips = peak * _SHARES
    counts = _magnitudes(statistics).astype(np.float64)
    centres = (np.arange(len(counts)) + 0.5) * statistics.width
    beyond = np.maximum(centres[None, :] - clips[:, None], 0)
    saturated = beyond**2 @ counts
    inside = (beyond == 0) @ counts
    error = saturated + inside * (clips / levels) ** 2 / 12
    return float(clips[int(np.argmin(error))])


def kl(statistics: TensorStatistics, levels: int) -> float:
    """The magnitude whose quantized distribution diverges least (Migacz, 2017).

    Candidates are ends of bins beyond the 128th; each is compared with the
    distribution of the values it clips, quantized to 128 levels. The first bin, full
    of what a ReLU cut off, counts as much as the second.
    """
    counts = _magnitudes(statistics).astype(np.float64)
    counts[0] = min(counts[0], counts[1])
    used = int(np.flatnonzero(counts)[-1]) + 1 if counts.any() else 0
    if used <= 128:
        return min_max(statistics, levels)
    ends = np.unique(np.linspace(128, used, 97).astype(int))
    losses = [_divergence(counts, int(end)) for end in ends]
    best = int(ends[int(np.argmin(losses))])
    return _bounded(statistics, best * statistics.width)


METHODS: Mapping[str, Callable[[TensorStatistics, int], float]] = MappingProxyType(
    {"min_max": min_max, "percentile": percentile, "mse": mse, "kl": kl}
)


def _magnitudes(statistics: TensorStatistics) -> NDArray[np.int64]:
    half = BINS // 2
    folded: NDArray[np.int64] = (
        statistics.histogram[half:] + statistics.histogram[:half][::-1]
    )
    return folded


def _bounded(statistics: TensorStatistics, magnitude: float) -> float:
    return float(min(magnitude, min_max(statistics, 1)))


def _divergence(counts: _Floats, end: int, levels: int = 128) -> float:
    reference = counts[:end].copy()
    reference[-1] += counts[end:].sum()
    edges = np.linspace(0, end, levels + 1).astype(int)[:-1]
    occupied = (counts[:end] > 0).astype(np.float64)
    sums = np.add.reduceat(counts[:end], edges)
    filled = np.maximum(np.add.reduceat(occupied, edges), 1)
    widths = np.diff(np.append(edges, end))
    model = np.repeat(sums / filled, widths) * occupied
    return _relative_entropy(_smoothed(reference), _smoothed(model))


def _smoothed(counts: _Floats) -> _Floats:
    smoothed: _Floats = (counts + 1e-4) / (counts.sum() + 1e-4 * len(counts))
    return smoothed


def _relative_entropy(p: _Floats, q: _Floats) -> float:
    return float(np.sum(p * np.log(p / q)))
