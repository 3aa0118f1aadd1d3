"""Measured latencies as horizontal bars on one scale, in milliseconds."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme, theme_of
from gui.widgets.type_scale import scaled

ROUND_TEXT = 8
GAP = 12


class LatencyBars(QWidget):
    """One bar per name; the shortest is the accent's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, float], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_latencies(self, latencies: Mapping[str, float]) -> None:
        """Show milliseconds by name."""
        self._rows = tuple(latencies.items())
        self.setAccessibleName(
            ", ".join(f"{name} {value:.1f} ms" for name, value in self._rows)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One row per bar."""
        return QSize(320, self._row() * len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name, bar and value."""
        theme = theme_of(self.palette())
        longest = max((value for _, value in self._rows), default=0.0) or 1.0
        shortest = min((value for _, value in self._rows), default=0.0)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scaled(self.font()))
        row, (names, values) = self._row(), self._columns()
        for number, (name, value) in enumerate(self._rows):
            colour = theme.accent if value == shortest else theme.faint
            self._paint_row(painter, theme, number, name, value)
            room = max(self.width() - names - values, 1)
            bar = QRectF(names, number * row + 6, room * value / longest, row - 12)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(bar, 3, 3)
        painter.end()

    def _row(self) -> int:
        return QFontMetrics(scaled(self.font())).height() + ROUND_TEXT

    def _columns(self) -> tuple[int, int]:
        """Room for the longest name, and for the longest value."""
        metrics = QFontMetrics(scaled(self.font()))
        names = (metrics.horizontalAdvance(name) for name, _ in self._rows)
        values = (metrics.horizontalAdvance(_text(value)) for _, value in self._rows)
        return max(names, default=0) + GAP, max(values, default=0) + GAP

    def _paint_row(
        self, painter: QPainter, theme: Theme, number: int, name: str, value: float
    ) -> None:
        row, (names, values) = self._row(), self._columns()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.dim))
        painter.drawText(QRectF(0, number * row, names, row), int(middle), name)
        painter.setPen(QColor(theme.ink))
        place = QRectF(self.width() - values, number * row, values, row)
        right = int(middle | Qt.AlignmentFlag.AlignRight)
        painter.drawText(place, right, _text(value))


def _text(milliseconds: float) -> str:
    return f"{milliseconds:.1f} ms"
