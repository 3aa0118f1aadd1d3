"""Nodes bypassed together: what reads their one result reads their one input."""

from __future__ import annotations

from collections.abc import Collection

import torch
from torch import fx

from engine.errors import EditError
from engine.opening.graph import shape_of
from engine.opening.titles import times
from engine.recipe import Rewire, SetOutputs, SingleEdit
from engine.rewriting.propagation import is_alike
from engine.rewriting.slots import slots_of
from engine.sentence import say


def span(nodes: Collection[fx.Node]) -> list[SingleEdit]:
    """Wire what nodes read to what reads them; they are no longer needed then.

    Raises:
        EditError: they read or hand on several values, or values that are not alike.
    """
    inside = {node for node in nodes if node.op == "call_function"}
    read = {each for node in inside for each in node.all_input_nodes} - inside
    sources = [each for each in read if each.op != "get_attr"]
    ends = [node for node in inside if not inside >= {*node.users}]
    if len(sources) != 1 or len(ends) != 1:
        raise EditError(
            say(
                "Nodes are bypassed together where they read one value and hand one "
                "on; these read {count} and hand {other_count} on.",
                count=len(sources),
                other_count=len(ends),
            )
        )
    source, end = sources[0], ends[0]
    value = source.meta["val"]
    if not isinstance(value, torch.Tensor) or not is_alike(value, end.meta["val"]):
        raise EditError(
            say(
                "What reads {name} ({shape}) cannot read {other_name} ({other_shape}) "
                "instead: bypass nodes that keep the shape and type.",
                name=end.name,
                shape=times(shape_of(end)),
                other_name=source.name,
                other_shape=times(shape_of(source)),
            )
        )
    return [*_rewired(end, source, inside)]


def _outputs(output: fx.Node) -> list[fx.Node]:
    return list(output.args[0])  # type: ignore[arg-type]  # nodes


def _rewired(
    end: fx.Node, source: fx.Node, inside: Collection[fx.Node]
) -> list[SingleEdit]:
    edits: list[SingleEdit] = []
    for reader in end.users:
        if reader.op == "output":
            outputs = [source if read is end else read for read in _outputs(reader)]
            edits.append(SetOutputs(tuple(each.name for each in outputs)))
        elif reader not in inside:
            slots = [slot for slot, read in slots_of(reader) if read is end]
            edits += [Rewire(reader.name, slot, source.name) for slot in slots]
    return edits
