"""How much of one network each target can run: the table to choose a chip by."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from torch import fx

from engine.progress import Progress, Steps
from engine.recipe import ApplyRule
from engine.rewriting.catalogue import find_rule
from engine.rewriting.draft import Draft
from engine.rewriting.expansion import Expander, rewrite
from engine.rewriting.fixes import FixFinder
from engine.rewriting.rule import NoMatch
from engine.sentence import say
from engine.targets.breaking import broken_ops
from engine.targets.calls import OURS, op_name
from engine.targets.cost import node_macs
from engine.targets.dtypes import ops_without_any_kernel
from engine.targets.latency import estimate_latency
from engine.targets.placement import Placement
from engine.targets.profile import TargetProfile
from engine.targets.records import Coverage

__all__ = ["Coverage", "compare_targets"]

STAGE = say("Compare targets")
_ROUNDS = 4
"""A rewrite may uncover the next problem; longer chains are cycles."""


def compare_targets(
    model: fx.GraphModule, profiles: Sequence[TargetProfile]
) -> Steps[tuple[Coverage, ...]]:
    """Judge one network for every target, in the given order."""
    expander = Expander()
    found = []
    for done, profile in enumerate(profiles):
        yield Progress(STAGE, done, len(profiles), profile.title)
        found.append(_cover(model, profile, expander))
    yield Progress(STAGE, len(profiles), len(profiles))
    return tuple(found)


def _cover(
    model: fx.GraphModule, profile: TargetProfile, expander: Expander
) -> Coverage:
    placement = Placement(model.graph)
    ops = [node for node in placement.ops if op_name(node) not in OURS]
    broken = _broken(model, profile)
    left = _left_after_rewrites(model, profile, broken, expander)
    dead = ops_without_any_kernel(model, placement.on_chip(profile), profile)
    refused = [node for node in left if profile.fallback == "none" or node in dead]
    in_float = [node for node in left if node not in refused]
    whole = sum(node_macs(node) for node in ops)
    estimate = estimate_latency(model, profile)
    return Coverage(
        profile.name,
        profile.title,
        len(ops) - len(broken),
        len(broken) - len(left),
        len(in_float),
        len(refused),
        _share(whole, {*broken, *placement.host}),
        _share(whole, {*left, *placement.host}),
        tuple(sorted({op_name(node) for node in in_float})),
        tuple(sorted({op_name(node) for node in refused})),
        estimate.latency_ms,
        estimate.utilization,
        profile.hardware.bandwidth_gb_per_s > 0,
    )


def _broken(model: fx.GraphModule, profile: TargetProfile) -> dict[fx.Node, str]:
    """The ops the accelerator does not take, each with the constraint it breaks."""
    on_chip = Placement(model.graph).on_chip(profile)
    found = {
        node: constraint
        for node, severity, constraint, _ in broken_ops(on_chip, profile)
        if severity == "error"
    }
    return found | {
        node: found.get(node, "unsupported")
        for node in ops_without_any_kernel(model, on_chip, profile)
    }


def _left_after_rewrites(
    model: fx.GraphModule,
    profile: TargetProfile,
    broken: dict[fx.Node, str],
    expander: Expander,
) -> list[fx.Node]:
    """Make every exact rewrite there is, and tell which broken ops stay so.

    New ops are named after the one they replace, so a problem that is left tells by
    its name where it comes from.
    """
    names = sorted((node.name for node in broken), key=len, reverse=True)
    left = dict(broken)
    for _ in range(_ROUNDS):
        edits = _exact_fixes(left, FixFinder(profile, expander))
        if not edits:
            break
        model = _rewritten(model, edits, expander)
        left = _broken(model, profile)
    stays = {_descends_from(node.name, names) for node in left}
    return [node for node in broken if node.name in stays]


def _exact_fixes(broken: dict[fx.Node, str], finder: FixFinder) -> list[ApplyRule]:
    edits = []
    for node, constraint in broken.items():
        fixes = finder.find(node, constraint)
        usable = [each.edit for each in fixes if each.is_applicable and each.exact]
        edits += [edit for edit in usable[:1] if isinstance(edit, ApplyRule)]
    return edits


def _rewritten(
    model: fx.GraphModule, edits: list[ApplyRule], expander: Expander
) -> fx.GraphModule:
    draft = Draft(model)
    for edit in edits:
        if edit.node in draft.nodes:
            with suppress(NoMatch):
                rewrite(draft, expander, find_rule(edit.rule), draft.find(edit.node))
    return draft.finish()


def _descends_from(name: str, broken: list[str]) -> str:
    """Find the longest broken name that a name repeats or extends."""
    starts = (each for each in broken if name == each or name.startswith(f"{each}_"))
    return next(starts, name)


def _share(whole: int, without: set[fx.Node]) -> float:
    return 1 - sum(node_macs(node) for node in without) / whole if whole else 1.0
