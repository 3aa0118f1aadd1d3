"""Small boxes for a legend, painted as those of the graph are."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.graph.painting.blocks import block_fill
from gui.graph.painting.change_signs import pen_of
from gui.graph.painting.picture import Picture
from gui.graph.painting.signs import int32_pen, paint_severity, traced_pen
from gui.graph.painting.surfaces import STRIPED, card_surface
from gui.graph.scene.changes import CHANGES
from gui.graph.scene.scene import RANKS

STRIPE, ROUND, SIGN = 3.0, 2.0, 4 / 11


def paint_swatch(
    painter: QPainter, area: QRectF, key: str, picture: Picture, *, is_far: bool
) -> None:
    """What boxes of a kind look like as cards, or from afar as blocks."""
    colours, sign = picture.colours, area.height() * SIGN
    for change in CHANGES:
        if key == change:
            painter.setPen(pen_of(change, colours, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -1))
            return
    if key == "edited":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.edited))
        painter.drawEllipse(area.center(), sign, sign)
        return
    rings = {
        "int32": int32_pen(colours, 1.8),
        "selected": QPen(QColor(colours.accent), 2.0),
        "traced": traced_pen(colours, 2.0),
    }
    if key in rings:
        painter.setPen(rings[key])
        painter.setBrush(QColor(colours.card))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), ROUND + 1, ROUND + 1)
        return
    _paint_box(painter, area, key, picture, is_far=is_far)
    for severity in RANKS:
        if key == severity:
            at = QPointF(area.right() - sign, area.top() + sign)
            paint_severity(painter, at, severity, colours, sign)


def _paint_box(
    painter: QPainter, area: QRectF, key: str, picture: Picture, *, is_far: bool
) -> None:
    colours, mode = picture.colours, picture.mode
    inner = area.adjusted(0.8, 0.8, -0.8, -0.8)
    if is_far:
        painter.setPen(QPen(QColor(colours.ink), 1.4))
        if key != "found":
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(block_fill(colours, key)))
        painter.drawRect(inner)
        return
    surface = "other" if key == "advice" else key
    fill, border, width = card_surface(colours, mode, surface)
    painter.setPen(QPen(QColor(border), min(width, 1.6)))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(inner, ROUND, ROUND)
    if key in colours.families and (mode == "family" or key in STRIPED):
        stripe = QRectF(inner.left(), inner.top(), STRIPE, inner.height())
        painter.fillRect(stripe, QColor(colours.families[key]))
