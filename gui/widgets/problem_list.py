"""The list of problems: a model of diagnostics and a view that answers keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from engine.info import Diagnostic
from gui.widgets.problem_delegate import (
    DIAGNOSTIC,
    MODULE,
    STRONG,
    ProblemDelegate,
    detail_text,
)

Index = QModelIndex | QPersistentModelIndex
_PREVIEW_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ProblemModel(QAbstractListModel):
    """Diagnostics in the order they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._diagnostics: tuple[Diagnostic, ...] = ()
        self._modules: Mapping[str, str] = {}

    def show(
        self, diagnostics: Sequence[Diagnostic], modules: Mapping[str, str]
    ) -> None:
        """Replace the diagnostics; `modules` names the module of each node."""
        self.beginResetModel()
        self._diagnostics, self._modules = tuple(diagnostics), modules
        self.endResetModel()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is shown."""
        return self._diagnostics

    def row_of(self, node: str) -> int:
        """Find the first problem of a node, -1 if it has none."""
        nodes = (diagnostic.node for diagnostic in self._diagnostics)
        return next((row for row, name in enumerate(nodes) if name == node), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the problems."""
        is_inside = parent is not None and parent.isValid()
        return 0 if is_inside else len(self._diagnostics)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, the diagnostic itself, or the words around its module."""
        if not index.isValid():
            return None
        diagnostic = self._diagnostics[index.row()]
        if role == DIAGNOSTIC:
            return diagnostic
        if role == MODULE:
            return self._place(diagnostic)
        if role == STRONG:
            module = self._modules.get(diagnostic.node, "")
            return len(diagnostic.title.removesuffix(f" in {module}"))
        if role == Qt.ItemDataRole.DisplayRole:
            return diagnostic.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = detail_text(diagnostic)
            return f"{diagnostic.severity}: {diagnostic.title}. {text}"
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setWordWrap(True)  # asks Qt for new row heights when the width changes
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        delegate = ProblemDelegate(self)
        self.setItemDelegate(delegate)
        delegate.fix_clicked.connect(self.fix_pressed)

    def event(self, event: QEvent) -> bool:
        """Keep the list's own keys from becoming shortcuts of the window."""
        if event.type() is QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if self._is_own_key(event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter previews the fix of the current problem, F makes it."""
        if not self._is_own_key(event) or not self.currentIndex().isValid():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_F:
            self.fix_pressed.emit(self.currentIndex())
        else:
            self.preview_pressed.emit(self.currentIndex())

    def _is_own_key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_plain = plain == Qt.KeyboardModifier.NoModifier
        return is_plain and (
            event.key() == Qt.Key.Key_F or event.key() in _PREVIEW_KEYS
        )
