"""Text with links that is one stop of Tab; the arrow keys go from link to link."""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QFocusEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QLabel

from gui.commands.shortcuts import pressed
from gui.tab_order import step_focus

PRESS = QAccessibleActionInterface.pressAction
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')


class LinkLabel(QLabel):
    """Enter follows the marked link; Qt's own label would hold Shift+Tab for ever."""

    def __init__(self, text: str) -> None:
        _install()
        super().__init__(text)
        self.interface: LinkInterface | None = None
        self.setTextFormat(Qt.TextFormat.RichText)
        by_mouse = Qt.TextInteractionFlag.LinksAccessibleByMouse
        by_keyboard = Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        self.setTextInteractionFlags(by_mouse | by_keyboard)

    def follow(self) -> None:
        """Go where the marked link leads, or the first one."""
        links = dict(_LINK.findall(self.text()))
        by_words = {words: place for place, words in links.items()}
        first = next(iter(links), "")
        self.linkActivated.emit(by_words.get(self.selectedText(), first))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leave the text at once."""
        return step_focus(self.window(), forward=forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the first link."""
        super().focusInEvent(event)
        if not self.hasSelectedText():
            super().focusNextPrevChild(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next or previous link."""
        match pressed(event, "links"):
            case "next":
                super().focusNextPrevChild(True)
            case "previous":
                super().focusNextPrevChild(False)
            case _:
                super().keyPressEvent(event)


class LinkInterface(QAccessibleWidget):
    """What assistive tools see of it: a link that can be pressed."""

    def __init__(self, label: LinkLabel) -> None:
        super().__init__(label, QAccessible.Role.Link)
        self._label = label

    def actionNames(self) -> list[str]:
        """Press, besides what every widget can."""
        return [PRESS(), *super().actionNames()]

    def doAction(self, name: str) -> None:
        """Follow the link."""
        if name == PRESS():
            self._label.follow()
        else:
            super().doAction(name)


@cache
def _install() -> None:
    """Let Qt ask for the interfaces of labels with links, once in a program."""
    QAccessible.installFactory(_made)


def _made(_: str, asked: QObject) -> QAccessibleInterface | None:
    """Make the interface of a label, which keeps it alive."""
    if not isinstance(asked, LinkLabel):
        return None
    asked.interface = asked.interface or LinkInterface(asked)
    return asked.interface
