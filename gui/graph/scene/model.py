"""What is drawn of a graph: nodes, closed modules as one box, open ones as frames."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from engine.info import GraphInfo
from gui.graph.scene.drawing import (
    Drawing,
    edges_between,
    frames_of,
    groups_of,
)
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.keeping import kept_open
from gui.graph.scene.lenses import NO_SEARCH, Lens, SearchLens, hosts_of
from gui.graph.scene.modules import parts_of
from gui.graph.scene.parts import Part, walk
from gui.graph.scene.repeats import structure_of
from gui.graph.scene.rows import (
    apart,
    apart_from_closed_rows,
    beside,
    closing,
    holds,
    is_row,
    keys_alike,
    keys_around,
    keys_inside,
)

OPENS_WITH = 56
EVERYTHING = frozenset({"*"})
"""Stands for the keys of all parts."""


def draw(
    info: GraphInfo,
    opened: Iterable[str] | None = None,
    lenses: frozenset[Lens] = frozenset(),
    search: SearchLens = NO_SEARCH,
) -> DrawnGraph:
    """The graph with these parts open; without them, with few enough boxes to read.

    Of a row of modules built alike that is not to be open, those that are stand apart.
    """
    parts = parts_of(info)
    keys = _legible(info, parts) if opened is None else frozenset(opened)
    keys |= apart_from_closed_rows(parts, keys)
    if keys == EVERYTHING:
        keys = frozenset(part.key for part in walk(parts))
    return _drawn(info, parts, keys, lenses, search)


def first_boxes(graph: DrawnGraph, count: int) -> DrawnGraph:
    """The beginning of a drawing; nodes beyond it have the box -1."""
    boxes = graph.boxes[:count]
    frames = 1 + max((box.group for box in boxes), default=-1)
    return replace(
        graph,
        boxes=boxes,
        frames=graph.frames[:frames],
        edges=tuple(edge for edge in graph.edges if edge[1] < count),
        box_of_node=tuple(box if box < count else -1 for box in graph.box_of_node),
    )


def expand(graph: DrawnGraph, path: str) -> DrawnGraph:
    """Open every part of a module (or one part, by its key) and those around it.

    A row of modules built alike opens one of them, the others stay folded.
    """
    return _opened(graph, _matching(graph, path))


def _opened(graph: DrawnGraph, parts: Sequence[Part]) -> DrawnGraph:
    keys = graph.opened
    for part in parts:
        around = partial(holds, part)
        keys |= {*keys_around(graph.parts, keys, around), *keys_inside(part, keys)}
    return _drawn(graph.info, graph.parts, keys, graph.lenses, graph.search)


def counterparts(graph: DrawnGraph, key: str) -> tuple[str, ...]:
    """The closed modules built like one, or the nodes in a node's place in those.

    Beside a block of a row that is open in part these are the others, folded or not.
    Of the modules around a node the innermost counts that occurs more than once.
    """
    if key not in graph.position:
        in_row = beside(graph.parts, graph.opened, key)
        return in_row or graph.repeats.get(key, (key,))
    place, nodes = graph.position[key], graph.info.nodes
    parts = [part for part in walk(graph.parts) if not part.repeated]
    around = [part for part in parts if part.start <= place < part.stop]
    for part in reversed(around):
        structure = structure_of(graph.info, part.start, part.stop)
        alike = [
            other.start
            for other in parts
            if other.count == part.count
            and structure_of(graph.info, other.start, other.stop) == structure
        ]
        if len(alike) > 1:
            return tuple(nodes[start + place - part.start].name for start in alike)
    return (key,)


def expand_alike(graph: DrawnGraph, key: str) -> DrawnGraph:
    """Open a closed module and all that are built like it, or a row with all in it."""
    row = graph.part(key)
    if row is not None and is_row(row):
        opened = graph.opened.union(keys_alike(row))
        return _drawn(graph.info, graph.parts, opened, graph.lenses, graph.search)
    for other in graph.repeats.get(key, (key,)):
        graph = expand(graph, other)
    return graph


def collapse(graph: DrawnGraph, path: str) -> DrawnGraph:
    """Close a module; what was open inside is open again when it is expanded."""
    opened = graph.opened - closing(_matching(graph, path))
    return _drawn(graph.info, graph.parts, opened, graph.lenses, graph.search)


def opened_alike(graph: DrawnGraph, like: DrawnGraph) -> DrawnGraph:
    """A graph with open what is open in another, of the parts that both have."""
    known = {part.key: part for part in walk(like.parts)}
    both = [(part, known[part.key]) for part in walk(graph.parts) if part.key in known]
    rows = [row for row, other in both if is_row(row) and is_row(other)]
    marks = {apart(block.key) for row in rows for block in row.parts}
    shared = marks.union(part.key for part, _ in both)
    opened = (graph.opened - shared) | (like.opened & shared)
    new = opened - graph.opened
    opened |= apart_from_closed_rows(graph.parts, new) - marks
    if opened == graph.opened:
        return graph
    return _drawn(graph.info, graph.parts, opened, graph.lenses, graph.search)


def expand_to_depth(graph: DrawnGraph, depth: int) -> DrawnGraph:
    """Open the modules down to a depth and close all below; 0 closes everything."""
    level, keys = list(graph.parts), set[str]()
    for _ in range(depth):
        keys.update(part.key for part in level)
        level = [inner for part in level for inner in part.parts]
    search = graph.search
    return _drawn(graph.info, graph.parts, frozenset(keys), graph.lenses, search)


def reopened(graph: DrawnGraph, opened: frozenset[str]) -> DrawnGraph:
    """The same graph with the parts open that were open in another drawing of it."""
    return _drawn(graph.info, graph.parts, opened, graph.lenses, graph.search)


def expand_all(graph: DrawnGraph) -> DrawnGraph:
    """Open everything."""
    keys = frozenset(part.key for part in walk(graph.parts))
    return _drawn(graph.info, graph.parts, keys, graph.lenses, graph.search)


def collapse_all(graph: DrawnGraph) -> DrawnGraph:
    """Close everything."""
    return _drawn(graph.info, graph.parts, frozenset(), graph.lenses, graph.search)


def redraw(
    graph: DrawnGraph,
    info: GraphInfo,
    search: SearchLens = NO_SEARCH,
    earlier: Iterable[DrawnGraph] = (),
) -> DrawnGraph:
    """Another version of the graph with the same modules open.

    It is one of the `earlier` drawings where that shows the very same. What this one
    opened where nothing was opened or closed since is open again, as after an undo.
    """
    known = next((each for each in earlier if each.info is info), None)
    parts = known.parts if known is not None else parts_of(info)
    if known is not None and kept_open(known, graph.info, graph.parts) == graph.opened:
        opened = known.opened
    else:
        opened = kept_open(graph, info, parts)
    if known is not None and _is_drawn(known, opened, graph.lenses, search):
        return known
    return _drawn(info, parts, opened, graph.lenses, search)


def _is_drawn(
    graph: DrawnGraph,
    opened: frozenset[str],
    lenses: frozenset[Lens],
    search: SearchLens,
) -> bool:
    return graph.opened == opened and (graph.lenses, graph.search) == (lenses, search)


def see_through(
    graph: DrawnGraph, lenses: frozenset[Lens], search: SearchLens = NO_SEARCH
) -> DrawnGraph:
    """The same modules open, seen through other lenses."""
    return _drawn(graph.info, graph.parts, graph.opened, lenses, search)


def reveal(graph: DrawnGraph, name: str) -> DrawnGraph:
    """Open what hides a node; the same object if it is drawn already."""
    return graph if graph.draws(name) else reveal_all(graph, [graph.position[name]])


def reveal_all(graph: DrawnGraph, nodes: Sequence[int]) -> DrawnGraph:
    """Open all that hides any of the nodes at these places, given in order."""
    opened = graph.opened.union(_keys_around(graph, nodes))
    return _drawn(graph.info, graph.parts, opened, graph.lenses, graph.search)


def is_open_around(graph: DrawnGraph, name: str) -> bool:
    """Whether all around a node is open; it may be hidden by a lens all the same."""
    return graph.opened.issuperset(_keys_around(graph, [graph.position[name]]))


def _keys_around(graph: DrawnGraph, nodes: Sequence[int]) -> Iterator[str]:
    def hides(part: Part) -> bool:
        return bisect_left(nodes, part.start) < bisect_left(nodes, part.stop)

    return keys_around(graph.parts, graph.opened, hides)


def uncover(graph: DrawnGraph, path: str) -> tuple[DrawnGraph, str]:
    """The graph with a module drawn, open or closed, and the key it is drawn with.

    A module of one node is drawn as that node; the key is empty for an unknown path.
    """
    found = _matching(graph, path)
    if found:
        key = found[0].key
        drawn = graph.number_of(key) >= 0 or graph.frame_of(key) >= 0
        return (graph if drawn else expand(graph, key)), key
    for node in graph.info.nodes:
        if f"{node.module}.".startswith(f"{path}."):
            return reveal(graph, node.name), node.name
    return graph, ""


def _matching(graph: DrawnGraph, path: str) -> list[Part]:
    """Parts with this key or path, or else the outermost ones below the path."""
    every = list(graph.every_part.values())
    exact = [part for part in every if path in (part.key, part.path)]
    by_key = [part for part in exact if part.key == path and part.path != path]
    if exact:
        return by_key or exact
    below = [part for part in every if part.path.startswith(f"{path}.")]
    shortest = min((part.path.count(".") for part in below), default=0)
    return [part for part in below if part.path.count(".") == shortest]


def levels_of(
    info: GraphInfo, parts: Sequence[Part]
) -> Iterator[tuple[int, frozenset[str]]]:
    """The number of boxes and the open parts at every depth, from all closed on."""
    opened: set[str] = set()
    boxes = len(info.nodes) - sum(part.count - 1 for part in parts)
    level = list(parts)
    yield boxes, frozenset()
    while level:
        boxes += sum(
            part.count - 1 - sum(inner.count - 1 for inner in part.parts)
            for part in level
        )
        opened.update(part.key for part in level)
        yield boxes, frozenset(opened)
        level = [inner for part in level for inner in part.parts]


def _legible(info: GraphInfo, parts: Sequence[Part]) -> frozenset[str]:
    """Open level by level while few enough boxes would be drawn."""
    if len(info.nodes) <= OPENS_WITH:
        return frozenset(part.key for part in walk(parts))
    levels = levels_of(info, parts)
    found = next(levels)[1]
    is_lone = len(parts) == 1
    for boxes, opened in levels:
        if boxes > (4 * OPENS_WITH if is_lone else OPENS_WITH):
            break
        found, is_lone = opened, False
    return found


def _drawn(
    info: GraphInfo,
    parts: tuple[Part, ...],
    opened: frozenset[str],
    lenses: frozenset[Lens],
    search: SearchLens,
) -> DrawnGraph:
    framed = frames_of(parts, opened)
    groups = groups_of(info, framed, opened) if lenses or search.folded else None
    hosts = hosts_of(info, lenses, search, groups)
    drawing = Drawing(info, opened, hosts, search.hidden)
    drawing.add(0, len(info.nodes), framed, -1)
    owners = drawing.owners()
    return DrawnGraph(
        info,
        parts,
        opened,
        tuple(drawing.boxes),
        tuple(drawing.frames),
        edges_between(info, owners),
        tuple(owners),
        lenses,
        search,
    )
