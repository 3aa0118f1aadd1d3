"""Integer arithmetic, one kernel per op, on integers held in float32 tensors.

Values are centred: `data = q - zero_point`. Products are summed exactly; a float32
convolution is split over its input channels so that no partial sum reaches 2^24,
where float32 stops counting. What follows the sums is float32 arithmetic in the
order ONNX Runtime's CPU kernels have it (MLAS), with a single final rounding:

    convolution, matrix product   round(float32(sum + bias) * (sx*sw / sy))
    sum                           fma(a, sa/sy, fma(b, sb/sy, zy - (ra*za + rb*zb)))
    product                       a*b * (sa*sb / sy) + zy
    average                       average of dequantized values / sy
    table                         f(dequantized) / sy, once per integer
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.quantization.qtable import TensorQuantization

EXACT = 2**24
"""float32 holds every integer up to here."""
Limits: TypeAlias = tuple[int, int]
"""Smallest and largest `q - zero_point` a result may have."""


@dataclass(frozen=True, slots=True)
class Quantized:
    """Centred integers on a grid; `data` holds `q - zero_point` as float32."""

    data: Tensor
    grid: TensorQuantization

    def dequantize(self) -> Tensor:
        """The real values."""
        return self.data * self.grid.scale


class Rounding:
    """From real multiples of a scale to integers, by the chip's rule for ties."""

    def __init__(self, rule: str) -> None:
        self.half_up = rule == "half_up"

    def __call__(self, steps: Tensor) -> Tensor:
        """Round in place and return the same tensor."""
        return steps.add_(0.5).floor_() if self.half_up else steps.round_()

    def to_grid(
        self, steps: Tensor, grid: TensorQuantization, limits: Limits | None = None
    ) -> Quantized:
        """Round in place, and saturate to the grid, or to narrower limits."""
        return Quantized(self(steps).clamp_(*(limits or grid.limits)), grid)

    def quantize(self, real: Tensor, grid: TensorQuantization) -> Quantized:
        """Divide by the scale, round, saturate."""
        return self.to_grid(real / grid.scale, grid)


def rectified_limits(
    grid: TensorQuantization, highest: float, rounding: Rounding
) -> Limits:
    """What is left of a grid between zero and a highest value."""
    low, high = grid.limits
    top = high
    if highest < high * grid.scale:
        top = int(rounding.quantize(torch.tensor(highest), grid).data)
    return min(max(low, 0), top), top


def ratio(
    numerators: Sequence[float | NDArray[np.float32]], divisor: float
) -> NDArray[np.float32]:
    """A product of float32 scales, divided by another, rounded at each step."""
    value = np.asarray(numerators[0], dtype=np.float32)
    for factor in numerators[1:]:
        value = value * np.asarray(factor, dtype=np.float32)
    return np.asarray(value / np.float32(divisor), dtype=np.float32)


@dataclass(frozen=True)
class Accumulator:
    """An exact weighted sum, `sum(data * weight) + bias`, as float32.

    `call(data, weight)` is the linear op on part of the input channels; `parts` are
    the ranges of input channels, each with its integer weights; `bound` is the
    largest magnitude a sum, bias included, can have. `bias` broadcasts to the result.
    """

    call: Callable[[Tensor, Tensor], Tensor]
    parts: tuple[tuple[int, int, Tensor], ...]
    bias: Tensor | None
    bound: float
    channel_axis: int
    wide: bool = False

    def __call__(self, data: Tensor) -> Tensor:
        """The int32 sums, rounded to float32 where they exceed 24 bits."""
        if self.wide:
            return self._sum_wide(data)
        total = self.call(self._channels(data, 0), self.parts[0][2])
        if len(self.parts) == 1 and self.bound < EXACT:
            return total if self.bias is None else total.add_(self.bias)
        total = total.to(torch.int32)
        for index, (_, _, weight) in enumerate(self.parts[1:], start=1):
            part = self.call(self._channels(data, index), weight)
            total = total + part.to(torch.int32)
        if self.bias is not None:
            total = total + self.bias.to(torch.int32)
        return total.to(torch.float32)

    def _channels(self, data: Tensor, index: int) -> Tensor:
        """The input channels of a part; all where there is one, grouped or not."""
        if len(self.parts) == 1:
            return data
        start, end, _ = self.parts[index]
        return data.narrow(self.channel_axis, start, end - start)

    def _sum_wide(self, data: Tensor) -> Tensor:
        total = self.call(data.double(), self.parts[0][2].double())
        if self.bias is not None:
            total += self.bias.double()
        return total.float()


