"""Everything that can be done at chosen nodes, each with its reason where it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import get_args

from torch import fx

from engine.choices import Choices, Offer, OfferKey, Slot
from engine.errors import EditError
from engine.opening.graph import digest
from engine.recipe import (
    AppendTail,
    ApplyRule,
    Bypass,
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
    Several,
    SingleEdit,
)
from engine.rewriting.draft import Draft
from engine.rewriting.edits import change
from engine.rewriting.expansion import Expander
from engine.rewriting.fixes import rewrites
from engine.rewriting.inserting import editable_arguments
from engine.rewriting.rule import NoMatch, find_rule, rules
from engine.rewriting.slots import slots_of
from engine.sentence import say
from engine.targets.calls import op_name

_MOST_TRIED = 100
"""Edits beyond these are offered untried: each may move every shape behind it."""
PRECISIONS: tuple[Precision, ...] = get_args(Precision)


def choices_at(model: fx.GraphModule, names: Sequence[str]) -> Choices:
    """Collect what can be done at one node, or at several as one step.

    What is offered as possible has been tried on a draft; of very many edits in one the
    first have, and the offer tells how many have not.

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
    if len(nodes) > 1:
        return Choices(tuple(names), digest(model), tuple(_for_several(model, nodes)))
    (node,) = nodes
    return Choices(
        nodes=(node.name,),
        digest=digest(model),
        offers=tuple(_for_one(model, node)),
        arguments=editable_arguments(node),
        slots=tuple(
            Slot(node.name, name, read.name if read is not None else "")
            for name, read in slots_of(node)
        ),
        rewrites=rewrites(model, node.name),
        alike=tuple(each.name for each in _alike(model, node)),
        block=tuple(each.name for each in _in_blocks(model, node)),
    )


def _for_one(model: fx.GraphModule, node: fx.Node) -> Iterator[Offer]:
    name = node.name
    yield _tried(model, "bypass", Bypass(name), is_exact=False)
    yield _tried(model, "delete_branch", DeleteBranch(name), is_exact=False)
    yield from _outputs(model, [node])
    for key, op in (("quantize", "quant"), ("dequantize", "dequant")):
        edit = Insert(f"npu.{op}.default", name)
        yield _tried(model, key, edit)  # type: ignore[arg-type]  # both are keys
    draft = Draft(model)
    for precision in PRECISIONS:
        yield _tried_on(draft, precision, SetPrecision(name, precision))
    yield _tried(model, "fold_constants", FoldConstants(name))
    yield from _for_all(model, node)


def _for_all(model: fx.GraphModule, node: fx.Node) -> Iterator[Offer]:
    """What changes the whole network, or the end of the output a node leads to."""
    reached = _reached(model, [node])
    places = (at for at, each in enumerate(_results(model)) if each in reached)
    place = next(places, 0)
    yield _tried(model, "argmax", AppendTail(1, True, False, place), is_exact=False)
    yield _tried(model, "remove_tail", RemoveTail(place), is_exact=False)
    yield _tried(model, "predictions", EndAtPredictions(), is_exact=False)
    yield _tried(model, "insert_stubs", InsertStubs())
    yield _tried(model, "remove_stubs", RemoveStubs())
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
        for node in model.graph.nodes:
            if node.target in rule.targets:
                with suppress(NoMatch):
                    expander.match(rule, node)
                    return Offer(key, edit)
    return Offer(key, edit, say("No node of this network allows it."))


def _for_several(model: fx.GraphModule, nodes: list[fx.Node]) -> Iterator[Offer]:
    ops = [node.name for node in nodes if node.op == "call_function"]
    yield _all_tried(model, "bypass", [Bypass(name) for name in ops], is_exact=False)
    for precision in PRECISIONS:
        edits = [
            SetPrecision(node.name, precision)
            for node in nodes
            if node.meta.get("precision", "auto") != precision
        ]
        yield _all_tried(model, precision, edits)
    yield from _outputs(model, nodes)
    yield from _rules(nodes)


def _rules(nodes: list[fx.Node]) -> Iterator[Offer]:
    """Every rule that matches at one of the nodes, applied wherever it does."""
    expander = Expander()
    for rule in rules().values():
        fitting: list[SingleEdit] = []
        for node in nodes:
            if node.target in rule.targets:
                with suppress(NoMatch):
                    expander.match(rule, node)
                    fitting.append(ApplyRule(rule.name, node.name))
        if fitting:
            edit = Several(tuple(fitting))
            yield Offer("rule", edit, is_exact=rule.exact, title=rule.title)


def _outputs(model: fx.GraphModule, nodes: list[fx.Node]) -> Iterator[Offer]:
    results = _results(model)
    old = [each.name for each in results]
    names = [node.name for node in nodes]
    reached = _reached(model, nodes)
    kept = [each.name for each in results if each not in reached]
    changes: tuple[tuple[OfferKey, list[str]], ...] = (
        ("cut", [*names, *kept]),
        ("keep", names),
        ("add_output", [*old, *(name for name in names if name not in old)]),
        ("remove_output", [name for name in old if name not in names]),
    )
    for key, outputs in changes:
        edit = SetOutputs(tuple(outputs))
        if key == "remove_output" and outputs == old:
            yield Offer(
                key, edit, say("{name} is no output.", name=names[0]), is_exact=False
            )
        else:
            yield _tried(model, key, edit, is_exact=False)


def _tried(
    model: fx.GraphModule, key: OfferKey, edit: SingleEdit, *, is_exact: bool = True
) -> Offer:
    return _tried_on(Draft(model), key, edit, is_exact=is_exact)


def _tried_on(
    draft: Draft, key: OfferKey, edit: SingleEdit, *, is_exact: bool = True
) -> Offer:
    try:
        change(draft, edit)
    except EditError as refusal:
        return Offer(key, edit, str(refusal), is_exact)
    return Offer(key, edit, "", is_exact)


def _all_tried(
    model: fx.GraphModule,
    key: OfferKey,
    edits: Sequence[SingleEdit],
    *,
    is_exact: bool = True,
) -> Offer:
    several, draft = Several(tuple(edits)), Draft(model)
    for edit in edits[:_MOST_TRIED]:
        refusal = _tried_on(draft, key, edit).reason
        if refusal:
            return Offer(key, several, refusal, is_exact)
    reason = "" if edits else say("The chosen nodes have it already, or are no ops.")
    untried = max(0, len(edits) - _MOST_TRIED)
    return Offer(key, several, reason, is_exact, untried=untried)


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


def _in_blocks(model: fx.GraphModule, node: fx.Node) -> list[fx.Node]:
    """The nodes with this op at the same place of modules that differ by a number."""
    place = _place(node)
    if not re.search(r"\d", str(node.meta.get("module") or "")):
        return []
    return [
        each
        for each in _alike(model, node)
        if _place(each) == place and op_name(each) == op_name(node)
    ]


def _place(node: fx.Node) -> tuple[str, object]:
    module = str(node.meta.get("module") or "")
    return re.sub(r"\d+", "*", module), node.meta.get("module_type")
