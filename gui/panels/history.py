"""What was done to the graph, step by step; a click goes back or forth."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QPushButton, QVBoxLayout, QWidget

from engine.recipe import Recipe
from gui.theme import set_role
from gui.widgets.edit_words import edit_text
from gui.widgets.history_delegate import STEP, HistoryDelegate, Step
from gui.widgets.section_header import SectionHeader

Index = QModelIndex | QPersistentModelIndex


class HistoryPanel(QWidget):
    """Shows every state of the graph; the one in force is marked."""

    jump_requested = Signal(int)
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cursor = 0
        self._model = HistoryModel(self)
        self._view = HistoryView(self)
        self._view.setModel(self._model)
        self._view.setAccessibleName(self.tr("History"))
        self._undo = QPushButton(self.tr("Undo"))
        self._redo = QPushButton(self.tr("Redo"))
        header = SectionHeader(self.tr("History"))
        for button in (self._undo, self._redo):
            set_role(button, "outline")
            header.add(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(self._view, 1)
        self.setFocusProxy(self._view)
        self._undo.clicked.connect(self.undo_requested)
        self._redo.clicked.connect(self.redo_requested)
        self._view.clicked.connect(self._jump)
        self._view.entered_by_key.connect(self._jump)
        self.show(())

    @property
    def view(self) -> QListView:
        """The list itself."""
        return self._view

    def show(
        self, edits: Recipe = (), cursor: int = 0, states: Sequence[str] = ()
    ) -> None:
        """Show the edits, of which the first `cursor` are in force.

        `states` may hold one fact per state, the opened model's first.
        """
        self._cursor = cursor
        words = [self.tr("Opened model"), *(edit_text(edit) for edit in edits)]
        facts = [*states, *[""] * len(words)]
        steps = zip(words, facts, strict=False)
        self._model.show(
            [
                Step(word, fact, row == cursor, row > cursor)
                for row, (word, fact) in enumerate(steps)
            ]
        )
        self._undo.setEnabled(cursor > 0)
        self._redo.setEnabled(cursor < len(edits))
        index = self._model.index(cursor, 0)
        self._view.setCurrentIndex(index)
        self._view.scrollTo(index)

    def _jump(self, index: QModelIndex) -> None:
        if index.row() != self._cursor:
            self.jump_requested.emit(index.row())


class HistoryModel(QAbstractListModel):
    """The states of the graph, oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()

    def show(self, steps: Sequence[Step]) -> None:
        """Replace all steps."""
        self.beginResetModel()
        self._steps = tuple(steps)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the states."""
        return 0 if parent is not None and parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words of a step, or the step itself under `STEP`."""
        if not index.isValid():
            return None
        step = self._steps[index.row()]
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if role in words:
            return step.text
        return step if role == STEP else None


class HistoryView(QListView):
    """A list in which Enter chooses."""

    entered_by_key = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(HistoryDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the current state on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_by_key.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
