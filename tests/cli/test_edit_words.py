"""Edits said in words are the edits of project files."""

from __future__ import annotations

import shlex
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.edit_words import KINDS, parse_edit, parse_edits
from engine.errors import EditError
from engine.recipe import (
    AppendTail,
    ApplyEverywhere,
    Bypass,
    EndAtPredictions,
    Insert,
    SetArgument,
    SetOutputs,
    SetPrecision,
    SetRange,
    Several,
)


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("EndAtPredictions", EndAtPredictions()),
        ("ApplyEverywhere rule=mean_as_pool", ApplyEverywhere("mean_as_pool")),
        ("SetPrecision node=a precision=int16", SetPrecision("a", "int16")),
        (
            "SetArgument node=a name=stride 'value=[2, 2]'",
            SetArgument("a", "stride", "[2, 2]"),
        ),
        ("SetRange node=a minimum=-4 maximum=4.5", SetRange("a", -4, 4.5)),
        ("SetRange node=a automatic=true", SetRange("a", automatic=True)),
        ("SetOutputs nodes=a,b", SetOutputs(("a", "b"))),
        ("AppendTail factor=8 argmax=false output=1", AppendTail(8, False, output=1)),
        (
            "Insert op=aten.clamp.default after=a min=0 max=6",
            Insert("aten.clamp.default", "a", (("min", "0"), ("max", "6"))),
        ),
    ],
)
def test_an_edit_is_its_kind_and_its_fields(text, edit):
    assert parse_edit(text) == edit


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no edit ''; there are AppendTail"),
        ("Paint node=a", "There is no edit 'Paint'"),
        ("Bypass", "Bypass needs node, as node=…"),
        ("Bypass relu", "Bypass is told fields as name=value, and not 'relu'"),
        ("Bypass node=a colour=red", "Bypass has no field 'colour'; it has node"),
        ("InsertStubs node=a", "InsertStubs has no field 'node'; it has none"),
        ("SetPrecision node=a precision=int7", "SetPrecision precision is one of auto"),
        ("SetRange node=a minimum=low", "SetRange minimum is a number, and not 'low'"),
        ("AppendTail factor=much", "AppendTail factor is a whole number, and not"),
        ("AppendTail argmax=perhaps", "AppendTail argmax is true or false"),
        ("Bypass node='a", "is no edit: No closing quotation"),
    ],
)
def test_what_is_no_edit_is_told_in_one_sentence(text, sentence):
    with pytest.raises(EditError) as caught:
        parse_edit(text)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_several_edits_are_one_step_but_fixing_all_stands_alone():
    assert parse_edits([]) is None
    assert parse_edits(["Bypass node=a"]) == Bypass("a")
    both = parse_edits(["Bypass node=a", "EndAtPredictions"])
    assert both == Several((Bypass("a"), EndAtPredictions()))
    with pytest.raises(EditError, match="a step of its own"):
        parse_edits(["FixAll target=horizon-bayes", "Bypass node=a"])


WORDS = st.text("ab_ .'[]=,0", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_every_word_a_field_can_hold_comes_through(name, data):
    kind = KINDS[name]
    plain = [each.name for each in fields(kind) if each.type == "str"]
    if len(plain) < len([each for each in fields(kind) if each.name != "arguments"]):
        return
    values = {key: data.draw(WORDS) for key in plain}
    text = " ".join([name, *(shlex.quote(f"{k}={v}") for k, v in values.items())])
    assert parse_edit(text) == kind(**values)
