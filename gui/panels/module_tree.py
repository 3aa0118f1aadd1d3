"""The modules and nodes of the graph as a tree, with cost and problems."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QVBoxLayout, QWidget

from engine.info import Diagnostic, GraphInfo
from gui.type_size import grown
from gui.widgets.branch_delegate import BranchDelegate, paint_branch_arrow, paint_row
from gui.widgets.module_groups import Groups
from gui.widgets.module_hierarchy import hierarchy
from gui.widgets.module_model import ModuleModel, batched
from gui.widgets.section_header import SectionHeader
from gui.widgets.slices import Slices

INDENT = 18
AT_ONCE, IN_A_STEP = 500, 200
"""Rows that are marked before the window answers again, and modules opened together."""


class ModuleTreePanel(QWidget):
    """Shows where each node lives; selecting here is a wish, `select` is not.

    `several_selected` carries the names of nodes and the paths of modules.
    """

    node_selected = Signal(str)
    module_selected = Signal(str)
    several_selected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = SectionHeader(self.tr("Modules"))
        self._model = ModuleModel(self)
        self._view = BranchView(self)
        self._view.setModel(self._model)
        self._view.setAccessibleName(self.tr("Modules and nodes"))
        self._is_quiet = False
        self._slices = Slices(self)
        self._marked: list[str] | None = None
        self._open: set[str] = set()
        self._view.expanded.connect(self._on_expanded)
        self._view.collapsed.connect(self._on_collapsed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._view, 1)
        self.setFocusProxy(self._view)
        self._view.selectionModel().selectionChanged.connect(self._on_marked)

    @property
    def is_busy(self) -> bool:
        """Whether there are rows yet to be marked, of very many."""
        return self._slices.is_busy

    @property
    def view(self) -> QTreeView:
        """The tree itself."""
        return self._view

    def show(
        self,
        info: GraphInfo | None = None,
        diagnostics: Sequence[Diagnostic] = (),
        groups: Groups | None = None,
    ) -> None:
        """Show a graph, by groups if it has no modules; what was open stays open."""
        selected = self._rows()
        self._slices.stop()
        with self._quietly():
            self._model.show(hierarchy(info, diagnostics, groups))
        self._open &= self._model.tree.rows.keys()
        for index in self._model.indices_of_modules(sorted(self._open)).values():
            self._view.setExpanded(index, True)
        nodes = self._model.tree.info.by_name
        self.select_several([r for r in selected if r.endswith(".") or r in nodes])
        self._view.viewport().update()
        self._header.set_fact(self._count(info))

    def selected(self) -> tuple[str, ...]:
        """Names of the marked nodes and paths of the marked modules."""
        return tuple(row.removesuffix(".") for row in self._rows())

    def _rows(self) -> list[str]:
        if self._marked is None:
            selection = self._view.selectionModel().selection()
            self._marked = self._model.marked(selection)
        return self._marked

    def select(self, node: str) -> None:
        """Open the modules around a node and mark it; nothing is emitted."""
        self.select_several((node,))

    def select_several(self, keys: Collection[str]) -> None:
        """Mark nodes by name and modules by path, and no others; nothing is emitted.

        A path with a dot behind it is a module's even where a node has that name. Very
        many are marked while the window answers.
        """
        self._slices.begin(self._marking(keys), is_long=len(keys) > AT_ONCE)

    def _marking(self, keys: Collection[str]) -> Iterator[None]:
        """Mark rows, open the modules around them, and bring one into view."""
        rows = list[str]()
        for some in batched([*keys], IN_A_STEP):
            rows += self._model.rows_of(some)
            yield
        if set(rows) == set(self._rows()):
            return
        yield
        runs = yield from self._model.marking(rows)
        ranges = yield from self._model.selection(runs)
        current = self._model.first_of(rows)
        with self._quietly():
            self._choose(current, ranges)
            self._marked = self._model.rows_in(runs)
        yield
        closed = sorted(runs.keys() - self._open - {""})
        for paths in batched(closed, IN_A_STEP):
            modules = self._model.indices_of_modules(paths)
            with self._quietly():
                for index in modules.values():
                    self._view.setExpanded(index, True)
            yield
        if current.isValid():
            with self._quietly():
                self._reveal(current)

    def _choose(self, current: QModelIndex, ranges: QItemSelection) -> None:
        flag, choice = QItemSelectionModel.SelectionFlag, self._view.selectionModel()
        choice.setCurrentIndex(current, flag.NoUpdate)
        choice.clearSelection()
        choice.select(ranges, flag.Select)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Change the tree without a wish."""
        self._is_quiet = True
        try:
            yield
        finally:
            self._is_quiet = False

    def _reveal(self, index: QModelIndex) -> None:
        """Scroll only if a row is out of sight, and then to the middle."""
        place = self._view.visualRect(index)
        if not self._view.viewport().rect().contains(place):
            centre = QAbstractItemView.ScrollHint.PositionAtCenter
            self._view.scrollTo(index, centre)

    def _count(self, info: GraphInfo | None) -> str:
        if info is None:
            return ""
        count = len(info.nodes)
        return self.tr("1 node") if count == 1 else self.tr("{} nodes").format(count)

    def _on_expanded(self, index: QModelIndex) -> None:
        self._open.add(self._model.module_at(index))

    def _on_collapsed(self, index: QModelIndex) -> None:
        self._open.discard(self._model.module_at(index))

    def _on_marked(self) -> None:
        self._marked = None
        if not self._is_quiet:
            self._slices.stop()
            self._announce()

    def _announce(self) -> None:
        found = self.selected()
        if len(found) > 1:
            self.several_selected.emit(found)
        elif found:
            index = self._view.selectionModel().selectedIndexes()[0]
            is_module = self._model.branch(index).node is None
            chosen = self.module_selected if is_module else self.node_selected
            chosen.emit(found[0])


class BranchView(QTreeView):
    """A tree whose rows are marked over their whole width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self._indent()
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(BranchDelegate(self))
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)

    def changeEvent(self, event: QEvent) -> None:
        """Leave room for larger arrows beside larger text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._indent()

    def _indent(self) -> None:
        self.setIndentation(grown(self.font(), INDENT))

    def selectAll(self) -> None:
        """Select every row in sight; Qt's own way takes seconds for many modules.

        So does comparing every run of rows with each of those that were selected.
        """
        selection, around, model = QItemSelection(), [QModelIndex()], self.model()
        assert isinstance(model, ModuleModel)
        while around:
            parent = around.pop()
            if last := model.rowCount(parent):
                top = model.index(0, 0, parent)
                bottom = model.index(last - 1, 0, parent)
                selection.append(QItemSelectionRange(top, bottom))
            modules = reversed(model.modules_in(parent))
            around += [module for module in modules if self.isExpanded(module)]
        self.selectionModel().clearSelection()
        flag = QItemSelectionModel.SelectionFlag.Select
        self.selectionModel().select(selection, flag)

    def drawBranches(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Mark the selected row, and paint an arrow before a module."""
        assert isinstance(index, QModelIndex)
        paint_row(painter, self, index)
        if self.model().rowCount(index):
            paint_branch_arrow(painter, rect, self.isExpanded(index), self.palette())
