"""Stubs that a toolchain misses, and those that are one too many."""

from __future__ import annotations

from torch import fx

from engine.info import Diagnostic, Fix
from engine.opening.titles import title_of
from engine.recipe import Bypass, InsertStubs
from engine.rewriting.fixes import FixFinder
from engine.rewriting.stubs import (
    dequant,
    float_nodes,
    inputs_without_stub,
    outputs_without_stub,
    quant,
    quantized_nodes,
)
from engine.sentence import listed, say
from engine.targets.finding import found_at
from engine.targets.placement import Placement
from engine.targets.profile import TargetProfile

_SAME = "quant(x) = x, dequant(x) = x"


def missing_stubs(placement: Placement, profile: TargetProfile) -> list[Diagnostic]:
    """Find inputs without a quant and outputs without a dequant stub."""
    severity = profile.stubs.missing
    if severity == "none":
        return []
    graph, host = placement.graph, placement.host
    entering, leaving = (
        inputs_without_stub(graph, host),
        outputs_without_stub(graph, host),
    )
    if not (entering or leaving):
        return []
    kinds = "/".join(["quant"] * bool(entering) + ["dequant"] * bool(leaving))
    counts = [
        *([_without("quant", _inputs(len(entering)))] if entering else []),
        *([_without("dequant", _outputs(len(leaving)))] if leaving else []),
    ]
    fix = Fix(InsertStubs(), "Insert stubs", algebra=_SAME)
    return [
        Diagnostic(
            severity,
            "",
            "",
            "stubs",
            say("No {kinds} stubs", kinds=kinds),
            listed(counts),
            fixes=(fix,),
        )
    ]


def _without(kind: str, values: str) -> str:
    return say("{values} without a {kind} stub", values=values, kind=kind)


def doubled_stubs(
    graph: fx.Graph, profile: TargetProfile, finder: FixFinder
) -> list[Diagnostic]:
    """Find stubs whose values have been through a stub of their kind already."""
    done = {quant: quantized_nodes(graph), dequant: float_nodes(graph)}
    return [
        found_at(
            profile.stubs.doubled,
            node,
            "doubled_stub",
            say("{op} is doubled", op=title_of(node)),
            _before(node),
            _dropped(node, finder),
        )
        for stub, nodes in done.items()
        for node in graph.find_nodes(op="call_function", target=stub)
        if node.all_input_nodes[0] in nodes or _is_float_input(node)
    ]


def _is_float_input(stub: fx.Node) -> bool:
    """Whether a dequant stub stands right behind an input, which no quant stub took."""
    return stub.target is dequant and stub.all_input_nodes[0].op == "placeholder"


def _before(stub: fx.Node) -> str:
    """Say what makes a stub needless."""
    (read,) = stub.all_input_nodes
    if read.target is stub.target:
        return say("{name} does the same before it.", name=read.name)
    if stub.target is quant:
        return say("{name} is quantized already, behind a quant stub.", name=read.name)
    return say("{name} is in float already, so nothing is left to do.", name=read.name)


def _dropped(stub: fx.Node, finder: FixFinder) -> tuple[Fix, ...]:
    if stub.all_input_nodes[0].target is stub.target:
        return finder.find(stub, "doubled_stub")
    return (Fix(Bypass(stub.name), "Take the stub away", algebra=_SAME),)


def _inputs(count: int) -> str:
    return say("{count} inputs", count=count) if count > 1 else say("1 input")


def _outputs(count: int) -> str:
    return say("{count} outputs", count=count) if count > 1 else say("1 output")
