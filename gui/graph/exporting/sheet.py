"""What is exported of a graph: a part of a drawing, and how it is painted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from PySide6.QtGui import QColor, QFont, QPainter

from engine.info import GraphInfo
from gui.graph.layout.wrapping import PLAIN, Flow
from gui.graph.painting.edges import SMOOTH
from gui.graph.painting.painter import GraphPainter
from gui.graph.painting.picture import Picture
from gui.graph.scene.camera import Bounds, Camera
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.depth import draw_fitting
from gui.graph.scene.flow import FREE
from gui.graph.scene.model import draw, expand_all, expand_to_depth
from gui.graph.scene.scene import NO_BOXES, Marks, Scene, scene_of

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

Region = Literal["view", "selection", "whole", "opened"]
REGIONS: tuple[Region, ...] = get_args(Region)
"""What the screen shows, what is selected, all as drawn, all with modules open."""
PAGE = 1200.0, 800.0
"""The screen on which a drawing made without one is to be legible as a whole."""
AROUND = 40.0
LIGHT = 0.5


@dataclass(frozen=True, eq=False)
class Sheet:
    """A painter and the part of its drawing to be exported, in drawing units."""

    painter: GraphPainter
    bounds: Bounds

    @property
    def name(self) -> str:
        """What the network is called."""
        return self.painter.picture.scene.graph.info.name

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in drawing units, never below one."""
        left, top, right, bottom = self.bounds
        return max(right - left, 1.0), max(bottom - top, 1.0)

    def paint(self, painter: QPainter, scale: float, at: Bounds | None = None) -> None:
        """Paint it in a scale onto a surface as large as it, or only one part of that.

        `at` is left, top, right and bottom of the part in scaled units. What is larger
        than a screen shows it is enlarged as a whole, so that names grow with boxes.
        """
        width, height = self.size
        left, top, right, bottom = at or (0.0, 0.0, width * scale, height * scale)
        x, y = -self.bounds[0] * scale - left, -self.bounds[1] * scale - top
        larger = max(scale, 1.0)
        camera = Camera(x / larger, y / larger, scale / larger)
        across, down = (right - left) / larger, (bottom - top) / larger
        painter.save()
        painter.scale(larger, larger)
        self.painter.paint(painter, camera, across, down, SMOOTH)
        painter.restore()

    def shows(self, scale: float, at: Bounds) -> bool:
        """Whether a box, an edge, a label or the side of a frame is in a part of it.

        `at` is as in `paint`.
        """
        x, y = self.bounds[:2]
        left, top, right, bottom = (each / scale for each in at)
        seen = x + left, y + top, x + right, y + bottom
        scene = self.painter.picture.scene
        near = seen[0] - FREE, seen[1] - FREE, seen[2] + FREE, seen[3] + FREE
        if len(scene.boxes_in(near)) or len(scene.segments_in(seen)):
            return True
        sides = scene.layout.groups[scene.frames_in(seen)]
        starts, ends = sides[:, :2], sides[:, :2] + sides[:, 2:]
        around = (starts < seen[:2]).all(axis=1) & (ends > seen[2:]).all(axis=1)
        return not around.all()

    def on_paper(self) -> Sheet:
        """The same on white where the ground is light; a dark one stays as it is."""
        colours = self.painter.picture.colours
        if QColor(colours.background).lightnessF() < LIGHT:
            return self
        return self._with_colours(replace(colours, background="#ffffff"))

    def with_scene(self, scene: Scene) -> Sheet:
        """All of another scene in the same colours; nothing is selected in it."""
        picture = replace(
            self.painter.picture,
            scene=scene,
            hits=NO_BOXES,
            selected=-1,
            chosen=frozenset(),
            traced=frozenset(),
        )
        return Sheet(GraphPainter(picture, self.painter.font), scene.layout.bounds)

    def without_ground(self) -> Sheet:
        """The same with nothing painted behind boxes and edges."""
        colours = self.painter.picture.colours
        return self._with_colours(
            replace(colours, background=f"#00{colours.background[1:]}")
        )

    def _with_colours(self, colours: GraphColours) -> Sheet:
        picture = replace(self.painter.picture, colours=colours)
        return Sheet(GraphPainter(picture, self.painter.font), self.bounds)


def sheet_of_view(
    view: GraphView, region: Region, colours: GraphColours | None = None
) -> Sheet:
    """A part of what a view shows, without selection and hover unless it is the view.

    A selection that is empty is the whole drawing.
    """
    picture = replace(view.picture, colours=colours or view.picture.colours, hovered=-1)
    bounds = region_bounds(view, region)
    if region != "view":
        nothing: frozenset[int] = frozenset()
        picture = replace(
            picture, selected=-1, frame=-1, chosen=nothing, traced=nothing
        )
    return Sheet(GraphPainter(picture, view.font()), bounds)


def region_bounds(view: GraphView, region: Region) -> Bounds:
    """The part of the drawing that a word names."""
    if region == "view":
        return view.camera.seen(view.width(), view.height())
    boxes = view.chosen.shown()
    if region in ("whole", "opened") or not boxes:
        return view.scene.layout.bounds
    rects = view.scene.layout.rects[boxes]
    low = rects[:, :2].min(axis=0) - AROUND
    high = (rects[:, :2] + rects[:, 2:]).max(axis=0) + AROUND
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def scene_for(
    info: GraphInfo,
    *,
    whole: bool,
    depth: int | None,
    flow: Flow = PLAIN,
) -> Scene:
    """Place a graph with everything open, or to a depth, or as deep as is legible."""
    if whole or depth is not None:
        graph = draw(info, ())
        graph = expand_all(graph) if depth is None else expand_to_depth(graph, depth)
    else:
        graph = draw_fitting(info, PAGE, flow)
    return scene_of(info, graph, flow)


def sheet_of_scene(scene: Scene, marks: Marks, colours: GraphColours) -> Sheet:
    """All of a placed graph, with what is marked on it."""
    picture = Picture(scene, colours, marks=marks)
    font = QFont()
    font.setPixelSize(13)
    return Sheet(GraphPainter(picture, font), scene.layout.bounds)
