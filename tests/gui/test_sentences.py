"""What the engine says is shown in the window's language, and searched in both."""

from dataclasses import replace
from pathlib import Path

import pytest

import engine.opening
from engine.causes import cause_of
from engine.errors import SourceError
from engine.info import Diagnostic
from engine.sentence import Sentence, say
from engine.targets.profile import profiles
from gui.panels.callables import find_callables
from gui.questions import warnings_text
from gui.sentences import both_languages, in_language, joined
from gui.widgets.problem_list import ProblemModel
from gui.widgets.problem_rows import ProblemFilter, shown_problems, words_of
from resources.translations.sentences import (
    fields_of,
    templates_in,
    words_in,
)
from resources.translations.untranslatable import UntranslatableError
from resources.translations.update import FOLDER, read_words

OPTIONS = (
    "--arg name=value",
    "--checkpoint",
    "--input 1x3x512x1024",
    "--input 1x128:int64",
    "--input 1x3x224x224:float16",
    "--input NAME=1x3x512x1024",
)
SENTENCE = say(
    "{op} takes {allowed}; this one has {seen}.",
    op="conv2d",
    allowed=say("a tensor"),
    seen=say("the number {first:g}", first=1.5),
)
PROBLEM = Diagnostic(
    "error",
    "conv",
    "aten.conv2d.default",
    "rank",
    say("{op} in {module}", op="conv2d", module="head"),
    SENTENCE,
)


def test_a_sentence_is_english_in_an_english_window(qapp):
    assert in_language(SENTENCE) == SENTENCE
    assert both_languages(SENTENCE) == SENTENCE


def test_a_sentence_and_those_in_it_are_chinese_in_a_chinese_window(chinese):
    assert in_language(SENTENCE) == "conv2d 要求：张量；此处：数值 1.5。"


def test_an_option_of_the_command_line_is_a_field_of_the_window(qapp):
    for option in OPTIONS:
        spoken = in_language(say("give it as {option}.", option=say(option)))
        assert "--" not in spoken
        assert spoken.endswith("in File > Open model.")


def test_the_place_of_an_option_is_chinese_in_a_chinese_window(chinese):
    for option in OPTIONS:
        spoken = in_language(say("give it as {option}.", option=say(option)))
        assert "打开模型" in spoken


def test_no_sentence_about_opening_speaks_of_an_option_itself():
    folder = Path(engine.opening.__file__).parent
    found = {
        template
        for file in folder.glob("*.py")
        for template in templates_in(file.read_text(encoding="utf-8"), file.name)
        if "--" in template
    }
    assert found == set(OPTIONS)


def test_chinese_sentences_follow_each_other_without_a_space():
    assert joined("One.", "", "Two.") == "One. Two."
    assert joined("一。", "二；", "three") == "一。二；three"


def test_the_system_s_reasons_are_said_in_chinese(chinese, tmp_path):
    with pytest.raises(SourceError) as refused:
        find_callables(tmp_path / "none.py")
    assert in_language(refused.value.args[0]) == (
        f"无法读取 {tmp_path / 'none.py'}：没有此文件或文件夹。"
    )


def test_a_reason_without_words_is_said_as_the_system_says_it():
    assert cause_of(OSError(9999, "the disk is on fire")) == "the disk is on fire"
    assert cause_of(ValueError("a null byte")) == "a null byte"


def test_what_nobody_translated_stays_english(chinese):
    assert in_language(say("No {one} knows", one="fox")) == "No fox knows"
    assert in_language("conv2d") == "conv2d"


def test_problems_are_found_by_the_words_shown_and_by_the_english_ones(chinese):
    said = [words_of(PROBLEM, "")]
    for words in ("张量", "tensor", "takes 要求："):
        assert shown_problems([PROBLEM], ProblemFilter(words), said) == (PROBLEM,)
    assert not shown_problems([PROBLEM], ProblemFilter("矩阵"), said)


def test_the_list_shows_problems_in_chinese_with_the_op_in_bold(chinese):
    from gui.widgets.problem_delegate import STRONG

    model = ProblemModel()
    model.show([PROBLEM, replace(PROBLEM, title="plain")], {"conv": "head"})
    assert model.index(0).data() == "conv2d ·\N{NO-BREAK SPACE}head"
    assert model.index(0).data(STRONG) == len("conv2d")


def test_the_words_of_a_target_are_sentences():
    for profile in profiles():
        for support in profile.ops.values():
            for words in (support.becomes, support.caveat, support.source):
                assert not words or isinstance(words, Sentence)


def test_a_chinese_sentence_holds_the_values_of_the_english_one():
    words = read_words(FOLDER / "npu-studio_zh_CN.ts")
    wrong = [
        (text.source, word)
        for text, word in words.items()
        if text.context == "engine" and word
        if fields_of(text.source) != fields_of(word)
    ]
    assert wrong == []


def test_templates_are_found_in_calls_and_constraints():
    code = '''
@constraint(title="{op} drops")
def keepdim(node, limit):
    """at most {limit}"""
    return say("{some} of {all}", some=1, all=2) if node else say("none")
'''
    assert set(templates_in(code, "a.py")) == {
        "{op} drops",
        "at most {limit}",
        "{some} of {all}",
        "none",
    }


def test_sources_and_what_a_toolchain_makes_of_ops_are_found_in_data():
    table = {
        "title": "X",
        "sources": {"a": "a guide"},
        "ops": {"aten": {"stack": {"becomes": "a concatenation", "source": "a"}}},
    }
    assert set(words_in(table)) == {"a guide", "a concatenation"}


@pytest.mark.parametrize(
    "call", ["say(words)", "say(f'{a}')", "say('{a}', b=1)", "say('{a}', a=1, b=2)"]
)
def test_a_template_that_could_not_be_translated_is_refused_by_place(call):
    with pytest.raises(UntranslatableError, match=r"a\.py:2"):
        list(templates_in(f"\n{call}\n", "a.py"))


def test_of_several_warnings_the_first_is_said_with_how_many_more_there_are():
    assert warnings_text(("One.",)) == "One."
    assert warnings_text(("One.", "Two.", "Three.")) == "One. More in the log: 2."
