"""What of a network no rewrite brings to a chip, and where to end it before that."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

from torch import fx

from engine.info import Diagnostic, Fix
from engine.opening.titles import op_name as short_name
from engine.recipe import SetOutputs
from engine.sentence import listed, say
from engine.targets.cost import node_macs
from engine.targets.finding import found_at
from engine.targets.placement import Placement
from engine.targets.profile import TargetProfile

_NAMED = 5
"""How many ops that a chip lacks are named; of more there is no list to be read."""
_WHY = say("the host runs what follows in float, from the same code")


def unfit(
    placement: Placement, errors: Iterable[Diagnostic], profile: TargetProfile
) -> list[Diagnostic]:
    """Say once which part of a network no fix brings to the chip, and what would help.

    The network can end at the values that this part reads: what leads to them runs. A
    network that multiplies nothing has no part worth that.
    """
    stuck = {
        each.node: each
        for each in errors
        if not any(fix.is_applicable for fix in each.fixes)
    }
    nodes = [node for node in placement.ops if node.name in stuck]
    whole = sum(map(node_macs, placement.ops))
    if not nodes or not whole or profile.fallback == "float":
        return []
    lost = _behind(nodes)
    kept = sum(node_macs(node) for node in placement.ops if node not in lost)
    ends = _ends(placement, lost)
    lacking = dict.fromkeys(
        short_name(node)
        for node in nodes
        if stuck[node.name].constraint == "unsupported"
    )
    sentence = say(
        "No rewrite brings {what} to {chip}{lacking}. What runs before makes "
        "{share:.0%} of the multiply-accumulates: {help}.",
        what=say("{count} ops", count=len(nodes)) if nodes[1:] else say("this op"),
        chip=profile.chip,
        lacking=_lacking([*lacking]),
        share=kept / whole,
        help=_help(nodes[0], ends),
    )
    title = say("Part of the network does not fit {chip}", chip=profile.chip)
    return [found_at("advice", nodes[0], "unfit", title, sentence, _fixes(ends))]


def _behind(nodes: Iterable[fx.Node]) -> set[fx.Node]:
    """Some nodes and all that is computed from them."""
    pending, found = [*nodes], set[fx.Node]()
    while pending:
        node = pending.pop()
        if node.op != "output" and node not in found:
            found.add(node)
            pending += node.users
    return found


def _ends(placement: Placement, lost: Collection[fx.Node]) -> list[fx.Node]:
    """The computed values that leave what runs, in order."""
    read = [each for node in lost for each in node.all_input_nodes]
    known = {*read, *placement.graph.output_node().all_input_nodes}
    known -= {*lost, *placement.constant}
    return [node for node in placement.ops if node in known]


def _lacking(names: list[str]) -> str:
    return say(", which has no {names}", names=_some(names)) if names else ""


def _some(names: list[str]) -> str:
    """List names, of many the first ones."""
    if len(names) <= _NAMED:
        return listed(names, ", ")
    return say(
        "{names} and {count} more",
        names=listed(islice(names, _NAMED), ", "),
        count=len(names) - _NAMED,
    )


def _help(first: fx.Node, ends: list[fx.Node]) -> str:
    if not ends:
        return say(
            "write {name} with other ops, or choose another target", name=first.name
        )
    return say(
        "end the network at {ends} and let the host run the rest, or choose another "
        "target",
        ends=_some([node.name for node in ends]),
    )


def _fixes(ends: list[fx.Node]) -> tuple[Fix, ...]:
    if not ends:
        return ()
    edit = SetOutputs(tuple(node.name for node in ends))
    return (Fix(edit, "End the network before it", exact=False, algebra=_WHY),)
