"""Which integers stand for a range, and what one step of them is worth. No torch."""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.targets.profile import QuantizationScheme

Grid = Literal["s8", "u8", "s16"]
_SMALLEST = float(np.finfo(np.float32).eps)


def grid_over(
    low: float, high: float, scheme: QuantizationScheme, bits: int
) -> tuple[Grid, int, float, int]:
    """The grid for values from `low` to `high`, and its zero point.

    The third number divides the largest magnitude into steps, the fourth counts the
    integers beside zero.
    """
    if bits == 16:
        return "s16", 0, scheme.int16_divisor, 32767
    if scheme.signed_grid:
        return "s8", 0, scheme.scale_divisor, 127
    if low >= 0:
        return "u8", 0, scheme.nonnegative_divisor, 255
    if high <= 0:
        return "u8", 255, scheme.nonnegative_divisor, 255
    return "u8", 128, scheme.scale_divisor, 127


def step_of(magnitude: float, divisor: float) -> float:
    """The scale: what one step is worth, as the float32 that chips hold."""
    return float(np.float32(max(magnitude / divisor, _SMALLEST)))


def fixed_grid(
    ends: tuple[float, float], scheme: QuantizationScheme, bits: int
) -> tuple[Grid, float, int]:
    """Grid, scale and zero point that reach from one number to the other."""
    low, high = ends
    grid, zero_point, divisor, _ = grid_over(low, high, scheme, bits)
    return grid, step_of(max(abs(low), abs(high)), divisor), zero_point
