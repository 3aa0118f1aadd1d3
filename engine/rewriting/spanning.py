"""Nodes bypassed together: what reads their one result reads their one input."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import torch
from torch import fx

from engine.errors import EditError
from engine.opening.graph import shape_of
from engine.opening.titles import times
from engine.recipe import Rewire, SetOutputs
from engine.rewriting.draft import Draft
from engine.rewriting.propagation import is_alike
from engine.rewriting.slots import slots_of
from engine.rewriting.surgery import bypass, rewire, set_outputs
from engine.rewriting.whole_modules import calls_of
from engine.sentence import say


class Span(NamedTuple):
    """The edits that bypass nodes, and why they may be refused, empty if not for that.

    What reads the result may take another shape, but more often does not.
    """

    edits: list[Rewire | SetOutputs]
    mismatch: str = ""


def span(nodes: Collection[fx.Node]) -> Span:
    """Wire what nodes read to what reads them; they are no longer needed then.

    Raises:
        EditError: they read or hand on several values, or a list of them.
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
    values = source.meta["val"], end.meta["val"]
    if not all(isinstance(value, torch.Tensor) for value in values):
        raise EditError(_mismatch(source, end))
    edits = _rewired(end, source, inside)
    return Span(edits, "" if is_alike(*values) else _mismatch(source, end))


def bypass_whole(draft: Draft, name: str) -> None:
    """Bypass a node, or every call of a module.

    Raises:
        EditError: there is neither, or it reads or hands on several values, or another
            shape than what reads it can take.
    """
    calls = [] if name in draft.nodes else calls_of(draft.graph, name)
    if not calls:
        bypass(draft, name)
    for nodes in calls:
        bypass_span(draft, [node for node in nodes if node.name in draft.nodes])


def bypass_span(draft: Draft, nodes: Collection[fx.Node]) -> None:
    """Bypass nodes that read one value and hand one on, as one.

    Raises:
        EditError: they read or hand on several values, or another shape than what reads
            it can take.
    """
    found = span(nodes)
    try:
        for each in found.edits:
            _make(draft, each)
    except EditError as refusal:
        raise EditError(found.mismatch or str(refusal)) from refusal


def _make(draft: Draft, edit: Rewire | SetOutputs) -> None:
    match edit:
        case Rewire(node, name, source):
            rewire(draft, node, name, source)
        case SetOutputs(nodes):
            set_outputs(draft, nodes)


def _mismatch(source: fx.Node, end: fx.Node) -> str:
    return say(
        "What reads {name} ({shape}) cannot read {other_name} ({other_shape}) "
        "instead: bypass nodes that keep the shape and type.",
        name=end.name,
        shape=times(shape_of(end)),
        other_name=source.name,
        other_shape=times(shape_of(source)),
    )


def _outputs(output: fx.Node) -> list[fx.Node]:
    return list(output.args[0])  # type: ignore[arg-type]  # nodes


def _rewired(
    end: fx.Node, source: fx.Node, inside: Collection[fx.Node]
) -> list[Rewire | SetOutputs]:
    edits: list[Rewire | SetOutputs] = []
    for reader in end.users:
        if reader.op == "output":
            outputs = [source if read is end else read for read in _outputs(reader)]
            edits.append(SetOutputs(tuple(each.name for each in outputs)))
        elif reader not in inside:
            slots = [slot for slot, read in slots_of(reader) if read is end]
            edits += [Rewire(reader.name, slot, source.name) for slot in slots]
    return edits
