"""Small signs on boxes: severities by shape, numbers in pills, hatching."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPolygonF,
)

from engine.info import Severity
from gui.graph.scene.colours import GraphColours

HATCHED, HATCH_STEP, HATCH_INSET = 8.0, 5.0, 1.5
"""Width of a hatched edge, distance of its lines along the edge and from the border."""


def int32_pen(colours: GraphColours, width: float = 2.0) -> QPen:
    """The dotted ring around what can give int32."""
    dots = QPen(QColor(colours.int32), width)
    dots.setCapStyle(Qt.PenCapStyle.RoundCap)
    dots.setDashPattern([0.1, 2.0])
    return dots


def traced_pen(colours: GraphColours, width: float = 2.4) -> QPen:
    """The dashed border of what is traced: a path, producers, or consumers."""
    dashes = QPen(QColor(colours.traced), width)
    dashes.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes.setDashPattern([2.6, 1.2])
    return dashes


def paint_severity(
    painter: QPainter,
    at: QPointF,
    severity: Severity,
    colours: GraphColours,
    radius: float,
) -> None:
    """A red disc, an amber triangle, or a teal diamond around a point."""
    painter.setPen(_border(colours.card, radius / 7))
    painter.setBrush(_fill(colours.severity(severity)[0]))
    if severity == "error":
        painter.drawEllipse(at, radius, radius)
    else:
        painter.drawPolygon(_sign(severity, radius).translated(at))


@lru_cache(maxsize=32)
def _border(colour: str, width: float) -> QPen:
    return QPen(QColor(colour), width)


@lru_cache(maxsize=32)
def _fill(colour: str) -> QBrush:
    return QBrush(QColor(colour))


@lru_cache(maxsize=32)
def _sign(severity: Severity, r: float) -> QPolygonF:
    """The triangle or diamond of a radius around no point."""
    if severity == "warning":
        return _polygon((0.0, -1.1 * r), (1.2 * r, 0.9 * r), (-1.2 * r, 0.9 * r))
    return _polygon((0.0, -r), (r, 0.0), (0.0, r), (-r, 0.0))


def pill_height(font: QFont) -> float:
    """How high a pill with words in a font is."""
    return font.pixelSize() + 5.0


def paint_pill(
    painter: QPainter,
    at: QPointF,
    text: str,
    fill: str,
    ink: str,
    font: QFont,
) -> float:
    """A number or a word in a pill that ends at a point; gives its width."""
    width = QFontMetricsF(font).horizontalAdvance(text) + 10
    half = pill_height(font) / 2
    area = QRectF(at.x() - width, at.y() - half, width, 2 * half)
    painter.setPen(QPen(QColor(ink), 1.0))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(area, half, half)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    return width


def paint_hatching(painter: QPainter, rect: QRectF, colour: str) -> None:
    """Slanted lines along the left edge of a card that cannot run."""
    painter.setPen(QPen(QColor(colour), 1.2))
    painter.drawLines(hatching(rect))


def hatching(rect: QRectF, width: float = HATCHED) -> list[QLineF]:
    """The lines of it."""
    left = rect.left() + HATCH_INSET
    last, lines = rect.bottom() - 3.0, []
    low = rect.top() + 3.0 + HATCH_STEP
    while low < last + width:
        over = max(0.0, low - last)
        up = max(rect.top() + 3.0, low - width)
        lines.append(QLineF(left + over, low - over, left + low - up, up))
        low += HATCH_STEP
    return lines


def _polygon(*corners: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(*corner) for corner in corners])
