import pytest
from PySide6.QtCore import Qt

from gui.panels.targets import TargetsDialog
from tests.gui.fake_engine import coverages


@pytest.fixture
def dialog(qtbot):
    dialog = TargetsDialog()
    qtbot.addWidget(dialog)
    dialog.show_rows("net", coverages(), "horizon-bayes")
    dialog.show()
    return dialog


def texts(dialog, row):
    model = dialog.table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_every_target_has_a_row_of_numbers(dialog):
    assert texts(dialog, 0) == [
        "Horizon J5",
        "",
        "1",
        "1",
        "0",
        "0",
        "100.0%",
        "≥ 1.25 ms",
    ]
    assert texts(dialog, 1)[-1] == "1.25 ms"


def test_the_target_in_use_is_selected_and_cannot_be_chosen_again(dialog):
    assert dialog.table.currentIndex().row() == 0
    assert not dialog.choose.isEnabled()


def test_what_a_target_refuses_is_named(dialog):
    dialog.table.selectRow(1)
    assert "Refused: rsub." in dialog.detail.text()
    dialog.table.selectRow(0)
    assert "Everything runs" in dialog.detail.text()


@pytest.mark.parametrize("way", ["button", "key"])
def test_another_target_can_be_taken(qtbot, dialog, way):
    dialog.table.selectRow(1)
    with qtbot.waitSignal(dialog.target_chosen) as caught:
        if way == "button":
            dialog.choose.click()
        else:
            qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert caught.args == ["cambricon-mlu270"]


def test_new_rows_keep_the_selected_target(dialog):
    dialog.table.selectRow(1)
    dialog.show_rows("net", coverages()[::-1], "horizon-bayes")
    assert dialog.table.currentIndex().row() == 0
    assert "rsub" in dialog.detail.text()


def test_every_number_column_explains_itself(dialog):
    model = dialog.table.model()
    tips = [
        model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        for column in range(1, model.columnCount())
    ]
    assert all(tips)


def test_the_table_takes_as_much_room_as_larger_words_need(qtbot, dialog):
    dialog.show()
    usual = dialog.size()
    dialog.resize(usual.width() - 40, usual.height())
    dialog.hide()
    dialog.show()
    assert dialog.width() == usual.width() - 40
    dialog.hide()
    dialog._line += 1
    dialog.show()
    assert dialog.size() == usual
