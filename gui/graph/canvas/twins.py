"""Two canvases side by side that look at the same place and select the same node."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from gui.graph.canvas.view import GraphView
from gui.graph.scene.anchors import corner_of
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.model import opened_alike
from gui.graph.scene.scene import Marks

NEAREST = 60
ALT = Qt.KeyboardModifier.AltModifier


class Twins(QWidget):
    """The earlier state at the left, the later at the right.

    `node_selected` carries a name of the state it was selected in, and whether that is
    the later one.
    """

    node_selected = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before, self.after = GraphView(), GraphView()
        self.before.setAccessibleName(self.tr("Network graph before"))
        self.after.setAccessibleName(self.tr("Network graph after"))
        self.titles = QLabel(), QLabel()
        self._forth: Mapping[str, str] = {}
        self._back: Mapping[str, str] = {}
        self._is_telling = False
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for title, view in zip(self.titles, (self.before, self.after), strict=True):
            splitter.addWidget(_titled(title, view))
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([1, 1])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self._link(self.before, self.after, lambda: self._forth)
        self._link(self.after, self.before, lambda: self._back)

    def show_titles(self, titles: tuple[str, str]) -> None:
        """Name both; the canvases begin at one height, whatever the letters."""
        for label, title in zip(self.titles, titles, strict=True):
            label.setText(title)
            label.setToolTip(title)
        height = max(label.sizeHint().height() for label in self.titles)
        for label in self.titles:
            label.setFixedHeight(height)

    def show_counterparts(self, counterparts: Mapping[str, str]) -> None:
        """Take over which node at the right belongs to each at the left."""
        self._forth = counterparts = dict(counterparts)
        self._back = {after: before for before, after in reversed(counterparts.items())}

    def show_marks(self, before: Marks, after: Marks) -> None:
        """Mark both canvases."""
        self.before.show_marks(before)
        self.after.show_marks(after)

    def set_theme(self, colours: GraphColours) -> None:
        """Take over colours."""
        self.before.set_theme(colours)
        self.after.set_theme(colours)

    def select(self, name: str, *, is_later: bool) -> None:
        """Bring a node to the middle of its canvas; the other follows."""
        _go(self.after if is_later else self.before, name)

    def look_at(self, before: str, after: str) -> None:
        """Have a node of each in view, as soon as both are placed."""

        def look() -> None:
            have_in_view(self.after, after)
            follow(self.after, self.before, self._back)
            have_in_view(self.before, before)

        one, other = self.before.arrangement, self.after.arrangement
        one.afterwards(lambda: other.afterwards(lambda: self._once(look)))

    def _link(
        self, view: GraphView, other: GraphView, pairs: Callable[[], Mapping[str, str]]
    ) -> None:
        is_later = view is self.after

        def look() -> None:
            self._once(lambda: follow(view, other, pairs()))

        def select(name: str) -> None:
            self.node_selected.emit(name, is_later)
            self._once(lambda: other.select(pairs().get(name), centre=False))

        def select_module(key: str = "") -> None:
            self._once(lambda: other.chosen.clear())
            self._once(lambda: other.select_key(key))

        def fold() -> None:
            if not self._is_telling:
                view.arrangement.afterwards(
                    lambda: other.arrangement.afterwards(open_alike)
                )

        def open_alike() -> None:
            graph, like = other.scene.graph, view.scene.graph
            folded = opened_alike(graph, like)
            if folded is not graph:
                self._once(lambda: other.folding.refold(lambda _: folded))

        view.camera_changed.connect(look)
        view.node_selected.connect(select)
        view.module_selected.connect(select_module)
        view.background_clicked.connect(select_module)
        view.graph_changed.connect(fold)
        clicks = CounterpartClick(view)
        clicks.clicked.connect(lambda key: _go(other, counterpart(view, key, pairs())))

    def _once(self, do: Callable[[], None]) -> None:
        """Do something to the other canvas without it answering."""
        if not self._is_telling:
            self._is_telling = True
            try:
                do()
            finally:
                self._is_telling = False


class CounterpartClick(QObject):
    """Alt and a click on a box ask for the same node elsewhere."""

    clicked = Signal(str)

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the canvas from moving on Alt, and tell the box on release."""
        mouse = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)
        if event.type() not in mouse or not isinstance(event, QMouseEvent):
            return False
        if event.button() != Qt.MouseButton.LeftButton or not event.modifiers() & ALT:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            at, scene = event.position(), self._view.scene
            box = scene.box_at(*self._view.camera.to_drawing(at.x(), at.y()))
            if box >= 0:
                self.clicked.emit(scene.graph.boxes[box].key)
        return True


def have_in_view(view: GraphView, name: str) -> None:
    """Bring a node to the middle of a view where it is not in sight."""
    box = view.scene.find(name)
    seen = view.camera.seen(view.width(), view.height())
    if box >= 0 and box not in view.scene.boxes_in(seen):
        view.eye.centre_on(box)


def follow(view: GraphView, other: GraphView, pairs: Mapping[str, str]) -> None:
    """Let `other` show, at the same spot and scale, what `view` has in its middle."""
    pair = _nearest_pair(view, other, pairs)
    if pair is None:
        return
    here = corner_of(view.scene, pair[0])
    there = corner_of(other.scene, pair[1])
    if here is None or there is None:
        return
    camera = view.camera
    other.eye.look(camera.showing(there, *camera.to_screen(*here)))


def counterpart(view: GraphView, key: str, pairs: Mapping[str, str]) -> str:
    """What belongs to a box of a view; a module's has the same key, if there is one."""
    return pairs.get(key, "" if key in view.scene.graph.position else key)


def _nearest_pair(
    view: GraphView, other: GraphView, pairs: Mapping[str, str]
) -> tuple[str, str] | None:
    scene, graph = view.scene, other.scene.graph
    if not scene.graph.boxes or not graph.boxes:
        return None
    selected = view.selection
    x, y = view.eye.middle()
    rects = scene.layout.rects
    distance = abs(rects[:, 0] + rects[:, 2] / 2 - x)
    distance += abs(rects[:, 1] + rects[:, 3] / 2 - y)
    nearest = [scene.graph.boxes[box].key for box in distance.argsort()[:NEAREST]]
    for key in (selected, *nearest) if selected else nearest:
        pair = counterpart(view, key, pairs)
        if pair and graph.number_of(pair) >= 0:
            return key, pair
    return None


def _go(view: GraphView, key: str) -> None:
    """Bring a node or a module to the middle, and select what is one box."""
    if not key:
        return
    view.setFocus()
    if key in view.info().by_name:
        view.select(key)
    else:
        view.folding.show_module(key, is_selected=True)


def _titled(title: QLabel, view: GraphView) -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    title.setContentsMargins(14, 5, 14, 5)
    title.setMinimumWidth(40)
    column.addWidget(title)
    column.addWidget(view, 1)
    return widget
