"""Everything that can be done at chosen nodes, each with its reason where it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args
from weakref import WeakKeyDictionary

from torch import fx

from engine.choices import Choices, Offer, OfferKey, Slot
from engine.errors import EditError
from engine.opening.graph import digest
from engine.recipe import (
    AppendTail,
    ApplyRule,
    Bypass,
    BypassTogether,
    DeleteBranch,
    EndAtPredictions,
    FoldConstants,
    FuseBatchNorm,
    Insert,
    InsertStubs,
    Precision,
    RemoveStubs,
    RemoveTail,
    Reparameterize,
    SetOutputs,
    SetPrecision,
    SetRange,
    Several,
    SingleEdit,
)
from engine.rewriting.catalogue import find_rule, rules
from engine.rewriting.expansion import Expander
from engine.rewriting.fixes import rewrites
from engine.rewriting.inserting import editable_arguments
from engine.rewriting.pruning import branches_of
from engine.rewriting.ranging import why_no_range, why_not_quantized
from engine.rewriting.slots import slots_of
from engine.rewriting.trial import Trial
from engine.rewriting.whole_modules import modules_of, ops_of
from engine.sentence import say
from engine.targets.calls import leading_to, op_name

_MOST_TRIED = 100
"""Edits beyond these are offered untried: each may move every shape behind it."""
_MOST_WIDE = 16
"""As many edits that walk through the whole graph each."""
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
_STUBS: tuple[tuple[OfferKey, str], ...] = (
    ("quantize", "npu.quant.default"),
    ("dequantize", "npu.dequant.default"),
)


def choices_at(model: fx.GraphModule, names: Sequence[str]) -> Choices:
    """Collect what can be done at one node, or at several as one step.

    What is offered as possible has been tried, without a copy of the graph where that
    is sure; of very many edits that have to be made for it the first have, and the
    offer tells how many have not.

    Raises:
        EditError: there is no such node.
    """
    known = {node.name: node for node in model.graph.nodes}
    missing = [name for name in names if name not in known]
    if missing or not names:
        word = missing[0] if missing else "chosen"
        raise EditError(
            say("This network has no node {name}; was another one opened?", name=word)
        )
    nodes = [known[name] for name in names]
    network, trial = _network(model), Trial(model)
    if len(nodes) > 1:
        offers = tuple(_for_several(model, trial, nodes))
        ranged = _ranged(nodes)
        return Choices(tuple(names), network.digest, offers, ranged=ranged)
    (node,) = nodes
    alike = _alike(model, node)
    return Choices(
        nodes=(node.name,),
        digest=network.digest,
        offers=(*_for_one(model, trial, node), *_for_all(model, trial, node)),
        arguments=editable_arguments(node),
        slots=tuple(
            Slot(node.name, name, read.name if read is not None else "")
            for name, read in slots_of(node)
        ),
        rewrites=rewrites(model, node.name),
        alike=tuple(each.name for each in alike),
        block=tuple(each.name for each in _in_blocks(alike, node)),
        ranged=_ranged(alike),
    )


@dataclass(slots=True)
class _Network:
    """What is offered wherever one looks: for an output by its place, and for all."""

    digest: str
    tails: dict[int, tuple[Offer, ...]] = field(default_factory=dict)
    whole: tuple[Offer, ...] = ()


_NETWORKS: WeakKeyDictionary[fx.GraphModule, _Network] = WeakKeyDictionary()
"""A model is never changed, so this stays true of it; no node is kept."""


def _network(model: fx.GraphModule) -> _Network:
    known = _NETWORKS.get(model)
    if known is None:
        known = _NETWORKS[model] = _Network(digest(model))
    return known


def _for_one(model: fx.GraphModule, trial: Trial, node: fx.Node) -> Iterator[Offer]:
    name = node.name
    yield _tried(trial, "bypass", Bypass(name), is_exact=False)
    yield _tried(trial, "delete_branch", DeleteBranch(name), is_exact=False)
    yield from _outputs(model, trial, [node])
    for key, op in _STUBS:
        yield _tried(trial, key, Insert(op, name))
    for precision in PRECISIONS:
        yield _tried(trial, precision, SetPrecision(name, precision))
    yield _tried(trial, "range", _some_range(node))
    yield _tried(trial, "fold_constants", FoldConstants(name))


def _ranged(nodes: Sequence[fx.Node]) -> tuple[str, ...]:
    return tuple(node.name for node in nodes if not why_no_range(node))


def _some_range(node: fx.Node) -> SetRange:
    """An edit that can be made wherever a range can be set."""
    is_fixed = "range" in node.meta
    return SetRange(node.name, -1.0, 1.0, automatic=is_fixed)


def _for_all(model: fx.GraphModule, trial: Trial, node: fx.Node) -> tuple[Offer, ...]:
    """What changes the end of the output a node leads to, or the whole network."""
    network, reached = _network(model), _reached(model, [node])
    places = (at for at, each in enumerate(_results(model)) if each in reached)
    place = next(places, 0)
    if place not in network.tails:
        argmax, remove = AppendTail(1, True, False, place), RemoveTail(place)
        network.tails[place] = (
            _tried(trial, "argmax", argmax, is_exact=False),
            _tried(trial, "remove_tail", remove, is_exact=False),
        )
    return (*network.tails[place], *_whole(model, trial))


def _whole(model: fx.GraphModule, trial: Trial) -> tuple[Offer, ...]:
    network = _network(model)
    if not network.whole:
        network.whole = tuple(_for_the_whole(model, trial))
    return network.whole


def _for_the_whole(model: fx.GraphModule, trial: Trial) -> Iterator[Offer]:
    yield _tried(trial, "predictions", EndAtPredictions(), is_exact=False)
    yield _tried(trial, "insert_stubs", InsertStubs())
    yield _tried(trial, "remove_stubs", RemoveStubs())
    folding = ("fold_batch_norm", "fold_batch_norm_forward")
    yield _anywhere(model, "fold_batch_norms", FuseBatchNorm(), folding)
    merging = ("merge_parallel_branches", *folding)
    yield _anywhere(model, "reparameterize", Reparameterize(), merging)


def _anywhere(
    model: fx.GraphModule, key: OfferKey, edit: SingleEdit, names: Sequence[str]
) -> Offer:
    """Offer what applies rules wherever they match, if one matches anywhere."""
    expander = Expander()
    for rule in map(find_rule, names):
        if next(expander.matching(rule, model.graph.nodes), None) is not None:
            return Offer(key, edit)
    return Offer(key, edit, say("No node of this network allows it."))


def _for_several(
    model: fx.GraphModule, trial: Trial, nodes: list[fx.Node]
) -> Iterator[Offer]:
    modules = modules_of(model.graph, nodes)
    yield _bypassed(trial, nodes, modules)
    yield _branches(model, trial, nodes, modules)
    quantized = [node for node in nodes if not why_not_quantized(node)]
    for precision in PRECISIONS:
        edits = [
            SetPrecision(node.name, precision)
            for node in quantized
            if node.meta.get("precision", "auto") != precision
        ]
        able = [edit for edit in edits if not trial.refusal(edit)]
        yield _all_tried(trial, precision, able or edits[:1])
    ranges = [_some_range(node) for node in nodes if not why_no_range(node)]
    yield _all_tried(trial, "range", ranges or [_some_range(nodes[0])])
    yield from _outputs(model, trial, nodes)
    leaving = {*_leaving(nodes)}
    for key, op in _STUBS:
        stubs = [Insert(op, node.name) for node in quantized if node in leaving]
        yield _all_tried(trial, key, stubs)
    yield _folded(trial, nodes)
    yield from _rules(nodes)
    yield from _whole(model, trial)


def _bypassed(trial: Trial, nodes: list[fx.Node], modules: Sequence[str]) -> Offer:
    """Offer to bypass modules that are chosen whole, or each node, or all together."""
    if modules:
        offer = _as_one(trial, "bypass", [Bypass(path) for path in modules])
        if not offer.reason:
            return offer
    ops = [node.name for node in nodes if node.op == "call_function"]
    each = _all_tried(trial, "bypass", [Bypass(name) for name in ops], is_exact=False)
    return _bypassed_together(trial, nodes, each) if each.reason and ops else each


def _as_one(trial: Trial, key: OfferKey, edits: Sequence[SingleEdit]) -> Offer:
    reason, untried = trial.refusal_of_all(edits, _MOST_WIDE)
    edit = Several(tuple(edits)) if len(edits) != 1 else edits[0]
    return Offer(key, edit, reason, is_exact=False, untried=untried)


def _branches(
    model: fx.GraphModule, trial: Trial, nodes: list[fx.Node], modules: Sequence[str]
) -> Offer:
    """Offer to delete the branches of nodes, each once, or of modules chosen whole."""
    chosen = {node: node.name for node in nodes if node.op == "call_function"}
    if not chosen:
        return _tried(trial, "delete_branch", DeleteBranch(nodes[0].name))
    for path in modules:
        chosen |= dict.fromkeys(ops_of(model.graph, path), path)
    first, _ = branches_of(model.graph, chosen)
    names = dict.fromkeys(chosen[node] for node in first)
    return _as_one(trial, "delete_branch", [DeleteBranch(name) for name in names])


def _bypassed_together(trial: Trial, nodes: list[fx.Node], each: Offer) -> Offer:
    """Offer to read what nodes read instead of what they yield, or say why not."""
    ops = tuple(node.name for node in nodes if node.op == "call_function")
    edit = BypassTogether(ops)
    return replace(each, edit=edit, reason=trial.refusal(edit), untried=0)


def _leaving(nodes: Sequence[fx.Node]) -> list[fx.Node]:
    """Those whose values something else than the other nodes reads, or nothing."""
    values = [node for node in nodes if node.op != "output"]
    inside = {*values}
    return [node for node in values if not node.users or not inside >= {*node.users}]


def _folded(trial: Trial, nodes: list[fx.Node]) -> Offer:
    """Fold what leads to the nodes, but for what another of them folds already."""
    targets = find_rule("fold_constants").targets
    covered, edits = set[fx.Node](), list[FoldConstants]()
    for node in sorted(nodes, reverse=True):
        new = leading_to([node], covered)
        covered |= new
        if any(each.target in targets for each in new):
            edits.append(FoldConstants(node.name))
    edits.reverse()
    offer = _all_tried(trial, "fold_constants", edits)
    if edits:
        return offer
    return replace(offer, reason=say("None of them begins with a constant."))


def _rules(nodes: list[fx.Node]) -> Iterator[Offer]:
    """Every rule that matches at one of the nodes, applied wherever it does."""
    expander = Expander()
    for rule in rules().values():
        edits = [ApplyRule(rule.name, at.name) for at in expander.matching(rule, nodes)]
        if edits:
            edit = Several(tuple(edits))
            yield Offer("rule", edit, is_exact=rule.exact, title=rule.title)


def _outputs(
    model: fx.GraphModule, trial: Trial, nodes: list[fx.Node]
) -> Iterator[Offer]:
    results = _results(model)
    old = [each.name for each in results]
    names = [node.name for node in nodes]
    reached = _reached(model, nodes)
    ends = [node.name for node in (_leaving(nodes) if nodes[1:] else nodes)]
    kept = [each.name for each in results if each not in reached]
    changes: tuple[tuple[OfferKey, list[str]], ...] = (
        ("cut", [*ends, *kept]),
        ("keep", ends),
        ("add_output", [*old, *(name for name in ends if name not in old)]),
        ("remove_output", [name for name in old if name not in names]),
    )
    for key, outputs in changes:
        edit = SetOutputs(tuple(outputs))
        if key == "remove_output" and outputs == old:
            yield Offer(
                key, edit, say("{name} is no output.", name=names[0]), is_exact=False
            )
        else:
            yield _tried(trial, key, edit, is_exact=False)


def _tried(
    trial: Trial, key: OfferKey, edit: SingleEdit, *, is_exact: bool = True
) -> Offer:
    return Offer(key, edit, trial.refusal(edit), is_exact)


def _all_tried(
    trial: Trial, key: OfferKey, edits: Sequence[SingleEdit], *, is_exact: bool = True
) -> Offer:
    reason, untried = trial.refusal_of_all(edits, _MOST_TRIED)
    if not edits:
        reason = say("The chosen nodes have it already, or are no ops.")
    return Offer(key, Several(tuple(edits)), reason, is_exact, untried=untried)


def _results(model: fx.GraphModule) -> list[fx.Node]:
    return list(model.graph.output_node().args[0])  # type: ignore[arg-type]  # nodes


def _reached(model: fx.GraphModule, nodes: list[fx.Node]) -> set[fx.Node]:
    """The nodes and all that is computed from them."""
    reached = set(nodes)
    for each in model.graph.nodes:
        if not reached.isdisjoint(each.all_input_nodes):
            reached.add(each)
    return reached


def _alike(model: fx.GraphModule, node: fx.Node) -> list[fx.Node]:
    if node.op != "call_function":
        return []
    return [each for each in model.graph.nodes if each.target is node.target]


def _in_blocks(alike: list[fx.Node], node: fx.Node) -> list[fx.Node]:
    """The nodes with this op at the same place of modules that differ by a number."""
    place = _place(node)
    if not re.search(r"\d", str(node.meta.get("module") or "")):
        return []
    return [
        each
        for each in alike
        if _place(each) == place and op_name(each) == op_name(node)
    ]


def _place(node: fx.Node) -> tuple[str, object]:
    module = str(node.meta.get("module") or "")
    return re.sub(r"\d+", "*", module), node.meta.get("module_type")
