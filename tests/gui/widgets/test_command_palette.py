"""The command palette: what fits, what comes first, and what a key does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.choice_list import GAP, columns, fitted
from gui.widgets.choices import Choice, Ranking
from gui.widgets.command_palette import CommandPalette


def choice(key: str, title: str, words: str = "", why_not: str = "") -> Choice:
    return Choice(key, title, "", lambda: None, "", words, why_not)


def best(
    choices: Sequence[Choice], sought: str, recent: Sequence[str] = ()
) -> list[Choice]:
    return Ranking(choices, recent).best(sought)


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


def row_texts(
    palette: CommandPalette,
) -> Iterator[tuple[QRect, list[str], list[QRect]]]:
    """Every row with its texts and where they are painted."""
    model, metrics = palette.list.choices, palette.list.fontMetrics()
    for row, each in enumerate(model.choices):
        rect = palette.list.visualRect(model.index(row))
        texts = each.title, each.hint, each.kind
        yield rect, [*texts], [*columns(rect, texts, metrics)]


@pytest.mark.parametrize("sought", ["", "pag3", "z"])
def test_rows_are_as_wide_as_the_list_and_cut_no_text(qtbot, sought: str) -> None:
    parent = QWidget()
    parent.resize(900, 700)
    qtbot.addWidget(parent)
    path = "a_very_long_module_name." * 12
    many = [Choice(f"{n}", f"pag3.{n}", "module", lambda: None) for n in range(80)]
    few = Choice("z", f"pag3.{path}z", "problem", lambda: None, "Ctrl+Shift+Alt+F12")
    palette = CommandPalette([*many, few], [], parent)
    palette.show()
    palette.field.setText("a")
    palette.field.setText(sought)
    width, metrics = palette.list.viewport().width(), palette.list.fontMetrics()
    assert not palette.list.horizontalScrollBar().maximum()
    for rect, texts, places in row_texts(palette):
        assert rect.width() == width
        for text, place in zip(texts, places, strict=True):
            assert rect.contains(place) or not text
            shown = fitted(text, place.width(), metrics)
            assert metrics.horizontalAdvance(shown) <= place.width() or not text
        assert not places[0].intersects(places[1])
        assert not places[1].intersects(places[2])
    palette.close()


LETTERS = st.text("abMW mi", min_size=0, max_size=120)


@given(LETTERS, LETTERS, LETTERS, st.integers(160, 700))
def test_a_title_keeps_room_beside_keys_and_kind(
    qapp, title: str, hint: str, kind: str, width: int
) -> None:
    rect, metrics = QRect(0, 0, width, 30), QFontMetrics(qapp.font())
    first, second, third = columns(rect, (title, hint, kind), metrics)
    needed = metrics.horizontalAdvance(title) + 1
    assert first.width() >= min(needed, int((width - 16) * 0.55))
    assert all(each.left() >= 0 and each.right() < width for each in (second, third))
    if metrics.horizontalAdvance(title + hint + kind) < width - 16 - 2 * GAP - 3:
        assert second.width() >= metrics.horizontalAdvance(hint)
        assert third.width() >= metrics.horizontalAdvance(kind)


@given(st.text(min_size=1, max_size=12), st.text(max_size=8), st.text(max_size=8))
def test_a_text_fits_every_text_that_holds_it(middle: str, left: str, right: str):
    whole = choice("whole", left + middle + right)
    assert best([whole], middle) == [whole]


@pytest.mark.parametrize(
    ("sought", "first"),
    [("fw", "fit"), ("sproj", "save"), ("fix all", "fix_all"), ("修复", "fix_all")],
)
def test_letters_in_order_and_english_words_find(sought: str, first: str) -> None:
    assert best(CHOICES, sought)[0].key == first


def test_letters_strewn_inside_words_do_not_fit() -> None:
    closing = choice("close", "Close the module around the selection")
    assert best([closing], "heat") == []
    assert best([closing], "cmod") == [closing]


def test_words_fit_in_any_order_and_a_title_beats_other_words() -> None:
    copying = choice("copy", "Copy the view", "screenshot picture")
    picture = choice("save", "Save a picture")
    assert best([copying], "view copy") == [copying]
    assert best([copying, picture], "picture") == [picture, copying]


def test_nothing_typed_offers_last_what_cannot_be_done() -> None:
    shown = [each.key for each in best(CHOICES[::-1], "", ["undo"])]
    assert shown == ["fix_all", "fit", "save", "undo"]


@given(st.lists(st.text("ab_. ", max_size=9), max_size=30), st.text("ab ", max_size=5))
def test_what_fits_one_text_is_what_the_ranking_finds(titles, sought) -> None:
    choices = [choice(f"{n}", title) for n, title in enumerate(titles)]
    fitting = {each.key for each in choices if best([each], sought)}
    assert {each.key for each in best(choices, sought)} == fitting


def test_what_was_chosen_lately_comes_first() -> None:
    assert best(CHOICES, "", ["fit"])[0].key == "fit"
    alike = choice("a", "Open one"), choice("b", "Open two")
    assert [each.key for each in best(alike, "open", ["b"])] == ["b", "a"]


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


TITLES = st.lists(st.text("ab_ .1", min_size=1, max_size=8), min_size=1, max_size=30)


@given(TITLES, st.text("ab_ .1", min_size=1, max_size=6))
def test_typing_on_finds_what_the_whole_search_finds(titles, sought):
    many = [choice(f"{n}", title) for n, title in enumerate(titles)]
    typed = Ranking(many, [])
    for end in range(1, len(sought) + 1):
        assert typed.best(sought[:end]) == best(many, sought[:end])
    assert typed.best(sought[:1]) == best(many, sought[:1])


def test_typing_on_looks_only_through_what_fitted_before(monkeypatch):
    many = [choice(f"{n}", f"conv_{n}") for n in range(1000)]
    typed = Ranking(many, [])
    seen: list[int] = []
    scored = Ranking._scored

    def counted(self, sought, fits, places):
        seen.append(len(places))
        return scored(self, sought, fits, places)

    monkeypatch.setattr(Ranking, "_scored", counted)
    typed.best("conv_9")
    typed.best("conv_99")
    assert seen == [1000, 111, 1000]
    assert [each.title for each in typed.best("conv_999")] == ["conv_999"]
    assert seen[3:] == [11, 11]
