"""Numbers per node that the graph can be coloured by, from what a session knows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np
from PySide6.QtCore import QCoreApplication

from gui.graph.scene.heat import Heat
from gui.session.state import SessionState
from gui.widgets.tensor_range import TensorRange


def measures_of(state: SessionState) -> tuple[Heat, ...]:
    """Estimated latency, and what calibration saw; only those that are known."""
    ranges = state.measured.ranges if state.measured else ()
    latency = Heat(_tr("estimated latency"), _microseconds(state), "µs", adds=True)
    widths = {each.name: _width(each) for each in ranges}
    measured = (
        Heat(_tr("range width"), widths, spans_decades=True),
        Heat(_tr("quantization error"), _errors(ranges), "dB"),
        Heat(_tr("clipped values"), _clipped(ranges), "%", spans_decades=True),
        sensitivity_of(state),
    )
    stale = "calibrate" in state.stale
    found = (latency, *(replace(each, stale=stale) for each in measured))
    return tuple(measure for measure in found if measure.values)


def sensitivity_of(state: SessionState) -> Heat:
    """The error of the outputs that rounding at each node causes."""
    found = state.measured.sensitivity if state.measured else {}
    return Heat(_tr("sensitivity"), found, "dB")


def _microseconds(state: SessionState) -> dict[str, float]:
    """Most ops take less than a thousandth of a millisecond."""
    return {name: 1000 * latency for name, latency in state.latency_ms.items()}


def _width(of: TensorRange) -> float:
    return of.maximum - of.minimum


def _clipped(ranges: tuple[TensorRange, ...]) -> dict[str, float]:
    return {each.name: 100 * each.clipped for each in ranges if len(each.histogram)}


class MeasuredErrors(Mapping[str, float]):
    """The quantization error of every node in dB, found when it is first asked for."""

    def __init__(self, ranges: tuple[TensorRange, ...]) -> None:
        self._ranges = ranges

    def __getitem__(self, name: str) -> float:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def _found(self) -> Mapping[str, float]:
        return _errors(self._ranges)


def _errors(ranges: tuple[TensorRange, ...]) -> Mapping[str, float]:
    found = {each.name: error_db(each) for each in ranges if len(each.histogram)}
    return {name: error for name, error in found.items() if math.isfinite(error)}


def error_db(of: TensorRange) -> float:
    """Power of rounding and clipping over that of the values, in dB.

    Rounding to a step s adds s² / 12 (Bennett 1948); a value outside the grid is off
    by its distance from it. Values lie in the middles of their bins.
    """
    total = float(of.histogram.sum())
    middles = (of.edges[1:] + of.edges[:-1]) / 2
    signal = float((of.histogram * middles**2).sum())
    if total <= 0 or signal <= 0:
        return -math.inf
    beyond = middles - np.clip(middles, *of.clip)
    noise = of.scale**2 / 12 * total + float((of.histogram * beyond**2).sum())
    return 10 * math.log10(noise / signal) if noise > 0 else -math.inf


def _tr(text: str) -> str:
    return QCoreApplication.translate("Measures", text)
