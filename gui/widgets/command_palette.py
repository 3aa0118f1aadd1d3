"""The command palette: every action of the menus, and every place of the graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.theme import set_role
from gui.widgets.elided_label import ElidedLabel

FRAMELESS = Qt.WindowType.FramelessWindowHint
MOST_SHOWN = 60
WIDTH, HEIGHT = 620, 420
RECENT_BONUS = 50.0


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the palette; `why_not` says why it cannot be chosen now.

    `words` are searched besides the title, such as the same in English.
    """

    key: str
    title: str
    kind: str
    do: Callable[[], object]
    hint: str = ""
    words: str = ""
    why_not: str = ""


def score(text: str, sought: str) -> float | None:
    """How well letters in order fit a text, higher is better; None if they do not.

    A whole match counts most, then letters at the beginnings of words and in a row.
    """
    text, sought = text.casefold(), sought.casefold()
    at = text.find(sought)
    if at >= 0:
        starts = at == 0 or not text[at - 1].isalnum()
        return 100.0 + 20.0 * starts - at * 0.1 - len(text) * 0.05
    total, place, last = 0.0, 0, -2
    for letter in sought:
        if letter.isspace():
            continue
        place = text.find(letter, last + 1 if last >= 0 else 0)
        if place < 0:
            return None
        starts = place == 0 or not text[place - 1].isalnum()
        total += 3.0 * (place == last + 1) + 4.0 * starts + 1.0
        last = place
    return total - len(text) * 0.05


def ranked(
    choices: Sequence[Choice], sought: str, recent: Sequence[str]
) -> list[Choice]:
    """The choices that fit, the best first; those chosen lately before others."""
    lately = {key: RECENT_BONUS / (place + 1) for place, key in enumerate(recent)}
    if not sought.strip():
        first = sorted(choices, key=lambda each: -lately.get(each.key, 0.0))
        return first[:MOST_SHOWN]
    found = []
    for choice in choices:
        scores = (score(text, sought) for text in (choice.title, choice.words) if text)
        best = max((each for each in scores if each is not None), default=None)
        if best is not None:
            found.append((best + lately.get(choice.key, 0.0) / 10, choice))
    found.sort(key=lambda pair: -pair[0])
    return [choice for _, choice in found[:MOST_SHOWN]]


class CommandPalette(QDialog):
    """A field and the fitting choices; `chosen` carries the key of what was done."""

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[Choice], recent: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | FRAMELESS)
        self.setModal(True)
        self.setWindowTitle(self.tr("Commands"))
        self._choices, self._recent = tuple(choices), tuple(recent)
        self._shown: list[Choice] = []
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(
            self.tr("A command, node, module, problem or target…")
        )
        self.field.setAccessibleName(self.tr("Search commands and places"))
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Commands and places"))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.why_not = QLabel(self)
        self.why_not.setWordWrap(True)
        set_role(self.why_not, "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        for widget in (self.field, self.list, self.why_not):
            column.addWidget(widget)
        self.field.textChanged.connect(self._search)
        self.list.currentRowChanged.connect(self._explain)
        self.list.itemClicked.connect(lambda _: self._choose())
        self.setFocusProxy(self.field)
        room = parent.size()
        self.resize(min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 40))
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (room.width() - self.width()) // 2, corner.y() + 70)
        self._search("")

    def shown(self) -> tuple[Choice, ...]:
        """What the list offers, from the top."""
        return tuple(self._shown)

    def _search(self, text: str) -> None:
        self._shown = ranked(self._choices, text, self._recent)
        self.list.clear()
        for choice in self._shown:
            self._add(choice)
        self.list.setCurrentRow(0 if self._shown else -1)
        self._explain(self.list.currentRow())

    def _add(self, choice: Choice) -> None:
        item = QListWidgetItem(self.list)
        said = (choice.title, choice.kind, choice.hint, choice.why_not)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, said)))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 0, 8, 0)
        title, kind = ElidedLabel(choice.title), QLabel(choice.kind)
        hint = QLabel(choice.hint)
        for label in (title, kind, hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setEnabled(not choice.why_not)
        set_role(kind, "dim")
        set_role(hint, "dim")
        row.setMinimumHeight(self.fontMetrics().height() + 12)
        layout.addWidget(title)
        layout.addStretch(1)
        layout.addWidget(hint)
        layout.addWidget(kind)
        item.setSizeHint(row.sizeHint().expandedTo(row.minimumSize()))
        self.list.setItemWidget(item, row)

    def _explain(self, row: int) -> None:
        choice = self._shown[row] if 0 <= row < len(self._shown) else None
        nothing = "" if self._shown else self.tr("Nothing fits these words.")
        self.why_not.setText(choice.why_not if choice else nothing)
        self.why_not.setVisible(bool(self.why_not.text()))

    def _choose(self) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self._shown) or self._shown[row].why_not:
            return
        choice = self._shown[row]
        self.accept()
        self.chosen.emit(choice.key)
        choice.do()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys move in the list while one types; Enter chooses."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif event.key() in steps:
            row = self.list.currentRow() + steps[Qt.Key(event.key())]
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        else:
            return False
        return True
