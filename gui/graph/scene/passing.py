"""What passes the border of a box: values that leave, inputs that read from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.choices import Slot
from gui.graph.scene.drawn_graph import DrawnGraph


def inside(graph: DrawnGraph, box: int) -> tuple[str, ...]:
    """The nodes that a box stands for, those folded into it by a lens too."""
    shown = graph.boxes[box]
    nodes = graph.info.nodes[shown.start : shown.stop]
    return (*(node.name for node in nodes), *shown.folded)


def leaving(graph: DrawnGraph, box: int) -> tuple[str, ...]:
    """The nodes in a box whose values something else reads, or nothing at all."""
    names = inside(graph, box)
    nodes = (graph.info.by_name[name] for name in names)
    within = {*names}
    return tuple(
        node.name
        for node in nodes
        if node.kind != "output"
        and (not node.users or not within.issuperset(node.users))
    )


def entering(
    graph: DrawnGraph, box: int, slots: Mapping[str, Sequence[Slot]]
) -> list[list[Slot]]:
    """The inputs in a box that read from outside, those that read one value together.

    Inputs of one value can read another only together: where one of them cannot, none
    can. Each input of a node's card stands alone, numbers too.
    """
    shown, names = graph.boxes[box], inside(graph, box)
    found = [slot for name in names for slot in slots.get(name, ())]
    if shown.kind == "node":
        return [
            [s] for s in found if s.node == shown.key or s.source not in {"", *names}
        ]
    groups: dict[str, list[Slot]] = {}
    for slot in found:
        if slot.source and slot.source not in names:
            groups.setdefault(slot.source, []).append(slot)
    return [_all_or_none(group) for group in groups.values()]


def _all_or_none(slots: list[Slot]) -> list[Slot]:
    reason = next((slot.reason for slot in slots if slot.reason), "")
    return [replace(slot, reason=reason) for slot in slots]
