"""Stubs that a toolchain misses, and those that are one too many."""

from __future__ import annotations

from torch import fx

from engine.info import Diagnostic, Fix
from engine.opening.titles import title_of
from engine.recipe import InsertStubs
from engine.rewriting.fixes import FixFinder
from engine.rewriting.stubs import (
    dequant,
    inputs_without_stub,
    outputs_without_stub,
    quant,
)
from engine.sentence import listed, say
from engine.targets.placement import Placement
from engine.targets.profile import TargetProfile


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
        *([_inputs(len(entering))] if entering else []),
        *([_outputs(len(leaving))] if leaving else []),
    ]
    fix = Fix(InsertStubs(), "Insert stubs", algebra="quant(x) = x, dequant(x) = x")
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


def doubled_stubs(
    graph: fx.Graph, profile: TargetProfile, finder: FixFinder
) -> list[Diagnostic]:
    """Find stubs right behind a stub of their kind."""
    return [
        Diagnostic(
            profile.stubs.doubled,
            node.name,
            str(node.target),
            "doubled_stub",
            say("{op} is doubled", op=title_of(node)),
            say("{name} does the same before it.", name=node.all_input_nodes[0].name),
            node.meta.get("source"),
            finder.find(node, "doubled_stub"),
        )
        for stub in (quant, dequant)
        for node in graph.find_nodes(op="call_function", target=stub)
        if node.all_input_nodes[0].target is stub
    ]


def _inputs(count: int) -> str:
    return say("{count} inputs", count=count) if count > 1 else say("1 input")


def _outputs(count: int) -> str:
    return say("{count} outputs", count=count) if count > 1 else say("1 output")
