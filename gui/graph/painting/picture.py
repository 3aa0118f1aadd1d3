"""All that decides what a scene looks like, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from gui.graph.scene.colours import ColourMode, GraphColours
from gui.graph.scene.heat import Heat
from gui.graph.scene.scene import NO_BOXES, Ints, Marks, Scene


@dataclass(frozen=True, eq=False)
class Picture:
    """All that decides what a scene looks like, besides the camera.

    `kept` are the names of nodes that a lens colours; `least` is the share of a scale
    below which boxes stay plain. `frame` is the open module that is selected.
    """

    scene: Scene
    colours: GraphColours
    mode: ColourMode = "severity"
    heat: Heat | None = None
    least: float = 0.0
    marks: Marks = field(default_factory=Marks)
    selected: int = -1
    frame: int = -1
    hovered: int = -1
    hits: Ints = field(default_factory=lambda: NO_BOXES)
    kept: frozenset[str] = frozenset()
    chosen: frozenset[int] = frozenset()
    traced: frozenset[int] = frozenset()


def is_same_but_for_pointer(one: Picture, other: Picture) -> bool:
    """Whether two pictures differ at most in which box the pointer is on."""
    names = {each.name for each in fields(Picture)} - {"hovered"}
    return all(getattr(one, name) is getattr(other, name) for name in names)
