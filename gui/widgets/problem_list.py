"""The list of problems: a model of diagnostics and a view that answers keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from engine.info import Diagnostic
from gui.commands.shortcuts import pressed
from gui.sentences import in_language
from gui.widgets.engine_words import severity_text
from gui.widgets.problem_delegate import (
    DIAGNOSTIC,
    GROUP,
    MODULE,
    STRONG,
    ProblemDelegate,
    detail_text,
)
from gui.widgets.problem_rows import (
    ProblemFilter,
    ProblemGroup,
    ProblemRow,
    rows_of,
    shown_problems,
    words_of,
)

Index = QModelIndex | QPersistentModelIndex
_AT_ONCE = 25
"""Rows that are measured in one turn of the event loop, in some milliseconds."""
_PREVIEW_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ProblemModel(QAbstractListModel):
    """Diagnostics in the order they were given, or under one heading a constraint."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._diagnostics: tuple[Diagnostic, ...] = ()
        self._modules: Mapping[str, str] = {}
        self._wanted = ProblemFilter()
        self._shown: tuple[Diagnostic, ...] = ()
        self._said: list[str] = []
        self._rows: tuple[ProblemRow, ...] = ()

    def show(
        self, diagnostics: Sequence[Diagnostic], modules: Mapping[str, str]
    ) -> None:
        """Replace the diagnostics; `modules` names the module of each node."""
        self._diagnostics, self._modules = tuple(diagnostics), modules
        self._said.clear()
        self._arrange(self._wanted)

    def filter(self, wanted: ProblemFilter) -> None:
        """Show only what is wanted; headings stay open or closed."""
        self._arrange(replace(wanted, closed=self._wanted.closed))

    def toggle(self, constraint: str) -> None:
        """Open or close a heading."""
        closed = self._wanted.closed ^ {constraint}
        self._arrange(replace(self._wanted, closed=closed))

    def uncover(self, node: str) -> None:
        """Open the headings over a node's problems."""
        mine = {each.constraint for each in self._diagnostics if each.node == node}
        if self.row_of(node) < 0:
            self._open(mine)

    def uncover_problem(self, problem: Diagnostic) -> None:
        """Open the heading over a problem."""
        self._open({problem.constraint})

    def _open(self, headings: set[str]) -> None:
        if headings & self._wanted.closed:
            self._arrange(replace(self._wanted, closed=self._wanted.closed - headings))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems that pass the filter, also under closed headings."""
        return self._shown

    def row_of(self, node: str) -> int:
        """Find the first problem of a node, -1 if none is shown."""
        found = (
            number
            for number, row in enumerate(self._rows)
            if isinstance(row, Diagnostic) and row.node == node
        )
        return next(found, -1)

    def row_of_problem(self, problem: Diagnostic) -> int:
        """Find a problem, -1 if it is not shown."""
        return self._rows.index(problem) if problem in self._rows else -1

    def row_of_heading(self, constraint: str) -> int:
        """Find a heading, -1 if there is none."""
        found = (
            number
            for number, row in enumerate(self._rows)
            if isinstance(row, ProblemGroup) and row.constraint == constraint
        )
        return next(found, -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Count problems and headings."""
        is_inside = parent is not None and parent.isValid()
        return 0 if is_inside else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, the diagnostic or group itself, or the words around its module."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, ProblemGroup):
            return self._group_data(row, role)
        return self._problem_data(row, role)

    def _arrange(self, wanted: ProblemFilter) -> None:
        self.beginResetModel()
        self._wanted = wanted
        self._shown = shown_problems(self._diagnostics, wanted, self._words(wanted))
        self._rows = rows_of(self._shown, wanted)
        self.endResetModel()

    def _words(self, wanted: ProblemFilter) -> list[str]:
        """What each problem says, written out when words are first looked for."""
        if wanted.text and not self._said:
            modules = self._modules
            self._said = [
                words_of(each, modules.get(each.node, "")) for each in self._diagnostics
            ]
        return self._said

    def _group_data(self, group: ProblemGroup, role: int) -> object:
        if role == GROUP:
            return group
        if role == Qt.ItemDataRole.DisplayRole:
            return group.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("open") if group.is_open else self.tr("closed")
            count = len(group.problems)
            more = self.tr("{} problems").format(count)
            words = self.tr("1 problem") if count == 1 else more
            return f"{group.title}, {words}, {state}"
        return None

    def _problem_data(self, diagnostic: Diagnostic, role: int) -> object:
        if role == DIAGNOSTIC:
            return diagnostic
        if role == MODULE:
            return self._place(diagnostic)
        if role == STRONG:
            module = self._modules.get(diagnostic.node, "")
            shown = in_language(diagnostic.title)
            return len(shown.removesuffix(f" {self.tr('in {}').format(module)}"))
        if role == Qt.ItemDataRole.DisplayRole:
            return in_language(diagnostic.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = detail_text(diagnostic)
            severity = severity_text(diagnostic.severity)
            words = in_language(diagnostic.title), self._place(diagnostic)
            title = ", ".join(filter(None, (*words, diagnostic.node)))
            return self.tr("{severity}: {title}. {text}").format(
                severity=severity, title=title, text=text
            )
        return None

    def _place(self, diagnostic: Diagnostic) -> str:
        """Say where the node is, unless the title does."""
        module = self._modules.get(diagnostic.node, "")
        if not module or module in diagnostic.title:
            return ""
        return self.tr("in {}").format(module)


class ProblemView(QListView):
    """Rows of differing height, laid out in batches so that thousands stay quick."""

    fix_pressed = Signal(QModelIndex)
    preview_pressed = Signal(QModelIndex)
    heading_pressed = Signal(QModelIndex)
    button_looked_at = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setWordWrap(True)  # asks Qt for new row heights when the width changes
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_AT_ONCE)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        delegate = ProblemDelegate(self)
        self.setItemDelegate(delegate)
        self._looked_at = QPersistentModelIndex()
        delegate.fix_clicked.connect(self.fix_pressed)
        delegate.heading_clicked.connect(self.heading_pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which button the mouse is over."""
        index = self.indexAt(event.position().toPoint())
        option = QStyleOptionViewItem()
        option.rect, option.font = self.visualRect(index), self.font()
        delegate = self.itemDelegate()
        assert isinstance(delegate, ProblemDelegate)
        is_over = index.isValid() and delegate.button_rect(option, index).contains(
            event.position().toPoint()
        )
        self._look_at(index if is_over else QModelIndex())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the mouse is over no button."""
        self._look_at(QModelIndex())
        super().leaveEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which fix the keys would make, while the list has the focus."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._look_at(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys make no fix now."""
        self._look_at(QModelIndex())
        super().focusOutEvent(event)

    def _look_at(self, index: QModelIndex) -> None:
        if QPersistentModelIndex(index) != self._looked_at:
            self._looked_at = QPersistentModelIndex(index)
            self.button_looked_at.emit(index)

    def event(self, event: QEvent) -> bool:
        """Keep the list's own keys from becoming shortcuts of the window."""
        if event.type() is QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if self._is_own_key(event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter previews the fix of the current problem, F makes it.

        On a heading Enter, Space, Left and Right open and close it.
        """
        index = self.currentIndex()
        group = index.data(GROUP)
        if isinstance(group, ProblemGroup) and _toggles(event, group):
            self.heading_pressed.emit(index)
        elif not self._is_own_key(event) or not index.isValid():
            super().keyPressEvent(event)
        elif pressed(event, "problems") == "fix":
            self.fix_pressed.emit(self.currentIndex())
        else:
            self.preview_pressed.emit(self.currentIndex())

    def _is_own_key(self, event: QKeyEvent) -> bool:
        return bool(pressed(event, "problems"))


def _toggles(event: QKeyEvent, group: ProblemGroup) -> bool:
    key = event.key()
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        return group.is_open is (key == Qt.Key.Key_Left)
    return key in (*_PREVIEW_KEYS, Qt.Key.Key_Space)
