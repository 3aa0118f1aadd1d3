"""Every shortcut is in one table, does one thing, and is pressed here."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut

import gui
from gui.commands.shortcut_list import shortcut_groups
from gui.commands.shortcuts import ALL, CONTEXTS, keys_of, pressed
from gui.panels.keys import KeysDialog
from tests.gui.commands.shortcuts import page_checks, window_checks
from tests.gui.commands.shortcuts.hands import CHECKS, Hands
from tests.gui.graph.canvas.test_keys import CHECKS as CANVAS_CHECKS

TOGETHER = (("window", "graph page"), ("window", "canvas", "stages"))
"""Contexts whose keys are alive at the same time."""
PLAIN_NAVIGATION = {
    "argument_field.py": "Escape gives a field back what stood in it",
    "command_palette.py": "the arrows move in a list while one types",
    "keys.py": "modifiers alone are no key",
    "search_list.py": "the arrows move in a list while one types",
    "space_pan.py": "the bar is held, not pressed",
    "wiring.py": "Escape lets go of what the mouse holds",
    "problem_list.py": "the arrows open and close a heading as in a tree",
}
assert page_checks
assert window_checks


@pytest.fixture
def hands(qtbot, window, workflow, tmp_path):
    hands = Hands(qtbot, window, workflow, tmp_path)
    hands.open()
    return hands


OF_NODES = [each for each in ALL if each.context == "graph page"]
OTHERS = [each for each in ALL if each.context not in ("canvas", "graph page")]


def press(qtbot, widget, shortcut):
    key, modifiers = shortcut.presses[0]
    qtbot.keyClick(widget, Qt.Key(key), modifiers)


@pytest.mark.parametrize(
    "shortcut", OTHERS, ids=lambda each: f"{each.context}-{each.key}"
)
def test_a_shortcut_does_what_its_title_says(qtbot, hands, shortcut):
    steps = CHECKS[shortcut.context, shortcut.key](hands)
    widget = next(steps)
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
    press(qtbot, widget, shortcut)
    assert next(steps, None) is None


def test_a_key_of_a_node_wishes_what_its_title_says(qtbot, hands):
    """All in one window, for a wish leaves it as it was."""
    hands.look_at(["rsub"])
    for shortcut in OF_NODES:
        press(qtbot, hands.view, shortcut)
        assert hands.asked == [shortcut.key]
        hands.asked.clear()


@pytest.mark.parametrize("keypad", [False, True], ids=["", "keypad"])
def test_other_keys_of_a_shortcut_ask_for_the_same(keypad):
    for each in ALL:
        for key, modifiers in each.presses:
            if keypad:
                modifiers |= Qt.KeyboardModifier.KeypadModifier
            event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
            assert pressed(event, each.context) == each.key


def test_every_shortcut_of_the_table_has_a_check():
    listed = {(each.context, each.key) for each in ALL}
    wishes = {("graph page", each.key) for each in OF_NODES}
    canvas = {("canvas", key) for key in CANVAS_CHECKS}
    assert canvas | wishes | CHECKS.keys() == listed


@pytest.mark.parametrize("contexts", [*((each,) for each in CONTEXTS), *TOGETHER])
def test_no_key_means_two_things_in_one_place(contexts):
    presses = [p for each in ALL if each.context in contexts for p in each.presses]
    if contexts == ("window", "canvas", "stages"):
        presses.remove((int(Qt.Key.Key_Escape), Qt.KeyboardModifier.NoModifier))
    assert [p for p, times in Counter(presses).items() if times > 1] == []


def test_every_action_with_keys_is_in_the_table_with_these_keys(hands):
    by_action = {
        action: key for key, action in hands.window.actions_by_key.by_key.items()
    }
    for action in hands.window.findChildren(QAction):
        keys = [QKeySequence(each).toString() for each in action.shortcuts()]
        if not keys:
            continue
        assert action in by_action, f"{action.text()} has {keys} and is not listed"
        key = by_action[action]
        node = key.startswith("node_") and keys_of("graph page", key[5:])
        assert keys == list(node or keys_of("window", key))


def test_every_listed_shortcut_of_a_menu_is_on_its_action(hands):
    by_key = hands.window.actions_by_key.by_key
    for each in ALL:
        prefix = {"window": "", "graph page": "node_"}.get(each.context)
        if prefix is None or each.key == "escape":
            continue
        action = by_key[prefix + each.key]
        assert [key.toString() for key in action.shortcuts()] == list(each.keys)


def test_every_bare_shortcut_is_in_the_table(hands):
    listed = {keys for each in ALL for keys in each.keys}
    bare = {each.key().toString() for each in hands.window.findChildren(QShortcut)}
    assert bare == {"Return", "Enter"} <= listed


def test_no_file_names_keys_of_its_own():
    """A list may handle the keys of every list; anything else is in the table."""
    found = {
        path.name
        for path in Path(gui.__file__).parent.rglob("*.py")
        if re.search(r"\bKey\.Key_", path.read_text(encoding="utf-8"))
    }
    assert found == set(PLAIN_NAVIGATION)


def test_the_list_of_f1_has_every_shortcut_under_its_place(hands):
    groups = shortcut_groups(hands.window.actions_by_key)
    rows = [row for _, rows in groups for row in rows]
    texts = Counter(keys for _, keys in rows)
    for each in ALL:
        assert texts[each.text] > 0, each
    assert all(what and keys for what, keys in rows)
    titles = [title for title, _ in groups]
    assert len(titles) == len(set(titles))
    assert len(rows) >= len(ALL)


def test_f1_shows_the_keys_of_canvas_nodes_and_stages(hands):
    hands.window.show_keys()
    dialog = hands.dialog(KeysDialog)
    lines = dialog.table.toPlainText().splitlines()
    assert {"B", "N", "H", "M", "F2", "F12", "Del", "Space", "F8"} <= set(lines)
    dialog.close()
