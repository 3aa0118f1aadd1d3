"""What became of a node between two states: by colour, by line and by sign.

Added boxes have a firm green border and a plus, removed ones are pale with a dashed
border and a minus, changed ones have a dotted border and a tilde.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.graph.scene.changes import Change
from gui.graph.scene.colours import GraphColours

LINES: dict[Change, Qt.PenStyle] = {
    "added": Qt.PenStyle.SolidLine,
    "removed": Qt.PenStyle.DashLine,
    "changed": Qt.PenStyle.DotLine,
}
BADGE = 7.5


def pen_of(change: Change, colours: GraphColours, width: float) -> QPen:
    """The border of a changed box."""
    pen = QPen(QColor(colours.changes[change]), width, LINES[change])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def paint_sign(
    painter: QPainter, rect: QRectF, change: Change, colours: GraphColours
) -> None:
    """A plus, a minus or a tilde in a disc on the upper left corner of a card."""
    at = rect.topLeft() + QPointF(1, 1)
    painter.setPen(QPen(QColor(colours.card), 1.5))
    painter.setBrush(QColor(colours.changes[change]))
    painter.drawEllipse(at, BADGE, BADGE)
    painter.setPen(QPen(QColor(colours.card), 1.8))
    x, y, half = at.x(), at.y(), BADGE * 0.5
    if change == "changed":
        corners = [(-half, 1.0), (-half / 3, -1.6), (half / 3, 1.6), (half, -1.0)]
        painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in corners])
        return
    painter.drawLine(QLineF(x - half, y, x + half, y))
    if change == "added":
        painter.drawLine(QLineF(x, y - half, x, y + half))
