"""One look at a tensor: ranges of every channel and a histogram of a sample."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from engine.quantization.statistics import BINS, TensorStatistics, exponent_for

_CHUNK = 512
_SHARE = 16
_ENOUGH = 4096
_DRIFT = 96
"""Keeps runs from falling on the same rows of every channel."""


def observe(tensor: Tensor) -> TensorStatistics:
    """Summarize a float tensor [N, C, ...]; not-a-number ends up in the range.

    The histogram counts every value of a small tensor. Of a large one it counts runs
    of 512 values, at least 4096 in all and one in 16 of the largest, at places that
    follow from the size alone.
    """
    low, high, total = (part.numpy() for part in _channels(tensor))
    minimum, maximum = float(low.min()), float(high.max())
    exponent, histogram = 0, np.zeros(BINS, np.int64)
    if math.isfinite(minimum) and math.isfinite(maximum):
        exponent = exponent_for(max(abs(minimum), abs(maximum)))
        histogram = _histogram(_sample(tensor), exponent)
    return TensorStatistics(
        minimum,
        maximum,
        tensor.numel(),
        exponent,
        histogram,
        low,
        high,
        total.astype(np.float64),
    )


def _channels(tensor: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    if tensor.dim() < 2:
        flat = tensor.reshape(1, -1)
    elif tensor.shape[0] == 1:
        flat = tensor.reshape(tensor.shape[1], -1)
    else:
        flat = tensor.transpose(0, 1).reshape(tensor.shape[1], -1)
    return flat.amin(dim=1), flat.amax(dim=1), flat.sum(dim=1)


def _sample(tensor: Tensor) -> Tensor:
    flat = tensor.reshape(-1)
    share = min(flat.numel() // _ENOUGH, _SHARE)
    if share < 2:
        return flat
    step = _CHUNK * share - _DRIFT
    runs = (flat.numel() - _CHUNK) // step + 1
    return flat.as_strided((runs, _CHUNK), (step, 1)).reshape(-1)


def _histogram(
    values: Tensor, exponent: int
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    scaled = values * (BINS / 2 ** (exponent + 1))
    bins = scaled.floor_().add_(BINS // 2).to(torch.int16)
    return torch.bincount(bins, minlength=BINS).numpy()
