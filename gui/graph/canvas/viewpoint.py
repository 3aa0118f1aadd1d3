"""Where a view looks: moving, zooming and fitting its camera."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QRectF, QSize, Signal
from PySide6.QtWidgets import QWidget

from gui.graph.painting.painter import JUTTING
from gui.graph.scene.camera import (
    EDGE,
    LARGEST_SCALE,
    LEGIBLE_SCALE,
    Bounds,
    Camera,
    beginning,
    fitting,
    on_screen,
)
from gui.graph.scene.free_places import GAP, are_apart
from gui.type_size import unit_of

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

ZOOM_STEP: Final = 1.25
AROUND: Final = 20.0
ABOVE: Final = 80.0
LEAST_ROOM: Final = (640.0, 480.0)
NEARLY: Final = 0.5
"""Pixels by which a drawing may be cut off and still be seen whole."""
AS_LARGE: Final = 0.95
"""A scale that is hardly smaller, as a part of the one before."""


class Viewpoint(QObject):
    """The camera of one view; `inset` pixels at the top are left free when fitting.

    So are `aside` pixels at the right, and the `overlays` at the lower left, where
    boxes would lie under them. What is brought to the middle is seen beside or below
    the `hanging` widgets at the upper left.
    """

    changed = Signal()

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view = view
        self.camera = Camera()
        self.inset = self.aside = 0
        self.overlays: list[QWidget] = []
        self.hanging: list[QWidget] = []
        self._whole: Camera | None = None
        self._fitted = True
        self._unit = self.unit
        self._place = QPoint(), QSize()

    @property
    def _size(self) -> tuple[int, int]:
        return self.view.width(), self.view.height()

    @property
    def _free(self) -> tuple[int, int]:
        return self.view.width() - self.aside, self.view.height()

    @property
    def _middle(self) -> tuple[float, float]:
        return self.view.width() / 2, self.view.height() / 2

    @property
    def unit(self) -> float:
        """The scale at which text on cards is as large as the system's."""
        return unit_of(self.view.font())

    def room(self) -> tuple[float, float]:
        """Width and height a new drawing can count on."""
        width, height = self._size
        across = max(width, LEAST_ROOM[0]) - self.aside
        return across, max(height, LEAST_ROOM[1]) - self.inset

    def seen(self) -> Bounds:
        """The part of the drawing on the screen."""
        return self.camera.seen(*self._size)

    @property
    def sees_all(self) -> bool:
        """Whether the whole drawing is on the screen."""
        bounds = self.view.scene.layout.bounds
        left, top = self.camera.to_screen(*bounds[:2])
        right, bottom = self.camera.to_screen(*bounds[2:])
        width, height = self._size
        is_beyond = right > width + NEARLY or bottom > height + NEARLY
        return min(left, top) >= -NEARLY and not is_beyond

    def middle(self) -> tuple[float, float]:
        """The drawing point in the middle of the screen."""
        return self.camera.to_drawing(*self._middle)

    def look(self, camera: Camera) -> None:
        """Look elsewhere; from now on the user decides where."""
        self._fitted = False
        self.follow(camera)

    def follow(self, camera: Camera) -> None:
        """Look from where a changed drawing seems not to have moved."""
        self.camera = camera
        self.changed.emit()

    def fit(self) -> None:
        """Show the whole graph."""
        self._whole = self._beside_overlays()
        self.look(self._whole)

    def make_room(self) -> None:
        """Fit the whole graph again where it is in view, and an overlay has changed."""
        if self.camera == self._whole:
            self._whole = self._beside_overlays()
            self.follow(self._whole)

    def _beside_overlays(self) -> Camera:
        """The whole graph, as large as it is seen with no box under an overlay.

        Nor is a frame under one, where there is room for hardly less beside it.
        """
        width, height = self._free
        bounds, room = self.view.scene.layout.bounds, height - self.inset
        camera = fitting(bounds, width, room).moved(0, self.inset)
        for overlay in self.overlays:
            place = overlay.geometry()
            corners = (place.left(), place.top()), (place.right(), place.bottom())
            first, last = (camera.to_drawing(*corner) for corner in corners)
            if not overlay.isVisible():
                continue
            above = fitting(bounds, width, place.top() - self.inset)
            beside = fitting(bounds, width - place.right(), room)
            beside = beside.moved(place.right(), 0)
            other = max(above, beside, key=lambda each: each.scale)
            area, scene = (*first, *last), self.view.scene
            hidden = len(scene.boxes_in(area))
            if other.scale >= AS_LARGE * camera.scale:
                hidden += len(scene.frames_in(area))
            if hidden:
                camera = other.moved(0, self.inset)
        return camera

    def fit_legibly(self) -> None:
        """Show the whole graph, or its beginning in a scale that can be read."""
        layout = self.view.scene.layout
        if len(layout.rects):
            x, y, w, h = layout.rects[0].tolist()
            width, height = self._free
            first = x + w / 2, y + h / 2
            room = width, height - self.inset
            camera = beginning(layout.bounds, first, *room, self.unit)
            if camera == fitting(layout.bounds, *room):
                self.fit()
            else:
                self.look(camera.moved(0, self.inset))
        self._fitted = True

    def look_again(self) -> None:
        """Show a graph that was placed anew, with what is selected in it."""
        self.fit_legibly()
        if self.view.picture.selected >= 0:
            self.ensure_visible(self.view.picture.selected)

    def let_go(self) -> None:
        """Fit no longer when the window grows or shrinks."""
        self._fitted = False

    def fit_again(self) -> None:
        """Keep the graph fitted until the user has moved it."""
        if self._fitted:
            self.fit_legibly()
        self.changed.emit()

    def stay(self) -> None:
        """Keep the graph fitted, or in its place on the screen beside a new bar."""
        window = self.view.window()
        corner, size = self.view.mapTo(window, QPoint(0, 0)), window.size()
        before, self._place = self._place, (corner, size)
        if not self._fitted and before[1] == size:
            moved = before[0] - corner
            self.camera = self.camera.moved(moved.x(), moved.y())
        self.fit_again()

    def take_over_font(self) -> None:
        """Let text be as large against the system's as it was before that changed."""
        factor, self._unit = self.unit / self._unit, self.unit
        if self._fitted:
            self.fit_again()
        elif factor != 1.0:
            camera = replace(self.camera, scale=self.camera.scale * factor)
            self.look(camera.showing(self.middle(), *self._middle))

    def show_frame(self, frame: int) -> None:
        """Show an open module, or its beginning in a scale that can be read."""
        x, y, width, height = self.view.scene.layout.groups[frame].tolist()
        bounds: Bounds = x - AROUND, y - ABOVE, x + width + AROUND, y + height + AROUND
        self.look(beginning(bounds, (x + width / 2, y), *self._size, self.unit))

    def fit_boxes(self, boxes: Sequence[int]) -> None:
        """Show these boxes no larger than they are; without any, the whole graph."""
        if not boxes:
            self.fit()
            return
        rects = self.view.scene.layout.rects[list(boxes)]
        left, top = rects[:, :2].min(axis=0).tolist()
        right, bottom = (rects[:, :2] + rects[:, 2:]).max(axis=0).tolist()
        bounds = left - AROUND, top - AROUND, right + AROUND, bottom + AROUND
        self.show_area(bounds, self.unit)

    def show_area(self, bounds: Bounds, largest: float = LARGEST_SCALE) -> None:
        """Show a part of the drawing as large as it fits, below the bar."""
        width, height = self._size
        left, top, right, bottom = bounds
        across, down = max(right - left, 1.0), max(bottom - top, 1.0)
        scale = min(width / across, (height - self.inset) / down, largest)
        camera = replace(self.camera, scale=scale)
        middle = (left + right) / 2, (top + bottom) / 2
        self.look(camera.showing(middle, width / 2, (height + self.inset) / 2))

    def zoom_in(self) -> None:
        """Enlarge about what is selected, or the centre."""
        self.zoom(ZOOM_STEP, *self.pivot())

    def zoom_out(self) -> None:
        """Shrink about what is selected, or the centre."""
        self.zoom(1 / ZOOM_STEP, *self.pivot())

    def zoom_to(self, scale: float) -> None:
        """Enlarge or shrink about the centre to a scale."""
        self.zoom(scale / self.camera.scale, *self._middle)

    def zoom(self, factor: float, x: float, y: float) -> None:
        """Enlarge about a point of the widget."""
        smallest = min(0.1, self.whole_scale() / 2)
        camera = self.camera.zoomed(factor, x, y, smallest)
        self.look(camera.keeping(self.view.scene.layout.bounds, *self._size))

    def pivot(self) -> tuple[float, float]:
        """Where the selected box is on the screen, or its middle."""
        box = self.view.picture.selected
        if box >= 0:
            x, y, width, height = self.view.scene.layout.rects[box].tolist()
            spot = self.camera.to_screen(x + width / 2, y + height / 2)
            if self.view.rect().contains(round(spot[0]), round(spot[1])):
                return spot
        return self._middle

    def whole_scale(self) -> float:
        """The scale at which the whole graph is seen."""
        return fitting(self.view.scene.layout.bounds, *self._size).scale

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by pixels, but not off the screen."""
        camera = self.camera.moved(dx, dy)
        self.look(camera.keeping(self.view.scene.layout.bounds, *self._size))

    def centre_on(self, box: int) -> None:
        """Bring a box to the middle of what is free, large enough to read."""
        x, y, width, height = self.view.scene.layout.rects[box].tolist()
        scale = max(self.camera.scale, (LEGIBLE_SCALE + 0.2) * self.unit)
        camera = replace(self.camera, scale=scale)
        spot = self._clear_middle(width * scale, height * scale)
        self.look(camera.showing((x + width / 2, y + height / 2), *spot))

    def _clear_middle(self, width: float, height: float) -> tuple[float, float]:
        """The middle of the screen, or of where hanging widgets leave more room."""
        x, y = self._middle
        across, down = self._free
        for each in filter(QWidget.isVisible, self.hanging):
            right, bottom = each.geometry().right(), each.geometry().bottom()
            if x - width / 2 > right + EDGE or y - height / 2 > bottom + EDGE:
                continue
            if across - right - width > down - bottom - height:
                x = (right + across) / 2
            else:
                y = (bottom + down) / 2
        return x, y

    def reveal_frame(self, frame: int) -> None:
        """Move as little as needed to have a module on the screen, or its beginning."""
        x, y, width, height = self.view.scene.layout.groups[frame].tolist()
        across, down = self._free[0], self._free[1] - self.inset
        room = (
            (across - 2 * EDGE) / self.camera.scale,
            (down - 2 * EDGE) / self.camera.scale,
        )
        below = self.camera.moved(0, -self.inset)
        shown = min(width, room[0]), min(height, room[1])
        camera = below.revealing(x, y, *shown, across, down).moved(0, self.inset)
        if camera != self.camera:
            self.look(camera)

    def repaint(self, boxes: Collection[int]) -> None:
        """Have boxes painted again, and what is around them, but nothing else."""
        rects = self.view.scene.layout.rects[list(boxes)]
        for rect in on_screen(rects, self.camera).tolist():
            area = QRectF(*rect).adjusted(-JUTTING, -JUTTING, JUTTING, JUTTING)
            self.view.update(area.toAlignedRect())

    def ensure_visible(self, box: int) -> None:
        """Move as little as needed to have a box on the screen, under nothing there."""
        x, y, w, h = self.view.scene.layout.rects[box].tolist()
        width, height = self._free
        below = self.camera.moved(0, -self.inset)
        camera = below.revealing(x, y, w, h, width, height - self.inset)
        camera = camera.moved(0, self.inset)
        for overlay in filter(QWidget.isVisible, self.overlays):
            place = overlay.geometry()
            taken = place.left(), place.top(), place.right(), place.bottom()
            left, top = camera.to_screen(x, y)
            right, bottom = camera.to_screen(x + w, y + h)
            if not are_apart((left, top, right, bottom), taken):
                up, aside = bottom - taken[1] + GAP, taken[2] + GAP - left
                is_room = top - up >= self.inset
                camera = camera.moved(0, -up) if is_room else camera.moved(aside, 0)
        if camera != self.camera:
            self.look(camera)
