"""The command palette: what fits, what comes first, and what a key does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.command_palette import Choice, CommandPalette, ranked, score


def choice(key: str, title: str, words: str = "", why_not: str = "") -> Choice:
    return Choice(key, title, "", lambda: None, "", words, why_not)


CHOICES = (
    choice("save", "Save project"),
    choice("fit", "Fit to window"),
    choice("fix_all", "全部修复", "fix all"),
    choice("undo", "Undo", why_not="There is nothing to undo."),
)


@pytest.fixture
def palette(qtbot: QtBot) -> Iterator[CommandPalette]:
    parent = QWidget()
    parent.resize(900, 700)
    qtbot.addWidget(parent)
    parent.show()
    widget = CommandPalette(CHOICES, [], parent)
    widget.show()
    yield widget
    widget.close()


@given(st.text(min_size=1, max_size=12), st.text(max_size=8), st.text(max_size=8))
def test_a_text_fits_every_text_that_holds_it(middle: str, left: str, right: str):
    assert score(left + middle + right, middle) is not None


@pytest.mark.parametrize(
    ("sought", "first"),
    [("fw", "fit"), ("sproj", "save"), ("fix all", "fix_all"), ("修复", "fix_all")],
)
def test_letters_in_order_and_english_words_find(sought: str, first: str) -> None:
    assert ranked(CHOICES, sought, [])[0].key == first


def test_what_was_chosen_lately_comes_first() -> None:
    assert ranked(CHOICES, "", ["fit"])[0].key == "fit"
    alike = choice("a", "Open one"), choice("b", "Open two")
    assert [each.key for each in ranked(alike, "open", ["b"])] == ["b", "a"]


def test_enter_does_what_is_marked(qtbot: QtBot, palette: CommandPalette) -> None:
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as signal:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert signal.args == ["fit"]
    assert not palette.isVisible()


def test_what_cannot_be_done_says_why_and_stays(
    qtbot: QtBot, palette: CommandPalette
) -> None:
    qtbot.keyClicks(palette.field, "undo")
    assert palette.why_not.text() == "There is nothing to undo."
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_words_that_fit_nothing_say_so(qtbot: QtBot, palette: CommandPalette) -> None:
    qtbot.keyClicks(palette.field, "zzqx")
    assert palette.shown() == ()
    assert palette.why_not.text()
