"""Every action of the menus, with the titles of the menus it is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.commands.actions import plain

Place = tuple[tuple[str, ...], QAction]
"""Titles from the outermost menu inwards, and the action."""


def actions_in(
    actions: Iterable[QAction], path: tuple[str, ...] = ()
) -> Iterator[Place]:
    """Walk menus and the menus in them; what is hidden is left out."""
    for action in actions:
        if not action.isVisible():
            continue
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from actions_in(menu.actions(), (*path, plain(menu.title())))
        elif action.text() and not action.isSeparator():
            yield path, action


def actions_of_buttons(widget: QWidget) -> Iterator[Place]:
    """Walk the menus of all buttons inside a widget."""
    for button in widget.findChildren(QToolButton):
        menu = button.menu()
        if menu is not None and button.accessibleName():
            title = menu.title() or button.accessibleName()
            yield from actions_in(menu.actions(), ("", title))
