"""Drawing a wire from the output of one box to an input of another, or back."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from engine.choices import Slot, Source
from engine.recipe import Rewire, Several
from gui.graph.canvas.wire_layer import WireLayer
from gui.graph.scene.passing import entering, leaving
from gui.graph.scene.ports import Spot, nearest, output_port, ports_where
from gui.sentences import in_language

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

REACH = 11.0
"""How far from a port, in pixels of the screen, it can be taken hold of."""
MARGIN = 26.0
"""How near to a side of the view, in pixels, a held wire moves the graph."""
STEP = 14
"""So many pixels with every move of the mouse there."""
SMALLEST_SCALE = 0.35
"""Below this scale of the drawing ports are too small to be taken hold of."""


class Wiring(QObject):
    """Lets the user drag a wire by either end; who listens tells where the other fits.

    A closed module, or a row of them, acts where values leave and enter it. `started`
    carries the node whose value is dragged, `pulled` the `Slot` whose wire is,
    `dropped` an edit, `refused` a sentence. `aimed` carries the edit that a drop would
    be, or None.
    """

    started = Signal(str)
    pulled = Signal(object)
    dropped = Signal(object)
    refused = Signal(str)
    aimed = Signal(object)

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view = view
        self.source = ""
        self.slot: Slot | None = None
        self.slots: dict[str, list[Slot]] = {}
        self.sources: dict[str, Source] = {}
        self.hovered: Slot | None = None
        self.together: list[Slot] = []
        self.at = QPointF()
        self.is_known = False
        self._near = -1
        self._holds = False
        self._aimed: Rewire | Several | None = None
        self._entering: dict[int, list[list[Slot]]] = {}
        self._leaving: dict[int, tuple[str, ...]] = {}
        self._told = ""
        self.layer = WireLayer(self)
        view.installEventFilter(self)
        view.camera_changed.connect(self.layer.update)
        view.graph_changed.connect(self._on_graph)

    def show_targets(self, source: str, slots: Sequence[Slot]) -> None:
        """Light up the inputs that the dragged value fits."""
        if source != self.source:
            return
        found: dict[str, list[Slot]] = defaultdict(list)
        for slot in slots:
            found[slot.node].append(slot)
        self._know(dict(found))
        self.is_known = True
        self._aim()

    def show_sources(self, slot: Slot, sources: Sequence[Source]) -> None:
        """Light up the values that the input whose wire is dragged can read."""
        if slot == self.slot:
            self.sources = {each.name: each for each in sources}
            self.is_known = True
            self._aim()

    @property
    def is_dragging(self) -> bool:
        """Whether an end of a wire is held."""
        return bool(self.source) or self.slot is not None

    @property
    def told(self) -> str:
        """What was measured of the drop that is aimed at; empty until it is known."""
        return self._told

    def tell(self, edit: Rewire | Several, sentence: str) -> None:
        """Say what a drop would do to results, if it is still aimed at."""
        if edit == self._aimed:
            self._told = sentence
            self.layer.update()

    def refuse(self, edit: Rewire | Several, reason: str) -> None:
        """Mark an end of the wire that turned out not to fit."""
        if edit != self._aimed:
            return
        if self.slot is not None and isinstance(edit, Rewire):
            self.sources[edit.source] = Source(edit.source, reason)
        else:
            refused = {(slot.node, slot.name) for slot in self.together}
            self._know(
                {
                    node: [
                        replace(slot, reason=reason)
                        if (node, slot.name) in refused
                        else slot
                        for slot in slots
                    ]
                    for node, slots in self.slots.items()
                }
            )
        self._aim()

    def show_slots(self, node: str, slots: Sequence[Slot]) -> None:
        """Draw the inputs of the selected node while nothing is dragged."""
        if not self.is_dragging:
            self._know({node: list(slots)} if slots else {})
            self.layer.update()

    def _know(self, slots: dict[str, list[Slot]]) -> None:
        self.slots, self._entering = slots, {}

    def _on_graph(self) -> None:
        self._entering, self._leaving = {}, {}
        self.cancel()

    def cancel(self) -> None:
        """Let go of the wire; nothing changes."""
        if self.is_dragging:
            held = {self.slot.node: self.slots[self.slot.node]} if self.slot else {}
            self.source, self.slot, self.hovered = "", None, None
            self._know(held)
            self.sources, self.together = {}, []
            self.view.unsetCursor()
        self.is_known = False
        self._announce()
        self.layer.update()

    def _announce(self) -> None:
        """Tell what a drop would be now, where that has changed."""
        slot, aimed = self.hovered, None
        if self.is_dragging and slot is not None and slot.name and not slot.reason:
            aimed = self._edit(slot)
        if aimed != self._aimed:
            self._aimed, self._told = aimed, ""
            self.aimed.emit(aimed)

    def _edit(self, slot: Slot) -> Rewire | Several:
        """What a drop at an input does, and at those that read the same in its box."""
        source = self.source or slot.source
        edits = tuple(Rewire(e.node, e.name, source) for e in self.together or [slot])
        return Several(edits) if len(edits) > 1 else edits[0]

    def inlets(self, box: int) -> list[list[Slot]]:
        """The inputs of a box, those together that can be rewired only together."""
        if box not in self._entering:
            self._entering[box] = entering(self.view.scene.graph, box, self.slots)
        return self._entering[box]

    def values(self, box: int) -> tuple[str, ...]:
        """The nodes whose values leave a box."""
        if box not in self._leaving:
            self._leaving[box] = leaving(self.view.scene.graph, box)
        return self._leaving[box]

    def ports(self, box: int) -> tuple[Spot, ...]:
        """Where the inputs of a box are on the screen."""
        scene = self.view.scene
        layout, slots = scene.layout, [each[0] for each in self.inlets(box)]
        ends = [self._end(slot, box) for slot in slots]
        first = [None if end in ends[:place] else end for place, end in enumerate(ends)]
        spots = ports_where(tuple(layout.rects[box]), layout.direction, first)
        return tuple(self.view.camera.to_screen(*spot) for spot in spots)

    def _end(self, slot: Slot, box: int) -> Spot | None:
        """Where the edge to an input arrives in the drawing."""
        scene = self.view.scene
        source = scene.find(slot.source) if slot.source else -1
        return scene.end_between(source, box) if source >= 0 else None

    def outlet(self, box: int) -> Spot:
        """Where the value of a box leaves it on the screen."""
        layout = self.view.scene.layout
        spot = output_port(tuple(layout.rects[box]), layout.direction)
        return self.view.camera.to_screen(*spot)

    def outlets(self) -> list[int]:
        """The boxes whose output can be taken hold of now."""
        if self.view.camera.scale < SMALLEST_SCALE:
            return []
        picture = self.view.picture
        boxes = self.view.scene.graph.boxes
        wanted = dict.fromkeys((picture.selected, picture.hovered, self._near))
        return [box for box in wanted if 0 <= box < len(boxes) and self.values(box)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse while a wire is dragged; leave the rest to the view."""
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if self.is_dragging and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if is_press and event.key() == Qt.Key.Key_Escape:
                self.cancel()
            event.accept()
            return True
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.layer.setGeometry(self.view.rect())
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._press(event)
            case QEvent.Type.MouseMove:
                return self._move(event)
            case QEvent.Type.MouseButtonRelease if self.is_dragging:
                self._release()
                return True
        return self.is_dragging

    def _begin(self, box: int, slot: Slot | None) -> None:
        """Take hold of an input's wire, or of the one value that leaves a box."""
        if slot is None and len(self.values(box)) != 1:
            self.refused.emit(self._why_no_value(box))
            return
        self.view.setCursor(Qt.CursorShape.CrossCursor)
        if slot is not None:
            self.slot = slot
            self.pulled.emit(slot)
            return
        (self.source,) = self.values(box)
        self._know({})
        self.started.emit(self.source)

    def _why_no_value(self, box: int) -> str:
        sentence = self.tr("{} hands on {} values; open it to take hold of one.")
        return sentence.format(self._name(box), len(self.values(box)))

    def _name(self, box: int) -> str:
        shown = self.view.scene.graph.boxes[box]
        return shown.key if shown.kind == "node" else shown.title

    def _press(self, event: QMouseEvent) -> bool:
        if self.is_dragging:
            self.cancel()
            return True
        slot, box = self._inlet_at(event.position()), self._outlet_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or (box < 0 and slot is None):
            return False
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if not is_plain or self.view.panning.is_held:
            return False
        self.is_known, self.hovered, self.at = False, None, event.position()
        self.view.forget_pointer()
        self.view.setFocus(Qt.FocusReason.MouseFocusReason)
        self._begin(box, slot)
        self.layer.update()
        return True

    def _move(self, event: QMouseEvent) -> bool:
        self.at = event.position()
        if self.is_dragging:
            self._pan_at_the_edge()
            self._aim()
            return True
        near = self._outlet_at(self.at)
        holds = near >= 0 or self._inlet_at(self.at) is not None
        if near != self._near or holds != self._holds:
            self._near, self._holds = near, holds
            if holds:
                self.view.setCursor(Qt.CursorShape.CrossCursor)
            else:
                self.view.unsetCursor()
        self.layer.update()
        return False

    def _release(self) -> None:
        slot, edit = self.hovered, self._aimed
        self.cancel()
        if edit is not None:
            self.dropped.emit(edit)
        elif slot is not None and slot.reason:
            self.refused.emit(in_language(slot.reason))

    def _aim(self) -> None:
        """Find the input under the pointer, or the reason why there is none."""
        x, y = self.at.x(), self.at.y()
        scene, camera = self.view.scene, self.view.camera
        reach = REACH / camera.scale
        px, py = camera.to_drawing(x, y)
        near = scene.boxes_in((px - reach, py - reach, px + reach, py + reach))
        box = int(near[-1]) if len(near) else -1
        self.hovered = self._slot_of(box, (x, y)) if box >= 0 else None
        self._announce()
        self.layer.update()

    def _slot_of(self, box: int, at: Spot) -> Slot | None:
        """What a drop at a box would connect, or why it could not."""
        self.together = []
        if not self.is_known or self.is_held(box):
            return None
        if self.slot is not None:
            return self._source_at(box, self.slot)
        inlets = self.inlets(box)
        if not inlets:
            return Slot("", "", "", self._why_no_input(box))
        self.together = inlets[nearest(self.ports(box), at)]
        return self.together[0]

    def is_held(self, box: int) -> bool:
        """Whether the end that is not dragged is at a box."""
        held = self.source if self.slot is None else self.slot.node
        return self.view.scene.find(held) == box

    def _source_at(self, box: int, held: Slot) -> Slot:
        """The value of a box that the held input would read, or why it cannot."""
        values = self.values(box)
        if len(values) > 1:
            return Slot(held.node, held.name, "", self._why_no_value(box))
        found = self.sources.get(values[0]) if values else None
        missing = self.tr("{} yields no value that an input can read.")
        reason = found.reason if found else missing.format(self._name(box))
        return Slot(held.node, held.name, values[0] if values else "", reason)

    def _why_no_input(self, box: int) -> str:
        start = self.view.scene.graph.boxes[box].start
        if self.view.info().nodes[start].kind == "output":
            return self.tr(
                "What the network returns is chosen at a node, in its menu at Outputs."
            )
        return self.tr("{} reads no other node.").format(self._name(box))

    def _inlet_at(self, at: QPointF) -> Slot | None:
        """The input of the selected card that is there, where it is drawn."""
        box = self.view.picture.selected
        if box < 0 or not self.outlets():
            return None
        ports, spot = self.ports(box), (at.x(), at.y())
        number = nearest(ports, spot)
        if number < 0 or math.dist(ports[number], spot) > REACH:
            return None
        return self.inlets(box)[number][0]

    def _outlet_at(self, at: QPointF) -> int:
        """The box whose output is there; -1 for none."""
        spot = at.x(), at.y()
        near = (b for b in self.outlets() if math.dist(self.outlet(b), spot) <= REACH)
        return next(near, -1)

    def _pan_at_the_edge(self) -> None:
        """Move the graph while the wire is held against a side of the view."""
        spot, width, height = self.at.toPoint(), self.view.width(), self.view.height()
        move = QPoint(_push(spot.x(), width), _push(spot.y(), height))
        if not move.isNull():
            self.view.eye.pan(move.x(), move.y())


def _push(at: int, size: int) -> int:
    if at < MARGIN:
        return STEP
    return -STEP if at > size - MARGIN else 0
