"""Taking widgets away that were just put in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def remove(widget: QWidget) -> None:
    """Take a widget away for good.

    A layout shows what was added a moment later. One that has lost its parent by then
    would come up as a window and take the keys away, unless it is hidden.
    """
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
