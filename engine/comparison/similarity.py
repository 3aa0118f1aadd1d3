"""How close a quantized tensor comes to the float one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Power:
    """Signal and noise energy, addable over images."""

    signal: float = 0.0
    noise: float = 0.0

    def __add__(self, other: Power) -> Power:
        return Power(self.signal + other.signal, self.noise + other.noise)

    @property
    def sqnr_db(self) -> float:
        """Signal-to-quantization-noise ratio, 10·log10(Σx² / Σ(x - y)²), in dB.

        Infinite where nothing differs.
        """
        if self.noise == 0:
            return math.inf
        return 10 * math.log10(self.signal / self.noise) if self.signal else -math.inf


def power(reference: Tensor, result: Tensor) -> Power:
    """Measure `result` against `reference` of the same shape."""
    wanted, got = reference.double(), result.double()
    return Power(
        signal=float(wanted.square().sum()),
        noise=float((wanted - got).square().sum()),
    )
