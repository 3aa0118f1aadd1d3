"""Every string of the window has its Chinese words, and the window shows them."""

import re

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from gui.app import install_translation
from gui.commands.shortcut_list import shortcut_groups
from gui.main_window import MainWindow
from gui.pages.stages import stage_titles
from gui.session.autosave import Autosave
from gui.session.session import Session
from gui.settings import Settings
from resources.translations.strings import (
    Text,
    UntranslatableError,
    texts_in,
    texts_of,
    titles_of,
)
from resources.translations.update import FOLDER, read_words, release, write_words

CHINESE = FOLDER / "npu-studio_zh_CN.ts"
CHINESE_LETTER = re.compile("[\u4e00-\u9fff]")
NATIVE = QKeySequence.SequenceFormat.NativeText
HINT = "run 'make translations' and translate it in resources/translations"


@pytest.fixture
def window(qtbot, chinese, tmp_path):
    session = Session(Settings(tmp_path / "s.ini"), Autosave(tmp_path / "autosave"))
    window = MainWindow(session)
    qtbot.addWidget(window)
    yield window
    window.close()
    session.deleteLater()


def placeholders(words):
    return sorted(re.findall(r"\{\w*\}|%n", words))


def test_every_string_in_the_source_is_translated():
    words = read_words(CHINESE)
    missing = [text for text in texts_of() if not words.get(text)]
    assert missing == [], HINT


def test_no_translation_is_left_of_a_string_that_is_gone():
    assert set(read_words(CHINESE)) - set(texts_of()) == set(), HINT


def test_a_translation_keeps_the_placeholders():
    wrong = [
        (text, words)
        for text, words in read_words(CHINESE).items()
        if placeholders(text.source) != placeholders(words)
    ]
    assert wrong == []


def test_a_translation_keeps_the_access_key_and_the_ellipsis():
    wrong = [
        (text, words)
        for text, words in read_words(CHINESE).items()
        if access_key(text.source) != access_key(words)
        or text.source.endswith("…") != words.endswith("…")
    ]
    assert wrong == []


def access_key(words):
    found = re.search("&(.)", words)
    return found.group(1).upper() if found else ""


def test_one_thing_has_one_chinese_word():
    """校准 for calibration, 量化节点 for a quant stub, 缩放系数 for a scale."""
    words = read_words(CHINESE)
    assert [text for text, word in words.items() if re.search("标定|桩", word)] == []
    assert words[Text("NodePanel", "Scale")] == words[Text("TensorModel", "Scale")]


def test_a_dialog_filter_keeps_its_patterns():
    filters = [text for text in read_words(CHINESE) if "(*" in text.source]
    assert filters
    for text in filters:
        words = read_words(CHINESE)[text]
        assert re.findall(r"\(\*.*?\)", words) == re.findall(r"\(\*.*?\)", text.source)


def test_the_compiled_file_says_the_same_as_the_text_file(qapp):
    translator = QTranslator()
    assert translator.load(str(CHINESE.with_suffix(".qm")))
    stale = [
        text
        for text, words in read_words(CHINESE).items()
        if compiled_words(translator, text) != words
    ]
    assert stale == [], HINT


def compiled_words(translator, text):
    count = 7 if text.is_plural else -1
    return translator.translate(text.context, text.source, "", count)


def test_a_file_that_is_read_and_written_again_is_the_same(tmp_path):
    again = tmp_path / CHINESE.name
    write_words(again, read_words(CHINESE))
    assert again.read_text("utf-8") == CHINESE.read_text("utf-8")


def test_lrelease_makes_the_file_that_the_program_loads(qapp, tmp_path):
    source, target = tmp_path / "words_zh_CN.ts", tmp_path / "words_zh_CN.qm"
    write_words(source, {Text("A", "one"): "一", Text("A", "two"): ""})
    release(source, target)
    translator = QTranslator()
    assert translator.load(str(target))
    assert translator.translate("A", "one") == "一"
    assert not translator.translate("A", "two")


def test_an_unfinished_translation_counts_as_none(tmp_path):
    file = tmp_path / "words_zh_CN.ts"
    write_words(file, {Text("A", "one"): "一"})
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("<translation>", '<translation type="unfinished">'), "utf-8"
    )
    assert read_words(file) == {Text("A", "one"): ""}


