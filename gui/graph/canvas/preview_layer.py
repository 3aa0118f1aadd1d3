"""What an edit would take away and bring, as ghosts over the graph; nothing moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.graph.painting.change_signs import paint_sign, pen_of
from gui.graph.scene.changes import Change

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

GAP, PADDING, ROUND = 10.0, 9.0, 7.0
CHIP_HEIGHT, MOST_CHIPS = 24.0, 5
CARD_WIDTH, MOST_LINES = 430.0, 6
DISTANCE, OVERVIEW = 16.0, 190.0
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


class PreviewLayer(QWidget):
    """Lies over the whole view and lets the mouse through; hidden without ghosts."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view
        self.ghosts: Ghosts | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        view.camera_changed.connect(self.update)
        view.graph_changed.connect(lambda: self.show_ghosts(None))

    def show_ghosts(self, ghosts: Ghosts | None) -> None:
        """Show what an edit would do, or nothing."""
        self.ghosts = ghosts
        self.setGeometry(self._view.rect())
        self.setVisible(ghosts is not None)
        self.raise_()
        self.update()

    def gone_boxes(self) -> dict[int, bool]:
        """The boxes of what goes, and whether all of each goes."""
        if self.ghosts is None:
            return {}
        scene = self._view.scene
        counts: dict[int, int] = {}
        for name in self.ghosts.gone:
            box = scene.find(name)
            if box >= 0:
                counts[box] = counts.get(box, 0) + 1
        boxes = scene.graph.boxes
        return {
            box: count >= boxes[box].node_count + len(boxes[box].folded)
            for box, count in counts.items()
        }

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what goes, what comes, and the card with the proof."""
        if self.ghosts is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_gone(painter)
        self._paint_come(painter, self.ghosts)
        self._paint_card(painter, self.ghosts)
        painter.end()

    def _paint_gone(self, painter: QPainter) -> None:
        colours = self._view.picture.colours
        for box, is_whole in self.gone_boxes().items():
            rect = self._on_screen(box)
            if is_whole:
                veil = QColor(colours.card)
                veil.setAlphaF(0.6)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(veil)
                painter.drawRoundedRect(rect, ROUND, ROUND)
            change: Change = "removed" if is_whole else "changed"
            painter.setPen(pen_of(change, colours, 2.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, ROUND, ROUND)
            paint_sign(painter, rect, change, colours)

    def _paint_come(self, painter: QPainter, ghosts: Ghosts) -> None:
        """Stack what comes beside where it will stand."""
        box = self._view.scene.find(ghosts.at)
        if box < 0 or not ghosts.come:
            return
        colours, place = self._view.picture.colours, self._on_screen(box)
        words = list(ghosts.come[:MOST_CHIPS])
        words += [f"+{len(ghosts.come) - MOST_CHIPS}"] * (len(ghosts.come) > MOST_CHIPS)
        metrics = QFontMetricsF(painter.font())
        wide = max(metrics.horizontalAdvance(word) for word in words) + 2 * PADDING + 8
        left = place.right() + DISTANCE
        if left + wide > self.width() - GAP:
            left = place.left() - DISTANCE - wide
        top = place.top()
        painter.setPen(pen_of("added", colours, 1.6))
        near = place.right() if left > place.right() else place.left()
        end = left if left > place.right() else left + wide
        painter.drawLine(QPointF(near, top + 12), QPointF(end, top + 12))
        for number, word in enumerate(words):
            chip = QRectF(left, top + number * (CHIP_HEIGHT + 4), wide, CHIP_HEIGHT)
            painter.setPen(pen_of("added", colours, 1.6))
            painter.setBrush(QColor(colours.card))
            painter.drawRoundedRect(chip, ROUND, ROUND)
            painter.setPen(QColor(colours.ink))
            painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), word)
            paint_sign(painter, chip, "added", colours)

    def _paint_card(self, painter: QPainter, ghosts: Ghosts) -> None:
        """Title, code before and after, claim and figure, in the lower middle."""
        colours, metrics = self._view.picture.colours, QFontMetricsF(painter.font())
        wide = min(CARD_WIDTH, self.width() - 2 * GAP)
        rows = [
            (sign, text, height(sign, text, metrics, wide - 2 * PADDING))
            for sign, text in _rows(ghosts)
        ]
        area = QRectF(0, 0, wide, sum(high for *_, high in rows) + 2 * PADDING)
        area.moveBottom(self.height() - GAP)
        room = max(self.width() - OVERVIEW, wide + 2 * GAP)
        area.moveRight(max((room + wide) / 2, wide + GAP))
        painter.setPen(QPen(QColor(colours.edited), 1.4))
        painter.setBrush(QColor(colours.card))
        painter.drawRoundedRect(area, ROUND, ROUND)
        line = area.adjusted(PADDING, PADDING, -PADDING, 0)
        for sign, text, high in rows:
            line.setHeight(high)
            self._paint_row(painter, line, sign, text)
            line.translate(0, high)

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

    def _on_screen(self, box: int) -> QRectF:
        camera, scene = self._view.camera, self._view.scene
        x, y, width, height = scene.layout.rects[box].tolist()
        left, top = camera.to_screen(x, y)
        return QRectF(left, top, width * camera.scale, height * camera.scale)


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
