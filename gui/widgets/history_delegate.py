"""Painting of one state of the graph in the history."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.marks import paint_mark
from gui.theme import MARGIN, Theme, theme_of
from gui.type_size import grown, unit_of
from gui.widgets.type_scale import SMALL, scaled

STEP = int(Qt.ItemDataRole.UserRole)
_RADIUS = 4.0
_DOT = 12
"""Across the largest dot or mark, and its place right of the margin."""


@dataclass(frozen=True, slots=True)
class Step:
    """One state: the edit that led to it and what it did.

    `preview` is shown under the pointer; a marked step answers a question. One that is
    struck is kept and not made; a misfit is struck because the network does not allow
    it.
    """

    text: str
    fact: str
    is_current: bool
    is_undone: bool
    is_marked: bool = False
    preview: str = ""
    is_struck: bool = False
    is_misfit: bool = False

    @property
    def is_grey(self) -> bool:
        """Whether the network is without it."""
        return self.is_undone or self.is_struck


class HistoryDelegate(QStyledItemDelegate):
    """A line of dots: filled where applied, hollow where undone, large where we are."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give every row the same height."""
        around = grown(option.font, 9)
        return QSize(80, 2 * option.fontMetrics.height() + around)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw dot, words and fact."""
        theme = theme_of(option.palette)
        step: Step = index.data(STEP)
        rect = QRect(option.rect)
        painter.save()
        _paint_background(painter, rect, option, step, theme)
        rows = index.model().rowCount()
        _paint_dot(
            painter, option, step, (index.row() > 0, index.row() + 1 < rows), theme
        )
        rect.adjust(MARGIN + grown(option.font, _DOT) + 8, 3, -MARGIN, -4)
        _paint_words(painter, rect, option, step, theme)
        painter.restore()


def _paint_words(
    painter: QPainter,
    rect: QRect,
    option: QStyleOptionViewItem,
    step: Step,
    theme: Theme,
) -> None:
    """Write the edit above and what it did below."""
    right = Qt.TextElideMode.ElideRight
    font = scaled(option.font, bold=step.is_current)
    font.setStrikeOut(step.is_struck)
    painter.setFont(font)
    painter.setPen(QColor(theme.dim if step.is_grey else theme.ink))
    text = QFontMetrics(font).elidedText(step.text, right, rect.width())
    side = Qt.AlignmentFlag.AlignTop if step.fact else Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | side), text)
    small = scaled(option.font, SMALL)
    painter.setFont(small)
    painter.setPen(QColor(theme.dim))
    fact = QFontMetrics(small).elidedText(step.fact, right, rect.width())
    bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
    painter.drawText(rect, int(bottom), fact)


def _paint_background(
    painter: QPainter,
    rect: QRect,
    option: QStyleOptionViewItem,
    step: Step,
    theme: Theme,
) -> None:
    state = option.state
    if step.is_current:
        painter.fillRect(rect, QColor(theme.accent_soft))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(theme.canvas))
    if step.is_marked:
        painter.fillRect(
            rect.right() - 3, rect.top(), 4, rect.height(), QColor(theme.highlight)
        )
    if state & QStyle.StateFlag.State_HasFocus:
        painter.fillRect(
            rect.left(), rect.top(), 3, rect.height(), QColor(theme.accent)
        )


def _paint_dot(
    painter: QPainter,
    option: QStyleOptionViewItem,
    step: Step,
    goes_on: tuple[bool, bool],
    theme: Theme,
) -> None:
    rect, unit = QRect(option.rect), unit_of(option.font)
    centre = QPointF(MARGIN + _DOT / 2 * unit, rect.center().y() + 0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.faint), 1.2))
    if goes_on[0]:
        painter.drawLine(QPointF(centre.x(), rect.top()), centre)
    if goes_on[1]:
        painter.drawLine(centre, QPointF(centre.x(), rect.bottom() + 1))
    if step.is_misfit:
        box = QRectF(0, 0, _DOT * unit, _DOT * unit)
        box.moveCenter(centre)
        paint_mark(painter, box, "error", theme)
        return
    colour = QColor(theme.faint if step.is_grey else theme.accent)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(QColor(theme.panel) if step.is_grey else colour)
    radius = (_RADIUS + 1 if step.is_current else _RADIUS) * unit
    painter.drawEllipse(centre, radius, radius)
