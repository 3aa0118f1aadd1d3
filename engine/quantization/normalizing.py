"""Softmax and layer normalization of integers, the same to the bit in any runtime.

Exponentials and orders of summation differ between runtimes, so a float softmax does
too. Here only whole numbers are summed, as float64, which holds them exactly; what
remains are single float64 operations, which IEEE 754 rounds one way everywhere.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx

from engine.quantization.folding import argument
from engine.quantization.qtable import TensorQuantization

aten = torch.ops.aten

SOFTMAX: frozenset[Any] = frozenset({aten.softmax.int, aten._softmax.default})
NORMALIZING: frozenset[Any] = SOFTMAX | {aten.layer_norm.default}

HIDDEN = 1000.0
"""Scores that are this much lower than others are hidden by a mask."""

_FRACTION = 2.0**30
"""Exponentials are whole multiples of 2^-30: 2^23 of them sum up exactly."""


def exponentials(source: TensorQuantization) -> NDArray[np.float64]:
    """2^30·exp(-d·scale), rounded to whole numbers, for every difference d >= 0.

    The difference is that of a value's integer from the largest.
    """
    low, high = source.limits
    distance = np.arange(high - low + 1, dtype=np.float64) * source.scale
    return np.asarray(np.round(_FRACTION * np.exp(-distance)))


def softmax(data: Tensor, table: Tensor, axis: int) -> Tensor:
    """Divide each exponential by their sum; `data` are integers, `table` theirs."""
    distance = data.amax(axis, keepdim=True) - data
    values = table[distance.to(torch.int64)]
    return (values / values.sum(axis, keepdim=True)).float()


def layer_norm(
    data: Tensor, axes: list[int], offset: float, weight: Tensor, bias: Tensor
) -> Tensor:
    """(n·q - Σq) / √(n·Σq² - (Σq)² + offset) · weight + bias, for n integers q.

    With `offset` n²·ε/scale², that is layer normalization: the scale cancels out.
    """
    wide = data.double()
    count = prod(data.shape[axis] for axis in axes)
    total = wide.sum(axes, keepdim=True)
    squares = (wide * wide).sum(axes, keepdim=True)
    spread = (squares * count - total * total + offset).sqrt()
    return ((wide * count - total) / spread * weight + bias).float()


def layer_norm_offset(node: fx.Node, scale: float) -> float:
    """n²·ε/scale² of a layer normalization whose input has this scale."""
    count = prod(argument(node, 1))
    return float(count**2 * argument(node, 4, 1e-5) / float(scale) ** 2)


def layer_norm_slots(
    node: fx.Node, weight: Tensor | None, bias: Tensor | None
) -> tuple[Tensor, Tensor]:
    """Weight and bias as float64, ones and zeros where there are none."""
    size = tuple(argument(node, 1))
    return (
        torch.ones(size).double() if weight is None else weight.detach().double(),
        torch.zeros(size).double() if bias is None else bias.detach().double(),
    )


def last_axes(node: fx.Node) -> list[int]:
    """The axes a layer normalization normalizes over."""
    rank = node.meta["val"].dim()
    return list(range(rank - len(argument(node, 1)), rank))
