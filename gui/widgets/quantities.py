"""Numbers as people read them: 1×3×512×1024, 8 s."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import PurePath

from engine.info import SourceLine


def shape_text(shape: Sequence[int]) -> str:
    """Write a tensor's shape, a scalar's as 1."""
    return "×".join(str(size) for size in shape) or "1"


def number_text(value: float) -> str:
    """Write a measured number with four significant digits."""
    return f"{value:.4g}".replace("-", "−") if math.isfinite(value) else "–"


def percent_text(share: float) -> str:
    """Write a share in per cent without the sign; what is next to nothing as such."""
    percent = 100 * share
    return "< 0.001" if 0 < percent < 0.001 else number_text(percent)


def seconds_text(seconds: float) -> str:
    """Write a duration as 8 s, 2 min 5 s or 1 h 4 min."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def place_text(source: SourceLine) -> str:
    """Write a source line as file.py:123."""
    return f"{PurePath(source.file).name}:{source.line}"
