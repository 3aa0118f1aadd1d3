"""Which inputs can read a value, with all that follows tried on a draft."""

from __future__ import annotations

from dataclasses import replace

from torch import fx

from engine.choices import Slot
from engine.errors import EditError
from engine.progress import Progress, Steps
from engine.recipe import Rewire
from engine.rewriting.draft import Draft
from engine.rewriting.edits import change
from engine.rewriting.slots import targets_of
from engine.sentence import say


def tried_targets(model: fx.GraphModule, source: str) -> Steps[tuple[Slot, ...]]:
    """Tell of every input whether it can read a node's value, also for what follows.

    An op that can compute with another shape may yield one that those behind it cannot
    read; each such input is tried by itself, a step each.
    """
    nodes = {node.name: node for node in model.graph.nodes}
    slots = list(targets_of(model, source))
    doubtful = [
        number
        for number, slot in enumerate(slots)
        if not slot.reason and not _is_alike(nodes, source, slot.source)
    ]
    for done, number in enumerate(doubtful):
        yield Progress(say("Trying the inputs"), done, len(doubtful))
        slot = slots[number]
        try:
            change(Draft(model), Rewire(slot.node, slot.name, source))
        except EditError as refusal:
            slots[number] = replace(slot, reason=str(refusal))
    return tuple(slots)


def _is_alike(nodes: dict[str, fx.Node], source: str, read: str) -> bool:
    """Whether two values have one shape and type, so that nothing behind changes."""
    if not read:
        return False
    old, new = nodes[read].meta["val"], nodes[source].meta["val"]
    return bool(old.shape == new.shape and old.dtype == new.dtype)
