"""From problem to problem: the first of the list, then in the order of the graph."""

from __future__ import annotations

from collections.abc import Sequence

from engine.info import Diagnostic, GraphInfo
from gui.graph.canvas.view import GraphView

OPAQUE = "npu.opaque.default"


def next_problem(
    info: GraphInfo | None,
    problems: Sequence[Diagnostic],
    view: GraphView,
    step: int,
    current: Diagnostic | None = None,
) -> Diagnostic | None:
    """The next (1) or previous (-1) problem; None where there is none.

    It is looked for from what is selected on a canvas, in a closed module too, and
    from the other end again; where nothing is selected, it is the first of the list.
    Problems of no node come behind the last one; `current` may be one of them.
    """
    names = [node.name for node in info.nodes] if info else []
    places = {name: at for at, name in enumerate(names)}
    whole = list(dict.fromkeys(each for each in problems if not each.node))
    listed = [each for each in problems if each.node in places or not each.node]
    stops = {places[each.node]: each for each in reversed(listed) if each.node}
    stops |= dict(enumerate(whole, start=len(names)))
    if not stops:
        return None
    place = _place(view, names)
    if place is None and current in whole:
        at = len(names) + whole.index(current)
        place = at, at
    if place is None:
        return listed[0] if step > 0 else listed[-1]
    first, last = place
    if step > 0:
        wanted = min((at for at in stops if at > last), default=min(stops))
    else:
        wanted = max((at for at in stops if at < first), default=max(stops))
    return stops[wanted]


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


def where_it_ends(
    info: GraphInfo, problems: Sequence[Diagnostic] = (), stopped: str = ""
) -> str:
    """The node that stands for what could not be traced of a network; else empty.

    Of several that is the one whose problem tells why the network stopped there.
    """
    told = (each.node for each in problems if each.node and each.message == stopped)
    opaque = (node.name for node in reversed(info.nodes) if node.op == OPAQUE)
    return next(told, next(opaque, ""))
