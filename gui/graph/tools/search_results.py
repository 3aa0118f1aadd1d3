"""The nodes a search found, as a list below the field."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from engine.info import NodeInfo
from gui.commands.shortcuts import keys_of
from gui.graph.canvas.finding import Finding
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.lenses import Way
from gui.graph.scene.query import Term, shape_text
from gui.graph.scene.search import Hits

Index = QModelIndex | QPersistentModelIndex
MOST_ROWS, FEWEST_ROWS = 9, 3
FIRST_ROWS = 256
PADDING = 8
LETTERS = 57


def row_of(node: NodeInfo, hits: Hits) -> tuple[str, str]:
    """What a hit is shown as: its name, and what else was searched of it."""
    words = [node.title if node.title != node.name else node.op, node.module]
    words.append(shape_text(node.shape))
    for term in hits.terms:
        text = term.text_of(node, hits.index.marks)
        is_short = term.field not in ("", "name", "shape", "module")
        if is_short and text not in words:
            words.insert(0, text)
        elif not term.field:
            words += _lines_with(term, text, (node.name, *words))
    return node.name, "  ·  ".join(word for word in words if word)


def _lines_with(term: Term, text: str, shown: tuple[str, ...]) -> list[str]:
    """The first line that matches, where nothing shown already does."""
    if any(term.spans(word) for word in shown):
        return []
    return [line for line in text.split("\n") if term.spans(line)][:1]


class ResultModel(QAbstractListModel):
    """One row per hit, of many hits the first; more as soon as they are looked at."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.hits = finding.hits
        self._rows = 0

    def show(self, hits: Hits) -> None:
        """Take over other hits."""
        self.beginResetModel()
        self.hits = hits
        self._rows = min(len(hits.names), FIRST_ROWS)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """The number of hits that have a row by now."""
        return 0 if parent.isValid() else self._rows

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are hits without a row."""
        return not parent.isValid() and self._rows < len(self.hits.names)

    def fetchMore(self, parent: Index) -> None:
        """Twice as many rows."""
        self._grow(2 * self._rows)

    def row(self, place: int) -> QModelIndex:
        """The row of a hit."""
        if place >= self._rows:
            self._grow(max(place + 1, 2 * self._rows))
        return self.index(place)

    def _grow(self, rows: int) -> None:
        rows = min(rows, len(self.hits.names))
        if rows > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name and what else was searched, or both in one line."""
        node = self.hits.index.info.by_name[self.hits.names[index.row()]]
        if role == Qt.ItemDataRole.UserRole:
            return row_of(node, self.hits)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return "  ".join(row_of(node, self.hits))
        return None


class ResultDelegate(QStyledItemDelegate):
    """Paints a hit in one line with the matched parts marked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = GraphColours.light()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line of the system's text."""
        return QSize(200, QFontMetrics(self._list().font()).height() + 8)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Paint the name, and behind it in grey what else was searched."""
        rect, model = QRect(getattr(option, "rect")), index.model()  # noqa: B009
        assert isinstance(model, ResultModel)
        name, more = index.data(Qt.ItemDataRole.UserRole)
        if index.row() == self._list().currentIndex().row():
            painter.fillRect(rect, QColor(self.colours.selection))
        rect.adjust(PADDING, 0, -PADDING, 0)
        bold = QFont(self._list().font())
        bold.setWeight(QFont.Weight.DemiBold)
        used = self._text(painter, rect, name, bold, self.colours.ink, model.hits)
        rect.setLeft(rect.left() + used + 2 * PADDING)
        font = self._list().font()
        self._text(painter, rect, more, font, self.colours.dim, model.hits)

    def _text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        font: QFont,
        colour: str,
        hits: Hits,
    ) -> int:
        """Paint one text and return its width."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.setFont(font)
        for start, end in (span for term in hits.terms for span in term.spans(shown)):
            left = rect.left() + metrics.horizontalAdvance(shown[:start])
            width = metrics.horizontalAdvance(shown[start:end])
            mark = QRect(left, rect.top() + 3, width, rect.height() - 6)
            ground = QColor(self.colours.hit)
            ground.setAlphaF(0.55)
            painter.fillRect(mark, ground)
        painter.setPen(QColor(colour))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), shown)
        return metrics.horizontalAdvance(shown)

    def _list(self) -> QListView:
        parent = self.parent()
        assert isinstance(parent, QListView)
        return parent


