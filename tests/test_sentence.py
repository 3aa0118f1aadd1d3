"""A sentence is its English text, and remembers what it was made of."""

import ast
import copy
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import errors
from engine.errors import EditError
from engine.sentence import (
    Sentence,
    filled,
    from_plain,
    listed,
    say,
    to_plain,
)

ROOT = Path(errors.__file__).parent
TOLD = {
    *(name for name in vars(errors) if name.endswith("Error")),
    *("NoMatch", "NoPattern", "Failure", "CheckpointFailure", "Progress"),
}
SHELL = ("checks", "cli", "console", "destination", "edit_cli", "edit_words")
NESTED = say("{op} needs {what}", op="conv", what=say("rank {rank}", rank=4))


def test_a_sentence_is_the_english_text():
    assert NESTED == "conv needs rank 4"
    assert f"{NESTED}." == "conv needs rank 4."
    assert json.dumps([NESTED]) == '["conv needs rank 4"]'
    assert {NESTED: 1}["conv needs rank 4"] == 1


def test_an_error_hands_out_the_sentence_it_was_made_with():
    text = str(EditError(NESTED))
    assert isinstance(text, Sentence)
    assert text.template == "{op} needs {what}"


@pytest.mark.parametrize(
    "again",
    [
        copy.copy,
        copy.deepcopy,
        lambda one: pickle.loads(pickle.dumps(one)),
        lambda one: from_plain(json.loads(json.dumps(to_plain(one)))),
    ],
)
def test_a_copy_is_whole(again):
    found = again(NESTED)
    assert isinstance(found, Sentence)
    assert (found, found.template) == (NESTED, NESTED.template)
    assert found.values == NESTED.values
    assert found.values["what"].values == {"rank": 4}


def test_braces_are_braces_where_there_are_no_values():
    assert say("a set {1, 2}") == "a set {1, 2}"
    assert filled("a set {1, 2}").template == "a set {1, 2}"


def test_a_value_that_is_no_number_is_kept_as_text():
    assert say("{shape}", shape=(1, 2)).values == {"shape": "(1, 2)"}
    assert say("{share:.0%}", share=0.5).values == {"share": 0.5}


@given(st.lists(st.text(max_size=3), max_size=5), st.sampled_from([", ", "; "]))
def test_a_list_of_plain_words_is_a_plain_text(words, between):
    assert listed(words, between) == between.join(words)
    assert not isinstance(listed(words, between), Sentence)


@given(
    st.lists(st.text(max_size=3), min_size=1, max_size=5),
    st.sampled_from([", ", "; ", " and ", " or "]),
)
def test_a_list_of_sentences_is_a_sentence(words, between):
    found = listed([say("one"), *words], between)
    assert isinstance(found, Sentence)
    assert found == between.join(["one", *words])


def test_every_error_for_the_user_is_a_sentence():
    """So that the window can say it in its own language; the shell says it as it is."""
    plain = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in sorted(ROOT.rglob("*.py"))
        if file.stem not in SHELL and not file.stem.endswith("commands")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in TOLD and call.args
        if isinstance(call.args[0], (ast.JoinedStr, ast.Constant, ast.BinOp))
    ]
    assert plain == []
