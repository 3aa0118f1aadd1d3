"""The button that folds details of the graph away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.graph.scene.lenses import LENSES, Lens


class LensButton(QToolButton):
    """A menu of lenses; `chosen` carries the set of those that are on."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("graphLenses")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self)
        for lens in LENSES:
            action = menu.addAction(lens)
            action.setCheckable(True)
            action.setData(lens)
            action.setObjectName(f"lens_{lens}")
        menu.triggered.connect(lambda _: self.chosen.emit(self.lenses()))
        menu.triggered.connect(lambda _: self._name())
        self.setMenu(menu)
        self.retranslate()

    def lenses(self) -> frozenset[Lens]:
        """Those that are on."""
        actions = self.menu().actions()
        return frozenset(action.data() for action in actions if action.isChecked())

    def retranslate(self) -> None:
        """Take over a new language."""
        titles = (
            self.tr("Quantize and dequantize"),
            self.tr("Batch norm into its convolution"),
            self.tr("Constants into what reads them"),
            self.tr("Element-wise chains"),
        )
        for action, title in zip(self.menu().actions(), titles, strict=True):
            action.setText(title)
        self.menu().setTitle(self.tr("Details folded away"))
        self._name()

    def _name(self) -> None:
        count = len(self.lenses())
        on = self.tr("Folded: {count} ▾").format(count=count)
        self.setText(on if count else self.tr("Fold ▾"))
        self.setAccessibleName(self.tr("Details folded away"))
