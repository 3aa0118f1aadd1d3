"""Modules built alike: the same ops, joined in the same way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.info import GraphInfo

if TYPE_CHECKING:
    from gui.graph.boxes import Box

Structure = tuple[tuple[str, tuple[int, ...]], ...]


def structure_of(info: GraphInfo, start: int, stop: int) -> Structure:
    """The ops of a run of nodes and where each takes its inputs from.

    An input from outside is -1. Names, shapes and weights do not count.
    """
    nodes = info.nodes[start:stop]
    places = {node.name: place for place, node in enumerate(nodes)}
    return tuple(
        (node.op, tuple(places.get(name, -1) for name in node.inputs)) for node in nodes
    )


def alike(info: GraphInfo, boxes: Sequence[Box]) -> dict[str, tuple[str, ...]]:
    """For every closed module that is drawn more than once, the keys of all alike."""
    found: defaultdict[Structure, list[str]] = defaultdict(list)
    for box in boxes:
        if box.kind == "module":
            found[structure_of(info, box.start, box.stop)].append(box.key)
    groups = [tuple(keys) for keys in found.values() if len(keys) > 1]
    return {key: keys for keys in groups for key in keys}
