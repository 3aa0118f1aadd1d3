"""The button that says what the colours of the nodes mean."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.graph.colours import ColourMode
from gui.graph.heat import Heat

MODES: tuple[ColourMode, ...] = (
    "severity",
    "family",
    "macs",
    "parameters",
    "activation",
    "heat",
)


class ColourButton(QToolButton):
    """What the colours of the boxes mean, and a menu to change it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("graphColours")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._heat: Heat | None = None
        menu = QMenu(self)
        self._group = QActionGroup(self)
        for mode in MODES:
            action = menu.addAction(mode)
            action.setCheckable(True)
            action.setData(mode)
            self._group.addAction(action)
        self._group.actions()[0].setChecked(True)
        self._group.triggered.connect(self._choose)
        self.setMenu(menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Take over a new language."""
        titles = (
            self.tr("severity"),
            self.tr("op family"),
            self.tr("cost (MACs)"),
            self.tr("parameters"),
            self.tr("activation size"),
            self._heat.title if self._heat else "",
        )
        for action, title in zip(self._group.actions(), titles, strict=True):
            action.setText(title)
            action.setVisible(bool(title))
        self._name()

    def show_mode(self, mode: ColourMode, heat: Heat | None) -> None:
        """Tick a mode, and offer the user's own number where there is one."""
        self._heat = heat
        self._group.actions()[MODES.index(mode)].setChecked(True)
        self.retranslate()

    def _choose(self, action: QAction) -> None:
        self._name()
        self.chosen.emit(action.data())

    def _name(self) -> None:
        title = self._group.checkedAction().text()
        self.setText(self.tr("Colour: {what} ▾").format(what=title))
        self.setAccessibleName(
            self.tr("Colour of the nodes: {what}").format(what=title)
        )
