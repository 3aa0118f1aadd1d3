"""Shows the preferences of a window, and takes over what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from gui.panels.preferences import Preferences, PreferencesDialog

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def ask_preferences(window: MainWindow) -> PreferencesDialog:
    """Open the dialog of preferences."""
    settings = window.session.settings
    shown = Preferences(
        settings.scheme,
        settings.language,
        settings.wheel_zooms,
        settings.editor,
        settings.flows_right,
    )
    dialog = PreferencesDialog(shown, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.chosen.connect(lambda chosen: _take(window, shown, chosen))
    dialog.open()
    return dialog


def _take(window: MainWindow, before: Preferences, chosen: Preferences) -> None:
    """Press what changes in the menus, so that they tick the same."""
    actions = window.actions_by_key.by_key
    if chosen.scheme != before.scheme:
        actions[f"scheme_{chosen.scheme}"].trigger()
    if chosen.language != before.language:
        actions[f"language_{chosen.language}"].trigger()
    actions["wheel_zooms"].setChecked(chosen.wheel_zooms)
    actions["flows_right"].setChecked(chosen.flows_right)
    window.session.settings.editor = chosen.editor
