"""The button that says what the colours of the nodes mean."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.graph.scene.colours import ColourMode
from gui.graph.scene.heat import Heat

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
    measure_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("graphColours")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._heat: Heat | None = None
        self._measures: tuple[Heat, ...] = ()
        self._room, self.is_cut = 0, False
        menu = QMenu(self)
        self._group = QActionGroup(self)
        for mode in MODES:
            action = menu.addAction(mode)
            action.setCheckable(True)
            action.setData(mode)
            action.setObjectName(f"colour_{mode}")
            self._group.addAction(action)
        self._group.actions()[0].setChecked(True)
        self._group.triggered.connect(self._choose)
        self._end: QAction | None = None
        self.setMenu(menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Take over a new language."""
        titles = (
            self.tr("severity"),
            self.tr("op family"),
            self.tr("cost (MACs)"),
            self.tr("parameters"),
            self.tr("activation memory"),
            self._heat.title if self._heat and self._heat not in self._measures else "",
        )
        for action, title in zip(self._group.actions(), titles, strict=False):
            action.setText(title)
            action.setVisible(bool(title))
        self.menu().setTitle(self.tr("Colour of the nodes"))
        self._name()

    def show_mode(
        self, mode: ColourMode, heat: Heat | None, measures: tuple[Heat, ...] = ()
    ) -> None:
        """Tick a mode or a measure; a number that is no measure is offered as well."""
        self._heat = heat
        if measures is not self._measures:
            self._offer(measures)
        actions = self._group.actions()
        place = MODES.index(mode)
        if mode == "heat" and heat in measures:
            place = len(MODES) + measures.index(heat)
        actions[place].setChecked(True)
        self.retranslate()

    def add_command(self, action: QAction) -> None:
        """Put what measures one more number at the end of the menu."""
        self._end = self.menu().addSeparator()
        self.menu().addAction(action)

    def fit(self, width: int) -> None:
        """Say as much as finds room in this many pixels."""
        self._room = width
        self._name()

    def _offer(self, measures: tuple[Heat, ...]) -> None:
        self._measures = measures
        for action in self._group.actions()[len(MODES) :]:
            self._group.removeAction(action)
            self.menu().removeAction(action)
            action.deleteLater()
        for measure in measures:
            action = QAction(measure.title, self.menu())
            if self._end is None:
                self.menu().addAction(action)
            else:
                self.menu().insertAction(self._end, action)
            action.setCheckable(True)
            action.setData(measure)
            self._group.addAction(action)

    def _choose(self, action: QAction) -> None:
        self._name()
        if isinstance(action.data(), Heat):
            self.measure_chosen.emit(action.data())
        else:
            self.chosen.emit(action.data())

    def _name(self) -> None:
        checked = self._group.checkedAction()
        title = checked.text() if checked else ""
        self.setText(
            self._fitting(self.tr("Colour: {what} ▾").format(what=title), title)
        )
        self.setAccessibleName(
            self.tr("Colour of the nodes: {what}").format(what=title)
        )

    def _fitting(self, text: str, title: str) -> str:
        """The whole text, the title alone where that is too long, or its beginning."""
        metrics = self.fontMetrics()
        around = self.sizeHint().width() - metrics.horizontalAdvance(self.text())
        room = self._room - around if self._room else metrics.horizontalAdvance(text)
        self.is_cut = False
        if metrics.horizontalAdvance(text) <= room:
            return text
        sign = " ▾"
        room -= metrics.horizontalAdvance(sign)
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        self.is_cut = shown != title
        return shown + sign
