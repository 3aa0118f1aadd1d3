"""Font sizes of painted text, as factors of the window's own font."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontInfo

SMALL = 0.885
TINY = 0.846


def scaled(font: QFont, factor: float = 1.0, bold: bool = False) -> QFont:
    """Copy a font at another size; semi-bold where asked."""
    copy = QFont(font)
    copy.setPixelSize(max(round(QFontInfo(font).pixelSize() * factor), 9))
    if bold:
        copy.setWeight(QFont.Weight.DemiBold)
    return copy
