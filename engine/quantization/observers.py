"""One look at a tensor: ranges of every channel and a histogram of a sample."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from engine.quantization.statistics import BINS, TensorStatistics, exponent_for

_CHUNK = 512
_SHARE = 16
_WHOLE = 65536
_STRIDE = 7


def observe(tensor: Tensor) -> TensorStatistics:
    """Summarize a float tensor [N, C, ...]; not-a-number ends up in the range.

    The histogram counts every value of a small tensor, and of a large one about one
    contiguous run of 512 in 16, at places that follow from the size alone.
    """
    low, high, total = _channels(tensor)
    minimum, maximum = float(low.min()), float(high.max())
    exponent = exponent_for(max(abs(minimum), abs(maximum)))
    if not np.isfinite([minimum, maximum]).all():
        exponent, histogram = 0, np.zeros(BINS, np.int64)
    else:
        histogram = _histogram(_sample(tensor), exponent)
    return TensorStatistics(
        minimum,
        maximum,
        tensor.numel(),
        exponent,
        histogram,
        low.numpy(),
        high.numpy(),
        total.double().numpy(),
    )


def _channels(tensor: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    if tensor.dim() < 2:
        flat = tensor.reshape(1, -1)
    elif tensor.shape[0] == 1:
        flat = tensor.reshape(tensor.shape[1], -1)
    else:
        flat = tensor.transpose(0, 1).reshape(tensor.shape[1], -1)
    low, high = torch.aminmax(flat, dim=1)
    return low, high, flat.sum(dim=1)


def _sample(tensor: Tensor) -> Tensor:
    flat = tensor.reshape(-1)
    if flat.numel() <= _WHOLE:
        return flat
    blocks = flat.numel() // (_CHUNK * _SHARE)
    chunks = flat[: blocks * _CHUNK * _SHARE].view(blocks, _SHARE, _CHUNK)
    index = torch.arange(blocks)
    return chunks[index, index * _STRIDE % _SHARE].reshape(-1)


def _histogram(
    values: Tensor, exponent: int
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    bins = (values * (BINS / 2 ** (exponent + 1))).floor_().to(torch.int64)
    counts = torch.bincount(bins.add_(BINS // 2).clamp_(0, BINS - 1), minlength=BINS)
    return counts.numpy()