class ResultList(QListView):
    """The rows; End goes to the last hit, whether or not it has a row by now."""

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Give every hit a row before going to the last."""
        model = self.model()
        if action is QAbstractItemView.CursorAction.MoveEnd:
            assert isinstance(model, ResultModel)
            return model.row(len(model.hits.names) - 1)
        return super().moveCursor(action, modifiers)


class SearchResults(QFrame):
    """Hangs below the search field while it is used."""

    def __init__(self, parent: QWidget, finding: Finding) -> None:
        super().__init__(parent)
        self.setObjectName("graphResults")
        self.finding = finding
        self.model = ResultModel(finding)
        self.list = ResultList(self)
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.delegate = ResultDelegate(self.list)
        self.list.setItemDelegate(self.delegate)
        self.refusal = QLabel(self)
        self.refusal.setObjectName("graphRefusal")
        self.refusal.setWordWrap(True)
        self.keepers: dict[Way, QPushButton] = {
            way: QPushButton(self) for way in ("colour", "hide", "fold")
        }
        self.opener = QPushButton(self)
        self._caption = QLabel(self)
        self._arrange()
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        finding.changed.connect(self._show)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Take over a new language."""
        self.list.setAccessibleName(self.tr("Nodes found"))
        self._caption.setText(self.tr("Keep:"))
        self.opener.setText(self.tr("Open the way to all"))
        tip = self.tr("Open every module that hides something found")
        self.opener.setToolTip(f"{tip} ({keys_of('search', 'ways')[0]})")
        self.opener.setAccessibleName(tip)
        words: dict[Way, tuple[str, str]] = {
            "colour": (self.tr("Colour"), self.tr("Colour what was found")),
            "hide": (self.tr("Hide"), self.tr("Draw the graph without what was found")),
            "fold": (
                self.tr("Fold"),
                self.tr("Draw what was found inside what it reads"),
            ),
        }
        for way, (text, tip) in words.items():
            self.keepers[way].setText(text)
            self.keepers[way].setToolTip(tip)
            self.keepers[way].setAccessibleName(tip)

    def set_colours(self, colours: GraphColours) -> None:
        """Take over a theme."""
        self.delegate.colours = colours
        palette = self.list.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(colours.card))
        self.list.setPalette(palette)

    def place(self, corner: QRect, room: QSize) -> None:
        """Lie below the bar, as high as there are rows and as there is room."""
        letters = self.fontMetrics().horizontalAdvance("x" * LETTERS)
        wanted = max(corner.width(), letters)
        width = min(wanted, room.width() - 2 * corner.left())
        self._place_opener(width)
        top = corner.bottom() + 6
        self._show_rows(room.height() - top)
        self.refusal.setFixedWidth(width - 2 * PADDING - 4)
        height = self.sizeHint().height()
        if self.refusal.isVisibleTo(self):
            height = self.refusal.heightForWidth(width - 20) + 4 * PADDING
        self.setGeometry(corner.left(), top, width, height)

    def _show_rows(self, room: int) -> None:
        """As many as there are and as there is room for, but never too few."""
        rows = min(self.model.rowCount(), MOST_ROWS)
        row = self.list.sizeHintForRow(0) if rows else 0
        self.list.setFixedHeight(0)
        spare = room - self.sizeHint().height() - 2
        fitting = max(FEWEST_ROWS, spare // row) if row else 0
        self.list.setFixedHeight(min(rows, fitting) * row + (2 if rows else 0))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 6, 2, 6)
        column.setSpacing(4)
        column.addWidget(self.refusal)
        column.addWidget(self.list)
        self._footer = QWidget(self)
        grid = self._grid = QGridLayout(self._footer)
        grid.setContentsMargins(PADDING, 0, PADDING, 0)
        grid.setSpacing(6)
        grid.addWidget(self._caption, 0, 0)
        for place, (way, button) in enumerate(self.keepers.items(), 1):
            button.clicked.connect(lambda _=False, way=way: self.finding.keep(way))
            grid.addWidget(button, 0, place)
        grid.setColumnStretch(len(self.keepers) + 1, 1)
        self.opener.clicked.connect(self.finding.open_ways)
        column.addWidget(self._footer)

    def _place_opener(self, width: int) -> None:
        """At the right of the other buttons, or below them where that is too much."""
        beside = [self._caption, *self.keepers.values(), self.opener]
        needed = sum(each.sizeHint().width() + 6 for each in beside) + 4 * PADDING
        last = len(self.keepers) + 1
        self._grid.removeWidget(self.opener)
        right = Qt.AlignmentFlag.AlignRight
        if needed > width:
            self._grid.addWidget(self.opener, 1, 0, 1, last + 1, right)
        else:
            self._grid.addWidget(self.opener, 0, last, right)

    def _show(self, place: int, count: int) -> None:
        hits = self.finding.hits
        if self.model.hits.names is not hits.names or not count:
            self.model.show(hits)
        if place:
            index = self.model.row(place - 1)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)
        refusal = self.finding.refusal()
        self.refusal.setText(refusal)
        self.refusal.setVisible(bool(refusal))
        self.list.setVisible(bool(count))
        self._footer.setVisible(bool(count))

    def is_worth_showing(self) -> bool:
        """Whether there is anything to say about the search."""
        return bool(self.finding.hits.names or self.refusal.text())

    def _go(self, index: QModelIndex) -> None:
        self.finding.go(index.row())
