"""Placing graphs: small ones at once, big ones in steps beside the window."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Final

from engine.progress import Progress, Steps
from gui.graph.layout.layout import Direction, Layout, Shape
from gui.graph.layout.relayout import Names, relaying_out
from gui.graph.layout.wrapping import Flow, laying_out_as, wrapped_at
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.model import first_boxes
from gui.graph.scene.scene import Scene

AT_ONCE: Final = 800
EDITED_AT_ONCE, FEW_BOXES = 1500, 60
"""So many nodes in so few boxes are placed anew in 8 ms, in twice that at worst."""
IN_ONE: Final = 2500
FIRST_BOXES: Final = 240
Draw = Callable[[], DrawnGraph]


def first_scene(draw: Draw, flow: Flow) -> Steps[tuple[Scene, DrawnGraph]]:
    """Place all of a small drawing or the beginning of a big one; and what to draw."""
    yield _progress(0)
    graph = draw()
    yield _progress(0)
    is_small = len(graph.boxes) <= IN_ONE
    shown = graph if is_small else first_boxes(graph, FIRST_BOXES)
    layout = yield from _placed(shown.shape(), flow)
    return _ready(Scene(shown, layout)), graph


def whole_scene(draw: Draw, flow: Flow) -> Steps[Scene]:
    """Place all of a drawing."""
    yield _progress(0)
    graph = draw()
    yield _progress(0)
    layout = yield from _placed(graph.shape(), flow)
    yield _progress(1)
    return _ready(Scene(graph, layout))


def edited_scene(draw: Draw, shown: Scene, earlier: Sequence[Scene]) -> Steps[Scene]:
    """Place another version of a drawing so that what it has in common stays.

    A version that was drawn earlier is drawn as it was then; one in columns goes on in
    columns as high.
    """
    yield _progress(0)
    graph = draw()
    yield _progress(0)
    known = next((each for each in (shown, *earlier) if each.graph is graph), None)
    if known is not None and _goes_on(known, shown):
        return known
    for scene in (shown, *earlier):
        if has_same_picture(scene, graph, shown.layout.direction):
            return _ready(Scene(graph, scene.layout))
    steps = relaying_out(
        graph.shape(), _names(graph), shown.layout, _names(shown.graph)
    )
    layout = yield from _reported(steps)
    yield _progress(1)
    return _ready(Scene(graph, wrapped_at(layout, shown.layout.column)))


def _goes_on(scene: Scene, shown: Scene) -> bool:
    """Whether a scene flows as the one shown, and is not to take its places over."""
    direction = shown.layout.direction
    is_as_shown = scene.layout is shown.layout
    return scene.layout.direction == direction and (
        is_as_shown or not has_same_picture(shown, scene.graph, direction)
    )


def has_same_picture(scene: Scene, graph: DrawnGraph, direction: Direction) -> bool:
    """Whether a placed graph looks like another one, whatever else they say."""
    drawn = scene.graph
    return (
        scene.layout.direction == direction
        and len(drawn.boxes) == len(graph.boxes)
        and drawn.edges == graph.edges
        and drawn.frames == graph.frames
        and drawn.boxes == graph.boxes
    )


def _names(graph: DrawnGraph) -> Names:
    """Tell a closed module from a node of the same name, as `output` often is."""
    keys = [frame.key for frame in graph.frames]
    boxes = [f"{box.kind} {box.key}" for box in graph.boxes]
    return Names(boxes, keys)


def _placed(shape: Shape, flow: Flow) -> Steps[Layout]:
    return _reported(laying_out_as(shape, flow))


def _reported(steps: Generator[None, None, Layout]) -> Steps[Layout]:
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
