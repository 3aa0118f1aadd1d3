"""Edits as data become a new graph; the graph they are applied to stays as it is."""

from __future__ import annotations

from contextlib import suppress

from torch import fx

from engine.errors import EditError
from engine.info import Diagnostic, Fix
from engine.recipe import (
    ApplyEverywhere,
    ApplyRule,
    Edit,
    FixAll,
    InsertStubs,
    Precision,
    SetPrecision,
)
from engine.rewriting.draft import Draft
from engine.rewriting.expansion import Expander, rewrite
from engine.rewriting.rule import NoMatch, find_rule
from engine.rewriting.stubs import insert_stubs
from engine.targets.calls import MATRIX_OPS, is_float, op_name
from engine.targets.diagnostics import diagnose
from engine.targets.profile import TargetProfile, load_profile

_ROUNDS = 8
"""A fix may uncover the next problem; chains longer than this are cycles."""


def apply_edit(model: fx.GraphModule, edit: Edit) -> fx.GraphModule:
    """Make the graph that the edit leads to; `model` is left as it is.

    Raises:
        EditError: the edit cannot be made here, and why.
        TargetError: it names an unknown target.
    """
    draft = Draft(model)
    match edit:
        case ApplyRule(rule, node):
            _apply_rule(draft, rule, node)
        case ApplyEverywhere(rule):
            _apply_everywhere(draft, rule)
        case FixAll(target):
            return _fix_all(model, load_profile(target))
        case InsertStubs():
            insert_stubs(draft)
        case SetPrecision(node, precision):
            _set_precision(draft.find(node), precision)
    return draft.finish()


def fixes(model: fx.GraphModule, node: str, profile: TargetProfile) -> tuple[Fix, ...]:
    """Collect what would clear the diagnostics at one node, or why it cannot."""
    found = [one for one in diagnose(model, profile) if one.node == node]
    return tuple(fix for diagnostic in found for fix in diagnostic.fixes)


def _apply_rule(draft: Draft, name: str, node: str) -> None:
    try:
        rewrite(draft, Expander(), find_rule(name), draft.find(node))
    except NoMatch as refusal:
        raise EditError(
            f"{_words(name)} does not apply at {node}: {refusal}."
        ) from None


def _apply_everywhere(draft: Draft, name: str) -> None:
    rule, expander = find_rule(name), Expander()
    refusals: list[str] = []
    applied = 0
    for node in [one for one in draft.graph.nodes if one.target in rule.targets]:
        try:
            rewrite(draft, expander, rule, node)
            applied += 1
        except NoMatch as refusal:
            refusals.append(f"at {node.name}: {refusal}")
    if not applied:
        why = "; ".join(refusals[:3]) or "no node has such an op"
        raise EditError(f"{_words(name)} applies nowhere ({why}).")


def _fix_all(model: fx.GraphModule, profile: TargetProfile) -> fx.GraphModule:
    """Press every exact fix, and again while that leaves something to press."""
    for _ in range(_ROUNDS):
        edits = list(dict.fromkeys(_first_fixes(diagnose(model, profile))))
        if not edits:
            break
        model = _apply_all(model, edits)
    return model


def _apply_all(model: fx.GraphModule, edits: list[Edit]) -> fx.GraphModule:
    """Apply edits found on one graph, except what another has made needless."""
    draft, expander = Draft(model), Expander()
    for edit in edits:
        match edit:
            case ApplyRule(rule, node) if node in draft.nodes:
                with suppress(NoMatch):
                    rewrite(draft, expander, find_rule(rule), draft.find(node))
            case ApplyEverywhere(rule):
                _apply_everywhere(draft, rule)
            case SetPrecision(node, precision) if node in draft.nodes:
                _set_precision(draft.find(node), precision)
            case InsertStubs():
                insert_stubs(draft)
    return draft.finish()


def _first_fixes(found: tuple[Diagnostic, ...]) -> list[Edit]:
    exact = [
        [fix for fix in diagnostic.fixes if fix.is_applicable and fix.exact]
        for diagnostic in found
    ]
    return [choices[0].edit for choices in exact if choices]


def _set_precision(node: fx.Node, precision: Precision) -> None:
    if node.op not in ("call_function", "placeholder") or not is_float(node):
        raise EditError(f"{node.name} is no float value; only those are quantized.")
    if precision == "int32" and op_name(node) not in MATRIX_OPS:
        raise EditError(
            f"{node.name} has no int32 accumulator; choose a convolution, linear or "
            "matrix product."
        )
    if node.meta.get("precision") == precision:
        raise EditError(f"{node.name} is set to {precision} already.")
    node.meta["precision"] = precision


def _words(rule: str) -> str:
    return find_rule(rule).title
