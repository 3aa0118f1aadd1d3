"""The modules and nodes of the graph as a tree, with cost and problems."""

from __future__ import annotations

from collections.abc import Collection, Sequence

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
from gui.widgets.module_model import ModuleModel
from gui.widgets.section_header import SectionHeader

INDENT = 18


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
        self._open: set[str] = set()
        self._view.expanded.connect(self._on_expanded)
        self._view.collapsed.connect(self._on_collapsed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._view, 1)
        self.setFocusProxy(self._view)
        self._view.selectionModel().selectionChanged.connect(self._announce)

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
        self._is_quiet = True
        self._model.show(hierarchy(info, diagnostics, groups))
        self._is_quiet = False
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
        return self._model.marked(self._view.selectionModel().selection())

    def select(self, node: str) -> None:
        """Open the modules around a node and mark it; nothing is emitted."""
        self.select_several((node,))

    def select_several(self, keys: Collection[str]) -> None:
        """Mark nodes by name and modules by path, and no others; nothing is emitted.

        A path with a dot behind it is a module's even where a node has that name.
        """
        rows = self._model.rows_of(keys)
        if set(rows) == set(self._rows()):
            return
        runs = self._model.marking(rows)
        current = self._model.first_of(rows)
        self._is_quiet = True
        flag = QItemSelectionModel.SelectionFlag
        choice = self._view.selectionModel()
        choice.setCurrentIndex(current, flag.NoUpdate)
        choice.select(self._model.selection(runs), flag.ClearAndSelect)
        closed = runs.keys() - self._open - {""}
        for index in self._model.indices_of_modules(closed).values():
            self._view.setExpanded(index, True)
        if current.isValid():
            self._reveal(current)
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

    def _announce(self) -> None:
        if self._is_quiet:
            return
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
        """Select every row in sight; Qt's own way takes seconds for many modules."""
        selection, around = QItemSelection(), [QModelIndex()]
        while around:
            model, parent = self.model(), around.pop()
            rows = [
                model.index(row, 0, parent) for row in range(model.rowCount(parent))
            ]
            if rows:
                selection.append(QItemSelectionRange(rows[0], rows[-1]))
            around += [row for row in reversed(rows) if self.isExpanded(row)]
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
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
