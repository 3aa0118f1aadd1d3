"""How deep a graph is open at first: as far as its names can be read on a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.info import GraphInfo
from gui.graph.layout.layout import lay_out
from gui.graph.layout.wrapping import PLAIN, Flow, lay_out_as
from gui.graph.scene.camera import NAMES_SCALE, fitting
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.lenses import Lens
from gui.graph.scene.model import OPENS_WITH, draw, expand, levels_of
from gui.graph.scene.parts import Part

FEWEST, LITTLE = 3, 8
WIDEST_LEVEL = 3.0
"""So many screens across, where names can be read, a depth may take at most."""


def draw_fitting(
    info: GraphInfo,
    room: tuple[float, float],
    flow: Flow = PLAIN,
    lenses: frozenset[Lens] = frozenset(),
) -> DrawnGraph:
    """The graph as deeply open as fits a screen of this size with legible names.

    What does not fit even closed is drawn closed; a small graph is drawn open, but for
    rows of blocks where it does not fit. Where all of the next depth does not fit and
    little is drawn, single modules are opened.
    """
    graph = draw(info, None if len(info.nodes) <= OPENS_WITH else (), lenses)
    if len(info.nodes) <= OPENS_WITH:
        folded = frozenset(_outside_rows(graph.parts))
        if folded == graph.opened or _fits(graph, room, flow):
            return graph
        return draw(info, folded, lenses)
    rows = {part.key for part in graph.parts if part.is_made_up and part.repeated}
    for boxes, opened in levels_of(info, graph.parts):
        if boxes > 4 * OPENS_WITH:
            break
        deeper = draw(info, opened - rows, lenses)
        is_enough = _tells_something(graph) or _is_stripe(deeper, room, flow)
        if is_enough and not _fits(deeper, room, flow):
            break
        graph = deeper
    return _opened_singly(graph, room, flow)


def _outside_rows(parts: Sequence[Part]) -> Iterator[str]:
    """The parts that are neither a row of blocks built alike nor in one."""
    for part in parts:
        if not (part.repeated or part.alike):
            yield part.key
            yield from _outside_rows(part.parts)


def _tells_something(graph: DrawnGraph) -> bool:
    """Whether more is drawn than a module with what goes in and comes out."""
    modules = sum(box.kind == "module" for box in graph.boxes)
    modules += any(box.repeated for box in graph.boxes)
    return len(graph.boxes) > FEWEST and (modules > 1 or len(graph.boxes) > LITTLE)


def _fits(graph: DrawnGraph, room: tuple[float, float], flow: Flow) -> bool:
    if len(graph.boxes) > 4 * OPENS_WITH:
        return False
    bounds = lay_out_as(graph.shape(), flow).bounds
    return fitting(bounds, *room).scale >= NAMES_SCALE


def _is_stripe(graph: DrawnGraph, room: tuple[float, float], flow: Flow) -> bool:
    """Whether a drawing is so wide across the flow that no part of it tells much."""
    left, top, right, bottom = lay_out(graph.shape(), flow.direction).bounds
    sizes = right - left, bottom - top
    across, along = (0, 1) if flow.direction == "down" else (1, 0)
    is_wide = sizes[across] * NAMES_SCALE > WIDEST_LEVEL * room[across]
    return is_wide and sizes[across] > sizes[along]


def _opened_singly(
    graph: DrawnGraph, room: tuple[float, float], flow: Flow
) -> DrawnGraph:
    """Open the larger ones of few modules as long as all of the drawing fits."""
    if len(graph.boxes) > LITTLE:
        return graph
    modules = [box for box in graph.boxes if box.kind == "module" and not box.repeated]
    for box in sorted(modules, key=lambda box: box.start - box.stop):
        deeper = expand(graph, box.key)
        if _fits(deeper, room, flow):
            graph = deeper
    return graph
