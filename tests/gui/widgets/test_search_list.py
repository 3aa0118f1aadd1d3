import pytest
from PySide6.QtCore import Qt

from gui.widgets.search_list import Row, SearchList

ROWS = (
    Row("aten.max_pool2d.default", "Max pool", "it takes no 1×4"),
    Row("aten.relu.default", "ReLU"),
    Row("aten.leaky_relu.default", "Leaky ReLU"),
    Row("aten.sigmoid.default", "Sigmoid"),
)


@pytest.fixture
def found(qtbot):
    found = SearchList("Ops")
    qtbot.addWidget(found)
    found.show_rows(ROWS)
    found.show()
    return found


def shown(found):
    rows = [found.list.item(row) for row in range(found.list.count())]
    return [row.text() for row in rows if not row.isHidden()]


def test_what_cannot_be_chosen_comes_last_with_its_reason(found):
    assert shown(found)[-1] == "Max pool  –  it takes no 1×4"
    assert found.current == "aten.relu.default"


def test_words_find_by_text_and_key(qtbot, found):
    qtbot.keyClicks(found.field, "leaky relu")
    assert shown(found) == ["Leaky ReLU"]
    assert found.current == "aten.leaky_relu.default"


def test_arrows_move_and_enter_chooses_without_leaving_the_field(qtbot, found):
    qtbot.keyClick(found.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(found.chosen) as caught:
        qtbot.keyClick(found.field, Qt.Key.Key_Return)
    assert caught.args == ["aten.leaky_relu.default"]


def test_nothing_is_chosen_where_only_a_greyed_row_is_left(qtbot, found):
    qtbot.keyClicks(found.field, "max")
    assert found.current == ""
    with qtbot.assertNotEmitted(found.chosen):
        qtbot.keyClick(found.field, Qt.Key.Key_Return)


def test_a_long_row_ends_in_dots_and_is_told_whole_by_its_tip(found):
    reason = "it takes no 1×4×8×8 of float32 in the place of another value " * 4
    found.show_rows([Row("long", "Long", reason)])
    found.resize(200, 200)
    found.list.doItemsLayout()
    assert found.list.horizontalScrollBar().maximum() == 0
    row = found.list.item(0)
    assert found.list.visualItemRect(row).width() <= found.list.viewport().width()
    assert row.toolTip() == reason
