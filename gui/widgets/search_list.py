"""A list to choose from by typing a part of a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

KEY = Qt.ItemDataRole.UserRole
MOVES = (
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_PageUp,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its key, its words, and why it cannot be chosen."""

    key: str
    text: str
    reason: str = ""


class _Elided(QStyledItemDelegate):
    """Lets a row be as wide as the list; what does not fit ends in dots."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Take the height of the text and no width of its own."""
        return QSize(0, super().sizeHint(option, index).height())


class SearchList(QWidget):
    """A search field over a list; what cannot be chosen is greyed with its reason."""

    current_changed = Signal(str)
    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Type to search"))
        self.field.setAccessibleName(self.tr("Search: {}").format(name))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._choose)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_Elided(self.list))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.itemActivated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.field)

    @property
    def current(self) -> str:
        """The key of the row that Enter would choose, empty for none."""
        item = self.list.currentItem()
        is_usable = item is not None and bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
        return str(item.data(KEY)) if is_usable and not item.isHidden() else ""

    def show_rows(self, rows: Sequence[Row]) -> None:
        """List rows; those that cannot be chosen come last."""
        self.list.clear()
        for row in sorted(rows, key=lambda each: bool(each.reason)):
            text = f"{row.text}  –  {row.reason}" if row.reason else row.text
            item = QListWidgetItem(text)
            item.setData(KEY, row.key)
            item.setToolTip(row.reason or row.text)
            if row.reason:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self._filter(self.field.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the field has the focus."""
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in MOVES:
            self.list.keyPressEvent(event)
            return True
        return False

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        first = None
        for number in range(self.list.count()):
            item = self.list.item(number)
            place = f"{item.text()} {item.data(KEY)}".lower()
            item.setHidden(not all(word in place for word in words))
            is_usable = bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
            if first is None and is_usable and not item.isHidden():
                first = item
        if not self.current:
            self.list.setCurrentItem(first)  # type: ignore[arg-type]  # None unselects

    def _on_current(self) -> None:
        self.current_changed.emit(self.current)

    def _choose(self) -> None:
        if self.current:
            self.chosen.emit(self.current)
