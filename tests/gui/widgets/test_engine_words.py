"""The window knows every fixed word of the engine."""

import ast

from engine.recipe import ApplyRule
from engine.rewriting.catalogue import rules
from engine.targets.constraints import CONSTRAINTS
from gui.widgets.edit_words import edit_text
from gui.widgets.engine_words import heading_text, headings
from gui.widgets.rule_titles import RULE_TITLES
from resources.translations.strings import ROOT, texts_of, titles_of


def test_the_title_of_every_rule_waits_for_a_translation():
    waiting = {text.source for text in texts_of() if text.context == "Rule"}
    assert {rule.title for rule in rules().values()} <= waiting


def test_no_title_is_collected_that_is_neither_a_rule_nor_a_fix():
    fixes = {text.source for text in titles_of(ROOT / "engine" / "targets")}
    assert {text.source for text in titles_of()} == fixes | {
        "Leave the decoding to the host",
        "Leave the classifier's head to the host",
        "Flatten on the host, after a convolution over the whole map",
        *(rule.title for rule in rules().values()),
    }


def test_edits_are_named_by_the_titles_of_the_catalogue():
    assert {name: each.title for name, each in rules().items()} == RULE_TITLES
    edit = ApplyRule("constant_minus_tensor", "rsub")
    assert edit_text(edit) == f"{RULE_TITLES['constant_minus_tensor']} at rsub"


def test_every_constraint_has_a_heading_of_its_own():
    assert {*CONSTRAINTS, *constraints_in_code()} - set(headings()) == set()


def test_a_constraint_of_a_newer_engine_is_spelled_out():
    assert heading_text("odd_sizes") == "Odd sizes"


def constraints_in_code():
    """The constraints that diagnoses name literally, as the fourth of `Diagnostic`."""
    for file in (ROOT / "engine" / "targets").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            place = {"Diagnostic": 3, "advice_at": 1}.get(name_of(node), -1)
            if place >= 0 and len(node.args) > place:
                given = node.args[place]
                if isinstance(given, ast.Constant):
                    yield given.value


def name_of(node):
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return node.func.id if is_call else ""
