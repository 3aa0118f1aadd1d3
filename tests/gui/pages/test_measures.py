"""Numbers the graph can be coloured by."""

import math

import numpy as np
import pytest

from engine.info import GraphInfo
from gui.pages.measures import MeasuredErrors, error_db, measures_of
from gui.session.state import Facts, Measured, SessionState
from gui.widgets.tensor_range import TensorRange


def tensor(scale, values):
    counts, edges = np.histogram(values, 512)
    return TensorRange(
        "x", min(values), max(values), scale, histogram=counts, edges=edges
    )


def test_a_finer_grid_errs_less_by_six_decibels_a_bit():
    values = np.random.default_rng(0).normal(size=20_000)
    wide = np.abs(values).max() / 127
    coarse, fine = error_db(tensor(2 * wide, values)), error_db(tensor(wide, values))
    assert coarse - fine == pytest.approx(20 * math.log10(2), abs=0.2)


def test_the_error_is_that_of_rounding_the_values():
    values = np.random.default_rng(1).normal(size=50_000)
    scale = np.abs(values).max() / 60
    rounded = np.clip(np.round(values / scale), -128, 127) * scale
    measured = 10 * math.log10(((rounded - values) ** 2).mean() / (values**2).mean())
    assert error_db(tensor(scale, values)) == pytest.approx(measured, abs=0.2)


def test_only_what_is_known_is_offered():
    assert measures_of(SessionState()) == ()
    values = np.linspace(-1, 3, 1000)
    measured = Measured(None, None, (), (tensor(0.02, values),))
    found = {each.title: each for each in measures_of(SessionState(measured=measured))}
    assert found["range width"].values == {"x": 4.0}
    assert found["range width"].spans_decades
    assert "estimated latency" not in found
    assert found["clipped values"].unit == "%"


def test_latency_is_told_in_microseconds_and_adds_up():
    facts = Facts(GraphInfo("net", "d", (), 0, 0), (), (), 0, {"conv": 0.002})
    (latency,) = measures_of(SessionState(facts=facts))
    assert latency.values == {"conv": 2.0}
    assert (latency.unit, latency.adds) == ("µs", True)


def test_what_was_measured_before_an_edit_is_out_of_date_and_latency_is_not():
    ranges = (tensor(0.02, np.linspace(-1, 3, 1000)),)
    facts = Facts(GraphInfo("net", "d", (), 0, 0), (), (), 0, {"conv": 0.002})
    for basis, stale in (("another",), True), ((), False):
        measured = Measured(None, None, basis, ranges)
        found = measures_of(SessionState(facts=facts, measured=measured))
        assert [each.stale for each in found] == [False, *[stale] * (len(found) - 1)]


def test_the_errors_that_a_search_compares_are_those_that_colour_the_graph():
    ranges = (tensor(0.02, np.linspace(-1, 3, 1000)),)
    measured = Measured(None, None, (), ranges)
    heats = measures_of(SessionState(measured=measured))
    shown = next(each for each in heats if each.title == "quantization error")
    assert dict(MeasuredErrors(ranges)) == shown.values
