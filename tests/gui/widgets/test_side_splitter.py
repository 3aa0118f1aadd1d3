"""Panels on both sides of a graph."""

import pytest
from PySide6.QtWidgets import QLabel

from gui.widgets.side_splitter import LEAST_MIDDLE, SideSplitter


@pytest.fixture
def splitter(qtbot):
    parts = QLabel("left " * 30), QLabel(), QLabel("right " * 30)
    for part in (parts[0], parts[2]):
        part.setWordWrap(True)
        part.setMinimumWidth(120)
    made = SideSplitter(parts, 284, 320)
    qtbot.addWidget(made)
    made.resize(1440, 300)
    made.show()
    return made


@pytest.mark.parametrize("width", [500, 900, 1100, 1440, 2000])
def test_the_middle_has_its_room_before_the_sides_have_all_of_theirs(splitter, width):
    splitter.moveSplitter(400, 1)
    splitter.resize(width, 300)
    left, middle, right = splitter.sizes()
    assert middle >= LEAST_MIDDLE - 2 or [left, right] == [120, 120]
    assert left <= 400
    assert right <= 320
    splitter.resize(1440, 300)
    assert splitter.sizes()[::2] == [400, 320]


def test_sides_that_were_hidden_are_as_wide_again_as_they_were(splitter):
    splitter.moveSplitter(400, 1)
    before = splitter.sizes()
    splitter.toggle_sides()
    assert splitter.sizes() == [0, 1440, 0]
    splitter.resize(1400, 300)
    saved = splitter.saveState()
    splitter.resize(1440, 300)
    splitter.toggle_sides()
    assert splitter.sizes() == before
    assert splitter.restoreState(saved)
    assert splitter.sizes() == before


def test_what_was_dragged_is_saved_also_from_a_small_window(splitter, qtbot):
    splitter.moveSplitter(400, 1)
    splitter.resize(700, 300)
    saved = splitter.saveState()
    splitter.resize(1440, 300)
    splitter.moveSplitter(200, 1)
    assert splitter.restoreState(saved)
    assert splitter.sizes()[::2] == [400, 320]
    assert not splitter.restoreState(b"\x00\x00\xff other")
    assert splitter.sizes()[::2] == [400, 320]
