"""All problems of the graph in one column, like the error stripe of an editor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from engine.info import Severity
from gui.graph.canvas.view import GraphView
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.scene import RANKS

WIDTH = 16
EDGE = 8.0
REACH = 6.0
LEAST_THUMB = 8.0
MIDDLE = WIDTH / 2 + 0.5
TRIANGLE = QPolygonF([QPointF(0, -4.5), QPointF(5, 4), QPointF(-5, 4)])
DIAMOND = QPolygonF(
    [QPointF(0, -4.5), QPointF(4.5, 0), QPointF(0, 4.5), QPointF(-4.5, 0)]
)


@dataclass(frozen=True, slots=True)
class Stripe:
    """One marked node and its height on the ribbon."""

    node: str
    severity: Severity
    y: float


class ProblemRibbon(QWidget):
    """Lies along the right edge of a view: the first node on top, the last below.

    Where a node is drawn does not matter, nor whether its module is open.
    """

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view = view
        self._stripes: tuple[Stripe, ...] | None = None
        self._painted: (
            tuple[tuple[GraphColours, float, tuple[Stripe, ...]], QPixmap] | None
        ) = None
        self.setAccessibleName(self.tr("Problems along the graph"))
        self.setMouseTracking(True)
        view.graph_changed.connect(self._forget)
        view.camera_changed.connect(self.update)
        view.finding.changed.connect(self._show_hits)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        view.installEventFilter(self)
        self._place()

    def stripes(self) -> tuple[Stripe, ...]:
        """The marked nodes, the gravest last."""
        if self._stripes is None:
            self._stripes = self._measured()
        return self._stripes

    def stripe_at(self, y: float) -> Stripe | None:
        """The mark nearest to a height, the gravest of equally near ones."""
        near = [each for each in self.stripes() if abs(each.y - y) <= REACH]
        return min(reversed(near), key=lambda each: abs(each.y - y), default=None)

    def sentence(self, stripe: Stripe) -> str:
        """What is wrong at a mark."""
        title = self.view.info().by_name[stripe.node].title or stripe.node
        note = self.view.picture.marks.notes.get(stripe.node, "") or title
        words = {
            "error": self.tr("Error at {node}: {note}"),
            "warning": self.tr("Warning at {node}: {note}"),
            "advice": self.tr("Advice at {node}: {note}"),
        }
        return words[stripe.severity].format(node=stripe.node, note=note)

    def _measured(self) -> tuple[Stripe, ...]:
        graph, marked = self.view.scene.graph, self.view.picture.marks.severities
        count, room = len(graph.info.nodes), self.height() - 2 * EDGE
        found = sorted(
            (RANKS.index(severity), graph.position[name], name)
            for name, severity in marked.items()
            if name in graph.position
        )
        return tuple(
            Stripe(name, RANKS[rank], EDGE + room * (place + 0.5) / count)
            for rank, place, name in found
        )

    def _forget(self) -> None:
        self._stripes = None
        self._show_hits()

    def hit_heights(self) -> list[float]:
        """Where on the ribbon the search found something."""
        hits = self.view.finding.hits
        count, room = len(hits.index.info.nodes), self.height() - 2 * EDGE
        heights = np.round(EDGE + room * (hits.nodes + 0.5) / max(count, 1))
        return [float(height) for height in np.unique(heights)]

    def _show_hits(self) -> None:
        hits = self.view.finding.hits.names
        self.setVisible(bool(self.stripes() or hits))
        self.update()

    def _place(self) -> None:
        self._stripes = None
        self.setGeometry(self.view.width() - WIDTH, 0, WIDTH, self.view.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the edge of the view."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Tell what is wrong at the mark under the pointer."""
        if isinstance(event, QHelpEvent):
            stripe = self.stripe_at(event.pos().y())
            text = self.sentence(stripe) if stripe else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a mark can be clicked."""
        if self.stripe_at(event.position().y()) is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the node of the mark."""
        stripe = self.stripe_at(event.position().y())
        if stripe is not None and event.button() == Qt.MouseButton.LeftButton:
            self.view.select(stripe.node)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the column, the part on the screen, and a shape per mark."""
        colours = self.view.picture.colours
        painter = QPainter(self)
        ground = QColor(colours.card)
        painter.fillRect(self.rect(), ground)
        painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(colours.line))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_thumb(painter, colours)
        for first, last in _runs(self.hit_heights()):
            bar = QRectF(1, first - 1, WIDTH - 1, last - first + 2)
            painter.fillRect(bar, QColor(colours.found))
        painter.drawPixmap(0, 0, self._marks(colours))
        self._paint_selected(painter, colours)
        painter.end()

    def _marks(self, colours: GraphColours) -> QPixmap:
        """All shapes as one picture, painted again only when one of them changes."""
        ratio = self.devicePixelRatioF()
        key = colours, ratio, self.stripes()
        if self._painted is None or self._painted[0] != key:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.card), 0.8))
            grouped = groupby(apart(self.stripes()), key=lambda each: each.severity)
            for severity, stripes in grouped:
                painter.setBrush(QColor(colours.severity(severity)[0]))
                for stripe in stripes:
                    _paint_shape(painter, stripe)
            painter.end()
            self._painted = key, picture
        return self._painted[1]

    def _paint_thumb(self, painter: QPainter, colours: GraphColours) -> None:
        """The nodes on the screen, from the first to the last."""
        view, count = self.view, len(self.view.info().nodes)
        shown = view.scene.boxes_in(view.camera.seen(view.width(), view.height()))
        if not count or not len(shown):
            return
        boxes, room = view.scene.graph.boxes, self.height() - 2 * EDGE
        top = EDGE + room * boxes[shown[0]].start / count
        bottom = EDGE + room * boxes[shown[-1]].stop / count
        fill = QColor(colours.accent)
        fill.setAlphaF(0.13)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        height = max(LEAST_THUMB, bottom - top)
        painter.drawRoundedRect(QRectF(2, top, WIDTH - 3, height), 3, 3)

    def _paint_selected(self, painter: QPainter, colours: GraphColours) -> None:
        selected = self.view.selection
        for stripe in self.stripes() if selected else ():
            if stripe.node == selected:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(colours.accent), 1.6))
                painter.drawRoundedRect(QRectF(1.5, stripe.y - 6, WIDTH - 3, 12), 3, 3)


def apart(stripes: Iterable[Stripe]) -> list[Stripe]:
    """One mark per pixel and severity, in the same order; the rest would hide it."""
    found: dict[tuple[int, Severity], Stripe] = {}
    for stripe in stripes:
        found.setdefault((round(stripe.y), stripe.severity), stripe)
    return list(found.values())


def _runs(heights: Sequence[float]) -> list[tuple[float, float]]:
    """First and last of the heights that follow each other at a pixel's distance."""
    if not heights:
        return []
    breaks = np.flatnonzero(np.diff(heights) > 1)
    firsts, lasts = [0, *(breaks + 1)], [*breaks, len(heights) - 1]
    pairs = zip(firsts, lasts, strict=True)
    return [(heights[first], heights[last]) for first, last in pairs]


def _paint_shape(painter: QPainter, stripe: Stripe) -> None:
    """A bar for an error, a triangle for a warning, or a diamond."""
    if stripe.severity == "error":
        bar = QRectF(MIDDLE - 5.5, stripe.y - 2, 11, 4)
        painter.drawRoundedRect(bar, 1.2, 1.2)
    else:
        shape = DIAMOND if stripe.severity == "advice" else TRIANGLE
        painter.drawPolygon(shape.translated(MIDDLE, stripe.y))
