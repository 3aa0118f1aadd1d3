"""Every kind of edit has words of its own, which Qt can translate."""

from typing import get_args

import pytest
from PySide6.QtCore import QTranslator

from engine.recipe import (
    AppendTail,
    ApplyEverywhere,
    ApplyRule,
    Bypass,
    BypassTogether,
    DeleteBranch,
    Edit,
    EndAtPredictions,
    FixAll,
    FoldConstants,
    FuseBatchNorm,
    Insert,
    InsertStubs,
    RemoveStubs,
    RemoveTail,
    Rename,
    Reparameterize,
    Rewire,
    SetArgument,
    SetOutputs,
    SetPrecision,
    SetRange,
    Several,
    describe,
)
from gui.widgets.edit_words import edit_text

WORDS: dict[Edit, str] = {
    ApplyRule("split_pool", "head"): "Split pool at head",
    ApplyEverywhere("split_pool"): "Split pool everywhere",
    FixAll("npu"): "Fix all for npu",
    FixAll("horizon-bayes"): "Fix all for Horizon J5 · bayes",
    InsertStubs(): "Insert quant and dequant stubs",
    SetPrecision("head", "int16"): "head → int16",
    SetRange("head", -4, 4.5): "head: −4 … 4.5",
    SetArgument("head", "groups", "2"): "head: groups = 2",
    Bypass("head"): "Bypass head",
    BypassTogether(("neck", "head")): "Bypass neck, head together",
    DeleteBranch("head"): "Delete the branch of head",
    Insert("aten.relu.default", "head"): "Insert relu after head",
    Rewire("head", "other", "stem"): "other of head reads stem",
    SetOutputs(("head", "stem")): "Return head, stem",
    AppendTail(): "Append argmax to output 0",
    RemoveTail(1): "Remove the tail of output 1",
    EndAtPredictions(): "Leave what follows the predictions to the host",
    FoldConstants("head"): "Compute the constants of head",
    FuseBatchNorm(): "Fold all batch norms",
    Reparameterize(): "Merge all parallel branches",
    RemoveStubs(): "Remove quant and dequant stubs",
    Rename("head", "neck"): "Rename head to neck",
    Several((Bypass("head"), InsertStubs())): "Bypass head and 1 more",
}
NOTATION = (SetPrecision, SetRange, SetArgument)


class Marking(QTranslator):
    """Marks every text that is looked up."""

    def translate(self, context, source, disambiguation=None, n=-1):
        return f"«{source}»"


@pytest.fixture
def marking(qapp):
    """Qt translates every text by marking it."""
    translator = Marking()
    assert qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_every_kind_of_edit_is_listed_here():
    assert {type(edit) for edit in WORDS} == set(get_args(Edit))


@pytest.mark.parametrize("edit", WORDS, ids=lambda edit: type(edit).__name__)
def test_an_edit_is_called_by_what_it_does(qapp, edit):
    assert edit_text(edit) == WORDS[edit]


@pytest.mark.parametrize("edit", WORDS, ids=lambda edit: type(edit).__name__)
def test_the_words_of_an_edit_are_qt_s_but_for_names_and_signs(marking, edit):
    assert edit_text(edit).startswith("«") is not isinstance(edit, NOTATION)


def test_a_range_given_back_says_so(qapp):
    given_back = SetRange("head", automatic=True)
    assert edit_text(given_back) == "head: range from calibration"


def test_a_tail_says_how_much_it_enlarges_and_whether_it_chooses_a_class(qapp):
    both = AppendTail(factor=8, output=1)
    assert edit_text(both) == "Append resize ×8 + argmax to output 1"
    resize = AppendTail(factor=2, argmax=False)
    assert edit_text(resize) == "Append resize ×2 to output 0"


def test_one_edit_as_a_step_has_its_own_words_and_no_edit_says_so(qapp):
    assert edit_text(Several((Bypass("head"),))) == "Bypass head"
    assert edit_text(Several(())) == "Change nothing"


def test_inputs_that_read_one_value_as_a_step_are_counted(qapp):
    both = Several((Rewire("a", "self", "relu"), Rewire("b", "other", "relu")))
    assert edit_text(both) == describe(both) == "2 inputs read relu"
