"""The inputs of ops, and which values they can read instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import torch
from torch import fx
from torch.fx.node import Argument

from engine.choices import Slot, Source
from engine.errors import EditError
from engine.opening.graph import arguments_of, shape_of
from engine.opening.titles import times
from engine.rewriting.propagation import compute_value
from engine.sentence import say
from engine.targets.calls import leading_to

_Clash: TypeAlias = tuple[str, str]
"""The shape given and the one wanted, which is empty where none was read."""


def slots_of(node: fx.Node) -> Iterator[tuple[str, fx.Node | None]]:
    """Name the tensor inputs of an op with what each reads; weights are left out."""
    if not isinstance(node.target, torch._ops.OpOverload):
        return
    formals = {each.name: each for each in node.target._schema.arguments}
    for name, given in arguments_of(node).items():
        if "Tensor" in str(formals[name].real_type):
            yield from _slots_in(name, given)


def _slots_in(name: str, given: Argument) -> Iterator[tuple[str, fx.Node | None]]:
    if isinstance(given, (list, tuple)):
        for index, item in enumerate(given):
            if isinstance(item, fx.Node) and item.op != "get_attr":
                yield f"{name}[{index}]", item
    elif isinstance(given, fx.Node) and given.op != "get_attr":
        yield name, given
    elif isinstance(given, (int, float)):
        yield name, None


def targets_of(model: fx.GraphModule, source: str) -> tuple[Slot, ...]:
    """Tell of every input in the graph whether it can read a node's value."""
    found = _find(model, source)
    before = leading_to(found.all_input_nodes)
    known: dict[object, _Clash | None] = {}
    return tuple(
        Slot(
            node.name,
            name,
            read.name if read is not None else "",
            _why_not(node, name, read, found, before, known),
        )
        for node in model.graph.nodes
        if node.op == "call_function"
        for name, read in slots_of(node)
    )


def sources_of(model: fx.GraphModule, node: str, slot: str) -> tuple[Source, ...]:
    """Tell of every value in the graph whether one input can read it.

    Those of the shape it reads now come first.
    """
    found = _find(model, node)
    read = dict(slots_of(found)).get(slot)
    known: dict[object, _Clash | None] = {}
    behind = _descendants(found)
    sources, values = [], {}
    for each in model.graph.nodes:
        if each.op in ("output", "get_attr"):
            continue
        before = {found} if each in behind else set()
        reason = _why_not(found, slot, read, each, before, known)
        sources.append(Source(each.name, reason))
        values[each.name] = each.meta["val"]
    if read is not None:
        like = read.meta["val"]
        sources.sort(key=lambda each: not _is_like(values[each.name], like))
    return tuple(sources)


def _why_not(
    node: fx.Node,
    slot: str,
    read: fx.Node | None,
    source: fx.Node,
    before: set[fx.Node],
    known: dict[object, _Clash | None],
) -> str:
    if source is read:
        return say(
            "{name} reads {other_name} there already.",
            name=node.name,
            other_name=source.name,
        )
    if node is source or node in before:
        return say(
            "{name} depends on {other_name}; a network has no loops.",
            name=source.name,
            other_name=node.name,
        )
    value = source.meta.get("val")
    if not isinstance(value, torch.Tensor):
        return say("{name} is no single value, so no op can read it.", name=source.name)
    if read is not None and _is_like(value, read.meta.get("val")):
        return ""
    key = (_signature(node), slot, value.shape, value.dtype)
    if key not in known:
        known[key] = _clash(node, slot, source)
    return _told(node, known[key])


def _told(node: fx.Node, clash: _Clash | None) -> str:
    if clash is None:
        return ""
    given, wanted = clash
    if not wanted:
        return say("{node} cannot take {given}.", node=node.name, given=given)
    return say(
        "{node} cannot take {given} in place of {wanted}.",
        node=node.name,
        given=given,
        wanted=wanted,
    )


def _clash(node: fx.Node, slot: str, source: fx.Node) -> _Clash | None:
    """Find shapes with which the op cannot compute; what follows is tried later."""
    word, _, index = slot.partition("[")
    place = int(index.rstrip("]")) if index else -1

    def given(name: str, value: object) -> object:
        if name != word:
            return value
        if place < 0 or not isinstance(value, (list, tuple)):
            return source
        return [source if at == place else each for at, each in enumerate(value)]

    names = list(arguments_of(node))
    args = tuple(
        given(name, value) for name, value in zip(names, node.args, strict=False)
    )
    kwargs = {name: given(name, value) for name, value in node.kwargs.items()}
    try:
        compute_value(node.name, node.target, args, kwargs, source.meta["val"])
    except EditError:
        wanted = dict(slots_of(node)).get(slot)
        return times(shape_of(source)), times(shape_of(wanted)) if wanted else ""
    return None


def _signature(node: fx.Node) -> object:
    """What decides whether an op can compute: equal for ops with equal shapes."""

    def described(read: fx.Node) -> str:
        value = read.meta.get("val")
        if isinstance(value, torch.Tensor):
            return f"{tuple(value.shape)} {value.dtype}"
        return read.name

    given = fx.map_arg((node.args, node.kwargs), described)
    return node.target, repr(given)


def _find(model: fx.GraphModule, name: str) -> fx.Node:
    nodes: Iterable[fx.Node] = model.graph.nodes
    for node in nodes:
        if node.name == name:
            return node
    raise EditError(
        say("This network has no node {name}; was another one opened?", name=name)
    )


def _descendants(node: fx.Node) -> set[fx.Node]:
    found: set[fx.Node] = set()
    pending = [*node.users]
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            pending += each.users
    return found


def _is_like(value: object, other: object) -> bool:
    return (
        isinstance(value, torch.Tensor)
        and isinstance(other, torch.Tensor)
        and value.shape == other.shape
        and value.dtype == other.dtype
    )
