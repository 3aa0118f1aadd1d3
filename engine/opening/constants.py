"""Constants of a graph: which of them are weights of ops, and which are inputs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import compress

import torch
from torch import fx
from torch.fx.node import Argument

from engine.opening.graph import arguments_of, defaults_of

PLAIN = frozenset((bool, int, float, type(None)))
TRAINED_SLOTS = frozenset({"weight", "bias"})
_WEIGHT_SLOTS = TRAINED_SLOTS | {"running_mean", "running_var"}


def constant_inputs(ops: Iterable[fx.Node]) -> set[fx.Node]:
    """Find the get_attr nodes that some op takes as an input.

    All others hang off their ops as weight, bias or running statistics.
    """
    found: set[fx.Node] = set()
    for op in ops:
        if op.op == "get_attr":
            continue
        for value in _inputs(op):
            if isinstance(value, fx.Node):
                if value.op == "get_attr":
                    found.add(value)
            elif isinstance(value, (list, tuple)):
                found.update([n for n in nodes_in(value) if n.op == "get_attr"])
    return found


def _inputs(op: fx.Node) -> Iterable[Argument]:
    """What an op takes, but for its weights."""
    if not isinstance(op.target, torch._ops.OpOverload):
        return op.all_input_nodes
    taken = compress(op.args, _are_inputs(op.target))
    if not op.kwargs:
        return taken
    named = op.kwargs.items()
    return [*taken, *(value for slot, value in named if slot not in _WEIGHT_SLOTS)]


@cache
def _are_inputs(target: torch._ops.OpOverload) -> tuple[bool, ...]:
    return tuple(slot not in _WEIGHT_SLOTS for slot in defaults_of(target))


def is_trained(node: fx.Node) -> bool:
    """Whether some op takes a get_attr node as its weight or bias."""
    return any(
        value is node and slot in TRAINED_SLOTS
        for user in node.users
        for slot, value in _given_to(user)
    )


def _given_to(node: fx.Node) -> Iterable[tuple[str, Argument]]:
    """Name the arguments of an op, perhaps without those it leaves out."""
    if node.kwargs or not isinstance(node.target, torch._ops.OpOverload):
        return arguments_of(node).items()
    return zip(defaults_of(node.target), node.args, strict=False)


def nodes_in(values: Sequence[object]) -> list[fx.Node]:
    """Find the nodes in a list of arguments, or in lists in it, in order."""
    found: list[fx.Node] = []
    if PLAIN.issuperset(map(type, values)):
        return found
    for value in values:
        if isinstance(value, fx.Node):
            found.append(value)
        elif isinstance(value, (list, tuple)):
            found += nodes_in(value)
    return found
