"""Preferences are judged as they are typed, and hold in the whole window."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QDialogButtonBox

from gui.asking_preferences import ask_preferences
from gui.panels.preferences import OWN, Preferences, PreferencesDialog
from gui.settings import SYSTEM_EDITOR

COMMAND = f"{sys.executable} {{file}} {{line}}"


@pytest.fixture
def dialog(qtbot):
    dialog = PreferencesDialog(Preferences())
    qtbot.addWidget(dialog)
    return dialog


def choose(box, value):
    box.setCurrentIndex(box.findData(value))


def ok(dialog):
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


@pytest.mark.parametrize(
    "shown",
    [
        Preferences(),
        Preferences("dark", "zh_CN", wheel_zooms=True, editor=SYSTEM_EDITOR),
        Preferences(flows_right=True),
        Preferences("light", "en", editor=COMMAND),
    ],
)
def test_what_is_shown_is_what_is_told(qtbot, shown):
    dialog = PreferencesDialog(shown)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.chosen) as told:
        dialog.accept()
    assert told.args == [shown]


def test_a_wrong_command_is_told_and_cannot_be_kept(dialog):
    choose(dialog.editor, OWN)
    dialog.command.setText("no-such-editor {file}")
    assert "no program no-such-editor" in dialog.hint.text()
    assert not ok(dialog).isEnabled()
    dialog.command.setText(COMMAND)
    assert ok(dialog).isEnabled()
    assert "{file}" in dialog.hint.text()


def test_a_command_can_be_typed_only_where_it_is_asked_for(dialog):
    assert not dialog.command.isEnabled()
    choose(dialog.editor, OWN)
    assert dialog.command.isEnabled()


def test_the_window_takes_over_what_is_chosen(window):
    dialog = ask_preferences(window)
    chosen_schemes = []
    window.scheme_chosen.connect(chosen_schemes.append)
    choose(dialog.scheme, "dark")
    choose(dialog.language, "zh_CN")
    choose(dialog.editor, SYSTEM_EDITOR)
    dialog.wheel.setChecked(True)
    dialog.right.setChecked(True)
    dialog.accept()
    settings, actions = window.session.settings, window.actions_by_key.by_key
    assert chosen_schemes == ["dark"]
    assert settings.language == "zh_CN"
    assert settings.editor == SYSTEM_EDITOR
    assert settings.wheel_zooms
    assert window.inspect.graph.view.pointer.wheel_zooms
    assert window.inspect.graph.view.direction == "right"
    for key in ("scheme_dark", "language_zh_CN", "wheel_zooms", "flows_right"):
        assert actions[key].isChecked()
