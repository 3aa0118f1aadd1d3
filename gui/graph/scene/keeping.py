"""What an edited graph opens, after what was open in the drawing before the edit."""

from __future__ import annotations

from collections.abc import Sequence

from engine.info import GraphInfo
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.parts import Part, walk
from gui.graph.scene.rows import LEAST, apart, is_row


def kept_open(
    graph: DrawnGraph, info: GraphInfo, parts: Sequence[Part]
) -> frozenset[str]:
    """What an edited graph opens so that what is drawn by itself still is."""
    opened = graph.opened | _seen_inside(graph, info, parts)
    is_all_open = not any(box.kind == "module" for box in graph.boxes)
    if graph.opened and not graph.frames and is_all_open:
        return opened | {part.key for part in walk(parts) if part.is_made_up}
    known = {part.key: part for part in walk(graph.parts)}
    for part in walk(parts):
        old = known.get(part.key)
        if old is None or is_row(old) != is_row(part):
            opened = _kept_row(graph, info, part, opened)
    return opened


def _seen_inside(graph: DrawnGraph, info: GraphInfo, parts: Sequence[Part]) -> set[str]:
    """Parts that an edit made, around what has been drawn by itself.

    A node is also known by its module: what replaced it is in the same one.
    """
    known = {part.key for part in walk(graph.parts)}
    made = [part for part in walk(parts) if part.key not in known]
    if not made:
        return set()
    drawn = {frame.key for frame in graph.frames} | {box.key for box in graph.boxes}
    at = (graph.position[box.key] for box in graph.boxes if box.kind == "node")
    modules = {graph.info.nodes[place].module for place in at} - {""}
    is_seen = [node.name in drawn or node.module in modules for node in info.nodes]
    return {
        part.key
        for part in made
        if any(is_seen[part.start : part.stop])
        or not drawn.isdisjoint(inner.key for inner in part.parts)
    }


def _kept_row(
    graph: DrawnGraph, info: GraphInfo, part: Part, opened: frozenset[str]
) -> frozenset[str]:
    """What is opened where an edit makes another row, or none of one that was.

    Blocks that had frames or boxes of their own keep them.
    """
    frames = frozenset(frame.key for frame in graph.frames)
    if not is_row(part):
        return opened | ({part.key} & frames)
    boxes = frozenset(box.key for box in graph.boxes)
    inner = frozenset(block.key for block in part.parts)
    open_ = frozenset(
        block.key
        for block in part.parts
        if block.key in frames
        or any(node.name in boxes for node in info.nodes[block.start : block.stop])
    )
    closed = inner & boxes - open_
    if open_ | closed == inner or len(closed) >= LEAST:
        return opened | {part.key} | open_
    return (opened - {part.key}) | open_ | frozenset(map(apart, open_))
