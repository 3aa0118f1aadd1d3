"""Which nodes tell two states apart; a click goes to one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.info import GraphInfo
from engine.states import StateDifference
from gui.theme import set_role, theme_of
from gui.type_size import grown
from gui.widgets.branch_delegate import paint_branch_arrow
from gui.widgets.section_header import SectionHeader

NAME = int(Qt.ItemDataRole.UserRole)
LATER = NAME + 1
INDENT = 14


class DifferencesPanel(QWidget):
    """Four groups: changed, added, removed and renamed.

    `node_selected` carries a name and whether it is one of the later state.
    """

    node_selected = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._origins: Mapping[str, str] = {}
        self._weights: frozenset[str] = frozenset()
        set_role(self, "panel")
        self.setMinimumWidth(170)
        self.header = SectionHeader(self.tr("Differences"))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter nodes…"))
        self.filter.setAccessibleName(self.tr("Filter the changed nodes"))
        self.filter.setClearButtonEnabled(True)
        self.tree = DifferencesTree()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(self.tr("Changed nodes"))
        self.tree.setUniformRowHeights(True)
        field = QWidget()
        inner = QVBoxLayout(field)
        inner.setContentsMargins(14, 0, 14, 6)
        inner.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(field)
        column.addWidget(self.tree, 1)
        self.tree.itemClicked.connect(self._select)
        self.tree.itemActivated.connect(self._select)
        self.filter.textChanged.connect(self._filter)

    def show(self, difference: StateDifference | None = None) -> None:
        """List what tells the two apart; weights belong to their op and are none."""
        if difference is None:
            return
        nodes, before, after = difference.nodes, difference.before, difference.after
        self._origins, self._weights = difference.origins, frozenset(nodes.weights)
        self.tree.clear()
        self.tree.setIndentation(grown(self.tree.font(), INDENT))
        renamed = tuple(name for _, name in nodes.renamed)
        count = (
            self._add("~", self.tr("Changed"), nodes.changed, after, True)
            + self._add("+", self.tr("Added"), nodes.added, after, True)
            + self._add("−", self.tr("Removed"), nodes.removed, before, False)
            + self._add("→", self.tr("Renamed"), renamed, after, True)
        )
        self.header.set_fact(str(count))
        self._filter(self.filter.text())

    def names(self) -> dict[str, list[str]]:
        """The names listed, by group sign."""
        return {
            group.text(0)[:1]: [item.data(0, NAME) for item in _children(group)]
            for group in _children(self.tree.invisibleRootItem())
        }

    def _add(
        self,
        sign: str,
        title: str,
        names: tuple[str, ...],
        info: GraphInfo,
        is_later: bool,
    ) -> int:
        known = [info.by_name[name] for name in names if name in info.by_name]
        if not known:
            return 0
        group = QTreeWidgetItem([f"{sign} {title} ({len(known)})"])
        group.setFirstColumnSpanned(True)
        self.tree.addTopLevelItem(group)
        dim = QColor(theme_of(self.palette()).dim)
        for node in known:
            words = self._words(node.name, sign) if is_later else node.name
            item = QTreeWidgetItem([words if sign == "→" else f"{sign} {words}"])
            item.setData(0, NAME, node.name)
            item.setData(0, LATER, is_later)
            item.setToolTip(0, f"{words}\n{node.op}\n{node.module}".rstrip())
            if not is_later:
                item.setForeground(0, dim)
            group.addChild(item)
        group.setExpanded(True)
        return len(known)

    def _words(self, name: str, sign: str) -> str:
        """A node of the later state, with its earlier name and what is new of it."""
        before = self._origins.get(name, name)
        if sign == "→":
            return f"{before} → {name}"
        words = [name if before == name else f"{name} ← {before}"]
        if name in self._weights:
            words.append(self.tr("other weights"))
        return " · ".join(words)

    def _select(self, item: QTreeWidgetItem) -> None:
        name = item.data(0, NAME)
        if name:
            self.node_selected.emit(name, item.data(0, LATER))

    def _filter(self, text: str) -> None:
        wanted = text.strip().lower()
        for group in _children(self.tree.invisibleRootItem()):
            for item in _children(group):
                item.setHidden(wanted not in item.text(0).lower())


class DifferencesTree(QTreeWidget):
    """A tree whose arrows grow with its letters."""

    def drawBranches(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint an arrow before a group."""
        assert isinstance(index, QModelIndex)
        if self.model().rowCount(index):
            paint_branch_arrow(painter, rect, self.isExpanded(index), self.palette())


def _children(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    items = [group.child(row) for row in range(group.childCount())]
    return [item for item in items if item is not None]
