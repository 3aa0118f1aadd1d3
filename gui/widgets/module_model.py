"""The module hierarchy as Qt's item views want it."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from gui.widgets.module_hierarchy import Branch, Hierarchy, hierarchy

Index = QModelIndex | QPersistentModelIndex
BRANCH = int(Qt.ItemDataRole.UserRole)


class ModuleModel(QAbstractItemModel):
    """Modules and nodes of one `Hierarchy`; indexes carry the branch's number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = hierarchy(None)

    def show(self, tree: Hierarchy) -> None:
        """Replace the tree."""
        self.beginResetModel()
        self._tree = tree
        self.endResetModel()

    def branch(self, index: Index) -> Branch:
        """Find the branch of an index, the root for an invalid one, whose id is 0."""
        return self._tree.branches[index.internalId()]

    def index_of(self, branch: Branch | None) -> QModelIndex:
        """Find the index of a branch."""
        if branch is None or branch.parent is None:
            return QModelIndex()
        return self.createIndex(branch.row, 0, branch.number)

    def index_of_node(self, node: str) -> QModelIndex:
        """Find the index of a node by its name."""
        return self.index_of(self._tree.nodes.get(node))

    def index_of_module(self, path: str) -> QModelIndex:
        """Find the index of a module by its path."""
        return self.index_of(self._tree.modules.get(path))

    def modules(self) -> tuple[str, ...]:
        """The paths of all modules, an outer one before its inner ones."""
        return tuple(path for path in self._tree.modules if path)

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """Find the index of a child; a view asks for every row of an open module."""
        number = parent.internalId() if parent is not None else 0
        children = self._tree.branches[number].children
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row].number)

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]
        """Find the index of the module around a branch."""
        return self.index_of(self.branch(child).parent)

    def rowCount(self, parent: Index | None = None) -> int:
        """Count what lies directly in a module."""
        number = parent.internalId() if parent is not None else 0
        return len(self._tree.branches[number].children)

    def columnCount(self, parent: Index | None = None) -> int:
        """Always one column; the cost is painted into it."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Label, tooltip, or the branch itself under `BRANCH`."""
        if not index.isValid():
            return None
        branch = self.branch(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return branch.label
        if role == Qt.ItemDataRole.ToolTipRole:
            detail = branch.node.op if branch.node else branch.kind
            return f"{branch.path}\n{detail}".strip()
        return branch if role == BRANCH else None
