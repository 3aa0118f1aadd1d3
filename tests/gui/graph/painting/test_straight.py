"""Many straight lines painted as rectangles: the same pixels, fewer strokes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui.graph.layout.container import Floats
from gui.graph.painting import heads
from gui.graph.painting.many import fill_rects
from gui.graph.painting.straight import bands, draw_straight

SIZE = 400
PIXELS = st.integers(0, SIZE)


def covered(rows: Floats, width: int) -> set[tuple[int, int]]:
    """The pixels of all rectangles that lines have."""
    return {
        (x, y)
        for left, top, right, bottom in bands(rows, width).tolist()
        for x in range(left, right)
        for y in range(top, bottom)
    }


@given(
    lines=st.lists(
        st.tuples(st.floats(0, 30), st.integers(0, 4), st.integers(5, 9)), min_size=1
    ),
    width=st.integers(1, 3),
)
def test_lines_together_cover_the_pixels_that_each_covers_alone(lines, width):
    rows = np.array([(x, start, x, end) for x, start, end in lines], float)
    alone = set().union(*(covered(row[None], width) for row in rows))
    assert covered(rows, width) == alone


def test_lanes_that_touch_are_one_rectangle_and_others_are_not():
    lanes = np.array([(x, 0, x, 90) for x in (10.0, 11.0, 11.4, 12.0, 14.0)])
    assert bands(lanes, 1).tolist() == [[10, 0, 13, 90], [14, 0, 15, 90]]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("is_level", [False, True])
@pytest.mark.parametrize("scale", [0.3, 1.0])
def test_a_line_among_many_lies_where_it_lies_among_few(is_level, scale):
    spots = np.arange(0, SIZE, 6)
    drawn = []
    for are_few in (True, False):
        image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.translate(2.0, 3.0)
        painter.scale(scale, scale)
        rows = [(x / scale, 0.0, x / scale, 90 / scale) for x in spots]
        lines = np.array(rows)[:, [1, 0, 3, 2] if is_level else [0, 1, 2, 3]]
        pen = QPen(QColor("black"), 1.0)
        pen.setCosmetic(True)
        draw_straight(painter, lines, pen, are_few=are_few)
        painter.end()
        view = np.frombuffer(image.constBits(), np.uint8).reshape(SIZE, SIZE, 4)
        drawn.append(view[5:80, 5:80, 0] < 128)
    assert np.array_equal(*drawn)
    assert drawn[0].any()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ratio", [1, 2])
def test_rectangles_handed_over_at_once_have_the_pixels_of_each_alone(ratio):
    corners = np.stack(np.meshgrid(range(-9, SIZE, 9), range(-9, SIZE, 9)), axis=-1)
    number = np.arange(corners[..., 0].size)
    size = np.stack([number % 9 + 1, number % 50 % 9], axis=1)
    size[7] = 8, 1
    rects = np.concatenate([corners.reshape(-1, 2), size], axis=1)
    drawn = []
    colours = ["#123456", "red", "blue"]
    for is_together in (True, False):
        image = QImage(SIZE * ratio, SIZE * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor("white"))
        painter = QPainter(image)
        if is_together:
            fill_rects(painter, rects, number % 3, colours)
        for place, rect in enumerate([] if is_together else rects.tolist()):
            painter.fillRect(QRect(*rect), QColor(colours[place % 3]))
        painter.end()
        drawn.append(image)
    assert drawn[0] == drawn[1]
    assert len({drawn[0].pixel(x, 40 * ratio) for x in range(SIZE)}) == 4


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("scale", "ratio"), [(0.3, 1.0), (0.6, 1.0), (0.4, 1.5)])
def test_many_heads_of_edges_look_like_each_alone(scale, ratio, monkeypatch):
    tips = np.random.default_rng(0).uniform(0, SIZE / scale, (60, 2))
    drawn = []
    for least in (len(tips), len(tips) + 1):
        monkeypatch.setattr(heads, "MANY", least)
        image = QImage(*[round(SIZE * ratio)] * 2, QImage.Format.Format_Grayscale8)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        heads.draw_heads(painter, tips, QColor("black"), is_sideways=False)
        painter.end()
        levels = np.frombuffer(image.constBits(), np.uint8).astype(np.int64)
        drawn.append(255 - levels)
    assert np.abs(drawn[0] - drawn[1]).max() < 80
    assert abs(drawn[0].sum() / drawn[1].sum() - 1) < 0.03
