from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from engine.samples import Sample
from gui.panels.start import SampleCard, StartPage


@pytest.fixture
def page(qtbot):
    page = StartPage()
    qtbot.addWidget(page)
    page.setVisible(True)
    page.resize(900, 700)
    return page


def sample(name):
    return Sample(name, f"Title of {name}", "Words.", Path("p.json"), Path("none.png"))


def test_a_sample_is_opened_by_mouse_and_by_keyboard(qtbot, page):
    page.show((), (sample("street"), sample("other")))
    cards = page.findChildren(SampleCard)
    assert [card.text() for card in cards] == ["Title of street", "Title of other"]
    with qtbot.waitSignal(page.sample_chosen) as chosen:
        qtbot.mouseClick(cards[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["other"]
    with qtbot.waitSignal(page.sample_chosen) as chosen:
        qtbot.keyClick(cards[0], Qt.Key.Key_Space)
    assert chosen.args == ["street"]


def test_a_recent_file_is_opened_by_one_click(qtbot, page, tmp_path):
    file = tmp_path / "p.json"
    file.write_text("")
    page.show((file,))
    place = page.recent.visualItemRect(page.recent.item(0)).center()
    with qtbot.waitSignal(page.recent_chosen) as chosen:
        qtbot.mouseClick(page.recent.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [file]


def test_a_missing_recent_file_is_greyed_and_not_opened(qtbot, page, tmp_path):
    page.show((tmp_path / "gone.json",))
    item = page.recent.item(0)
    assert "missing" in item.text()
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    with qtbot.assertNotEmitted(page.recent_chosen):
        page.recent.itemClicked.emit(item)


def test_showing_again_replaces_what_was_shown(page):
    for _ in range(2):
        page.show((Path("a"), Path("b")), (sample("street"),))
    assert page.recent.count() == 2
    assert page.samples.count() == 1


def test_recovery_is_offered_only_where_something_was_left(page):
    page.show()
    assert not page.recovery.isVisible()
    page.show((), (), "net with 2 edits was not saved.")
    assert page.recovery.isVisible()
