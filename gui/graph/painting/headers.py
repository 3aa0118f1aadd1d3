"""Names of modules in the headers of their frames, where these have room for one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont

from gui.graph.painting.letters import Letters, sized
from gui.graph.scene.boxes import LABEL_SIZE
from gui.graph.scene.camera import Camera
from gui.graph.scene.running import are_apart_from, covered_by_edges, gaps, in_header
from gui.graph.scene.scene import Scene
from gui.type_size import unit_of

INDENT, RIGHT = 12.0, 5.0
HEIGHT, SMALL_HEIGHT = 16.0, 12.0
LEAST_FRAME = 70.0, 56.0
SMALL_SIZE = 9.0
BESIDE = 6.0
LEAST_WORD = 3


class Headers:
    """Places the names of one scene in headers, in one font of two sizes."""

    def __init__(self, scene: Scene, font: QFont) -> None:
        self.scene = scene
        unit = unit_of(font)
        self.height = HEIGHT * unit
        self.small_height = SMALL_HEIGHT * unit
        self.letters = sized(font, LABEL_SIZE * unit)
        self.small = sized(font, SMALL_SIZE * unit)

    def title(self, frame: int) -> str:
        """The whole name of a module, with the sign that it is open."""
        return f"▾ {self.scene.graph.frames[frame].title}"

    def text(self, frame: int, scale: float) -> tuple[str, float]:
        """What a header has room for at a scale, and how high it is; "" for nothing.

        A low place belongs to the smaller type.
        """
        _, _, across, down = self.scene.layout.groups[frame].tolist()
        across, down = across * scale, down * scale
        free = float(self.scene.headers[frame]) * scale
        if across < LEAST_FRAME[0] or down < LEAST_FRAME[1] or free < self.small_height:
            return "", 0.0
        title, room = self.title(frame), across - INDENT - RIGHT
        is_small = free < self.height or self.letters.width(title) > room
        height = self.small_height if is_small else self.height
        return _fitted(self.of(height), title, room), height

    def of(self, height: float) -> Letters:
        """The letters of lines of a height."""
        return self.small if height < self.height - 0.5 else self.letters

    def place(self, frame: int, camera: Camera) -> tuple[QRectF, str]:
        """Where the name stands on the screen; empty if nowhere."""
        scale = camera.scale
        text, height = self.text(frame, scale)
        if not text:
            return QRectF(), ""
        left, top, across, _ = self.scene.layout.groups[frame].tolist()
        left, top = camera.to_screen(left, top)
        top += min(4.0, (float(self.scene.headers[frame]) * scale - height) / 2)
        room, width = across * scale - INDENT - RIGHT, self.of(height).width(text)
        strip = QRectF(left + INDENT, top, room, height)
        strip.setLeft(self._beside_edges(frame, camera, strip, width))
        strip.setWidth(width)
        return strip, text

    def _beside_edges(
        self, frame: int, camera: Camera, strip: QRectF, width: float
    ) -> float:
        """Where in a strip on the screen a title crosses no edge; else its left end."""
        scene = self.scene
        left, top = camera.to_drawing(strip.left(), strip.top())
        beside, length = BESIDE / camera.scale, width / camera.scale
        if are_apart_from(in_header(scene, frame), left, left + length + beside):
            return strip.left()
        key = frame, camera.scale, strip.height()
        free = scene.title_gaps.get(key)
        if free is None:
            right, bottom = camera.to_drawing(strip.right(), strip.bottom())
            whole = left, top, right, bottom
            covered = covered_by_edges(scene, whole, in_header(scene, frame))
            free = gaps(covered, left, right, beside)
            scene.title_gaps[key] = free
        for low, high in free:
            if (high - low) * camera.scale >= width:
                return camera.to_screen(low, top)[0]
        return strip.left()


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
