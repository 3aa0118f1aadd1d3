"""The graph canvas: shows one graph, and tells what the user points at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from engine.info import GraphInfo, Severity
from gui.graph import model
from gui.graph.anchors import common_key, corner_of, is_edit, nearest_key
from gui.graph.camera import LEGIBLE_SCALE, Camera, beginning, fitting
from gui.graph.colours import ColourMode, GraphColours
from gui.graph.layout import Direction
from gui.graph.painter import GraphPainter, Picture
from gui.graph.pointer import Pointer
from gui.graph.scene import Marks, Scene, scene_of
from gui.graph.search import Hits, SearchIndex

ZOOM_STEP: Final = 1.25
KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
EMPTY = GraphInfo("", "", (), 0, 0)


class GraphView(QWidget):
    """One painted canvas; boxes are nodes or closed modules.

    `node_selected` carries a node's name and `module_selected` a module part's key;
    `breadcrumbs_changed` a tuple of (title, module path) from the root inwards.
    `inset` pixels at the top are left free when the graph is fitted.
    """

    node_selected = Signal(str)
    module_selected = Signal(str)
    node_activated = Signal(str)
    background_clicked = Signal()
    context_menu_requested = Signal(str, QPoint)
    breadcrumbs_changed = Signal(object)
    camera_changed = Signal()
    graph_changed = Signal()
    search_changed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Network graph"))
        self._camera = Camera()
        self._direction: Direction = "down"
        self.inset = 0
        self._fitted = True
        self._ringed = False
        self._selected = ""
        self._hits = Hits(SearchIndex(EMPTY))
        scene = scene_of(EMPTY)
        picture = Picture(scene, GraphColours.light())
        severity = scene.severities(picture.marks)
        self._painter = GraphPainter(picture, self.font(), severity)
        self._pointer = Pointer(self)
        self.set_theme(GraphColours.light())

    @property
    def scene(self) -> Scene:
        """The placed graph."""
        return self.picture.scene

    @property
    def picture(self) -> Picture:
        """What the canvas shows, besides the camera."""
        return self._painter.picture

    @property
    def camera(self) -> Camera:
        """Where the canvas looks."""
        return self._camera

    def info(self) -> GraphInfo:
        """The graph shown; an empty one after `clear`."""
        return self.scene.graph.info

    def show_graph(self, info: GraphInfo) -> None:
        """Show a graph; an edit of the one shown keeps camera, selection and folds."""
        old = self.info()
        if not is_edit(old, info):
            self._selected, self._fitted = "", True
            self._show(scene_of(info, direction=self._direction))
            self._fit_legibly()
            return
        graph = model.redraw(self.scene.graph, info)
        anchor = self._anchor(graph)
        scene = scene_of(info, graph, self._direction)
        before = self._corner(self.scene, anchor)
        if anchor and before is not None:
            self._keep(scene, anchor, before)
        self._show(scene)

    def clear(self) -> None:
        """Show nothing."""
        self._selected = ""
        self.set_marks({})
        self._show(scene_of(EMPTY))

    def set_marks(self, marks: Mapping[str, Severity]) -> None:
        """Badge nodes by their worst problem."""
        self._change_marks(replace(self.picture.marks, severities=dict(marks)))

    def set_notes(self, notes: Mapping[str, str]) -> None:
        """Give nodes a sentence for the card and the hover card."""
        self._change_marks(replace(self.picture.marks, notes=dict(notes)))

    def set_int32(self, names: Collection[str]) -> None:
        """Mark nodes that can give int32 outputs."""
        self._change_marks(replace(self.picture.marks, int32=frozenset(names)))

    def set_edited(self, names: Collection[str]) -> None:
        """Mark nodes the user's edits made or changed."""
        self._change_marks(replace(self.picture.marks, edited=frozenset(names)))

    def set_precisions(self, precisions: Mapping[str, str]) -> None:
        """Write a precision on nodes."""
        self._change_marks(replace(self.picture.marks, precisions=dict(precisions)))

    def set_colour_mode(self, mode: ColourMode) -> None:
        """Colour boxes by op family, by worst problem, or by cost."""
        self._change(replace(self.picture, mode=mode))

    def set_theme(self, colours: GraphColours) -> None:
        """Take over colours."""
        self._pointer.card.set_colours(colours)
        self._change(replace(self.picture, colours=colours))

    def set_direction(self, direction: Direction) -> None:
        """Let the graph flow downwards or to the right."""
        if direction == self._direction:
            return
        self._direction = direction
        self._show(scene_of(self.info(), self.scene.graph, direction))
        self._fit_legibly()

    def selected(self) -> str | None:
        """The selected node."""
        return self._selected if self._selected in self.scene.graph.position else None

    def select(self, name: str | None, centre: bool = True) -> None:
        """Select a node or closed module, opening the modules around a node."""
        if name is None:
            self._select_key("")
            return
        if name in self.scene.graph.position:
            graph = model.reveal(self.scene.graph, name)
            if graph is not self.scene.graph:
                self._show(scene_of(self.info(), graph, self._direction))
        if self.scene.graph.number_of(name) < 0:
            return
        self._select_key(name)
        if centre:
            self.centre_on(name)

    def show_module(self, path: str) -> None:
        """Bring a module to the middle, open or closed."""
        graph, key = model.uncover(self.scene.graph, path)
        if graph is not self.scene.graph:
            self._show(scene_of(self.info(), graph, self._direction))
        frame = graph.frame_of(key)
        if frame < 0:
            self.centre_on(key)
            return
        x, y, width, height = self.scene.layout.groups[frame].tolist()
        bounds = x - 20, y - 80, x + width + 20, y + height + 20
        first = x + width / 2, y
        self.set_camera(beginning(bounds, first, self.width(), self.height()))

    def select_box(self, box: int) -> None:
        """Select what a box shows."""
        self._select_key(self.scene.graph.boxes[box].key)
        self.ensure_visible(box)

    def _select_key(self, key: str) -> None:
        changed = key != self._selected
        self._selected = key
        box = self.scene.graph.number_of(key)
        self._change(replace(self.picture, selected=box))
        if not changed:
            return
        self.breadcrumbs_changed.emit(self.breadcrumbs())
        if box < 0:
            self.background_clicked.emit()
            return
        shown = self.scene.graph.boxes[box]
        self.setAccessibleDescription(f"{shown.title} {shown.line}")
        signal = self.node_selected if shown.kind == "node" else self.module_selected
        signal.emit(key)

    def breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        """Titles and module paths from the whole graph to the selected box."""
        root = self.info().name, ""
        box = self.picture.selected
        return (root, *(self.scene.graph.modules_around(box) if box >= 0 else ()))

    def search(self, text: str) -> list[str]:
        """Highlight the nodes that match, and return their names in order."""
        self._hits = self._hits.searching(text)
        self._change(replace(self.picture, hits=self._hit_boxes(self.scene)))
        self.search_changed.emit(0, len(self._hits.names))
        return list(self._hits.names)

    def next_hit(self, step: int = 1) -> str | None:
        """Select the next match, or the one before with a step of -1."""
        self._hits = self._hits.stepped(step)
        if self._hits.current is None:
            return None
        self.select(self._hits.current)
        self.search_changed.emit(self._hits.place + 1, len(self._hits.names))
        return self._hits.current

    def _hit_boxes(self, scene: Scene) -> frozenset[int]:
        return scene.having(frozenset(self._hits.names))

    def expand(self, path: str) -> None:
        """Open a module in place; the corner of its box stays where it is."""
        self._refold(model.expand(self.scene.graph, path), path)

    def collapse(self, path: str) -> None:
        """Close a module in place."""
        self._refold(model.collapse(self.scene.graph, path), path)

    def expand_all(self) -> None:
        """Open all modules."""
        self._refold(model.expand_all(self.scene.graph), "")

    def collapse_all(self) -> None:
        """Close all modules and show the whole graph."""
        self._refold(model.collapse_all(self.scene.graph), "")
        self.fit()

    def _refold(self, graph: model.DrawnGraph, anchor: str) -> None:
        scene = scene_of(self.info(), graph, self._direction)
        anchor = anchor or self._anchor(graph)
        before = self._corner(self.scene, anchor)
        if before is not None:
            self._keep(scene, anchor, before)
        if self._selected and graph.number_of(self._selected) < 0:
            self._selected = nearest_key(graph, self.scene.graph, self._selected)
        self._show(scene)

    def _keep(self, scene: Scene, key: str, before: tuple[float, float]) -> None:
        """Move the camera so that a box or frame keeps its corner on the screen."""
        after = corner_of(scene, key)
        if after is not None:
            self._camera = self._camera.showing(after, *before)

    def _corner(self, scene: Scene, key: str) -> tuple[float, float] | None:
        corner = corner_of(scene, key)
        return None if corner is None else self._camera.to_screen(*corner)

    def _anchor(self, graph: model.DrawnGraph) -> str:
        """What both graphs draw and should not move on the screen."""
        middle = self._camera.to_drawing(self.width() / 2, self.height() / 2)
        return common_key(self.scene, graph, self._selected, middle)

    def set_camera(self, camera: Camera) -> None:
        """Look elsewhere."""
        self._camera = camera
        self._fitted = False
        self.camera_changed.emit()
        self.update()

    def fit(self) -> None:
        """Show the whole graph."""
        bounds = self.scene.layout.bounds
        camera = fitting(bounds, self.width(), self.height() - self.inset)
        self.set_camera(camera.moved(0, self.inset))

    def _fit_legibly(self) -> None:
        layout = self.scene.layout
        if len(layout.rects):
            x, y, width, height = layout.rects[0].tolist()
            first = x + width / 2, y + height / 2
            size = self.width(), self.height() - self.inset
            camera = beginning(layout.bounds, first, *size)
            self.set_camera(camera.moved(0, self.inset))
        self._fitted = True

    def zoom_in(self) -> None:
        """Enlarge about the centre."""
        self.zoom(ZOOM_STEP, self.width() / 2, self.height() / 2)

    def zoom_out(self) -> None:
        """Shrink about the centre."""
        self.zoom(1 / ZOOM_STEP, self.width() / 2, self.height() / 2)

    def zoom(self, factor: float, x: float, y: float) -> None:
        """Enlarge about a point of the widget."""
        whole = fitting(self.scene.layout.bounds, self.width(), self.height()).scale
        smallest = min(0.1, whole / 2)
        self.set_camera(self._camera.zoomed(factor, x, y, smallest))

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by pixels."""
        self.set_camera(self._camera.moved(dx, dy))

    def centre_on(self, key: str) -> None:
        """Bring a box to the middle, large enough to read."""
        box = self.scene.graph.number_of(key)
        if box < 0:
            return
        x, y, width, height = self.scene.layout.rects[box].tolist()
        scale = max(self._camera.scale, LEGIBLE_SCALE + 0.2)
        camera = replace(self._camera, scale=scale)
        middle = self.width() / 2, self.height() / 2
        self.set_camera(camera.showing((x + width / 2, y + height / 2), *middle))

    def ensure_visible(self, box: int) -> None:
        """Move as little as needed to have a box on the screen."""
        x, y, w, h = self.scene.layout.rects[box].tolist()
        camera = self._camera.revealing(x, y, w, h, self.width(), self.height())
        if camera != self._camera:
            self.set_camera(camera)

    def to_image(self, size: QSize) -> QImage:
        """The whole graph as a picture of this size."""
        image = QImage(size, QImage.Format.Format_RGB32)
        camera = fitting(self.scene.layout.bounds, size.width(), size.height())
        painter = QPainter(image)
        self._painter.paint(painter, camera, size.width(), size.height())
        painter.end()
        return image

    def set_hovered(self, box: int) -> None:
        """Emphasise the box under the pointer."""
        if box != self.picture.hovered:
            self._change(replace(self.picture, hovered=box))

    def _change_marks(self, marks: Marks) -> None:
        self._change(replace(self.picture, marks=marks))
        self.graph_changed.emit()

    def _change(self, picture: Picture) -> None:
        self._painter = self._painter.with_picture(picture)
        self.update()

    def _show(self, scene: Scene) -> None:
        selected = scene.graph.number_of(self._selected)
        self._hits = self._hits.over(scene.graph.info)
        hits = self._hit_boxes(scene)
        self._pointer.forget()
        self._change(
            replace(self.picture, scene=scene, selected=selected, hovered=-1, hits=hits)
        )
        if selected < 0:
            self._selected = ""
        self.breadcrumbs_changed.emit(self.breadcrumbs())
        self.graph_changed.emit()
        self.camera_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the camera sees."""
        painter = QPainter(self)
        self._painter.paint(painter, self._camera, self.width(), self.height())
        if self._ringed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.picture.colours.accent), 2))
            painter.drawRect(QRectF(1, 1, self.width() - 2, self.height() - 2))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the graph fitted until the user has moved it."""
        if self._fitted:
            self._fit_legibly()
        self.camera_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring to whoever came by keyboard."""
        self._ringed = event.reason() in KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus ring away."""
        self._ringed = False
        self._pointer.forget()
        self.update()
