"""Text with links that is one stop of Tab; the arrow keys go from link to link."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel

from gui.commands.shortcuts import pressed
from gui.tab_order import step_focus


class LinkLabel(QLabel):
    """Enter follows the marked link; Qt's own label would hold Shift+Tab for ever."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.RichText)
        by_mouse = Qt.TextInteractionFlag.LinksAccessibleByMouse
        by_keyboard = Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        self.setTextInteractionFlags(by_mouse | by_keyboard)

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
