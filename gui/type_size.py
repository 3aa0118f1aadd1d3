"""How large text is to be, after the system's font."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontInfo

USUAL = 13.0
LARGEST = 3.0


def unit_of(font: QFont) -> float:
    """How much larger than usual the system's text is; never below 1."""
    return min(LARGEST, max(1.0, QFontInfo(font).pixelSize() / USUAL))


def grown(font: QFont, length: float) -> int:
    """A length in whole pixels beside usual text, as long beside larger text."""
    return round(length * unit_of(font))