def split_channels(
    weight: Tensor, magnitude: int, input_axis: int, divisible: bool, most: int = 8
) -> tuple[tuple[int, int, Tensor], ...] | None:
    """Cut a weight into input-channel ranges whose sums stay below 2^24.

    `magnitude` bounds the input. None where that takes more than `most` parts, or the
    op cannot be cut because its channels are grouped.
    """
    output_axis = 1 - input_axis
    channels = weight.shape[input_axis]
    for parts in (2**power for power in range(most.bit_length())):
        if parts > 1 and not divisible:
            return None
        size = -(-channels // parts)
        cuts = [(s, min(s + size, channels)) for s in range(0, channels, size)]
        pieces = [
            (s, e, weight.narrow(input_axis, s, e - s).contiguous()) for s, e in cuts
        ]
        bounds = [sum_bound(piece, output_axis, magnitude) for _, _, piece in pieces]
        if max(bounds) < EXACT:
            return tuple(pieces)
    return None


def sum_bound(weight: Tensor, output_axis: int, magnitude: int) -> float:
    """The largest sum of |weight| * magnitude over any output channel."""
    rows = weight.abs().transpose(0, output_axis).flatten(1)
    return float(rows.double().sum(dim=1).max()) * magnitude


def add(
    a: Quantized,
    b: Quantized,
    grid: TensorQuantization,
    rounding: Rounding,
    limits: Limits,
) -> Quantized:
    """Two tensors, as `QLinearAdd` adds them."""
    ra = ratio([a.grid.scale], grid.scale)
    rb = ratio([b.grid.scale], grid.scale)
    za, zb, zero = (np.float32(q.zero_point) for q in (a.grid, b.grid, grid))
    fixed = np.float32(zero - np.float32(ra * za + rb * zb))
    inner = _fused(b.data + float(zb), float(rb), float(fixed))
    total = _fused(a.data + float(za), float(ra), inner)
    return Quantized(rounding(total).sub_(float(zero)).clamp_(*limits), grid)


def multiply(
    a: Quantized,
    b: Quantized,
    grid: TensorQuantization,
    rounding: Rounding,
    limits: Limits,
) -> Quantized:
    """Two tensors, as `QLinearMul` multiplies them."""
    factor = float(ratio([a.grid.scale, b.grid.scale], grid.scale))
    zero = float(grid.zero_point)
    product = (a.data * b.data).mul_(factor).add_(zero)
    return Quantized(rounding(product).sub_(zero).clamp_(*limits), grid)


def function_table(
    function: Callable[[Tensor], Tensor],
    source: TensorQuantization,
    grid: TensorQuantization,
    rounding: Rounding,
) -> Tensor:
    """The centred result for every integer of the source grid, smallest first."""
    low, high = source.limits
    points = torch.arange(low, high + 1, dtype=torch.float32) * source.scale
    values = torch.nan_to_num(function(points), nan=0.0)
    return rounding.quantize(values, grid).data


def requantize(a: Quantized, grid: TensorQuantization, rounding: Rounding) -> Quantized:
    """The same values on another grid."""
    if a.grid.has_grid_of(grid):
        return a
    return rounding.quantize(a.dequantize(), grid)


def scalar(value: float, like: TensorQuantization) -> Quantized:
    """A number as one integer: plus or minus one, with its magnitude as the scale."""
    scale = float(np.float32(abs(value))) or 1.0
    step = float(np.sign(value))
    zero_point = 1 if like.grid == "u8" and value < 0 else 0
    grid = TensorQuantization(like.grid, scale, zero_point, value, value, "constant")
    return Quantized(torch.tensor(step), grid)


def _fused(x: Tensor, factor: float, offset: Any) -> Tensor:
    """X * factor + offset with one rounding to float32, through float64."""
    wide = x.double().mul_(factor)
    total: Tensor = wide + (offset.double() if isinstance(offset, Tensor) else offset)
    return total.float()
