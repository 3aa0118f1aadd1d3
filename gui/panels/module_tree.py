"""The modules and nodes of the graph as a tree, with cost and problems."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QVBoxLayout, QWidget

from engine.info import Diagnostic, GraphInfo
from gui.widgets.branch_delegate import BranchDelegate, paint_branch_arrow, paint_row
from gui.widgets.module_hierarchy import hierarchy
from gui.widgets.module_model import ModuleModel
from gui.widgets.section_header import SectionHeader


class ModuleTreePanel(QWidget):
    """Shows where each node lives; selecting here is a wish, `select` is not."""

    node_selected = Signal(str)
    module_selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = SectionHeader(self.tr("Modules"))
        self._model = ModuleModel(self)
        self._view = BranchView(self)
        self._view.setModel(self._model)
        self._view.setAccessibleName(self.tr("Modules and nodes"))
        self._is_quiet = False
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
        self, info: GraphInfo | None = None, diagnostics: Sequence[Diagnostic] = ()
    ) -> None:
        """Show a graph; modules that were open stay open."""
        opened = self._opened()
        selected = self._model.branch(self._view.currentIndex())
        self._is_quiet = True
        self._model.show(hierarchy(info, diagnostics))
        self._is_quiet = False
        for path in opened:
            self._view.setExpanded(self._model.index_of_module(path), True)
        if selected.node is not None:
            self.select(selected.node.name)
        self._header.set_fact(self._count(info))

    def select(self, node: str) -> None:
        """Open the modules around a node and mark it; nothing is emitted."""
        index = self._model.index_of_node(node)
        self._is_quiet = True
        self._view.setCurrentIndex(index)
        if index.isValid():
            self._reveal(index)
        self._is_quiet = False

    def _reveal(self, index: QModelIndex) -> None:
        """Scroll only if the node is out of sight, and then to the middle."""
        self._view.setExpanded(index.parent(), True)
        place = self._view.visualRect(index)
        if not self._view.viewport().rect().contains(place):
            centre = QAbstractItemView.ScrollHint.PositionAtCenter
            self._view.scrollTo(index, centre)

    def _count(self, info: GraphInfo | None) -> str:
        if info is None:
            return ""
        count = len(info.nodes)
        return self.tr("1 node") if count == 1 else self.tr("{} nodes").format(count)

    def _opened(self) -> list[str]:
        """Remember what is expanded, outermost first."""
        paths = []
        pending = [QModelIndex()]
        while pending:
            above = pending.pop()
            for row in range(self._model.rowCount(above)):
                index = self._model.index(row, 0, above)
                if self._view.isExpanded(index):
                    paths.append(self._model.branch(index).path)
                    pending.append(index)
        return paths

    def _announce(self, selected: QItemSelection) -> None:
        if self._is_quiet or selected.isEmpty():
            return
        branch = self._model.branch(selected.indexes()[0])
        chosen = self.module_selected if branch.node is None else self.node_selected
        chosen.emit(branch.path)


class BranchView(QTreeView):
    """A tree whose rows are marked over their whole width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(BranchDelegate(self))
        self.setTabKeyNavigation(False)

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
