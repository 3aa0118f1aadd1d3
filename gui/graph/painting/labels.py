"""Names of modules, in a size that can be read at any scale."""

from __future__ import annotations

from functools import lru_cache
from math import isnan

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from gui.graph.painting.headers import LEAST_FRAME, Headers
from gui.graph.painting.landmarks import Landmarks
from gui.graph.painting.letters import MOST_WORDS, Letters, centred
from gui.graph.painting.picture import Picture
from gui.graph.scene.boxes import Box, titles_of
from gui.graph.scene.camera import Bounds, Camera, on_screen
from gui.graph.scene.heat import ink_on, ramp, tinted
from gui.graph.scene.scene import Ints

LEAST_BOX = 34.0, 12.0
PATCH = 1.0


class LabelPainter:
    """Paints labels on top of everything, in screen pixels."""

    def __init__(self, picture: Picture, font: QFont) -> None:
        self.picture = picture
        self.headers = Headers(picture.scene, font)
        self.landmarks = Landmarks(self.headers)
        self.letters, self.small = self.headers.letters, self.headers.small

    def paint_frames(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Label the open modules that are large enough on the screen, or outermost."""
        scene, colours = self.picture.scene, self.picture.colours
        patch = QColor(colours.background)
        patch.setAlphaF(PATCH)
        left, top = camera.to_screen(*seen[:2])
        right, bottom = camera.to_screen(*seen[2:])
        screen = QRectF(left, top, right - left, bottom - top)
        frames = scene.frames_in(seen)
        is_large = scene.layout.groups[frames, 2:] * camera.scale >= LEAST_FRAME
        large = frames[is_large.all(axis=1)].tolist()
        near = self.landmarks.near(camera.scale, seen)
        for frame in dict.fromkeys((*large, *near)):
            label, text = self.frame_label(frame, camera)
            area = label.adjusted(-4, 0, 4, 0)
            if not text or not area.intersects(screen):
                continue
            letters = self.headers.of(label.height())
            painter.setFont(letters.font)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(patch)
            painter.drawRoundedRect(area, 4, 4)
            is_selected = frame == self.picture.frame
            painter.setPen(QColor(colours.accent if is_selected else colours.dim))
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, text)

    def frame_label(self, frame: int, camera: Camera) -> tuple[QRectF, str]:
        """Where the name of an open module stands on the screen; empty if nowhere.

        An outermost module that is too small even for a low header is named where
        nothing else is drawn, as on a map.
        """
        label, text = self.headers.place(frame, camera)
        if text or frame not in self.picture.scene.outermost:
            return label, text
        place = self.landmarks.place(frame, camera.scale)
        if place is None:
            return QRectF(), ""
        at = camera.to_screen(*place[:2])
        return QRectF(*at, *place[2:]), self.headers.title(frame)

    def paint_boxes(self, painter: QPainter, camera: Camera, seen: Bounds) -> None:
        """Name the boxes that are too small for a card but not for a word."""
        scene = self.picture.scene
        boxes = scene.boxes_in(seen)
        rects = on_screen(scene.layout.rects[boxes], camera)
        is_large = (rects[:, 2:] >= LEAST_BOX).all(axis=1)
        boxes, rects = boxes[is_large], rects[is_large]
        named = [scene.graph.boxes[box] for box in boxes.tolist()]
        shown = [
            self.word(box, room)
            for box, room in zip(named, (rects[:, 2] - 4).tolist(), strict=True)
        ]
        words: dict[tuple[Letters, str], list[tuple[QPointF, str]]] = {}
        for (letters, text), ink, start in zip(
            shown, self._inks(boxes), centred(rects, shown), strict=True
        ):
            words.setdefault((letters, ink), []).append((QPointF(*start), text))
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
        return _shortened(self.letters, self.small, box.title, box.short, room)


@lru_cache(MOST_WORDS)
def _shortened(
    letters: Letters, small: Letters, title: str, short: str, room: float
) -> tuple[Letters, str]:
    """In which type a title is written, and what of it.

    What comes last of the shortest one goes word by word, as it does in a name, and a
    sign says so.
    """
    titles = titles_of(title, short)
    whole = titles[-1]
    ends = [end for end, letter in enumerate(whole) if letter in " _" and end]
    fewer = (f"{whole[:end]}…" for end in reversed(ends))
    for text in (*titles, *fewer):
        for type_ in (letters, small):
            if type_.width(text) <= room:
                return type_, text
    first = f"{whole[: ends[0]]}…" if ends else whole
    return small, small.elided(first, Qt.TextElideMode.ElideRight, room)
