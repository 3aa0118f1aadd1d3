"""The small dark labels that lie over pictures, the same in both themes."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gui.widgets.type_scale import SMALL, scaled

GLASS = QColor(15, 18, 22, 208)
BRIGHT = QColor(238, 240, 244)
DIM = QColor(176, 184, 198)
MARGIN = 8.0
_PADDING = 9.0
_GAP = 7.0


class Corner(Enum):
    """Which corner of the picture a label keeps to."""

    TOP_LEFT = "top left"
    BOTTOM_LEFT = "bottom left"


def draw_pill(
    painter: QPainter,
    area: QRectF,
    corner: Corner,
    strong: str,
    weak: str = "",
    margin: float = MARGIN,
) -> QRectF:
    """Write a label into a corner of `area`, cut to its width; return its frame."""
    font = scaled(painter.font())
    small = scaled(font, SMALL)
    room = area.width() - 2 * margin - 2 * _PADDING
    strong_metrics, weak_metrics = QFontMetricsF(font), QFontMetricsF(small)
    gap = _GAP if strong and weak else 0.0
    strong = strong_metrics.elidedText(strong, Qt.TextElideMode.ElideRight, room)
    left = max(room - strong_metrics.horizontalAdvance(strong) - gap, 0.0)
    weak = weak_metrics.elidedText(weak, Qt.TextElideMode.ElideRight, left)
    strong_width = strong_metrics.horizontalAdvance(strong)
    width = strong_width + gap + weak_metrics.horizontalAdvance(weak) + 2 * _PADDING
    height = strong_metrics.height() + 6
    frame = _frame(area, corner, width, height, margin)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GLASS)
    painter.drawRoundedRect(frame, 6, 6)
    base = QPointF(frame.left() + _PADDING, frame.top() + 3 + strong_metrics.ascent())
    painter.setPen(BRIGHT)
    painter.setFont(font)
    painter.drawText(base, strong)
    painter.setPen(DIM)
    painter.setFont(small)
    painter.drawText(base + QPointF(strong_width + gap, 0), weak)
    painter.restore()
    return frame


def _frame(
    area: QRectF, corner: Corner, width: float, height: float, margin: float
) -> QRectF:
    top = area.top() + margin
    if corner is Corner.BOTTOM_LEFT:
        top = area.bottom() - margin - height
    return QRectF(area.left() + margin, top, width, height)
