"""The rows of the command palette: painted when seen, as wide as the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.theme import theme_of
from gui.widgets.choices import Choice

Index = QModelIndex | QPersistentModelIndex
CHOICE = int(Qt.ItemDataRole.UserRole)
PADDING, GAP = 8, 16
LEAST_TITLE = 0.55
"""The share of a row that is the title's however long the rest is."""


class ChoiceModel(QAbstractListModel):
    """The choices shown now, one a row."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()

    def show(self, choices: Sequence[Choice]) -> None:
        """Take over other choices."""
        self.beginResetModel()
        self.choices = tuple(choices)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """The number of choices."""
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The choice itself, its title, and everything it says for a screen reader."""
        choice = self.choices[index.row()]
        if role == CHOICE:
            return choice
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return choice.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (choice.title, choice.kind, choice.hint, choice.why_not)
            return ", ".join(filter(None, said))
        return None


class ChoiceDelegate(QStyledItemDelegate):
    """Paints title, keys and kind; what finds no room ends in an ellipsis."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line; the width is that of the list."""
        return QSize(0, option.fontMetrics.height() + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Paint the title at the left, the rest in grey at the right."""
        theme, choice = theme_of(option.palette), index.data(CHOICE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.accent_soft))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(theme.canvas))
        painter.setFont(option.font)
        ink = theme.dim if choice.why_not else theme.ink
        texts = (choice.title, choice.hint, choice.kind)
        places = columns(option.rect, texts, option.fontMetrics)
        for text, place, colour in zip(
            texts, places, (ink, theme.dim, theme.dim), strict=True
        ):
            painter.setPen(QColor(colour))
            painter.drawText(
                place,
                int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
                fitted(text, place.width(), option.fontMetrics),
            )
        painter.restore()


class ChoiceList(QListView):
    """A list of choices without a horizontal scroll bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices = ChoiceModel(self)
        self.setModel(self.choices)
        self.setItemDelegate(ChoiceDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def row(self) -> int:
        """The row that is marked; -1 for none."""
        return self.currentIndex().row()

    def mark(self, row: int) -> None:
        """Mark a row, the nearest there is."""
        last = self.choices.rowCount() - 1
        index = self.choices.index(max(0, min(row, last)))
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)


def fitted(text: str, width: int, metrics: QFontMetrics) -> str:
    """The text, shortened in the middle, where paths and titles say least."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)


def columns(
    rect: QRect, texts: tuple[str, str, str], metrics: QFontMetrics
) -> tuple[QRect, QRect, QRect]:
    """Where title, keys and kind lie in a row: side by side, inside of it."""
    inner = rect.adjusted(PADDING, 0, -PADDING, 0)
    title, hint, kind = (metrics.horizontalAdvance(text) + 1 for text in texts)
    room = inner.width() - min(title, int(inner.width() * LEAST_TITLE))
    places = []
    for text, width in ((texts[2], kind), (texts[1], hint)):
        taken = max(0, min(width, room - GAP)) if text else 0
        gap = GAP if taken else 0
        left = inner.right() + 1 - taken
        places.append(QRect(left, inner.top(), taken, inner.height()))
        inner.setRight(left - gap - 1)
        room -= taken + gap
    return inner, places[1], places[0]
