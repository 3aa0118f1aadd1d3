"""A graph as it is drawn, some of its modules open and the others closed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from engine.info import GraphInfo
from gui.graph.layout.layout import Shape
from gui.graph.scene.boxes import LABEL_SIZE, WIDEST, Box, size_of, text_width
from gui.graph.scene.drawing import Frame
from gui.graph.scene.lenses import NO_SEARCH, Lens, SearchLens
from gui.graph.scene.parts import Part
from gui.graph.scene.repeats import alike
from gui.graph.scene.rows import every_part


@dataclass(frozen=True, eq=False)
class DrawnGraph:
    """Boxes in topological order, frames from the outside in, edges between boxes."""

    info: GraphInfo
    parts: tuple[Part, ...]
    opened: frozenset[str]
    boxes: tuple[Box, ...]
    frames: tuple[Frame, ...]
    edges: tuple[tuple[int, int], ...]
    box_of_node: tuple[int, ...]
    lenses: frozenset[Lens] = frozenset()
    search: SearchLens = NO_SEARCH

    def box(self, name: str) -> int:
        """The box that shows a node; raises KeyError for an unknown name."""
        return self.box_of_node[self.position[name]]

    @cached_property
    def repeats(self) -> dict[str, tuple[str, ...]]:
        """The closed modules that are drawn several times, with all alike."""
        return alike(self.info, self.boxes)

    def draws(self, name: str) -> bool:
        """Whether a node has a box or is folded in one, or a module of that key has."""
        if name not in self.position:
            return self.number_of(name) >= 0
        number = self.box(name)
        box = self.boxes[number] if number >= 0 else None
        return box is not None and (box.kind == "node" or name in box.folded)

    @property
    def position(self) -> dict[str, int]:
        """Place of every node in the graph, by its name."""
        return self.info.position

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The boxes by their keys, and by the nodes folded in them."""
        inside = {
            name: number for number, box in enumerate(self.boxes) for name in box.folded
        }
        return inside | {box.key: number for number, box in enumerate(self.boxes)}

    def number_of(self, key: str) -> int:
        """The box with a key, -1 where none is drawn."""
        return self.numbers.get(key, -1)

    def frame_of(self, key: str) -> int:
        """The frame with a key, -1 where none is drawn."""
        keys = [frame.key for frame in self.frames]
        return keys.index(key) if key in keys else -1

    def place_of(self, key: str) -> tuple[int, int]:
        """The box with a key, or else the frame of the open module; -1 for neither."""
        box = self.number_of(key)
        is_node = box >= 0 or key in self.position
        return box, -1 if is_node else self.frame_of(key)

    def modules_around(self, box: int) -> tuple[tuple[str, str], ...]:
        """Titles and keys of the modules a box lies in, from the outermost."""
        shown = self.boxes[box]
        own = ((shown.title, shown.key),) if shown.kind == "module" else ()
        return self.path_of_frame(shown.group) + own

    def path_of_frame(self, frame: int) -> tuple[tuple[str, str], ...]:
        """Titles and keys of an open module and those around it, from the outermost."""
        found = []
        while frame >= 0:
            around = self.frames[frame]
            found.append((around.title, around.key))
            frame = around.parent
        return tuple(found[::-1])

    @cached_property
    def every_part(self) -> dict[str, Part]:
        """All parts by their keys, with the rows that are drawn in part."""
        return every_part(self.parts, self.opened)

    def part(self, key: str) -> Part | None:
        """The part with a key, open or closed."""
        return self.every_part.get(key)

    def shape(self) -> Shape:
        """Sizes, owners and edges for the layout."""
        return Shape(
            [size_of(box) for box in self.boxes],
            self.edges,
            [box.group for box in self.boxes],
            [frame.parent for frame in self.frames],
            [
                min(WIDEST, text_width(frame.title, LABEL_SIZE) + 24)
                for frame in self.frames
            ],
        )
