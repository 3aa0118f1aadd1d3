"""Which inputs can read a value, and which values an input, all that follows tried."""

from __future__ import annotations

from dataclasses import replace

from torch import fx

from engine.choices import Slot, Source
from engine.errors import EditError
from engine.progress import Progress, Steps
from engine.recipe import Rewire
from engine.rewriting.slots import sources_of, targets_of
from engine.rewriting.trial import make_in_vain
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
        reason = _refusal(model, Rewire(slot.node, slot.name, source))
        slots[number] = replace(slot, reason=reason)
    return tuple(slots)


def tried_sources(
    model: fx.GraphModule, node: str, slot: str, read: str
) -> Steps[tuple[Source, ...]]:
    """Tell of every value whether an input that reads `read` can read it instead.

    As with `tried_targets` each value of another shape is tried by itself.
    """
    nodes = {each.name: each for each in model.graph.nodes}
    sources = list(sources_of(model, node, slot))
    doubtful = [
        number
        for number, source in enumerate(sources)
        if not source.reason and not _is_alike(nodes, source.name, read)
    ]
    for done, number in enumerate(doubtful):
        yield Progress(say("Trying the values"), done, len(doubtful))
        name = sources[number].name
        sources[number] = Source(name, _refusal(model, Rewire(node, slot, name)))
    return tuple(sources)


def _refusal(model: fx.GraphModule, edit: Rewire) -> str:
    try:
        make_in_vain(model, [edit])
    except EditError as refusal:
        return str(refusal)
    return ""


def _is_alike(nodes: dict[str, fx.Node], source: str, read: str) -> bool:
    """Whether two values have one shape and type, so that nothing behind changes."""
    if not read:
        return False
    old, new = nodes[read].meta["val"], nodes[source].meta["val"]
    return bool(old.shape == new.shape and old.dtype == new.dtype)
