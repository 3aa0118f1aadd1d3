"""The card of an edit that is shown as ghosts: its code, what it claims, its proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.graph.canvas.neighbours import Neighbours
from gui.graph.scene.camera import Bounds
from gui.graph.scene.free_places import GAP, free_place
from gui.type_size import unit_of

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

MARGIN, PADDING, ROUND = 12.0, 9.0, 7.0
WIDTH, LEAST_WIDTH, MOST_LINES = 430.0, 250.0, 6
OVERVIEW, LOW = 190.0, 60.0
SAID = "said"
ONE_ROW = int(Qt.AlignmentFlag.AlignVCenter)
WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True)
class Ghosts:
    """An edit to be shown: nodes that go, titles of those that come, and where.

    `lines` are code with a sign before it; `claim` and `measured` are sentences.
    """

    title: str
    at: str
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    claim: str = ""
    measured: str = ""


class PreviewCard(QWidget):
    """Lies in the lower middle of a view, beside its neighbours.

    It keeps away from the boxes it speaks of where that can be.
    """

    def __init__(self, view: GraphView, beside: Sequence[QWidget]) -> None:
        super().__init__(view)
        self._view = view
        self._ghosts: Ghosts | None = None
        self._seen: Sequence[Bounds] = ()
        self._neighbours = Neighbours(view, beside)
        self._neighbours.changed.connect(self._place)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_ghosts(self, ghosts: Ghosts | None, seen: Sequence[Bounds]) -> None:
        """Tell of an edit whose boxes are to be seen, or hide."""
        self._ghosts, self._seen = ghosts, seen
        self._place()
        self.raise_()
        self.update()

    def _place(self) -> None:
        """Narrower beside neighbours if that is wide enough, or else above them.

        Hidden where nowhere is room.
        """
        if self._ghosts is None:
            self.hide()
            return
        left, _, right, bottom = room = self._room()
        taken, unit = self._neighbours.taken(), unit_of(self._view.font())
        low = [each for each in taken if each[3] > bottom - LOW]
        beside = right - max([left, *(each[2] + GAP for each in low)])
        wide = min(WIDTH * unit, right - left)
        if beside >= LEAST_WIDTH * unit:
            wide = min(wide, beside)
        size = round(wide), round(self._height(self._ghosts, wide))
        middle = (self._view.width() - OVERVIEW) / 2
        place = free_place(size, room, taken, self._seen, middle)
        if place is not None:
            self.setGeometry(QRect(round(place[0]), round(place[1]), *size))
        self.setVisible(place is not None)

    def _room(self) -> Bounds:
        """Below the bar, and beside the ribbon."""
        view, eye = self._view, self._view.eye
        right, bottom = view.width() - eye.aside, view.height()
        return MARGIN, eye.inset + GAP, right - MARGIN, bottom - MARGIN

    def _height(self, ghosts: Ghosts, wide: float) -> float:
        metrics, room = QFontMetricsF(self.font()), wide - 2 * PADDING
        rows = (height(sign, text, metrics, room) for sign, text in _rows(ghosts))
        return sum(rows) + 2 * PADDING

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title, code before and after, claim and figure."""
        if self._ghosts is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, metrics = self._view.picture.colours, QFontMetricsF(painter.font())
        painter.setPen(QPen(QColor(colours.edited), 1.4))
        painter.setBrush(QColor(colours.card))
        area = QRectF(self.rect())
        painter.drawRoundedRect(area.adjusted(0.7, 0.7, -0.7, -0.7), ROUND, ROUND)
        line = area.adjusted(PADDING, PADDING, -PADDING, 0)
        for sign, text in _rows(self._ghosts):
            line.setHeight(height(sign, text, metrics, line.width()))
            self._paint_row(painter, line, sign, text)
            line.translate(0, line.height())
        painter.end()

    def _paint_row(self, painter: QPainter, line: QRectF, sign: str, text: str) -> None:
        """Break a sentence; cut what is longer of a title or a line of code."""
        colours, usual = self._view.picture.colours, painter.font()
        tints = {"−": colours.changes["removed"], "+": colours.changes["added"]}
        bold = painter.font()
        bold.setBold(sign == "title")
        painter.setFont(bold)
        painter.setPen(QColor(tints.get(sign, colours.ink)))
        words = f"{sign} {text}" if sign in tints else text
        if sign != SAID:
            words = QFontMetricsF(bold).elidedText(
                words, Qt.TextElideMode.ElideRight, line.width()
            )
        painter.drawText(line, WRAPPED if sign == SAID else ONE_ROW, words)
        painter.setFont(usual)


def _rows(ghosts: Ghosts) -> list[tuple[str, str]]:
    lines = list(ghosts.lines[:MOST_LINES])
    more = len(ghosts.lines) - MOST_LINES
    lines += [("", f"… {more}")] if more > 0 else []
    told = [(SAID, text) for text in (ghosts.claim, ghosts.measured) if text]
    return [("title", ghosts.title), *lines, *told]


def height(sign: str, text: str, metrics: QFontMetricsF, room: float) -> float:
    """Pixels that a row of the card takes, `room` pixels wide."""
    if sign != SAID:
        return metrics.height() + 3
    return metrics.boundingRect(QRectF(0, 0, room, 1e4), WRAPPED, text).height() + 3
