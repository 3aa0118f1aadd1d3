"""States and whole networks compared: nodes, numbers, problems and code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import torch
from torch import fx

from engine.document import Document
from engine.edit_effects import may_change_results
from engine.info import GraphDifference, GraphInfo
from engine.matching import counterparts, renames_of, same_names
from engine.opening.digests import tensor_digest
from engine.opening.graph import copy_model, weights_of
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
    if number == 0 or number in document.left_out:
        return facts
    before, after = (each.snapshot for each in document.states[number - 1 : number + 1])
    apart = nodes_apart(
        before.records, after.records, renames_between(document, number - 1, number)
    )
    rewrites = after.meta.get("rewrites", ())
    measured = [each.max_rel_difference for each in rewrites]
    drawn = document.info(number - 1).by_name.keys() | info.by_name.keys()
    return replace(
        facts,
        changed=tuple(name for name in apart.changed if name in drawn),
        added=tuple(name for name in apart.added if name in drawn),
        removed=tuple(name for name in apart.removed if name in drawn),
        renamed=apart.renamed,
        rewrites=len(rewrites),
        difference=max(measured, default=None),
        notes=after.meta.get("notes", ()),
        by_hand=may_change_results(document.edits[number - 1]),
    )


def compare_states(
    document: Document, before: int, after: int, profile: TargetProfile
) -> StateDifference:
    """Compare two states of one recipe; the document stays where it is.

    Raises:
        EditError: there is no such state.
    """
    old, new = document.info(before), document.info(after)
    renames = renames_between(document, before, after)
    matched = same_names(old.by_name, new.by_name, renames)
    one, other = document.model_at(before), document.model_at(after)
    found, weights = (
        diff_states(one, other, renames),
        weights_apart(one, other, matched),
    )
    changed = dict.fromkeys((*found.changed, *weights))
    return StateDifference(
        old,
        new,
        document.diagnostics(profile, before),
        document.diagnostics(profile, after),
        replace(
            found,
            changed=tuple(changed),
            weights=weights,
        ),
        matched,
    )


def renames_between(document: Document, before: int, after: int) -> dict[str, str]:
    """Name what nodes of one state are called in another, where that differs."""
    first, last = sorted((before, after))
    edits = enumerate(document.edits[first:last], first + 1)
    found = renames_of(edit for at, edit in edits if at not in document.left_out)
    return found if before <= after else {new: old for old, new in found.items()}


def compare_documents(
    before: Document, after: Document, profile: TargetProfile
) -> StateDifference:
    """Compare two networks as they stand, their nodes matched by structure and name."""
    old, new = before.info(), after.info()
    matched = counterparts(old, new)
    renamed, names = _renamed(before.model, after.model, matched)
    found = diff_states(renamed, after.model)
    weights = weights_apart(before.model, after.model, matched)
    return StateDifference(
        old,
        new,
        before.diagnostics(profile),
        after.diagnostics(profile),
        GraphDifference(
            _changed((*found.changed, *weights), old, new, matched),
            found.added,
            tuple(names.get(name, name) for name in found.removed),
            found.text,
            weights,
        ),
        matched,
    )


def weights_apart(
    before: fx.GraphModule, after: fx.GraphModule, matched: Mapping[str, str]
) -> tuple[str, ...]:
    """Name the nodes of `after` whose weights are as many but hold other values.

    `matched` gives the node of `after` for nodes of `before`.
    """
    old = {node.name: node for node in before.graph.nodes}
    new = {node.name: node for node in after.graph.nodes}
    pairs = ((old.get(one), new.get(other)) for one, other in matched.items())
    return tuple(
        later.name
        for earlier, later in pairs
        if earlier is not None
        and later is not None
        and _have_other_weights(weights_of(before, earlier), weights_of(after, later))
    )


def _have_other_weights(
    before: Sequence[torch.Tensor], after: Sequence[torch.Tensor]
) -> bool:
    """Whether as many tensors hold other values; states share most of theirs."""
    return len(before) == len(after) and any(
        one is not other and tensor_digest(one) != tensor_digest(other)
        for one, other in zip(before, after, strict=True)
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
