"""What an edit would take away and bring, as ghosts over the graph; nothing moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.graph.canvas.neighbours import bounds_of
from gui.graph.canvas.preview_card import Ghosts, PreviewCard
from gui.graph.painting.change_signs import paint_sign, pen_of
from gui.graph.scene.changes import Change

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

GAP, PADDING, ROUND = 10.0, 9.0, 7.0
CHIP_HEIGHT, MOST_CHIPS = 24.0, 5
DISTANCE = 16.0


class PreviewLayer(QWidget):
    """Lies over the whole view and lets the mouse through; hidden without ghosts.

    Its `card` lies beside other widgets.
    """

    def __init__(self, view: GraphView, beside: Sequence[QWidget] = ()) -> None:
        super().__init__(view)
        self._view = view
        self.ghosts: Ghosts | None = None
        self.card = PreviewCard(view, beside)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        view.camera_changed.connect(self._on_moved)
        view.graph_changed.connect(lambda: self.show_ghosts(None))
        view.installEventFilter(self)

    def show_ghosts(self, ghosts: Ghosts | None) -> None:
        """Show what an edit would do, or nothing."""
        self.ghosts = ghosts
        self.setGeometry(self._view.rect())
        self.setVisible(ghosts is not None)
        self.raise_()
        self.update()
        self.card.show_ghosts(ghosts, self._told())

    def _on_moved(self) -> None:
        if self.ghosts is not None:
            self.show_ghosts(self.ghosts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the whole view."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
        return False

    def _told(self) -> list[tuple[float, float, float, float]]:
        """Where on the screen is what goes and what comes."""
        chips = [] if self.ghosts is None else self._chips(self.ghosts)
        boxes = [self._on_screen(box) for box in self.gone_boxes()]
        return [bounds_of(place) for place in [*boxes, *(at for at, _ in chips)]]

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
        """Paint what goes and what comes."""
        if self.ghosts is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_gone(painter)
        self._paint_come(painter, self.ghosts)
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
        chips = self._chips(ghosts)
        if not chips:
            return
        colours = self._view.picture.colours
        place = self._on_screen(self._view.scene.find(ghosts.at))
        first = chips[0][0]
        is_right = first.left() > place.right()
        near = place.right() if is_right else place.left()
        end = first.left() if is_right else first.right()
        painter.setPen(pen_of("added", colours, 1.6))
        painter.drawLine(
            QPointF(near, place.top() + 12), QPointF(end, place.top() + 12)
        )
        for chip, word in chips:
            painter.setPen(pen_of("added", colours, 1.6))
            painter.setBrush(QColor(colours.card))
            painter.drawRoundedRect(chip, ROUND, ROUND)
            painter.setPen(QColor(colours.ink))
            painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), word)
            paint_sign(painter, chip, "added", colours)

    def _chips(self, ghosts: Ghosts) -> list[tuple[QRectF, str]]:
        """What comes, where it is written: at the right, or at the left for room."""
        box = self._view.scene.find(ghosts.at)
        if box < 0 or not ghosts.come:
            return []
        place = self._on_screen(box)
        words = list(ghosts.come[:MOST_CHIPS])
        words += [f"+{len(ghosts.come) - MOST_CHIPS}"] * (len(ghosts.come) > MOST_CHIPS)
        metrics = QFontMetricsF(self.font())
        wide = max(metrics.horizontalAdvance(word) for word in words) + 2 * PADDING + 8
        left = place.right() + DISTANCE
        if left + wide > self.width() - GAP:
            left = place.left() - DISTANCE - wide
        high = max(CHIP_HEIGHT, metrics.height() + 6)
        tops = (place.top() + number * (high + 4) for number in range(len(words)))
        return [
            (QRectF(left, top, wide, high), word)
            for top, word in zip(tops, words, strict=True)
        ]

    def _on_screen(self, box: int) -> QRectF:
        camera, scene = self._view.camera, self._view.scene
        x, y, width, height = scene.layout.rects[box].tolist()
        left, top = camera.to_screen(x, y)
        return QRectF(left, top, width * camera.scale, height * camera.scale)
