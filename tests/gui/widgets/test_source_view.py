"""Code that does not fit goes on in the next row where the change must be seen."""

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics

from gui.widgets.source_view import SourceView

CHINESE = (
    "    # 上采样之后与主干特征相加，再经过一次卷积得到每个像素的类别，供后处理使用。"
)
LINE = "upsample_nearest2d = upsample_nearest2d(mul_53, [26, 26], None)"


@pytest.fixture(params=[120, 200, 320, 900])
def width(request):
    return request.param


@pytest.mark.parametrize("line", [LINE, CHINESE])
def test_broken_code_keeps_every_letter_and_fits(qtbot, width, line):
    view = SourceView(wraps=True)
    qtbot.addWidget(view)
    view.show_lines([("−", line), ("+", ""), ("+", "y = x")])
    rows = view._rows(width)
    told = "".join(text for _, text in rows).replace(" ", "")
    assert told == (line + "y=x").replace(" ", "")
    assert [number for number, _ in rows if number] == ["−", "+", "+"]
    metrics = QFontMetrics(view._font())
    room = max(view._room(width), metrics.horizontalAdvance("x" * 8))
    assert all(metrics.horizontalAdvance(text) <= room + 1 for _, text in rows)


def test_it_is_as_high_as_its_rows_are_many(qtbot):
    view = SourceView(wraps=True)
    qtbot.addWidget(view)
    view.show_lines([("+", LINE)])
    assert view.heightForWidth(160) > view.heightForWidth(2000)
    assert view.heightForWidth(2000) == view.sizeHint().height()


def test_it_keeps_its_whole_height_in_every_width(qtbot, width):
    view = SourceView(wraps=True)
    qtbot.addWidget(view)
    view.show_lines([("+", LINE)])
    view.resize(width, 10)
    view.show()
    qtbot.waitUntil(lambda: view.height() == view.heightForWidth(view.width()))


@pytest.mark.parametrize("family", ["DejaVu Sans", "Noto Sans CJK SC"])
def test_code_is_as_large_as_the_text_around_it_in_any_script(qtbot, family):
    view = SourceView()
    qtbot.addWidget(view)
    font = QFont(family)
    font.setPixelSize(20)
    view.setFont(font)
    assert QFontInfo(view._font()).pixelSize() == 18
