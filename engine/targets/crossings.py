"""Where values leave the chip in the middle of a network, or meet floats there."""

from __future__ import annotations

from collections.abc import Set

from torch import fx

from engine.info import Diagnostic, Fix, Severity
from engine.opening.titles import title_of
from engine.recipe import Bypass, Several
from engine.rewriting.stubs import dequant, quant
from engine.sentence import say
from engine.targets.calls import MATRIX_OPS, op_name, place, tensor_inputs
from engine.targets.finding import found_at
from engine.targets.placement import Placement
from engine.targets.profile import TargetProfile


def crossings(placement: Placement, profile: TargetProfile) -> list[Diagnostic]:
    """Find what a dequant stub in the middle of a network leads to, on chips of stubs.

    Values that come back through a quant stub, layers with weights that so run on the
    CPU, and ops that are given integers and floats together.
    """
    if profile.fallback == "float" or profile.stubs.missing == "none":
        return []
    stubs = placement.graph.find_nodes(op="call_function", target=dequant)
    return [found for stub in stubs for found in _behind(stub, placement)]


def _reached(stub: fx.Node, host: Set[fx.Node]) -> list[fx.Node]:
    """The ops that compute in float from what a dequant stub gives, in order."""
    floats, pending = set[fx.Node](), [stub]
    while pending:
        for each in pending.pop().users:
            if each in host and each not in floats:
                floats.add(each)
                pending.append(each)
    return sorted(floats)


def _behind(stub: fx.Node, placement: Placement) -> list[Diagnostic]:
    floats = _reached(stub, placement.host)
    readers = sorted({user for node in (stub, *floats) for user in node.users})
    back = [node for node in readers if node.target is quant]
    if back:
        return [_comes_back(stub, back, len(floats))]
    layers = [node for node in floats if op_name(node) in MATRIX_OPS]
    if layers:
        return [_layer_in_float(stub, layers)]
    off_chip = {stub, *placement.host, *placement.constant}
    return [
        _mixed(stub, node)
        for node in readers
        if node.op == "call_function" and node not in off_chip
        if any(_is_computed(each, off_chip) for each in tensor_inputs(node))
    ]


def _is_computed(node: fx.Node, off_chip: Set[fx.Node]) -> bool:
    """Whether the chip computes a value."""
    is_op = node.op == "call_function" and node.target is not dequant
    return is_op and node not in off_chip


def _comes_back(stub: fx.Node, back: list[fx.Node], between: int) -> Diagnostic:
    name = back[0].name
    if not between:
        sentence = say("{name} takes them back at once.", name=name)
    elif between == 1:
        sentence = say("{name} takes them back after 1 op on the CPU.", name=name)
    else:
        sentence = say(
            "{name} takes them back after {count} ops on the CPU.",
            name=name,
            count=between,
        )
    title = say("Values leave the chip at {name}", name=stub.name)
    return _told("warning", stub, [stub, *back], title, sentence)


def _layer_in_float(stub: fx.Node, layers: list[fx.Node]) -> Diagnostic:
    first, more = layers[0], len(layers) - 1
    sentence = (
        say(
            "It and {count} more layers come behind {name}, so the CPU runs them in "
            "float.",
            count=more,
            name=stub.name,
        )
        if more
        else say("It comes behind {name}, so the CPU runs it in float.", name=stub.name)
    )
    title = say("{place} is left to the CPU", place=place(first))
    return _told("warning", first, [stub], title, sentence)


def _mixed(stub: fx.Node, node: fx.Node) -> Diagnostic:
    sentence = say(
        "{op} is given floats from {name} and integers; a quant stub is missing "
        "between them, or the dequant stub is too much.",
        op=title_of(node),
        name=stub.name,
    )
    title = say("{place} mixes floats and integers", place=place(node))
    return _told("error", node, [stub], title, sentence)


def _told(
    severity: Severity, node: fx.Node, stubs: list[fx.Node], title: str, sentence: str
) -> Diagnostic:
    edits = tuple(Bypass(stub.name) for stub in stubs)
    fix = (
        Fix(edits[0], "Take the stub away", exact=False)
        if len(edits) == 1
        else Fix(Several(edits), "Take the stubs away", exact=False)
    )
    return found_at(severity, node, "crossing", title, sentence, (fix,))
