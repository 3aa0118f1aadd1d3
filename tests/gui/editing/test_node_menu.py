"""What the node menu offers, and why it greys the rest; without an engine."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from engine.choices import Argument, Choices, Offer, Slot
from engine.info import Diagnostic, Fix
from engine.recipe import ApplyRule, Bypass, SetPrecision, Several
from gui.editing.node_menu import GROUPS, SUBMENUS, Chosen, NodeMenu, refusal

EXACT = Fix(ApplyRule("exact", "a"), "Exactly", True, "x = x")
ROUGH = Fix(ApplyRule("rough", "a"), "Roughly", False, "x ≈ y")
NEVER = Fix(ApplyRule("never", "a"), "Never", True, "", "it is odd")


def problem(*fixes):
    return Diagnostic("error", "a", "aten.x", "supported", "x", "No.", None, fixes)


def choices(*offers, **known):
    return Choices(("a",), "d", offers, **known)


@pytest.fixture
def page(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    return page


@pytest.fixture
def menu(page):
    return NodeMenu(page)


def test_a_look_is_named_without_the_letter_of_its_key(qtbot, page, chinese):
    menu = NodeMenu(page)
    bypass = Offer("bypass", Bypass("a"))
    menu.show_chosen(Chosen(("a",), choices=choices(bypass)))
    looked = []
    menu.fix_looked_at.connect(looked.append)
    menu.actions["bypass"].hover()
    menu.menu.hovered.emit(menu.actions["bypass"])
    assert "(" not in looked[-1].title
    assert "(" not in menu.actions["bypass"].toolTip()


def test_every_key_of_the_menu_has_an_action_in_it(menu):
    keys = [key for group in GROUPS for key in group]
    leaves = [key for key in keys if key not in SUBMENUS and key != "rewrites"]
    leaves += [key for several in SUBMENUS.values() for key in several]
    assert set(menu.actions) == set(leaves)


@pytest.mark.parametrize("key", ["bypass", "rename", "int16", "cut", "copy_code"])
def test_an_action_tells_its_key(qtbot, menu, key):
    menu.show_chosen(Chosen(("a",), choices=choices(Offer("bypass", Bypass("a")))))
    with qtbot.waitSignal(menu.wished) as caught:
        menu.actions[key].trigger()
    assert caught.args == [key]


def test_without_a_node_everything_is_greyed_and_says_so(menu):
    for action in menu.actions.values():
        assert not action.isEnabled()
        assert action.toolTip() == action.statusTip()
        assert action.toolTip() == "Select a node in the graph first."


def test_what_the_engine_refuses_is_greyed_with_its_reason(menu):
    offer = Offer("bypass", Bypass("a"), "a hands no input on.")
    menu.show_chosen(Chosen(("a",), choices=choices(offer)))
    assert not menu.actions["bypass"].isEnabled()
    assert menu.actions["bypass"].toolTip() == "a hands no input on."


def test_until_the_engine_has_told_nothing_is_greyed_that_it_decides():
    assert refusal("bypass", Chosen(("a",))) == ""
    assert refusal("rewire", Chosen(("a",))) == ""
    empty = Chosen(("a",), choices=choices())
    assert refusal("rewire", empty) == "This node reads no other."
    assert refusal("arguments", empty) == "This op has no arguments."
    assert refusal("suggested", empty) == "No rewrite applies here."
    full = choices(
        slots=(Slot("a", "self", "b"),), arguments=(Argument("x", "int", "1"),)
    )
    assert refusal("rewire", Chosen(("a",), choices=full)) == ""
    assert refusal("arguments", Chosen(("a",), choices=full)) == ""


def test_what_is_for_one_node_is_greyed_for_several():
    several = Chosen(("a", "b"))
    assert "one node; 2 are selected" in refusal("rename", several)
    assert "at all of its type if you wish" in refusal("insert", several)
    for key in ("quantize", "dequantize", "fold_constants", "delete_branch"):
        assert refusal(key, several) == ""
    assert refusal("bypass", several) == ""


def test_no_op_follows_the_output_and_only_ops_are_renamed():
    end = Chosen(("output",), choices=choices(), kind="output")
    assert refusal("rename", end) == "Only ops can be renamed."
    assert refusal("insert", end).startswith("Nothing follows the output")
    first = replace(end, kind="input")
    assert refusal("rename", first)
    assert not refusal("insert", first)
    assert not refusal("rename", replace(end, kind="op"))


def test_why_and_source_need_a_problem_and_a_line():
    assert refusal("why", Chosen(("a",))) == (
        "Nothing is wrong with this node on this target."
    )
    assert refusal("why", Chosen(("a",), (problem(),))) == ""
    assert "no line" in refusal("source", Chosen(("a",)))
    assert refusal("source", Chosen(("a",), has_source=True)) == ""


def test_rewrites_that_clear_a_problem_come_first_and_refused_ones_last(menu):
    chosen = Chosen(
        ("a",), (problem(NEVER, ROUGH),), choices=choices(rewrites=(EXACT, ROUGH))
    )
    menu.show_chosen(chosen)
    texts = [action.text() for action in menu.rewrites.actions()]
    assert texts == [
        "Roughly\tchanges results",
        "Exactly\texact up to rounding",
        "Never\tnot here",
    ]
    greyed = menu.rewrites.actions()[-1]
    assert not greyed.isEnabled()
    assert greyed.toolTip() == "it is odd"
    assert menu.actions["suggested"].text() == "Apply: Roughly\tCtrl+Enter"


def test_a_rewrite_is_wished_for_by_its_fix(qtbot, menu):
    menu.show_chosen(Chosen(("a",), choices=choices(rewrites=(EXACT,))))
    with qtbot.waitSignal(menu.fix_wished) as caught:
        menu.rewrites.actions()[0].trigger()
    assert caught.args == [EXACT]


def test_rules_for_several_nodes_are_one_edit(qtbot, menu):
    edit = Several((ApplyRule("exact", "a"), ApplyRule("exact", "b")))
    offer = Offer("rule", edit, title="Exactly (2)")
    known = Choices(("a", "b"), "d", (offer,))
    menu.show_chosen(Chosen(("a", "b"), choices=known))
    with qtbot.waitSignal(menu.rule_wished) as caught:
        menu.rewrites.actions()[0].trigger()
    assert caught.args == [offer]


def test_a_precision_the_node_has_is_greyed(menu):
    offer = Offer("int16", SetPrecision("a", "int16"), "a is set to int16 already.")
    menu.show_chosen(Chosen(("a",), choices=choices(offer)))
    assert not menu.actions["int16"].isEnabled()
    assert menu.actions["int8"].isEnabled()
