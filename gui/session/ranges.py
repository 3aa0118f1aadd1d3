"""A calibration and its range table as rows for the calibration page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gui.widgets.tensor_range import TensorRange

if TYPE_CHECKING:
    from engine.quantization.calibration import Calibration
    from engine.quantization.qtable import QTable

DRAWN_BINS = 256


def read_ranges(calibration: Calibration, table: QTable) -> tuple[TensorRange, ...]:
    """List every quantized tensor that was measured, in the graph's order."""
    return tuple(
        tensor_range(calibration, table, name)
        for name in table.tensors
        if name in calibration.statistics
    )


def tensor_range(calibration: Calibration, table: QTable, name: str) -> TensorRange:
    """Bring one tensor's histogram, cut to what was seen, and its grid together."""
    seen, grid = calibration.statistics[name], table.tensors[name]
    limit = 2.0**seen.exponent
    edges = np.linspace(-limit, limit, len(seen.histogram) + 1)
    first = max(int(np.searchsorted(edges, seen.minimum, "right")) - 1, 0)
    last = min(int(np.searchsorted(edges, seen.maximum, "left")), len(edges) - 1)
    last = max(last, first + 1)
    step = max(1, -(-(last - first) // DRAWN_BINS))
    last = min(first + -(-(last - first) // step) * step, len(edges) - 1)
    starts = np.arange(first, last, step)
    counts = np.add.reduceat(seen.histogram[first:last], starts - first)
    return TensorRange(
        name=name,
        minimum=seen.minimum,
        maximum=seen.maximum,
        scale=float(grid.scale),
        bits=grid.bits,
        histogram=counts.astype(np.float64),
        edges=np.append(edges[starts], edges[last]),
        zero_point=grid.zero_point,
        is_signed=grid.grid != "u8",
        is_by_hand=grid.how == "by hand",
    )
