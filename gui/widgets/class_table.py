"""One row per class: its colour, its name, and its overlap before and after."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.theme import set_role, theme_of
from gui.widgets.type_scale import scaled

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
FALL = 0.01
"""A class that loses more than this overlap is written in red."""
FEWEST_ROWS = 4
_COLUMN = 58


@dataclass(frozen=True, slots=True)
class ClassRow:
    """Intersection over union of one class, as fractions; nan where it never occurs."""

    name: str
    colour: tuple[int, int, int]
    before: float
    after: float

    @property
    def falls(self) -> bool:
        """Whether quantization costs this class more than `FALL`."""
        return self.before - self.after > FALL


class ClassTable(QWidget):
    """Shows the classes in the order of the network's channels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ClassModel(self)
        self._view = QListView()
        self._view.setModel(self._model)
        self._view.setItemDelegate(ClassDelegate(self))
        self._view.setUniformItemSizes(True)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._view.setAccessibleName(self.tr("Overlap per class"))
        self._labels: list[QLabel] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._head())
        layout.addWidget(self._view, 1)
        self._make_room()

    @property
    def rows(self) -> tuple[ClassRow, ...]:
        """What is shown."""
        return self._model.rows

    def show_rows(self, rows: Sequence[ClassRow]) -> None:
        """Replace all rows."""
        self._model.show(rows)

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def _make_room(self) -> None:
        for label in self._labels:
            label.setFixedWidth(column_width(self.fontMetrics()))
        self._view.setMinimumHeight(FEWEST_ROWS * row_height(self.fontMetrics()))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(0)
        name = QLabel(self.tr("Class"))
        set_role(name, "heading")
        head.addWidget(name, 1)
        for word in (self.tr("float"), self.tr("int8")):
            label = QLabel(word)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            set_role(label, "dim")
            head.addWidget(label)
            self._labels.append(label)
        head.addSpacing(10)
        return head


class ClassModel(QAbstractListModel):
    """The rows of a class table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ClassRow, ...] = ()

    @property
    def rows(self) -> tuple[ClassRow, ...]:
        """All rows."""
        return self._rows

    def show(self, rows: Sequence[ClassRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the classes."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself under `ROW`, its words otherwise."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.name} {iou_text(row.before)} {iou_text(row.after)}"
        return None


class ClassDelegate(QStyledItemDelegate):
    """A swatch, the name, two numbers."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give every row the same height."""
        return QSize(80, row_height(option.fontMetrics))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Draw one class."""
        theme = theme_of(option.palette)
        row: ClassRow = index.data(ROW)
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.adjusted(0, 0, -2, 0), QColor(theme.accent_soft))
        draw_swatch(painter, rect.left(), rect.center().y(), QColor(*row.colour))
        rect.adjust(21, 0, -10, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        right = int(Qt.AlignmentFlag.AlignRight | middle)
        after, before = QRect(rect), QRect(rect)
        column = column_width(option.fontMetrics)
        before.setRight(rect.right() - column)
        painter.setPen(QColor(theme.error if row.falls else theme.ink))
        painter.setFont(scaled(option.font, bold=row.falls))
        painter.drawText(after, right, iou_text(row.after))
        painter.setFont(option.font)
        painter.setPen(QColor(theme.ink))
        painter.drawText(before, right, iou_text(row.before))
        rect.setRight(rect.right() - 2 * column + 8)
        name = option.fontMetrics.elidedText(
            row.name, Qt.TextElideMode.ElideRight, rect.width()
        )
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | middle), name)
        painter.restore()


def column_width(metrics: QFontMetrics) -> int:
    """Room for a number, and some before it."""
    return max(_COLUMN, metrics.horizontalAdvance("0.000") + 14)


def row_height(metrics: QFontMetrics) -> int:
    """Room for a line of text."""
    return metrics.height() + 7


def draw_swatch(painter: QPainter, left: float, middle: float, colour: QColor) -> None:
    """Draw the small square that stands for a class."""
    painter.setPen(QColor(128, 128, 128, 90))
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(left + 0.5, middle - 5.5, 12, 12), 3, 3)


def iou_text(value: float) -> str:
    """Write an overlap with three digits, a dash where the class never occurs."""
    return "–" if math.isnan(value) else f"{value:.3f}"
