"""Code before and after in two columns."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.code_sides import CodeSides, rows_of

LINES = st.lists(st.text("ab-+@ ", max_size=4), max_size=12)


@given(before=LINES, after=LINES)
def test_each_column_holds_all_lines_of_its_side_in_order(before, after):
    text = "\n".join(
        difflib.unified_diff(before, after, "before", "after", lineterm="", n=99)
    )
    rows = list(rows_of(text))
    left = [row[0][1:] for row in rows if row[0] and row[0][:2] != "@@"]
    right = [row[1][1:] for row in rows if row[1] and row[1][:2] != "@@"]
    if before != after:
        assert (left, right) == (before, after)
    else:
        assert rows == []


def test_what_went_stands_beside_what_came_in_its_place():
    text = "--- before\n+++ after\n@@ -1,2 +1,2 @@\n x\n-silu\n+mul\n+add"
    assert list(rows_of(text))[1:] == [(" x", " x"), ("-silu", "+mul"), ("", "+add")]


@pytest.fixture
def sides(qtbot):
    sides = CodeSides()
    qtbot.addWidget(sides)
    sides.resize(500, 200)
    sides.setVisible(True)
    return sides


def test_both_columns_scroll_together(sides):
    lines = "\n".join(f" line {number}" for number in range(200))
    sides.show_diff(f"--- before\n+++ after\n{lines}")
    sides.after.verticalScrollBar().setValue(50)
    assert sides.before.verticalScrollBar().value() == 50
    assert sides.before.blockCount() == sides.after.blockCount() == 200
