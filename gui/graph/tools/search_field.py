"""The field that searches the graph while typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from gui.commands.shortcuts import pressed
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.query import WAYS_TO_ASK
from gui.type_size import grown
from gui.widgets.announcing import announce

LEAST_TYPED, FEWEST_TYPED = 19, 9
SEARCH_WIDTH = 330
TYPING_MS = 40
LEAST_LETTERS = 22
ICON, BEFORE = 16, 4
"""How large the magnifying glass is beside usual text, and how far from the edge."""


class SearchField(QLineEdit):
    """A field that searches while typing and shows how many nodes it found."""

    wanted = Signal(str)
    step_requested = Signal(int)
    ways_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("graphSearch")
        self._count = QLabel(self)
        self._count.setObjectName("graphSearchCount")
        font = self._count.font()
        font.setBold(True)
        self._count.setFont(font)
        self.icon = QLabel(self)
        self.icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._colour = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._search)
        self.textChanged.connect(self._typed)
        self.installEventFilter(self)
        self.retranslate()

    def retranslate(self) -> None:
        """Take over a new language."""
        self.setAccessibleName(self.tr("Search the graph"))
        self.setPlaceholderText(self.tr("Search nodes, ops, shapes, files…"))
        self.setToolTip(
            self.tr(
                "Words, /regular expressions/, and the fields"
                " {fields}\n"
                "A minus before a word leaves out what has it.\n"
                "Enter and Shift+Enter go to the next and the previous node."
            ).format(fields=" ".join(WAYS_TO_ASK))
        )
        self.show_count(0, 0)

    def set_colours(self, colours: GraphColours) -> None:
        """Draw the magnifying glass in a theme's colour."""
        self._colour = colours.dim
        self._draw_icon()

    def _draw_icon(self) -> None:
        """As large beside larger text, at the left."""
        side, ratio = grown(self.font(), ICON), self.devicePixelRatioF()
        if self._colour:
            self.icon.setPixmap(_magnifier(self._colour, side, ratio))
        self.icon.resize(side, side)
        self.icon.move(2 * BEFORE, (self.height() - side) // 2)

    def show_count(self, place: int, count: int) -> None:
        """Show the number of nodes found, and which of them is selected.

        Where what is typed leaves less room, the bare number.
        """
        if not self.text():
            text = self.tr("Ctrl F")
        elif place:
            text = self.tr("{place} of {count}").format(place=place, count=count)
        elif count:
            text = self.tr("%n found", "", count)
        else:
            text = self.tr("none")
        if text != self._count.accessibleName() and self.hasFocus():
            announce(self, text)
        is_cut = count > 0 and not place and not self._has_room_for(text)
        self._count.setText(str(count) if is_cut else text)
        self._count.setAccessibleName(text)
        self._size_count()

    def _has_room_for(self, count: str) -> bool:
        """Whether what is typed is whole beside a count."""
        typed = self.fontMetrics().horizontalAdvance(self.text())
        told = self._count.fontMetrics().horizontalAdvance(count)
        return 3 * BEFORE + self.icon.width() + typed + told + 20 <= self.width()

    def count_text(self) -> str:
        """What the field says about the number of nodes."""
        return self._count.text()

    def least_width(self) -> int:
        """Room for the magnifying glass, a few letters and the count."""
        return self.fontMetrics().horizontalAdvance("x" * LEAST_TYPED)

    def fewest_width(self) -> int:
        """Room for the magnifying glass and the beginning of a word."""
        return self.fontMetrics().horizontalAdvance("x" * FEWEST_TYPED)

    def fit(self, width: int) -> None:
        """Be as narrow as that where there is not the room wished for."""
        self.setMinimumWidth(max(min(width, self.least_width()), self.fewest_width()))

    def sizeHint(self) -> QSize:
        """Wide enough for the hint and the count."""
        return QSize(SEARCH_WIDTH, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the count at the right."""
        super().resizeEvent(event)
        self._draw_icon()
        self._place_count()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for the count in another font, which it has a moment later."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._size_count)

    def _size_count(self) -> None:
        self._draw_icon()
        self._count.adjustSize()
        self._place_count()

    def _place_count(self) -> None:
        """At the right; the name of the key gives way to what is typed or asked for."""
        room = self.fontMetrics().averageCharWidth() * LEAST_LETTERS
        is_hint = not self.text()
        is_shown = not is_hint or self.width() - self._count.width() > room
        self._count.setVisible(is_shown)
        first = BEFORE + self.icon.width()
        self.setTextMargins(first, 0, self._count.width() + 10 if is_shown else 0, 0)
        x = self.width() - self._count.width() - 10
        self._count.move(x, (self.height() - self._count.height()) // 2)

    def _typed(self) -> None:
        self._typing.start()

    def _search(self) -> None:
        self._typing.stop()
        self.wanted.emit(self.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next hit, Escape back to the graph with all hits marked."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        wanted = pressed(event, "search")
        if wanted and self._typing.isActive():
            self._search()
        if wanted in ("next", "previous"):
            self.step_requested.emit(1 if wanted == "next" else -1)
        elif wanted == "ways":
            self.ways_requested.emit()
        elif wanted == "leave":
            self.left.emit()
        return bool(wanted)


def _magnifier(colour: str, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSizeF(side * ratio, side * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 32, side / 32)
    painter.setPen(QPen(QColor(colour), 3))
    painter.drawEllipse(6, 5, 15, 15)
    painter.drawLine(19, 18, 26, 26)
    painter.end()
    return picture
