"""The module hierarchy as Qt's item views want it.

A view lays every row of an open module out, and asks the model for each. Qt's own model
answers for tens of thousands within milliseconds; it is told how many rows there are,
and what stands in one is looked up when it is painted.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QStandardItemModel

from engine.quantities import short_count
from gui.widgets.engine_words import severity_text
from gui.widgets.module_hierarchy import Branch, Hierarchy, hierarchy

Index = QModelIndex | QPersistentModelIndex
BRANCH = int(Qt.ItemDataRole.UserRole)
_ROLES = frozenset(
    (
        BRANCH,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
_MOST_RUNS = 100
"""Each run moves all rows behind it; beyond these it is quicker to begin anew."""


_IN_A_STEP = 300
"""Rows or modules that are looked up at once."""


class ModuleModel(QStandardItemModel):
    """Modules and nodes of one `Hierarchy`; another one changes the rows that differ.

    A row that stays keeps its mark, and a module that stays is open as it was.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(0, 1, parent)
        self._tree = hierarchy(None)
        self._is_changing = False
        self._around = dict[int, str]()

    @property
    def tree(self) -> Hierarchy:
        """What is shown."""
        return self._tree

    def show(self, tree: Hierarchy) -> None:
        """Insert and remove rows until they are those of another tree."""
        old, self._tree = self._tree, tree
        self._is_changing = True
        self._around.clear()
        fresh: set[str] = set()
        found = {"": QModelIndex()}
        for path, after in tree.rows.items():
            before = () if path in fresh else old.rows.get(path, ())
            if before != after:
                index = self._index_among(found, path)
                fresh.update(self._exchange(index, before, after))
        self._is_changing = False

    def _exchange(
        self, index: QModelIndex, before: Sequence[str], after: Sequence[str]
    ) -> list[str]:
        """Exchange the rows of a module that differ; give the modules that are new."""
        if not self.columnCount(index):
            self.insertColumns(0, 1, index)
        gone, new = exchanged(before, after)
        for first, last in reversed(gone):
            self.removeRows(first, last - first, index)
        for first, last in new:
            self.insertRows(first, last - first, index)
        rows = (row for first, last in new for row in after[first:last])
        return [row[:-1] for row in rows if row.endswith(".")]

    def branch(self, index: Index) -> Branch:
        """Find the module or node of a valid index."""
        return self._tree.branch(self._row(index))

    def _row(self, index: Index) -> str:
        """The row at an index; Qt numbers alike all that lies in one module."""
        number = index.internalId()
        path = None if self._is_changing else self._around.get(number)
        if path is None:
            path = self.module_at(index.parent())
            if not self._is_changing:
                self._around[number] = path
        return self._tree.rows[path][index.row()]

    def module_at(self, index: Index) -> str:
        """The path of the module at an index, "" for the network itself."""
        return self._row(index)[:-1] if index.isValid() else ""

    def modules_in(self, parent: QModelIndex) -> list[QModelIndex]:
        """The modules that lie directly in one, in order."""
        rows = self._tree.rows[self.module_at(parent)]
        places = (place for place, row in enumerate(rows) if row.endswith("."))
        return [self.index(place, 0, parent) for place in places]

    def marked(self, selection: QItemSelection) -> list[str]:
        """The rows in a selection: names of nodes, paths of modules and a dot."""
        found: list[str] = []
        for run in map(selection.at, range(selection.count())):
            rows = self._tree.rows[self.module_at(run.parent())]
            found += rows[run.top() : run.bottom() + 1]
        return found

    def rows_of(self, keys: Iterable[str]) -> list[str]:
        """The rows of nodes, by name, and of modules, by path.

        A module that is called as a node is has to be named with a dot behind its path.
        Unknown keys have none.
        """
        nodes, modules = self._tree.info.by_name, self._tree.rows
        paths = ((key, key.removesuffix(".")) for key in keys)
        known = ((key, path) for key, path in paths if key in nodes or path in modules)
        return [key if key in nodes else f"{path}." for key, path in known if path]

    def marking(
        self, rows: Sequence[str]
    ) -> Generator[None, None, dict[str, list[Run]]]:
        """These rows as runs in each module, in steps of a few milliseconds."""
        inside = dict[str, list[str]]()
        for some in batched(rows, _IN_A_STEP):
            for row in some:
                inside.setdefault(self._tree.around(row), []).append(row)
            yield
        runs = dict[str, list[Run]]()
        for paths in batched([*inside], _IN_A_STEP):
            for path in paths:
                at = self._tree.places(path, inside[path])
                runs[path] = _together(sorted(set(at)))
            yield
        return runs

    def rows_in(self, runs: Mapping[str, Sequence[Run]]) -> list[str]:
        """The rows of these runs, as `marked` gives them once they are selected."""
        found: list[str] = []
        for path, some in runs.items():
            for first, behind in some:
                found += self._tree.rows[path][first:behind]
        return found

    def selection(
        self, runs: Mapping[str, Sequence[Run]]
    ) -> Generator[None, None, QItemSelection]:
        """Runs of rows in each module as what a view can select, in such steps."""
        selection, found = QItemSelection(), {"": QModelIndex()}
        for paths in batched([*runs], _IN_A_STEP):
            for path in paths:
                around = self._index_among(found, path)
                for first, behind in runs[path]:
                    top = self.index(first, 0, around)
                    bottom = self.index(behind - 1, 0, around)
                    selection.append(QItemSelectionRange(top, bottom))
            yield
        return selection

    def index_of_node(self, node: str) -> QModelIndex:
        """Find the index of a node by its name."""
        is_known = node in self._tree.info.by_name
        return self._index(node) if is_known else QModelIndex()

    def index_of_module(self, path: str) -> QModelIndex:
        """Find the index of a module by its path."""
        is_known = path and path in self._tree.rows
        return self._index(f"{path}.") if is_known else QModelIndex()

    def indices_of_modules(self, paths: Iterable[str]) -> dict[str, QModelIndex]:
        """Find the indices of many modules; those around them are looked up once."""
        found = {"": QModelIndex()}
        return {path: self._index_among(found, path) for path in paths}

    def _index_among(self, found: dict[str, QModelIndex], path: str) -> QModelIndex:
        """Look the index of a module up, or find it with those around it."""
        if path not in found:
            around = self._tree.around(f"{path}.")
            row = self._tree.place(around, f"{path}.")
            found[path] = self.index(row, 0, self._index_among(found, around))
        return found[path]

    def first_of(self, rows: Sequence[str]) -> QModelIndex:
        """The first of these rows that is a node, or else a module."""
        if not rows:
            return QModelIndex()
        first = next((row for row in rows if not row.endswith(".")), rows[0])
        return self._index(first)

    def _index(self, row: str) -> QModelIndex:
        path = self._tree.around(row)
        return self.index(self._tree.place(path, row), 0, self.index_of_module(path))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Label, tooltip, or the branch itself under `BRANCH`."""
        if not index.isValid() or role not in _ROLES or self._is_changing:
            return None
        if role == BRANCH:
            return self.branch(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.branch(index).label
        branch = self.branch(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(branch)
        detail = branch.node.op if branch.node else branch.kind
        return f"{branch.path}\n{detail}".strip()


def spoken(branch: Branch) -> str:
    """All that is painted of a row: label, class, cost, and its problems."""
    macs = f"{short_count(branch.macs)} MAC" if branch.macs else ""
    words = [branch.label, branch.kind, macs]
    if branch.worst is not None:
        count = f" ({branch.problems})" if branch.problems > 1 else ""
        words.append(f"{severity_text(branch.worst)}{count}")
    return ", ".join(filter(None, words))


Run: TypeAlias = tuple[int, int]
"""The places of rows that follow each other: the first, and the one behind them."""


def exchanged(
    before: Sequence[str], after: Sequence[str]
) -> tuple[list[Run], list[Run]]:
    """Find which rows are gone, by their old places, and which are new, by their own.

    Rows that have changed their order, or between which too many change, count as gone
    and new.
    """
    if not before:
        return [], [(0, len(after))] if after else []
    first, last = _alike(before, after)
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    known, wanted = set(old), set(new)
    gone = _runs(first, [row not in wanted for row in old])
    come = _runs(first, [row not in known for row in new])
    in_order = [row for row in old if row in wanted] == [
        row for row in new if row in known
    ]
    if in_order and len(gone) + len(come) <= _MOST_RUNS:
        return gone, come
    return [(first, first + len(old))], [(first, first + len(new))]


def batched(things: Sequence[str], count: int) -> Iterator[Sequence[str]]:
    """So many of these at a time, the last ones fewer."""
    return (things[at : at + count] for at in range(0, len(things), count))


def _runs(start: int, changed: Sequence[bool]) -> list[Run]:
    return _together(at for at, is_changed in enumerate(changed, start) if is_changed)


def _together(places: Iterable[int]) -> list[Run]:
    """Places in rising order as runs."""
    runs: list[Run] = []
    for at in places:
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _alike(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Count the rows that are the same at the beginning, and those at the end."""
    shorter = min(len(before), len(after))
    first = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - first
    last = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    return first, last
