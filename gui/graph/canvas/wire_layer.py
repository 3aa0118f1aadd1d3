"""What is painted over the graph for wires: ports, the dragged wire, what it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from engine.choices import Slot
from gui.graph.scene.ports import Spot
from gui.sentences import in_language

if TYPE_CHECKING:
    from gui.graph.canvas.wiring import Wiring

RADIUS = 5.0
WHOLE_SCALE = 0.62
"""Where cards are smaller, so are the circles: they would lie on the words."""
WIDEST = 380.0
DISTANCE = 18.0


class WireLayer(QWidget):
    """Lies over the whole view and lets the mouse through."""

    def __init__(self, wiring: Wiring) -> None:
        super().__init__(wiring.view)
        self._wiring = wiring
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(wiring.view.rect())
        self.show()

    @property
    def label(self) -> str:
        """The sentence beside the pointer: what a drop would do, or why it cannot."""
        wiring, slot = self._wiring, self._wiring.hovered
        if not wiring.is_dragging or slot is None:
            return ""
        if slot.reason:
            return in_language(slot.reason)
        more = len(wiring.together) - 1
        text = (
            _tr("{node}.{slot} and {count} more read {source}: changes results")
            if more > 0
            else _tr("{node}.{slot} reads {source}: changes results")
        )
        source = wiring.source or slot.source
        sentence = text.format(
            node=slot.node, slot=slot.name, count=more, source=source
        )
        return f"{sentence}\n{wiring.told}" if wiring.told else sentence

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ports where they can be used, and the wire that is dragged."""
        wiring = self._wiring
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if wiring.is_dragging:
            self._paint_ends(painter)
            self._paint_wire(painter)
            self._paint_label(painter)
        else:
            self._paint_outlets(painter)
        painter.end()

    def _paint_outlets(self, painter: QPainter) -> None:
        wiring, colours = self._wiring, self._wiring.view.picture.colours
        for box in wiring.outlets():
            is_one = len(wiring.values(box)) == 1
            self._dot(painter, wiring.outlet(box), colours.accent, filled=is_one)
        selected = wiring.view.picture.selected
        if selected >= 0 and wiring.outlets():
            for spot in wiring.ports(selected):
                self._dot(painter, spot, colours.accent, filled=False)

    def _paint_ends(self, painter: QPainter) -> None:
        """Veil what the held end does not fit; ring what it does."""
        view, wiring = self._wiring.view, self._wiring
        colours, scene = view.picture.colours, view.scene
        veil = QColor(colours.background)
        veil.setAlphaF(0.6)
        seen = view.camera.seen(view.width(), view.height())
        for box in scene.boxes_in(seen).tolist():
            ports = self._ports(box)
            is_lost = wiring.is_known and not any(fits for _, fits in ports)
            if is_lost and not wiring.is_held(box):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(veil)
                painter.drawRoundedRect(self._on_screen(box), 8, 8)
            elif any(fits for _, fits in ports):
                painter.setPen(QPen(QColor(colours.edited), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self._on_screen(box), 8, 8)
            for spot, fits in ports:
                colour = colours.edited if fits else colours.dim
                self._dot(painter, spot, colour, filled=fits)

    def _ports(self, box: int) -> list[tuple[Spot, bool]]:
        """The places of a box where the other end could go, and whether it fits."""
        wiring = self._wiring
        if wiring.slot is None:
            fits = [not slots[0].reason for slots in wiring.inlets(box)]
            return list(zip(wiring.ports(box), fits, strict=True))
        found = [wiring.sources.get(name) for name in wiring.values(box)]
        is_one = len(found) == 1 and found[0] is not None
        fits = [is_one and not each.reason for each in found[:1] if each is not None]
        return [(wiring.outlet(box), each) for each in fits]

    def _paint_wire(self, painter: QPainter) -> None:
        wiring, view = self._wiring, self._wiring.view
        start, end = self._ends()
        if start is None or end is None:
            return
        path = QPainterPath(start)
        bend = max(40.0, abs(end.y() - start.y()) / 2)
        if view.scene.layout.direction == "right":
            shift = QPointF(bend, 0)
        else:
            shift = QPointF(0, bend)
        path.cubicTo(start + shift, end - shift, end)
        pen = QPen(QColor(self._tint(wiring.hovered)), 2.4)
        if wiring.hovered is not None and wiring.hovered.reason:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        self._dot(painter, (start.x(), start.y()), pen.color().name(), filled=True)
        self._dot(painter, (end.x(), end.y()), pen.color().name(), filled=True)

    def _ends(self) -> tuple[QPointF | None, QPointF | None]:
        """Where the wire leaves and arrives; the free end snaps to what it fits."""
        wiring, slot = self._wiring, self._wiring.hovered
        free = slot is None or bool(slot.reason) or not slot.name
        if wiring.slot is not None:
            start = wiring.at if free or slot is None else self._outlet(slot.source)
            return start, self._inlet(wiring.slot)
        end = wiring.at if free or slot is None else self._inlet(slot)
        return self._outlet(wiring.source), end

    def _outlet(self, node: str) -> QPointF | None:
        box = self._wiring.view.scene.find(node)
        return QPointF(*self._wiring.outlet(box)) if box >= 0 else None

    def _inlet(self, slot: Slot) -> QPointF | None:
        wiring = self._wiring
        box = wiring.view.scene.find(slot.node)
        for number, slots in enumerate(wiring.inlets(box) if box >= 0 else ()):
            if any((slot.node, slot.name) == (each.node, each.name) for each in slots):
                return QPointF(*wiring.ports(box)[number])
        return None

    def _paint_label(self, painter: QPainter) -> None:
        text = self.label
        if not text:
            return
        colours = self._wiring.view.picture.colours
        metrics = QFontMetricsF(painter.font())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        bounds = metrics.boundingRect(QRectF(0, 0, WIDEST, 200), int(flags), text)
        area = QRectF(0, 0, bounds.width() + 18, bounds.height() + 12)
        area.moveTopLeft(self._wiring.at + QPointF(DISTANCE, DISTANCE))
        area.moveRight(min(area.right(), self.width() - 8.0))
        area.moveBottom(min(area.bottom(), self.height() - 8.0))
        painter.setPen(QPen(QColor(self._tint(self._wiring.hovered)), 1.4))
        painter.setBrush(QColor(colours.card))
        painter.drawRoundedRect(area, 7, 7)
        painter.setPen(QColor(colours.ink))
        painter.drawText(area.adjusted(9, 6, -9, -6), int(flags), text)

    def _tint(self, slot: Slot | None) -> str:
        colours = self._wiring.view.picture.colours
        if slot is None:
            return colours.accent
        return colours.error[0] if slot.reason else colours.edited

    def _on_screen(self, box: int) -> QRectF:
        camera, scene = self._wiring.view.camera, self._wiring.view.scene
        x, y, width, height = scene.layout.rects[box].tolist()
        left, top = camera.to_screen(x, y)
        return QRectF(left, top, width * camera.scale, height * camera.scale)

    def _dot(
        self, painter: QPainter, at: tuple[float, float], colour: str, *, filled: bool
    ) -> None:
        ground = self._wiring.view.picture.colours.card
        painter.setPen(QPen(QColor(ground if filled else colour), 1.6))
        painter.setBrush(QColor(colour if filled else ground))
        radius = RADIUS * min(1.0, self._wiring.view.camera.scale / WHOLE_SCALE)
        painter.drawEllipse(QPointF(*at), radius, radius)


def _tr(text: str) -> str:
    return QCoreApplication.translate("WireLayer", text)
