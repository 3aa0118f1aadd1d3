import math

import pytest

from engine.info import SourceLine
from engine.quantities import macs_text, short_count
from gui.widgets.quantities import (
    number_text,
    percent_text,
    place_text,
    seconds_text,
    shape_text,
)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (999, "999"),
        (36_864, "36.9 k"),
        (270_000, "0.27 M"),
        (7_600_000, "7.6 M"),
        (140_000_000, "0.14 G"),
        (47_200_000_000, "47.2 G"),
    ],
)
def test_counts_are_written_with_a_prefix(count, text):
    assert short_count(count) == text


def test_the_prefix_of_work_stands_at_its_unit():
    assert [macs_text(count) for count in (812, 36_864, 270_000_000)] == [
        "812 MAC",
        "36.9 kMAC",
        "0.27 GMAC",
    ]


def test_shapes_numbers_and_places_read_well():
    assert shape_text((1, 3, 8)) == "1×3×8"
    assert shape_text(()) == "1"
    assert number_text(-0.0123456) == "−0.01235"
    assert number_text(math.nan) == "–"
    assert place_text(SourceLine("/a/b/model.py", 12)) == "model.py:12"


@pytest.mark.parametrize(
    ("seconds", "text"), [(8.2, "8 s"), (125, "2 min 5 s"), (3840, "1 h 4 min")]
)
def test_durations_read_well(seconds, text):
    assert seconds_text(seconds) == text


def test_next_to_nothing_of_a_hundred_is_said_so():
    assert percent_text(2.73e-7) == "< 0.001"
    assert percent_text(0.1906) == "19.06"
    assert percent_text(0) == "0"
