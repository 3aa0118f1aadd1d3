"""Only what a shown fix promises to leave results as they are is made unasked."""

from dataclasses import replace

import pytest

from engine.info import Diagnostic, Fix
from engine.opening.source import ModelSource
from engine.recipe import ApplyEverywhere, ApplyRule, EndAtPredictions, Several

GOOD, POOR = ApplyRule("keep", "sum_1"), ApplyRule("approximate", "rsub")
CUT = Several((GOOD, EndAtPredictions()))


def problem(node, edit, exact):
    fixes = (Fix(edit, "title", exact=exact),)
    return Diagnostic("error", node, "sum", "unsupported", "t", "m", fixes=fixes)


@pytest.fixture
def asked(window, qtbot, monkeypatch):
    """What is asked about before it is made, with two fixes on show."""
    window.opening.open_source(ModelSource("zoo", "net", "Net"))
    session = window.session
    qtbot.waitUntil(lambda: session.state.is_open and session.state.busy is None)
    shown = (problem("sum_1", GOOD, True), problem("rsub", POOR, False))
    facts = replace(session.state.facts, diagnostics=shown)
    session.state = replace(session.state, facts=facts)
    asked, made = [], []
    editing = window.node_editing
    monkeypatch.setattr(editing.dialogs, "confirm", lambda edit, *_: asked.append(edit))
    monkeypatch.setattr(window.editing, "apply", made.append)
    return editing, asked, made


@pytest.mark.parametrize(
    "edit", [GOOD, ApplyEverywhere("keep"), Several((GOOD,))], ids=type
)
def test_an_exact_fix_is_made_at_once(asked, edit):
    editing, questions, made = asked
    editing.make_known(edit)
    assert (questions, made) == ([], [edit])


@pytest.mark.parametrize(
    "edit",
    [
        POOR,
        ApplyEverywhere("approximate"),
        Several((GOOD, POOR)),
        CUT,
        ApplyRule("keep", "of_an_earlier_graph"),
    ],
)
def test_what_no_fix_promises_is_asked_about_first(asked, edit):
    editing, questions, made = asked
    editing.make_known(edit)
    assert (questions, made) == ([edit], [])
