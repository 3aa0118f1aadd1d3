"""From problem to problem: the first of the list, then in the order of the graph."""

from __future__ import annotations

from collections.abc import Sequence

from engine.info import Diagnostic, GraphInfo
from gui.graph.canvas.view import GraphView

OPAQUE = "npu.opaque.default"


def next_problem(
    info: GraphInfo | None, problems: Sequence[Diagnostic], view: GraphView, step: int
) -> str:
    """The node with the next (1) or previous (-1) problem; empty where there is none.

    It is looked for from what is selected on a canvas, in a closed module too, and
    from the other end again; where nothing is selected, it is the first of the list.
    """
    marked = {each.node for each in problems}
    names = [node.name for node in info.nodes] if info else []
    places = [at for at, name in enumerate(names) if name in marked]
    if not places:
        return ""
    place = _place(view, names)
    if place is None:
        listed = [each.node for each in problems if each.node in names]
        return listed[0] if step > 0 else listed[-1]
    first, last = place
    if step > 0:
        wanted = next((at for at in places if at > last), places[0])
    else:
        wanted = next((at for at in reversed(places) if at < first), places[-1])
    return names[wanted]


def _place(view: GraphView, names: list[str]) -> tuple[int, int] | None:
    """Before and behind which place to look; None where nothing is selected."""
    graph = view.scene.graph
    if view.selection in names:
        here = names.index(view.selection)
        return here, here
    box = graph.number_of(view.selection)
    if box < 0:
        return None
    return graph.boxes[box].start, graph.boxes[box].start - 1


def where_it_ends(info: GraphInfo) -> str:
    """The node that stands for what could not be traced of a network; else empty."""
    opaque = (node.name for node in reversed(info.nodes) if node.op == OPAQUE)
    return next(opaque, "")
