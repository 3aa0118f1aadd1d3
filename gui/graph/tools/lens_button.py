"""The button that folds details of the graph away."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.graph.scene.lenses import LENSES, Lens


class LensButton(QToolButton):
    """A menu of lenses; `chosen` carries the set of those that are on.

    Each says how many nodes it folds, as `count` has it when the menu is opened.
    """

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, count: Callable[[], Mapping[Lens, int]]
    ) -> None:
        super().__init__(parent)
        self._count = count
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
        menu.aboutToShow.connect(self._tell_counts)
        menu.aboutToHide.connect(self.retranslate)
        self.setMenu(menu)
        self.retranslate()

    def lenses(self) -> frozenset[Lens]:
        """Those that are on."""
        actions = self.menu().actions()
        return frozenset(action.data() for action in actions if action.isChecked())

    def _tell_counts(self) -> None:
        """Offer what folds something, and what is on."""
        counts = self._count()
        for action, title in zip(self.menu().actions(), self._titles(), strict=True):
            count = counts[action.data()]
            none = self.tr("{} · none here").format(title)
            some = self.tr("{} · {} ops").format(title, count)
            action.setText(some if count else none)
            action.setEnabled(count > 0 or action.isChecked())

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Quantize and dequantize"),
            self.tr("Batch norm into its convolution"),
            self.tr("Constants into what reads them"),
            self.tr("Element-wise chains"),
        )

    def retranslate(self) -> None:
        """Take over a new language; whoever lists the entries may choose any."""
        for action, title in zip(self.menu().actions(), self._titles(), strict=True):
            action.setText(title)
            action.setEnabled(True)
        self.menu().setTitle(self.tr("Details folded away"))
        self._name()

    def _name(self) -> None:
        count = len(self.lenses())
        on = self.tr("Folded: {count} ▾").format(count=count)
        self.setText(on if count else self.tr("Fold ▾"))
        self.setAccessibleName(self.tr("Details folded away"))
