"""Painting of one row of the module tree."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from engine.quantities import short_count
from gui.marks import paint_mark
from gui.theme import MARGIN, theme_of
from gui.type_size import grown, unit_of
from gui.widgets.module_hierarchy import Branch
from gui.widgets.module_model import BRANCH
from gui.widgets.type_scale import SMALL, scaled

Index = QModelIndex | QPersistentModelIndex
_MARK = 9


class BranchDelegate(QStyledItemDelegate):
    """Label at the left, cost or kind at the right, a mark before a problem."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give every row the same height."""
        return QSize(80, max(option.fontMetrics.height() + 7, 23))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Draw label, mark and cost; the row's background is the view's."""
        branch: Branch = index.data(BRANCH)
        theme = theme_of(option.palette)
        rect = QRect(option.rect)
        rect.setRight(rect.right() - MARGIN)
        painter.save()
        fact = cost_text(branch)
        font = option.font
        small = scaled(font, SMALL)
        painter.setFont(small)
        painter.setPen(QColor(theme.dim))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(right), fact)
        rect.setRight(rect.right() - QFontMetrics(small).horizontalAdvance(fact) - 10)
        if branch.worst is not None:
            mark = grown(font, _MARK)
            top = rect.center().y() - mark / 2 + 0.5
            box = QRectF(rect.left() + 2, top, mark, mark)
            paint_mark(painter, box, branch.worst, theme)
            rect.setLeft(rect.left() + mark + 6)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink))
        label = QFontMetrics(font).elidedText(
            branch.label, Qt.TextElideMode.ElideMiddle, rect.width() - 2
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(2, 0, 0, 0), int(left), label)
        painter.restore()


def cost_text(branch: Branch) -> str:
    """Choose the fact at the right: multiply-accumulates, else the module's class."""
    return short_count(branch.macs) if branch.macs else branch.kind


def paint_row(painter: QPainter, view: QAbstractItemView, index: QModelIndex) -> None:
    """Mark the selected row, and the current one where the keyboard is."""
    if not view.selectionModel().isSelected(index):
        return
    theme = theme_of(view.palette())
    rect = view.visualRect(index)
    row = QRect(0, rect.top(), view.viewport().width(), rect.height())
    painter.fillRect(row, QColor(theme.accent_soft))
    if view.hasFocus():
        painter.fillRect(0, row.top(), 3, row.height(), QColor(theme.accent))


def paint_branch_arrow(
    painter: QPainter, rect: QRect, is_open: bool, palette: QPalette
) -> None:
    """Paint the arrow that opens and closes a module, as large as the painter's font.

    It lies at the right end of `rect`.
    """
    unit = unit_of(painter.font())
    centre = QPointF(rect.right() - 6 * unit, rect.center().y() + 0.5)
    corners = (
        ((-3.5, -2), (3.5, -2), (0, 3)) if is_open else ((-2, -3.5), (-2, 3.5), (3, 0))
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme_of(palette).dim))
    painter.drawPolygon(QPolygonF([centre + QPointF(x, y) * unit for x, y in corners]))
    painter.restore()
