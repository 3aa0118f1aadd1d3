"""The command palette: every action of the menus, and every place of the graph."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from gui.theme import set_role
from gui.widgets.choice_list import ChoiceList
from gui.widgets.choices import Choice, Ranking

FRAMELESS = Qt.WindowType.FramelessWindowHint
WIDTH, HEIGHT = 620, 420
STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class CommandPalette(QDialog):
    """A field and the fitting choices; `chosen` carries the key of what was done."""

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[Choice], recent: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | FRAMELESS)
        self.setModal(True)
        self.setWindowTitle(self.tr("Commands"))
        self._ranking = Ranking(choices, recent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(
            self.tr("A command, node, module, problem or target…")
        )
        self.field.setAccessibleName(self.tr("Search commands and places"))
        self.field.installEventFilter(self)
        self.list = ChoiceList(self)
        self.list.setAccessibleName(self.tr("Commands and places"))
        self.why_not = QLabel(self)
        self.why_not.setWordWrap(True)
        set_role(self.why_not, "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        for widget in (self.field, self.list, self.why_not):
            column.addWidget(widget)
        self.field.textChanged.connect(self._search)
        self.list.clicked.connect(lambda _: self._choose())
        self.setFocusProxy(self.field)
        room = parent.size()
        self.resize(min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 40))
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (room.width() - self.width()) // 2, corner.y() + 70)
        self._search("")

    def shown(self) -> tuple[Choice, ...]:
        """What the list offers, from the top."""
        return self.list.choices.choices

    def _search(self, text: str) -> None:
        self.list.choices.show(self._ranking.best(text))
        self._mark(0)

    def _mark(self, row: int) -> None:
        """Mark a row, and say why it cannot be chosen, where it cannot."""
        self.list.mark(row)
        shown = self.shown()
        nothing = self.tr("Nothing fits these words.")
        self.why_not.setText(shown[self.list.row()].why_not if shown else nothing)
        self.why_not.setVisible(bool(self.why_not.text()))

    def _choose(self) -> None:
        shown, row = self.shown(), self.list.row()
        if not shown:
            return
        self._mark(row)
        if shown[row].why_not:
            return
        self.accept()
        self.chosen.emit(shown[row].key)
        shown[row].do()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys move in the list while one types; Enter chooses."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif event.key() in STEPS:
            self._mark(self.list.row() + STEPS[Qt.Key(event.key())])
        else:
            return False
        return True
