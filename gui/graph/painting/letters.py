"""Letters of one font: how wide words are, measured once for many pictures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from gui.graph.layout.container import Floats

MOST_WORDS = 16384


class Letters:
    """Measures and shortens words, and remembers them."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.width = lru_cache(MOST_WORDS)(self.metrics.horizontalAdvance)
        self.elided = lru_cache(MOST_WORDS)(self._elided)
        self.drop = (self.metrics.ascent() - self.metrics.descent()) / 2

    def in_middle(self, area: QRectF, text: str) -> QPointF:
        """Where a word begins that stands in the middle of an area."""
        x = area.x() + (area.width() - self.width(text)) / 2
        return QPointF(x, area.y() + area.height() / 2 + self.drop)

    def _elided(self, text: str, mode: Qt.TextElideMode, room: float) -> str:
        if self.width(text) <= room:
            return text
        return self.metrics.elidedText(text, mode, room)


def centred(
    areas: Floats, words: Sequence[tuple[Letters, str]]
) -> list[tuple[float, float]]:
    """Where words begin, in whole pixels, that stand in the middle of areas.

    These are left, top, width and height, row by row.
    """
    widths = np.array([letters.width(text) for letters, text in words], np.float64)
    drops = np.array([letters.drop for letters, _ in words], np.float64)
    x = np.floor(areas[:, 0] + (areas[:, 2] - widths) / 2 + 0.5)
    y = np.floor(areas[:, 1] + areas[:, 3] / 2 + drops + 0.5)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def letters_of(font: QFont) -> Letters:
    """The letters of a font, the same ones for equal fonts."""
    return _letters(font.toString())


def sized(
    font: QFont, pixels: float, *, is_bold: bool = False, is_struck: bool = False
) -> Letters:
    """Letters like those of a font that are so many pixels large."""
    other = QFont(font)
    other.setPixelSize(round(pixels))
    other.setBold(is_bold)
    other.setStrikeOut(is_struck)
    return letters_of(other)


@lru_cache(maxsize=64)
def _letters(description: str) -> Letters:
    font = QFont()
    font.fromString(description)
    return Letters(font)
