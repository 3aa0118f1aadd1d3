"""Names of modules, in a size that can be read at any scale."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, isnan, log2

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from gui.graph.painting.letters import Letters, sized
from gui.graph.painting.picture import Picture
from gui.graph.scene.boxes import LABEL_SIZE, Box, titles_of
from gui.graph.scene.camera import Bounds, Camera, on_screen
from gui.graph.scene.heat import ink_on, ramp, tinted
from gui.graph.scene.running import covered_by_edges, gaps, in_header
from gui.graph.scene.scene import Ints
from gui.graph.scene.title_places import place_beside, title_place
from gui.type_size import unit_of

INDENT, RIGHT = 12.0, 5.0
HEIGHT, SMALL_HEIGHT = 16.0, 12.0
LEAST_FRAME = 70.0, 56.0
LEAST_BOX = 34.0, 12.0
PATCH = 1.0
BESIDE = 6.0
SMALL_SIZE = 9.0
NOWHERE: Bounds = (-1e9, -1e9, -1e9, -1e9)
NEARLY = 1e-6
LEAST_WORD = 3
LANDMARKS = 48
"""So many of the outermost modules are named from afar."""
FEW = 28
"""Where there are no more they are named beside them, too, which takes longer."""
STEPS = 4.0
"""In so many steps scales double at which room for names is looked for anew."""


class LabelPainter:
    """Paints labels on top of everything, in screen pixels."""

    def __init__(self, picture: Picture, font: QFont) -> None:
        self.picture = picture
        unit = unit_of(font)
        self.height = HEIGHT * unit
        self.small_height = SMALL_HEIGHT * unit
        self.letters = sized(font, LABEL_SIZE * unit)
        self.small = sized(font, SMALL_SIZE * unit)

    def paint_frames(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Label the open modules that are large enough on the screen, or outermost."""
        scene, colours = self.picture.scene, self.picture.colours
        patch = QColor(colours.background)
        patch.setAlphaF(PATCH)
        frames = scene.frames_in(seen)
        is_large = scene.layout.groups[frames, 2:] * camera.scale >= LEAST_FRAME
        large = frames[is_large.all(axis=1)].tolist()
        for frame in dict.fromkeys((*large, *self.landmarks(camera))):
            label, text = self.frame_label(frame, camera)
            if not text:
                continue
            is_small = label.height() < self.height - 0.5
            painter.setFont(self.small.font if is_small else self.letters.font)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(patch)
            painter.drawRoundedRect(label.adjusted(-4, 0, 4, 0), 4, 4)
            is_selected = frame == self.picture.frame
            painter.setPen(QColor(colours.accent if is_selected else colours.dim))
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, text)

    def frame_label(self, frame: int, camera: Camera) -> tuple[QRectF, str]:
        """Where the name of an open module stands on the screen; empty if nowhere.

        A low place belongs to the smaller type. An outermost module that is too small
        even for that is named where nothing else is drawn, as on a map.
        """
        label, text = self._in_header(frame, camera)
        if text or frame not in self.picture.scene.outermost:
            return label, text
        place = self.landmarks(camera).get(frame)
        if place is None:
            return QRectF(), ""
        return QRectF(*camera.to_screen(*place[:2]), *place[2:]), self._title(frame)

    def _title(self, frame: int) -> str:
        return f"▾ {self.picture.scene.graph.frames[frame].title}"

    def _in_header(self, frame: int, camera: Camera) -> tuple[QRectF, str]:
        scene = self.picture.scene
        area = _on_screen(scene.layout.groups[frame].tolist(), camera)
        if area.width() < LEAST_FRAME[0] or area.height() < LEAST_FRAME[1]:
            return QRectF(), ""
        free = float(scene.headers[frame]) * camera.scale
        title = self._title(frame)
        room = area.width() - INDENT - RIGHT
        is_small = free < self.height or self.letters.width(title) > room
        height = self.small_height if is_small else self.height
        letters = self.small if is_small else self.letters
        if free < height:
            return QRectF(), ""
        text = _fitted(letters, title, room)
        width = letters.width(text)
        top = area.top() + min(4.0, (free - height) / 2)
        strip = QRectF(area.left() + INDENT, top, room, height)
        strip.setLeft(self._beside_edges(frame, camera, strip, width))
        strip.setWidth(width)
        return strip, text

    def landmarks(self, camera: Camera) -> Mapping[int, Bounds]:
        """Where in the drawing outermost modules are named that their headers do not
        name; the size of a name is in pixels.

        The larger ones come first. What is placed at one scale has room at larger ones.
        """
        scene, scale = self.picture.scene, stepped(camera.scale)
        found = scene.title_places.get((scale, self.height))
        if found is None:
            found = scene.title_places[scale, self.height] = {}
            for frame in self._largest():
                if not self._in_header(frame, Camera(0.0, 0.0, scale))[1]:
                    self._place(frame, scale, found)
        return found

    def _largest(self) -> list[int]:
        """The outermost modules, the larger ones first, each after those around it.

        Of many beside each other none is named: a few of them would tell nothing.
        """
        scene = self.picture.scene
        area = scene.layout.groups[:, 2] * scene.layout.groups[:, 3]
        depth = scene.frame_depths
        frames = sorted(scene.outermost, key=lambda frame: (depth[frame], -area[frame]))
        deepest = depth[frames[LANDMARKS]] if len(frames) > LANDMARKS else len(frames)
        return [frame for frame in frames if depth[frame] < deepest]

    def _place(self, frame: int, scale: float, found: dict[int, Bounds]) -> None:
        """Find the place for a name, in the larger type if it can be."""
        scene, text = self.picture.scene, self._title(frame)
        taken = [
            (x - BESIDE / scale, y, x + (width + BESIDE) / scale, y + height / scale)
            for x, y, width, height in found.values()
        ]
        taken.append(self._header_around(frame, scale))
        types = (self.letters, self.height), (self.small, self.small_height)
        shown = [(letters.width(text), height) for letters, height in types]
        sizes = [((width + 2 * BESIDE) / scale, h / scale) for width, h in shown]
        places = (
            (number, *at)
            for number, size in enumerate(sizes)
            if (at := title_place(scene, frame, size, taken)) is not None
        )
        place = next(places, None)
        if place is None and len(scene.outermost) <= FEW:
            place = place_beside(scene, frame, sizes, taken)
        if place is not None:
            number, x, y = place
            found[frame] = x + BESIDE / scale, y, *shown[number]

    def _header_around(self, frame: int, scale: float) -> Bounds:
        """Where in the drawing the module around one is named in its header."""
        outer = self.picture.scene.graph.frames[frame].parent
        if outer < 0:
            return NOWHERE
        area = self._in_header(outer, Camera(0.0, 0.0, scale))[0]
        ends = area.left(), area.top(), area.right(), area.bottom()
        left, top, right, bottom = (end / scale for end in ends)
        return left, top, right, bottom

    def _beside_edges(
        self, frame: int, camera: Camera, strip: QRectF, width: float
    ) -> float:
        """Where in a strip on the screen a title crosses no edge; else its left end."""
        scene = self.picture.scene
        left, top = camera.to_drawing(strip.left(), strip.top())
        right, bottom = camera.to_drawing(strip.right(), strip.bottom())
        key = frame, camera.scale, strip.height()
        free = scene.title_gaps.get(key)
        if free is None:
            whole = left, top, right, bottom
            covered = covered_by_edges(scene, whole, in_header(scene, frame))
            free = gaps(covered, left, right, BESIDE / camera.scale)
            scene.title_gaps[key] = free
        for low, high in free:
            if (high - low) * camera.scale >= width:
                return camera.to_screen(low, top)[0]
        return strip.left()

    def paint_boxes(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Name the boxes that are too small for a card but not for a word."""
        scene = self.picture.scene
        boxes = scene.boxes_in(seen)
        rects = on_screen(scene.layout.rects[boxes], camera)
        is_large = (rects[:, 2:] >= LEAST_BOX).all(axis=1)
        boxes, rects = boxes[is_large], rects[is_large]
        words: dict[tuple[Letters, str], list[tuple[QPointF, str]]] = {}
        for box, ink, rect in zip(
            boxes.tolist(), self._inks(boxes), rects.tolist(), strict=True
        ):
            letters, text = self.word(scene.graph.boxes[box], rect[2] - 4)
            at = letters.centred(rect, text)
            words.setdefault((letters, ink), []).append((at, text))
        for (letters, ink), placed in words.items():
            painter.setFont(letters.font)
            painter.setPen(QColor(ink))
            for at, text in placed:
                painter.drawText(at, text)

    def _inks(self, boxes: Ints) -> list[str]:
        """What names are written in: legible on what was found, and on heat."""
        picture, colours = self.picture, self.picture.colours
        scale = tinted(picture.scene, picture.mode, picture.heat, picture.least)
        inks = [colours.ink] * len(boxes)
        if scale is not None:
            shares = scale.share[boxes].tolist()
            inks = [colours.ink if isnan(s) else ink_on(ramp(s)) for s in shares]
        for place in np.flatnonzero(np.isin(boxes, picture.hits)).tolist():
            inks[place] = ink_on(colours.found)
        return inks

    def word(self, box: Box, room: float) -> tuple[Letters, str]:
        """A title in the larger type, or smaller, or one for less room, or cut."""
        is_small, text = self._shortened(box.title, box.short, room)
        return self.small if is_small else self.letters, text

    def _shortened(self, title: str, short: str, room: float) -> tuple[bool, str]:
        """Whether the type is the smaller one, and what is written in it.

        What comes last of the shortest one goes word by word, as it does in a name,
        and a sign says so.
        """
        titles = titles_of(title, short)
        whole = titles[-1]
        ends = [end for end, letter in enumerate(whole) if letter in " _" and end]
        fewer = (f"{whole[:end]}…" for end in reversed(ends))
        for text in (*titles, *fewer):
            for is_small, letters in enumerate((self.letters, self.small)):
                if letters.width(text) <= room:
                    return bool(is_small), text
        first = f"{whole[: ends[0]]}…" if ends else whole
        return True, self.small.elided(first, Qt.TextElideMode.ElideRight, room)


def _fitted(letters: Letters, title: str, room: float) -> str:
    """A module's name without its last word, or else its middle, in too little room.

    Its end is kept where that tells it from others: a number, or a letter or two.
    """
    first, _, last = title.rpartition("_")
    short = f"{first}…"
    is_told = first[2:] and len(last) >= LEAST_WORD and last.isalpha()
    if letters.width(title) > room >= letters.width(short) and is_told:
        return short
    return letters.elided(title, Qt.TextElideMode.ElideMiddle, room)


def stepped(scale: float) -> float:
    """The next smaller scale of a few: what has room at that has room at this one."""
    return float(2.0 ** (floor(log2(scale) * STEPS + NEARLY) / STEPS))


def _on_screen(rect: list[float], camera: Camera) -> QRectF:
    x, y = camera.to_screen(rect[0], rect[1])
    return QRectF(x, y, rect[2] * camera.scale, rect[3] * camera.scale)
