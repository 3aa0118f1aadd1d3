"""Code that does not fit goes on in the next row where the change must be seen."""

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics

from gui.widgets.source_view import SourceView

LINE = "upsample_nearest2d = upsample_nearest2d(mul_53, [26, 26], None)"


@pytest.fixture(params=[120, 200, 320, 900])
def width(request):
    return request.param


def test_broken_code_keeps_every_letter_and_fits(qtbot, width):
    view = SourceView(wraps=True)
    qtbot.addWidget(view)
    view.show_lines([("−", LINE), ("+", ""), ("+", "y = x")])
    rows = view._rows(width)
    told = "".join(text for _, text in rows).replace(" ", "")
    assert told == (LINE + "y=x").replace(" ", "")
    assert [number for number, _ in rows if number] == ["−", "+", "+"]
    metrics = QFontMetrics(view._font())
    assert all(metrics.horizontalAdvance(text) <= width for _, text in rows)


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
