"""What was done to the graph, step by step; a click goes back or forth."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.recipe import Recipe
from engine.states import StateFacts
from gui.commands.shortcuts import pressed
from gui.sentences import in_language
from gui.theme import set_role
from gui.widgets.edit_words import edit_text
from gui.widgets.history_delegate import STEP, HistoryDelegate, Step
from gui.widgets.section_header import SectionHeader
from gui.widgets.state_words import effect_text, preview_text, reason_text, state_title

Index = QModelIndex | QPersistentModelIndex
NONE: Mapping[int, str] = MappingProxyType({})


class HistoryPanel(QWidget):
    """Shows every state of the graph; the one in force is marked.

    `compare_requested` carries the earlier and the later of two states,
    `leave_out_requested`, `take_in_requested` and `delete_requested` the number of an
    edit.
    """

    jump_requested = Signal(int)
    compare_requested = Signal(int, int)
    undo_requested = Signal()
    redo_requested = Signal()
    leave_out_requested = Signal(int)
    take_in_requested = Signal(int)
    delete_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cursor = self._reach = 0
        self._left_out: frozenset[int] = frozenset()
        self._model = HistoryModel(self)
        self._view = HistoryView(self)
        self._view.setModel(self._model)
        self._view.setAccessibleName(self.tr("History"))
        self._undo = QPushButton(self.tr("Undo"))
        self._redo = QPushButton(self.tr("Redo"))
        self._compare = QPushButton(self.tr("Compare"))
        self._compare.setToolTip(
            self.tr("Compare with the state before, or Ctrl+click any other state.")
        )
        self._footer = QLabel()
        self._footer.setWordWrap(True)
        self._footer.setContentsMargins(14, 4, 14, 6)
        set_role(self._footer, "dim")
        header = SectionHeader(self.tr("History"))
        for button in (self._compare, self._undo, self._redo):
            set_role(button, "outline")
            header.add(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._footer)
        self.setFocusProxy(self._view)
        self._undo.clicked.connect(self.undo_requested)
        self._redo.clicked.connect(self.redo_requested)
        self._compare.clicked.connect(
            lambda: self.compare_requested.emit(self._cursor - 1, self._cursor)
        )
        self._view.clicked.connect(self._jump)
        self._view.compare_wanted.connect(self._compare_with)
        self._view.entered_by_key.connect(self._jump)
        self._view.menu_wanted.connect(self._open_menu)
        self.show(())

    @property
    def view(self) -> QListView:
        """The list itself."""
        return self._view

    def show(
        self,
        edits: Recipe = (),
        cursor: int = 0,
        states: Sequence[StateFacts | None] = (),
        left_out: Mapping[int, str] = NONE,
        waiting: Recipe = (),
        why: str = "",
    ) -> None:
        """Show the edits, of which the first `cursor` are in force.

        `states` may hold what is known of every state, the opened model's first.
        `left_out` says why edits that are kept and not made do not fit, by number;
        `waiting` are those behind the others, of which the first does not fit: `why`.
        """
        self._cursor, self._reach = cursor, len(edits)
        self._left_out = frozenset(left_out)
        known = [*states, *[None] * (len(edits) + 1 - len(states))]
        steps = [_step(edits, row, cursor, known) for row in range(len(edits) + 1)]
        steps += _waiting(waiting, why, self._reach + 1)
        for number in left_out:
            steps[number] = _struck(steps[number], reason_text(left_out[number]))
        self._model.show(steps)
        made = [number not in left_out for number in range(1, len(edits) + 1)]
        self._undo.setEnabled(any(made[:cursor]))
        self._redo.setEnabled(any(made[cursor:]))
        self._compare.setEnabled(cursor > 0)
        undone = len(edits) - cursor
        one = self.tr("A new edit takes the place of the undone one.")
        more = self.tr("A new edit takes the place of the {} undone ones.")
        self._footer.setText(one if undone == 1 else more.format(undone))
        self._footer.setVisible(undone > 0)
        index = self._model.index(cursor, 0)
        self._view.setCurrentIndex(index)
        self._view.scrollTo(index)

    def mark(self, rows: Collection[int]) -> None:
        """Mark some states until others are shown."""
        self._model.mark(rows)
        if rows:
            self._view.scrollTo(self._model.index(max(rows), 0))

    def _jump(self, index: QModelIndex) -> None:
        if index.row() != self._cursor and index.row() <= self._reach:
            self.jump_requested.emit(index.row())

    def _open_menu(self, row: int, place: QPoint) -> None:
        """Offer to go without an edit, or to make it again or forget it."""
        if row < 1:
            return
        menu = QMenu(self)
        if row in self._left_out:
            menu.addAction(
                self.tr("Make this edit again"),
                lambda: self.take_in_requested.emit(row),
            )
            menu.addAction(
                self.tr("Delete this edit for good"),
                lambda: self.delete_requested.emit(row),
            )
        else:
            menu.addAction(
                self.tr("Leave this edit out"),
                lambda: self.leave_out_requested.emit(row),
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _compare_with(self, row: int) -> None:
        if row != self._cursor and row <= self._reach:
            self.compare_requested.emit(min(row, self._cursor), max(row, self._cursor))


def _step(
    edits: Recipe, row: int, cursor: int, known: Sequence[StateFacts | None]
) -> Step:
    before, facts = known[row - 1] if row else None, known[row]
    title = state_title(edits, row, known)
    return Step(
        title,
        effect_text(before, facts),
        row == cursor,
        row > cursor,
        preview=preview_text(title, before, facts) if facts else title,
    )


def _waiting(edits: Recipe, why: str, number: int) -> list[Step]:
    """The edit that does not fit, and those behind it, which wait for it."""
    if not edits:
        return []
    waits = QCoreApplication.translate("States", "waits for edit {}").format(number)
    steps = [Step(edit_text(edit), waits, False, True) for edit in edits]
    return [replace(_struck(steps[0], in_language(why)), is_misfit=True), *steps[1:]]


def _struck(step: Step, why: str) -> Step:
    return replace(step, fact=why, is_struck=True, preview=f"{step.text}\n{why}")


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

    def mark(self, rows: Collection[int]) -> None:
        """Mark some states, and no others."""
        before = self._steps
        self._steps = tuple(
            replace(step, is_marked=row in rows) for row, step in enumerate(before)
        )
        if self._steps != before:
            self.dataChanged.emit(self.index(0, 0), self.index(len(before) - 1, 0))

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the states."""
        return 0 if parent is not None and parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words of a step, or the step itself under `STEP`."""
        if not index.isValid():
            return None
        step = self._steps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return step.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return step.preview or step.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (step.text, step.fact)))
        return step if role == STEP else None


class HistoryView(QListView):
    """A list in which Enter chooses, and Ctrl with a click or Enter compares."""

    entered_by_key = Signal(QModelIndex)
    compare_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(HistoryDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Compare with Ctrl, instead of going there."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if index.isValid():
                self.compare_wanted.emit(index.row())
        else:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer, or under the keyboard."""
        index, place = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            below = self.visualRect(index).bottomLeft()
            place = self.viewport().mapToGlobal(below)
        if index.isValid():
            self.menu_wanted.emit(index.row(), place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the state under the keyboard on Enter, compare on Ctrl+Enter."""
        match pressed(event, "history"):
            case "compare":
                self.compare_wanted.emit(self.currentIndex().row())
            case "go":
                self.entered_by_key.emit(self.currentIndex())
            case _:
                super().keyPressEvent(event)
