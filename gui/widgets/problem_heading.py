"""Painting of the heading of several problems of one kind."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPolygonF

from gui.marks import paint_mark
from gui.theme import MARGIN, Theme
from gui.type_size import unit_of
from gui.widgets.problem_rows import ProblemGroup
from gui.widgets.type_scale import SMALL, scaled

_ARROW = 8
_MARK = 9
_GAP = 7
_PADDING = 9


def heading_height(font: QFont) -> int:
    """As high as one line with room above and below."""
    return QFontMetrics(font).height() + 12


def heading_button(group: ProblemGroup, word: str, rect: QRect, font: QFont) -> QRect:
    """Find the button in a heading; empty where no one edit clears the kind."""
    if not group.has_edit:
        return QRect()
    metrics = QFontMetrics(scaled(font, SMALL))
    wide = metrics.horizontalAdvance(word) + 2 * _PADDING
    high = metrics.height() + 5
    top = rect.top() + (rect.height() - high) // 2 + 1
    return QRect(rect.right() - MARGIN + 3 - wide, top, wide, high)


def paint_heading(
    painter: QPainter, rect: QRect, group: ProblemGroup, room: int, theme: Theme
) -> None:
    """Draw arrow, mark, title and number; the title ends `room` pixels from the left.

    The number is left out where the button has the same. The painter keeps its font.
    """
    middle, unit = rect.center().y() + 1, unit_of(painter.font())
    x = rect.left() + MARGIN - 4
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.dim))
    painter.drawPolygon(_arrow(x, middle, unit, is_open=group.is_open))
    x += round(_ARROW * unit) + _GAP
    mark = round(_MARK * unit)
    box = QRectF(x, middle - mark / 2, mark, mark)
    paint_mark(painter, box, group.severity, theme)
    x += mark + _GAP
    font = painter.font()
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(bold)
    is_on_button = group.has_edit and group.fixable == len(group.problems)
    number = "" if is_on_button else f"  {len(group.problems)}"
    wide = metrics.horizontalAdvance(number)
    title = metrics.elidedText(
        group.title, Qt.TextElideMode.ElideRight, max(room - x - wide, 20)
    )
    base = middle + (metrics.ascent() - metrics.descent()) // 2
    painter.setFont(bold)
    painter.setPen(QColor(theme.ink))
    painter.drawText(x, base, title)
    painter.setFont(font)
    painter.setPen(QColor(theme.dim))
    painter.drawText(x + metrics.horizontalAdvance(title), base, number)


def _arrow(x: int, y: int, unit: float, *, is_open: bool) -> QPolygonF:
    if is_open:
        corners = ((0.0, -2.5), (8.0, -2.5), (4.0, 3.0))
    else:
        corners = ((1.0, -4.0), (6.5, 0.0), (1.0, 4.0))
    return QPolygonF([QPointF(x + dx * unit, y + dy * unit) for dx, dy in corners])
