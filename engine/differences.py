"""States and whole networks compared: nodes, numbers, problems and code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from torch import fx

from engine.document import Document
from engine.info import GraphDifference, GraphInfo
from engine.matching import counterparts, same_names
from engine.opening.graph import copy_model
from engine.rewriting.code import diff_states, nodes_apart
from engine.states import StateDifference, StateFacts
from engine.targets.profile import TargetProfile


def state_facts(document: Document, number: int, profile: TargetProfile) -> StateFacts:
    """Read one state in numbers, beside the state before it.

    Raises:
        EditError: there is no such state.
    """
    info = document.info(number)
    found = document.diagnostics(profile, number)
    facts = StateFacts(
        nodes=len(info.nodes),
        parameters=info.parameters,
        macs=info.macs,
        problems=dict(Counter(each.severity for each in found)),
    )
    if number == 0:
        return facts
    before, after = document.model_at(number - 1), document.model_at(number)
    changed, added, removed = nodes_apart(before, after)
    rewrites = after.meta.get("rewrites", ())
    measured = [each.max_rel_difference for each in rewrites]
    drawn = document.info(number - 1).by_name.keys() | info.by_name.keys()
    return replace(
        facts,
        changed=tuple(name for name in changed if name in drawn),
        added=tuple(name for name in added if name in drawn),
        removed=tuple(name for name in removed if name in drawn),
        rewrites=len(rewrites),
        difference=max(measured, default=None),
    )


def compare_states(
    document: Document, before: int, after: int, profile: TargetProfile
) -> StateDifference:
    """Compare two states of one recipe; the document stays where it is.

    Raises:
        EditError: there is no such state.
    """
    old, new = document.info(before), document.info(after)
    return StateDifference(
        old,
        new,
        document.diagnostics(profile, before),
        document.diagnostics(profile, after),
        diff_states(document.model_at(before), document.model_at(after)),
        same_names(old, new),
    )


def compare_documents(
    before: Document, after: Document, profile: TargetProfile
) -> StateDifference:
    """Compare two networks as they stand, their nodes matched by structure and name."""
    old, new = before.info(), after.info()
    matched = counterparts(old, new)
    renamed, names = _renamed(before.model, after.model, matched)
    found = diff_states(renamed, after.model)
    return StateDifference(
        old,
        new,
        before.diagnostics(profile),
        after.diagnostics(profile),
        GraphDifference(
            _changed(found.changed, old, new, matched),
            found.added,
            tuple(names.get(name, name) for name in found.removed),
            found.text,
        ),
        matched,
    )


def _changed(
    found: Collection[str], old: GraphInfo, new: GraphInfo, matched: Mapping[str, str]
) -> tuple[str, ...]:
    """Add the nodes that give another shape or have other weights."""
    sizes = {
        after: (old.by_name[before].shape, old.by_name[before].parameters)
        for before, after in matched.items()
    }
    others = {
        node.name
        for node in new.nodes
        if sizes.get(node.name, (node.shape, node.parameters))
        != (node.shape, node.parameters)
    }
    names = others.union(found)
    drawn = tuple(node.name for node in new.nodes if node.name in names)
    return (*drawn, *(name for name in found if name not in new.by_name))


def _renamed(
    model: fx.GraphModule, other: fx.GraphModule, matched: Mapping[str, str]
) -> tuple[fx.GraphModule, dict[str, str]]:
    """Copy a model with its nodes named like their counterparts.

    Also returns the own names of all. A node without a counterpart never takes the
    name of a node of the other model.
    """
    renamed = copy_model(model)
    taken = {node.name for node in other.graph.nodes}
    names: dict[str, str] = {}
    for node in renamed.graph.nodes:
        own, name = node.name, matched.get(node.name, node.name)
        if own not in matched and node.op != "get_attr":
            while name in taken or name in names:
                name += "_before"
        names[name] = own
        node.name = name
    return renamed, names
