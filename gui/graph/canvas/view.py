"""The graph canvas: shows one graph, and tells what the user points at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from engine.info import GraphInfo
from gui.graph.canvas.arrangement import Arrangement, Wish
from gui.graph.canvas.colouring import Colouring
from gui.graph.canvas.export import image_of
from gui.graph.canvas.finding import Finding
from gui.graph.canvas.focus_ring import FocusRing
from gui.graph.canvas.folding import Folding
from gui.graph.canvas.keys import Keys
from gui.graph.canvas.narrator import Narrator
from gui.graph.canvas.placing import AT_ONCE
from gui.graph.canvas.pointer import Pointer
from gui.graph.canvas.remains import Remains
from gui.graph.canvas.selection import Selection
from gui.graph.canvas.space_pan import SpacePan
from gui.graph.canvas.travel import Travel
from gui.graph.canvas.viewpoint import Viewpoint
from gui.graph.layout.layout import Direction
from gui.graph.layout.wrapping import Flow
from gui.graph.painting.painter import GraphPainter
from gui.graph.painting.picture import Picture
from gui.graph.painting.pointed import paint_pointed
from gui.graph.scene import model
from gui.graph.scene.anchors import is_edit
from gui.graph.scene.camera import Camera
from gui.graph.scene.colours import ColourMode, GraphColours
from gui.graph.scene.depth import draw_fitting
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.heat import Heat
from gui.graph.scene.lenses import NO_SEARCH, Lens, SearchLens, Way
from gui.graph.scene.scene import Marks, Scene, scene_of

EMPTY = GraphInfo("", "", (), 0, 0)


class GraphView(QWidget):
    """One painted canvas; boxes are nodes or closed modules.

    `node_selected` carries a node's name and `module_selected` a module part's key;
    `breadcrumbs_changed` a tuple of (title, module path) from the root inwards. `told`
    is a sentence about what a key did, where nothing else shows it.
    """

    node_selected = Signal(str)
    module_selected = Signal(str)
    node_activated = Signal(str)
    background_clicked = Signal()
    context_menu_requested = Signal(str, QPoint)
    breadcrumbs_changed = Signal(object)
    camera_changed = Signal()
    graph_changed = Signal()
    mode_changed = Signal()
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Network graph"))
        self.direction: Direction = "down"
        self.wraps = False
        self._selected, self._info = "", EMPTY
        self._expected: tuple[GraphInfo, Marks] = EMPTY, Marks()
        picture = Picture(scene_of(EMPTY), GraphColours.light())
        self._painter = GraphPainter(picture, self.font())
        self.pointer = Pointer(self)
        self.narrator = Narrator(self)
        self._keys = Keys(self, self.pointer)
        self.panning = SpacePan(self)
        self.eye: Viewpoint = Viewpoint(self)
        self.eye.changed.connect(self._on_moved)
        self.arrangement = Arrangement(self)
        self.folding: Folding = Folding(self)
        self.travel: Travel = Travel(self)
        self.remains = Remains(self)
        self.finding = Finding(self)
        self.chosen: Selection = Selection(self)
        self.chosen.changed.connect(self._on_chosen)
        self._telling = False
        self.lenses: frozenset[Lens] = frozenset()
        self.kept = NO_SEARCH
        self.colouring = Colouring(self)
        self.set_theme(GraphColours.light())
        self._ring = FocusRing(self)

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
        return self.eye.camera

    @property
    def flow(self) -> Flow:
        """How drawings are placed from now on."""
        return Flow(self.direction, self.eye.room() if self.wraps else None)

    def info(self) -> GraphInfo:
        """The graph shown; an empty one after `clear`."""
        return self._info

    @property
    def selection(self) -> str:
        """The key of the selected box, empty for none."""
        return self._selected

    def show_graph(
        self, info: GraphInfo, opened: Collection[str] | None = None
    ) -> None:
        """Show a graph; an edit of the one drawn keeps camera, selection and folds.

        A big one appears in part at first, and whole as soon as it is placed. Another
        network opens these modules, or as many as fit legibly.
        """
        self._info = info
        graph = self.scene.graph
        if is_edit(graph.info, info):
            kept = self._keep(self.finding.kept_in(info))
            drawn, earlier = self.arrangement.drawn, self.arrangement.earlier
            wish = Wish(
                lambda: model.redraw(drawn(), info, kept, earlier), is_edited=True
            )
            self.arrangement.place(wish, len(info.nodes))
            return
        self._selected = ""
        self.travel.forget()
        self.chosen.clear()
        if len(info.nodes) > AT_ONCE:
            self.show_scene(scene_of(EMPTY), "")
        self._keep(self.finding.let_go())
        room, flow, lenses = self.eye.room(), self.flow, self.lenses

        def draw() -> DrawnGraph:
            if opened is None:
                return draw_fitting(info, room, flow, lenses)
            return model.draw(info, opened, lenses)

        self.arrangement.place(Wish(draw, is_fresh=True), len(info.nodes))

    def clear(self) -> None:
        """Show nothing."""
        self.arrangement.cancel()
        self._info = EMPTY
        self.show_marks(Marks())
        self.show_scene(scene_of(EMPTY), "")

    def show_marks(self, marks: Marks) -> None:
        """Take over what the target and the user say about nodes."""
        self.expect_marks(marks)
        if marks is not self.picture.marks:
            self._change(replace(self.picture, marks=marks))
            self.graph_changed.emit()

    def expect_marks(self, marks: Marks) -> None:
        """Have the graph appear with these marks where it is still on its way."""
        self._expected = (self._info, marks)

    def set_colour_mode(self, mode: ColourMode) -> None:
        """Colour boxes by op family, by worst problem, or by a number."""
        self.colouring.show_mode(mode)

    def set_heat(self, title: str, values: Mapping[str, float], unit: str = "") -> None:
        """Colour nodes by any number; without any, no longer."""
        self.colouring.show(Heat(title, dict(values), unit) if values else None)

    def show_as(self, picture: Picture) -> None:
        """Show the same scene in another way."""
        self._change(picture)

    def set_theme(self, colours: GraphColours) -> None:
        """Take over colours."""
        self.pointer.card.set_colours(colours)
        self._change(replace(self.picture, colours=colours))

    def set_lenses(self, lenses: Collection[Lens]) -> None:
        """Draw some nodes inside others; the graph itself stays what it is."""
        chosen, kept = frozenset(lenses), self.kept
        self.lenses = chosen
        self.folding.refold(lambda graph: model.see_through(graph, chosen, kept))

    def set_search_lens(self, names: Collection[str], way: Way) -> None:
        """Colour, hide or fold some nodes until told otherwise; none ends it."""
        before = self.kept
        self._keep(SearchLens(frozenset(names), way))
        if before.way != "colour" or way != "colour":
            self.set_lenses(self.lenses)

    def _keep(self, kept: SearchLens) -> SearchLens:
        self.kept = kept
        if kept.coloured != self.picture.kept:
            self._change(replace(self.picture, kept=kept.coloured))
        return kept

    def set_direction(self, direction: Direction) -> None:
        """Let the graph flow downwards or to the right."""
        if direction != self.direction:
            self.direction = direction
            self._place_again()

    def set_wrapping(self, wraps: bool) -> None:
        """Let a graph that is long go on in columns, as lines do on a page, or not."""
        if wraps != self.wraps:
            self.wraps = wraps
            self._place_again()

    def _place_again(self) -> None:
        self.travel.leave()
        self.folding.refold(lambda graph: graph, is_anew=True)
        self.arrangement.afterwards(self.eye.look_again)

    def selected(self) -> str | None:
        """The selected node."""
        return self._selected if self._selected in self.scene.graph.position else None

    def select(self, name: str | None, centre: bool = True) -> None:
        """Select a node or closed module, opening the modules around a node."""
        if name is None:
            self.remains.forget()
            self.chosen.clear()
            self.select_key("")
            return
        if centre and not self._telling:
            self.travel.leave()
        if not self.folding.uncover(name, lambda: self.select(name, centre)):
            return
        if name not in self.chosen.keys:
            self.chosen.clear()
        self.select_key(name)
        if centre and not self._telling and self.picture.selected >= 0:
            self.eye.centre_on(self.picture.selected)

    def select_box(self, box: int) -> None:
        """Select what a box shows, and it alone."""
        self.travel.leave()
        self.chosen.clear()
        self.select_key(self.scene.graph.boxes[box].key)
        self.eye.ensure_visible(box)

    def select_frame(self, frame: int) -> None:
        """Select an open module, and it alone."""
        self.travel.leave()
        self.chosen.clear()
        self.select_key(self.scene.graph.frames[frame].key)

    def title_at(self, x: float, y: float) -> int:
        """The open module whose title is at a point of the widget, -1 for none."""
        return self._painter.title_at(self.camera, x, y)

    def select_key(self, key: str) -> None:
        """Select the box or the open module with a key, or nothing."""
        changed = key != self._selected
        self._selected = key
        box, frame = self.scene.graph.place_of(key)
        self._change(replace(self.picture, selected=box, frame=frame))
        if not changed:
            return
        self.breadcrumbs_changed.emit(self.breadcrumbs())
        self.tell()

    def tell(self) -> None:
        """Tell everyone what is selected; their answers move nothing."""
        self._telling = True
        self._tell(self.picture.selected)
        self._telling = False

    def _tell(self, box: int) -> None:
        boxes = self.scene.graph.boxes
        is_open = self.picture.frame >= 0
        if is_open or (box >= 0 and boxes[box].kind == "module"):
            self.module_selected.emit(self._selected)
        elif self.selected() is not None:
            self.node_selected.emit(self._selected)
        else:
            self.background_clicked.emit()

    def _on_chosen(self) -> None:
        chosen, traced = self.chosen.boxes(self.scene)
        self._change(replace(self.picture, chosen=chosen, traced=traced))
        self.narrator.tell()

    def breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        """Titles and module paths from the whole graph to the selected box."""
        root = self.info().name, ""
        box, graph = self.picture.selected, self.scene.graph
        if box < 0:
            return (root, *graph.path_of_frame(self.picture.frame))
        return (root, *graph.modules_around(box))

    def search(self, text: str) -> list[str]:
        """Highlight the nodes that match, and return their names in order."""
        return self.finding.search(text)

    def fit(self) -> None:
        """Show the whole graph."""
        self.travel.leave()
        self.eye.fit()

    def to_image(self, size: QSize) -> QImage:
        """The whole graph as a picture of this size."""
        return image_of(self, size)

    def paint_with(
        self, painter: QPainter, camera: Camera, width: float, height: float
    ) -> None:
        """Paint what a camera sees onto any surface of this size."""
        self._painter.paint(painter, camera, width, height)

    def set_hovered(self, box: int) -> None:
        """Emphasise the box under the pointer."""
        before, picture = self.picture.hovered, replace(self.picture, hovered=box)
        if box != before:
            self._painter = self._painter.with_picture(picture)
            self.eye.repaint({before, box} - {-1})

    def _change(self, picture: Picture) -> None:
        self._painter = self._painter.with_picture(picture)
        self.update()

    def show_scene(self, scene: Scene, selected: str) -> None:
        """Exchange what is drawn, with the box of this key selected if there is one."""
        (box, frame), (info, marks) = scene.graph.place_of(selected), self._expected
        is_there = max(box, frame) >= 0 or selected in scene.graph.position
        self._selected = selected if is_there else ""
        hits = self.finding.over(scene)
        chosen, traced = self.chosen.boxes(scene)
        self.pointer.forget()
        self._change(
            replace(
                self.picture,
                scene=scene,
                marks=marks if scene.graph.info is info else self.picture.marks,
                selected=box,
                frame=frame,
                hovered=-1,
                hits=hits,
                chosen=chosen,
                traced=traced,
            )
        )
        self.breadcrumbs_changed.emit(self.breadcrumbs())
        self.graph_changed.emit()
        self.camera_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the camera sees."""
        painter = QPainter(self)
        self._painter.paint_moving(painter, self.camera, self.width(), self.height())
        paint_pointed(painter, self._painter.edges, self.camera, self.pointer.edges)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Write in the system's font, in its size, when it changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._painter = self._painter.with_font(self.font())
            self.pointer.card.set_colours(self.picture.colours)
            self.eye.take_over_font()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the graph fitted, or in its place on the screen."""
        self.eye.stay()

    def _on_moved(self) -> None:
        self.pointer.forget()
        self.camera_changed.emit()
        self.update()

    def forget_pointer(self) -> None:
        """Put the hover card away."""
        self.pointer.forget()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the hover card away."""
        self.pointer.forget()
