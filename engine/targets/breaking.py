"""Which limit of a chip an op breaks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import cast

from torch import fx

from engine.info import Severity
from engine.rewriting.memory import Memory
from engine.targets.calls import inputs_looked_back, op_name, tensor_inputs
from engine.targets.constraints import CONSTRAINTS
from engine.targets.profile import Limit, TargetProfile

Broken = tuple[fx.Node, Severity, str, str]
"""A node, how grave it is, the constraint's name, and what the node has."""
_Told = tuple[Severity, str, str]
_TOPIC = "broken"
_PLACES = {name: place for place, name in enumerate(CONSTRAINTS)}
_RANKS = ("rank", "input_rank")
_MISSHAPING = (*_RANKS, "keepdim")
LOOKING_AHEAD = {each.name for each in CONSTRAINTS.values() if each.looks_ahead}
"""The constraints for which a node is told by what reads it, too."""


def broken_ops(
    on_chip: Sequence[fx.Node],
    profile: TargetProfile,
    memory: Memory | None = None,
    above: Collection[fx.Node] = (),
) -> Iterator[Broken]:
    """Find the ops on the chip that break a constraint, with the first they break.

    What is `above` has a wrong number of dimensions, as is told already.
    """
    memory = memory or Memory()
    misshapen, known = {*above}, memory.known(_TOPIC)
    for node in on_chip:
        name = node.name
        told = known[name] if name in known else _recalled(node, profile, memory)
        if told is None:
            continue
        broken: Broken = (node, *cast(_Told, told))
        constraint = broken[2]
        passed_on = misshapen.intersection(tensor_inputs(node))
        if passed_on or constraint in _MISSHAPING:
            misshapen.add(node)
        if not (passed_on and constraint in _RANKS):
            yield broken


def reads_misshapen(
    nodes: Collection[fx.Node], profile: TargetProfile, memory: Memory | None = None
) -> bool:
    """Whether nodes read a value whose wrong number of dimensions is told above."""
    memory = memory or Memory()
    pending = [each for node in nodes for each in tensor_inputs(node)]
    seen = {*nodes}
    while pending:
        node = pending.pop()
        told = None if node in seen else _recalled(node, profile, memory)
        seen.add(node)
        if told is not None and told[1] in _MISSHAPING:
            return True
        if told is not None:
            pending += tensor_inputs(node)
    return False


def _recalled(node: fx.Node, profile: TargetProfile, memory: Memory) -> _Told | None:
    """Tell what `first_broken` does, or remember it where a limit is read nearby."""
    support = profile.ops.get(op_name(node))
    if support is None or not (
        LOOKING_AHEAD.isdisjoint(support.errors)
        and LOOKING_AHEAD.isdisjoint(support.warnings)
    ):
        return _told(node, profile)
    read, find = partial(inputs_looked_back, node), partial(_told, node, profile)
    return memory.recall_behind(_TOPIC, node, read, find)


def _told(node: fx.Node, profile: TargetProfile) -> _Told | None:
    broken = first_broken(node, profile)
    return None if broken is None else broken[1:]


def first_broken(node: fx.Node, profile: TargetProfile) -> Broken | None:
    """Find the gravest limit an op breaks; errors go before warnings."""
    support = profile.ops.get(op_name(node))
    if support is None:
        return (node, "error", "unsupported", "")
    levels: tuple[tuple[Severity, Mapping[str, Limit]], ...] = (
        ("error", support.errors),
        ("warning", support.warnings),
    )
    for severity, limits in levels:
        for name in sorted(limits, key=_PLACES.__getitem__):
            seen = CONSTRAINTS[name].check(node, limits[name])
            if seen is not None:
                return (node, severity, name, seen)
    return None
