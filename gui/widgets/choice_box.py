"""A box to choose one of several named values."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox


def choice_box(texts: Mapping[str, str], name: str, chosen: str = "") -> QComboBox:
    """Make a box whose data are the values, the first one chosen if none is."""
    box = QComboBox()
    box.setAccessibleName(name)
    for value, text in texts.items():
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    return box
