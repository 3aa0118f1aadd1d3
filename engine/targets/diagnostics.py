"""What a chip cannot run in a graph, what it runs at a cost, and what would help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from torch import fx

from engine.info import Diagnostic, Fix, Severity
from engine.opening.titles import op_name as short_name
from engine.opening.titles import title_of
from engine.recipe import ApplyEverywhere, ApplyRule, Edit
from engine.rewriting.fixes import FixFinder
from engine.rewriting.leaving import HostPart
from engine.rewriting.memory import Memory
from engine.sentence import filled, say
from engine.targets.advice import advise
from engine.targets.breaking import LOOKING_AHEAD, Broken, broken_ops
from engine.targets.calls import counted, inputs_looked_back, op_name
from engine.targets.constraints import CONSTRAINTS
from engine.targets.coordinates import coarse_coordinates
from engine.targets.crossings import crossings
from engine.targets.decided import decided
from engine.targets.dtypes import (
    is_odd_float,
    odd_floats,
    ops_without_any_kernel,
    squares_in_half,
)
from engine.targets.finding import found_at
from engine.targets.placement import Placement
from engine.targets.precisions import (
    int32_advice,
    int32_candidates,
    mixed_precisions,
    narrow_readers,
    refused_precisions,
)
from engine.targets.profile import TargetProfile
from engine.targets.stub_findings import doubled_stubs, missing_stubs
from engine.targets.unfit import unfit
from engine.targets.unreached import of_their_lines, unreached
from engine.targets.unstubbed import unstubbed_constants

__all__ = ["diagnose", "int32_candidates"]

_ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "advice": 2}


def diagnose(
    model: fx.GraphModule, profile: TargetProfile, memory: Memory | None = None
) -> tuple[Diagnostic, ...]:
    """Find every broken constraint: errors, then warnings, then advice.

    A value with a wrong number of dimensions is reported where it arises, not again
    at the ops that pass it on. Ops that run beside the chip, and those on constants
    alone where the toolchain folds them, are left out. What is found of one node is
    taken from the `memory` for this target, and left there.
    """
    memory = memory or Memory()
    finder = FixFinder(profile, memory=memory)
    placement = Placement(model.graph)
    unfinished = of_their_lines(model)
    on_chip = [each for each in placement.on_chip(profile) if each not in unfinished]
    broken = _op_diagnostics(model, on_chip, profile, finder, memory)
    found = [
        *unreached(model),
        *decided(model),
        *broken,
        *_costly_ops(on_chip, profile),
        *coarse_coordinates(model, placement, profile),
        *odd_floats(on_chip, profile),
        *squares_in_half(on_chip),
        *missing_stubs(placement, profile),
        *unstubbed_constants(model, placement, profile),
        *doubled_stubs(model.graph, profile, finder),
        *crossings(placement, profile),
        *refused_precisions(placement, profile),
        *narrow_readers(placement, profile),
        *mixed_precisions(placement, profile),
        *int32_advice(placement, profile),
        *unfit(placement, broken, profile),
        *advise(placement, profile, memory),
    ]
    return tuple(sorted(found, key=lambda diagnostic: _ORDER[diagnostic.severity]))


def _op_diagnostics(
    model: fx.GraphModule,
    on_chip: Sequence[fx.Node],
    profile: TargetProfile,
    finder: FixFinder,
    memory: Memory,
) -> list[Diagnostic]:
    broken = list(broken_ops(on_chip, profile, memory))
    if profile.fallback == "none":
        host = HostPart(model.graph)
        return [_broken(each, profile, finder, host, memory) for each in broken]
    refused = ops_without_any_kernel(model, on_chip, profile)
    broken = [each for each in broken if each[0] not in refused]
    kinds = sorted((op_name(node), index) for index, (node, *_) in enumerate(broken))
    errors = {id(each): each for each in refused.values()}.values()
    return [
        *(_with_fixes(each, model, finder) for each in errors),
        *(
            _stays_in_float([broken[index] for _, index in same], profile, finder)
            for _, same in groupby(kinds, key=lambda kind: kind[0])
        ),
    ]


def _broken(
    broken: Broken,
    profile: TargetProfile,
    finder: FixFinder,
    host: HostPart,
    memory: Memory,
) -> Diagnostic:
    """Tell of one op on a chip that nothing stands in for."""
    node, severity, constraint, seen = broken
    find = partial(_words, node, constraint, profile, seen)
    read = partial(inputs_looked_back, node)
    title, sentence = (
        find()
        if constraint in LOOKING_AHEAD
        else memory.recall_behind(("words", constraint), node, read, find)
    )
    fixes = _or_leave(finder.find(node, constraint), node, severity, host)
    reference = _reference(node, profile)
    return found_at(severity, node, constraint, title, sentence, fixes, reference)


def _or_leave(
    fixes: tuple[Fix, ...], node: fx.Node, severity: Severity, host: HostPart
) -> tuple[Fix, ...]:
    return host.added_to(fixes, node) if severity == "error" else fixes


def _words(
    node: fx.Node, constraint: str, profile: TargetProfile, seen: str
) -> tuple[str, str]:
    """Give the title and the sentence of one broken op."""
    op, module = title_of(node), str(node.meta.get("module", ""))
    place = say("{op} in {module}", op=op, module=module) if module else op
    if constraint == "unsupported":
        return place, say("{chip} has no {op}.", chip=profile.chip, op=short_name(node))
    rule = CONSTRAINTS[constraint]
    title = filled(rule.title, op=op, place=place)
    support = profile.ops[op_name(node)]
    limit = support.errors.get(constraint, support.warnings.get(constraint, 0))
    return title, rule.message(op, limit, seen)


def _reference(node: fx.Node, profile: TargetProfile) -> str:
    support = profile.ops.get(op_name(node))
    return support.source if support is not None else ""


def _costly_ops(on_chip: Sequence[fx.Node], profile: TargetProfile) -> list[Diagnostic]:
    """Warn once per kind of op that runs at a risk for accuracy wherever it runs."""
    risky = {name for name, support in profile.ops.items() if support.caveat}
    kinds: dict[str, list[fx.Node]] = {}
    for node in on_chip if risky else ():
        if (name := op_name(node)) in risky:
            kinds.setdefault(name, []).append(node)
    return [
        found_at(
            "warning",
            nodes[0],
            "caveat",
            say("{op} risks accuracy", op=title_of(nodes[0])),
            say(
                "{chip} computes {which} by {caveat}.",
                chip=profile.chip,
                which=counted(nodes),
                caveat=profile.ops[op].caveat,
            ),
            reference=profile.ops[op].source,
        )
        for op, nodes in kinds.items()
    ]


def _stays_in_float(
    broken: list[Broken], profile: TargetProfile, finder: FixFinder
) -> Diagnostic:
    """Say once per kind of op that the chip's fallback runs it, unquantized."""
    node, _, constraint, _ = broken[0]
    count = (
        say("{count} nodes run", count=len(broken))
        if len(broken) > 1
        else say("1 node runs")
    )
    return found_at(
        "advice",
        node,
        constraint,
        say("{op} stays in float", op=title_of(node)),
        say(
            "{title} has no int8 kernel for {op}; {count} in float.",
            title=profile.title,
            op=short_name(node),
            count=count,
        ),
        _anywhere([(node, constraint) for node, _, constraint, _ in broken], finder),
    )


def _anywhere(places: list[tuple[fx.Node, str]], finder: FixFinder) -> tuple[Fix, ...]:
    """Offer each rule once for several nodes: usable if it applies at any of them."""
    offered: dict[Edit, Fix] = {}
    for node, constraint in places:
        for fix in map(_everywhere, finder.find(node, constraint)):
            known = offered.get(fix.edit)
            if known is None or (fix.is_applicable and not known.is_applicable):
                offered[fix.edit] = fix
    return tuple(
        sorted(offered.values(), key=lambda fix: (bool(fix.reason), not fix.exact))
    )


def _with_fixes(
    diagnostic: Diagnostic, model: fx.GraphModule, finder: FixFinder
) -> Diagnostic:
    """Offer rules where another op helps; none helps where the type of values does."""
    (node,) = [each for each in model.graph.nodes if each.name == diagnostic.node]
    if is_odd_float(node):
        return diagnostic
    return replace(diagnostic, fixes=_anywhere([(node, "unsupported")], finder))


def _everywhere(fix: Fix) -> Fix:
    if not isinstance(fix.edit, ApplyRule):
        return fix
    return replace(fix, edit=ApplyEverywhere(fix.edit.rule))
