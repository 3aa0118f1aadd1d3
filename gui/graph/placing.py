"""Placing graphs: small ones at once, big ones in steps beside the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engine.progress import Progress, Steps
from gui.graph.layout import Direction, Layout, Shape, laying_out
from gui.graph.model import DrawnGraph, first_boxes
from gui.graph.scene import Scene

AT_ONCE: Final = 800
FIRST_BOXES: Final = 240
Draw = Callable[[], DrawnGraph]


def first_scene(draw: Draw, direction: Direction) -> Steps[tuple[Scene, DrawnGraph]]:
    """Place all of a small drawing or the beginning of a big one; and what to draw."""
    yield _progress(0)
    graph = draw()
    yield _progress(0)
    is_small = len(graph.boxes) <= AT_ONCE
    shown = graph if is_small else first_boxes(graph, FIRST_BOXES)
    layout = yield from _placed(shown.shape(), direction)
    return _ready(Scene(shown, layout)), graph


def whole_scene(draw: Draw, direction: Direction) -> Steps[Scene]:
    """Place all of a drawing."""
    yield _progress(0)
    graph = draw()
    yield _progress(0)
    layout = yield from _placed(graph.shape(), direction)
    yield _progress(1)
    return _ready(Scene(graph, layout))


def _placed(shape: Shape, direction: Direction) -> Steps[Layout]:
    steps = laying_out(shape, direction)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            layout: Layout = end.value
            return layout
        yield _progress(0)


def _progress(done: int) -> Progress:
    return Progress("layout", done, 1)


def _ready(scene: Scene) -> Scene:
    """The scene with everything computed that its first frame needs."""
    scene.prepare()
    return scene
