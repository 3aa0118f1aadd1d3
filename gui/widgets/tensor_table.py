"""All measured tensors with their ranges, sortable by any column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.marks import mark_icon
from gui.theme import theme_of
from gui.type_size import grown
from gui.widgets.quantities import number_text
from gui.widgets.tensor_range import TensorRange

Index = QModelIndex | QPersistentModelIndex
SORT = int(Qt.ItemDataRole.UserRole)
_ROLES = Qt.ItemDataRole
_MARK = 11


class TensorModel(QAbstractTableModel):
    """One row per tensor."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tensors: tuple[TensorRange, ...] = ()

    @property
    def tensors(self) -> tuple[TensorRange, ...]:
        """What is shown, in the order given."""
        return self._tensors

    def show(self, tensors: Sequence[TensorRange]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._tensors = tuple(tensors)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the tensors."""
        return 0 if parent is not None and parent.isValid() else len(self._tensors)

    def columnCount(self, parent: Index | None = None) -> int:
        """Name, minimum, maximum, scale, bits."""
        return 5

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = _ROLES.DisplayRole,
    ) -> object:
        """Name the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLES.TextAlignmentRole:
            return _alignment(section)
        if role != _ROLES.DisplayRole:
            return None
        words = (
            self.tr("Tensor"),
            self.tr("Min"),
            self.tr("Max"),
            self.tr("Scale"),
            self.tr("Bits"),
        )
        return words[section]

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> object:
        """Text, number to sort by, warning and its reason."""
        if not index.isValid():
            return None
        tensor, column = self._tensors[index.row()], index.column()
        if role == _ROLES.DisplayRole:
            text = _texts(tensor)[column]
            is_marked = tensor.is_by_hand and column == 0
            return self.tr("{} · range set by hand").format(text) if is_marked else text
        if role == SORT:
            return _values(tensor)[column]
        if role == _ROLES.TextAlignmentRole:
            return _alignment(column)
        if role == _ROLES.ToolTipRole:
            return self._why(tensor) if tensor.is_wasteful else tensor.name
        return None

    def _why(self, tensor: TensorRange) -> str:
        return self.tr(
            "A few huge values stretch the range: 99.9 % of the values share {used} of "
            "{all} levels. Try another method or int16."
        ).format(used=round(tensor.levels_used or 0), all=1 << tensor.bits)


class TensorProxy(QSortFilterProxyModel):
    """Sorts by number, and adds the mark of the current theme to wasteful tensors."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.setSortRole(SORT)

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> object:
        """Add the warning's icon, in the theme the table is shown in."""
        if role != _ROLES.DecorationRole or index.column() != 0:
            return super().data(index, role)
        model = self.sourceModel()
        assert isinstance(model, TensorModel)
        row = self.mapToSource(self.index(index.row(), 0)).row()
        if not model.tensors[row].is_wasteful:
            return None
        font = self._view.font()
        return mark_icon("warning", theme_of(self._view.palette()), grown(font, _MARK))


class TensorTable(QTableView):
    """Choosing a row shows its histogram elsewhere."""

    tensor_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TensorModel(self)
        self._proxy = TensorProxy(self)
        self._proxy.setSourceModel(self._model)
        self.setModel(self._proxy)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self._make_room()
        self.selectionModel().selectionChanged.connect(self._announce)

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def _make_room(self) -> None:
        metrics, mark = self.fontMetrics(), grown(self.font(), _MARK)
        self.setIconSize(QSize(mark, mark))
        self.verticalHeader().setDefaultSectionSize(max(metrics.height() + 7, 24))
        number = max(metrics.horizontalAdvance("−0.00000") + 22, 92)
        bits = max(metrics.horizontalAdvance(self.tr("Bits")) + 22, 52)
        for column, width in enumerate((number, number, number, bits), start=1):
            self.horizontalHeader().resizeSection(column, width)

    @property
    def tensors(self) -> tuple[TensorRange, ...]:
        """What is shown, in the order given."""
        return self._model.tensors

    def show_tensors(self, tensors: Sequence[TensorRange]) -> None:
        """Replace the rows; the chosen tensor stays chosen, or else the first is."""
        if tuple(tensors) == self._model.tensors:
            return
        chosen = self._chosen()
        self._model.show(tensors)
        names = [tensor.name for tensor in tensors]
        if not names:
            self.tensor_chosen.emit(None)
        elif chosen is not None and chosen.name in names:
            row = self._model.index(names.index(chosen.name), 0)
            self.selectRow(self._proxy.mapFromSource(row).row())
        else:
            self.selectRow(0)

    def choose(self, name: str) -> None:
        """Choose a tensor by its name, bring it into view and take the keyboard."""
        names = [tensor.name for tensor in self.tensors]
        if name in names:
            row = self._proxy.mapFromSource(self._model.index(names.index(name), 0))
            self.selectRow(row.row())
            self.scrollTo(row, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.setFocus()

    def _chosen(self) -> TensorRange | None:
        rows = self.selectionModel().selectedRows()
        if not rows:
            return None
        return self._model.tensors[self._proxy.mapToSource(rows[0]).row()]

    def _announce(self, selected: QItemSelection) -> None:
        if not selected.isEmpty():
            self.tensor_chosen.emit(self._chosen())


def _texts(tensor: TensorRange) -> tuple[str, ...]:
    numbers = (tensor.minimum, tensor.maximum, tensor.scale)
    texts = (number_text(number) for number in numbers)
    return (tensor.name, *texts, str(tensor.bits))


def _values(tensor: TensorRange) -> tuple[str | float, ...]:
    return (
        tensor.name,
        tensor.minimum,
        tensor.maximum,
        tensor.scale,
        float(tensor.bits),
    )


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
