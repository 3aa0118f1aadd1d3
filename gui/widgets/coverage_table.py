"""What every target makes of one network, one row a target."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from engine.quantities import milliseconds_text
from engine.targets.records import Coverage
from gui.commands.shortcuts import pressed
from gui.theme import theme_of

Index = QModelIndex | QPersistentModelIndex
COVERAGE = int(Qt.ItemDataRole.UserRole)
SHARES = 1
LEAST_HEIGHT = 32
_COUNTS = ("supported", "rewritable", "in_float", "refused")
_ROLES = Qt.ItemDataRole


class CoverageModel(QAbstractTableModel):
    """Target, a bar of shares, four numbers of ops, MACs and estimated latency."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Coverage, ...] = ()
        self.current = ""

    def show(self, rows: Sequence[Coverage], current: str) -> None:
        """Replace all rows; `current` is the target in use."""
        self.beginResetModel()
        self.rows, self.current = tuple(rows), current
        self.endResetModel()

    def mark(self, current: str) -> None:
        """Take another target for the one in use."""
        self.current = current
        if not self.rows:
            return
        last = self.index(len(self.rows) - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the targets."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Two more than the numbers, and two behind them."""
        return len(_COUNTS) + 4

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = _ROLES.DisplayRole,
    ) -> object:
        """Name the columns, and explain them to who stays on them."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLES.TextAlignmentRole:
            return _alignment(section)
        if role == _ROLES.ToolTipRole:
            return self._explanations()[section]
        return self._titles()[section] if role == _ROLES.DisplayRole else None

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> object:
        """Text, alignment, or the whole row for the bar."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == COVERAGE:
            return row
        if role == _ROLES.TextAlignmentRole:
            return _alignment(index.column())
        if role == _ROLES.FontRole and row.target == self.current:
            bold = QFont()
            bold.setWeight(QFont.Weight.DemiBold)
            return bold
        if role in (_ROLES.DisplayRole, _ROLES.AccessibleTextRole):
            return self._text(row, index.column())
        return None

    def _text(self, row: Coverage, column: int) -> str:
        if column == 0:
            return row.title
        if column == SHARES:
            return ""
        if column < SHARES + 1 + len(_COUNTS):
            return str(getattr(row, _COUNTS[column - SHARES - 1]))
        if column == self.columnCount() - 2:
            return f"{row.rewritten_mac_share:.1%}"
        bound = "" if row.counts_memory else "≥ "
        return f"{bound}{milliseconds_text(row.latency_ms)}"

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Target"),
            self.tr("Ops"),
            self.tr("Run"),
            self.tr("Rewritten"),
            self.tr("In float"),
            self.tr("Refused"),
            self.tr("MACs on chip"),
            self.tr("Estimate"),
        )

    def _explanations(self) -> tuple[str, ...]:
        return (
            "",
            self.tr("Ops that run, are rewritten, stay in float, are refused"),
            self.tr("Ops that run as they are"),
            self.tr("Ops that run after an exact rewrite"),
            self.tr("Ops that run, but unquantized"),
            self.tr("Ops that do not run"),
            self.tr("Multiply-accumulates on the accelerator, once all is rewritten"),
            self.tr(
                "Estimated time of one pass, from peak figures of the chip;"
                " ≥ where its memory bandwidth is not published"
            ),
        )


class ShareBar(QStyledItemDelegate):
    """Four stretches in one bar: runs, rewritten, in float (hatched), refused."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Draw the bar over the row's background."""
        super().paint(painter, option, index)
        row: Coverage = index.data(COVERAGE)
        theme = theme_of(option.palette)
        brushes = (
            (theme.ok, Qt.BrushStyle.SolidPattern),
            (theme.accent, Qt.BrushStyle.SolidPattern),
            (theme.warning, Qt.BrushStyle.BDiagPattern),
            (theme.error, Qt.BrushStyle.DiagCrossPattern),
        )
        box = QRectF(option.rect).adjusted(6, 0, -6, 0)
        x, top = box.left(), box.center().y() - 5
        for name, (colour, pattern) in zip(_COUNTS, brushes, strict=True):
            share = getattr(row, name) / max(row.ops, 1)
            width = max(box.width() * share, 2.0) if share else 0.0
            _fill(painter, QRectF(x, top, width, 10), colour, pattern)
            x += width


class CoverageView(QTableView):
    """The table; `activated_target` follows Enter and double click."""

    activated_target = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Targets compared"))
        self.setModel(CoverageModel(self))
        self.setItemDelegateForColumn(SHARES, ShareBar(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(LEAST_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(SHARES, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(64)
        self.doubleClicked.connect(self._activate)

    def changeEvent(self, event: QEvent) -> None:
        """Give every row the height of its words."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            high = max(LEAST_HEIGHT, self.fontMetrics().height() + 16)
            self.verticalHeader().setDefaultSectionSize(high)

    def coverages(self) -> CoverageModel:
        """The rows."""
        model = self.model()
        assert isinstance(model, CoverageModel)
        return model

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the target of the row."""
        if pressed(event, "targets") == "take":
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid():
            self.activated_target.emit(index.data(COVERAGE).target)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = (
        Qt.AlignmentFlag.AlignRight if column > SHARES else Qt.AlignmentFlag.AlignLeft
    )
    return side | Qt.AlignmentFlag.AlignVCenter


def _fill(painter: QPainter, rect: QRectF, colour: str, pattern: Qt.BrushStyle) -> None:
    """Fill a stretch; a hatched one lies on a paler ground."""
    if pattern != Qt.BrushStyle.SolidPattern:
        pale = QColor(colour)
        pale.setAlphaF(0.25)
        painter.fillRect(rect, pale)
    painter.fillRect(rect, QBrush(QColor(colour), pattern))
