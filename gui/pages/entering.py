"""Where the keys go when a key asks for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from gui.session.state import Stage
from gui.tab_order import reading_order

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def enter(window: MainWindow, stage: Stage) -> None:
    """Show the page of a stage and let the keys act on it."""
    window.go(stage)
    take_keys(window, stage)


def take_keys(window: MainWindow, stage: Stage) -> None:
    """Let the keys act on the page that is shown, unless they do already."""
    page, focused = window.stack.currentWidget(), QApplication.focusWidget()
    assert page is not None
    if focused is None or not page.isAncestorOf(focused):
        _first(window, page, stage).setFocus(Qt.FocusReason.ShortcutFocusReason)


def _first(window: MainWindow, page: QWidget, stage: Stage) -> QWidget:
    """The graph, or what starts the work of the page, or the first that can be used."""
    if page is window.inspect:
        return window.inspect.graph
    if page is window.start:
        return window.start.open_model
    button = window.pages.start_button(stage)
    return button if button.isEnabled() else next(reading_order(page), page)
