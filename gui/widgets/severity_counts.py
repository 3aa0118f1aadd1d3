"""How many problems there are of each severity, by shape and colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.info import Severity
from gui.theme import paint_mark, theme_of
from gui.widgets.module_hierarchy import SEVERITIES
from gui.widgets.type_scale import SMALL, scaled

_MARK = 9
_GAP = 10


class SeverityCounts(QWidget):
    """A row of marks with numbers; severities without problems are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Counter[Severity] = Counter()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_counts(self, severities: Iterable[Severity]) -> None:
        """Count severities."""
        self._counts = Counter(severities)
        words = {
            "error": self.tr("errors"),
            "warning": self.tr("warnings"),
            "advice": self.tr("advice"),
        }
        text = ", ".join(f"{count} {words[kind]}" for kind, count in self._present())
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Measure all marks and numbers."""
        metrics = QFontMetrics(scaled(self.font(), SMALL))
        width = sum(
            _MARK + 4 + metrics.horizontalAdvance(str(count)) + _GAP
            for _, count in self._present()
        )
        return QSize(width, metrics.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks and their numbers."""
        painter = QPainter(self)
        theme = theme_of(self.palette())
        painter.setFont(scaled(self.font(), SMALL))
        metrics = painter.fontMetrics()
        base = (self.height() + metrics.ascent() - metrics.descent()) // 2
        x = 0
        for severity, count in self._present():
            top = (self.height() - _MARK) / 2
            paint_mark(painter, QRectF(x, top, _MARK, _MARK), severity, theme)
            painter.setPen(QColor(theme.dim))
            painter.drawText(x + _MARK + 4, base, str(count))
            x += _MARK + 4 + metrics.horizontalAdvance(str(count)) + _GAP

    def _present(self) -> list[tuple[Severity, int]]:
        return [(kind, self._counts[kind]) for kind in SEVERITIES if self._counts[kind]]