def test_strings_are_found_in_methods_helpers_and_plain_calls():
    code = """
class Panel(QWidget):
    def show(self):
        self.tr("in a method")
        def inner():
            return self.tr("%n in a function", "", 3)

def words():
    return _word("by a helper"), QCoreApplication.translate("Free", "by Qt")

def _word(text):
    return QCoreApplication.translate("Mine", text)
"""
    assert set(texts_in(code, "panel.py")) == {
        Text("Panel", "in a method"),
        Text("Panel", "%n in a function", is_plural=True),
        Text("Mine", "by a helper"),
        Text("Free", "by Qt"),
    }


@pytest.mark.parametrize(
    "call", ["self.tr(word)", "self.tr(f'{a}')", "box.tr('a')", "_tr('of no helper')"]
)
def test_words_that_qt_could_not_look_up_are_refused_by_place(call):
    code = f"class Panel:\n    def show(self, word, box):\n        {call}\n"
    with pytest.raises(UntranslatableError, match=r"panel\.py:3"):
        list(texts_in(code, "panel.py"))


@pytest.mark.parametrize("title", ["words", "f'{a}'", "'a' if b else 'c'"])
def test_a_fix_of_which_the_title_is_no_literal_is_refused(tmp_path, title):
    code = "rule(title='One')\nFix(edit, 'Two')\nFix(edit, rule.title)\n"
    (tmp_path / "a.py").write_text(code)
    assert {text.source for text in titles_of(tmp_path)} == {"One", "Two"}
    (tmp_path / "a.py").write_text(f"Fix(edit, {title})")
    with pytest.raises(UntranslatableError, match=r"a\.py:1"):
        list(titles_of(tmp_path))


def test_a_chinese_window_shows_chinese_stages(window):
    titles = list(stage_titles().values())
    assert titles == ["打开", "检查", "修复", "校准", "对比", "编译"]
    assert [button.step.title for button in window.stepper.buttons] == titles


def test_a_chinese_window_has_chinese_menus(window):
    menus = window.top.menus.findChildren(QMenu)
    actions = [action for menu in menus for action in menu.actions()]
    english = [
        action.text()
        for action in actions
        if action.text() and not CHINESE_LETTER.search(action.text())
    ]
    assert english == ["English"]
    keys = [
        action.text().partition("\t")[2] or action.shortcut().toString(NATIVE)
        for action in window.actions_by_key.by_key.values()
    ]
    assert [each for each in keys if CHINESE_LETTER.search(each)] == []
    assert {"Alt+↑  B", "Ctrl+Enter"} <= set(keys)


def test_a_sample_bears_its_chinese_name(desk, chinese):
    desk.opening.open_sample("street")
    desk.rest()
    assert desk.state.project.name == "街景 · PIDNet-S"


def test_the_buttons_of_qt_speak_chinese_too(chinese):
    cancel = QCoreApplication.translate("QPlatformTheme", "Cancel")
    assert cancel == "取消"


def test_shortcuts_are_listed_in_chinese_without_access_keys(window):
    titles = [
        title for _, rows in shortcut_groups(window.actions_by_key) for title, _ in rows
    ]
    assert [each for each in titles if "&" in each] == []
    assert [each for each in titles if not CHINESE_LETTER.search(each)] == []


def test_a_chosen_language_is_remembered_and_said_to_come_later(qtbot, window):
    choices = {
        action.text(): action
        for menu in window.top.menus.findChildren(QMenu)
        for action in menu.actions()
    }
    with qtbot.waitSignal(window.session.noticed) as noticed:
        choices["English"].trigger()
    assert window.session.settings.language == "en"
    assert "下次启动" in noticed.args[0].text


def test_a_damaged_language_counts_as_the_system_s(tmp_path):
    settings = Settings(tmp_path / "s.ini")
    settings._store.setValue("language", "klingon")
    assert settings.language == "system"


def test_there_are_no_words_for_english(qapp):
    assert not install_translation(qapp, QLocale("en"))
