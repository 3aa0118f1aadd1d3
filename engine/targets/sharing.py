"""What is called more than once, and what a toolchain does not fuse because of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

import torch
from torch import fx

from engine.info import Diagnostic, Fix
from engine.opening.graph import arguments_of, shape_of
from engine.opening.titles import title_of
from engine.recipe import ApplyRule, Several
from engine.rewriting.catalogue import find_rule
from engine.rewriting.expansion import Expander
from engine.rewriting.memory import Memory
from engine.sentence import listed, say
from engine.targets.calls import MATRIX_OPS, OURS, is_float, op_name, ops_of, place
from engine.targets.finding import found_at
from engine.targets.placement import Placement
from engine.targets.profile import TargetProfile

aten = torch.ops.aten
_FOLDING, _SEPARATING = "fold_batch_norm", "own_weights"
_COPYING = "own_module"
_NORM = "aten.batch_norm"
_BOUNDED = frozenset(
    f"aten.{name}" for name in ("sigmoid", "tanh", "softmax", "hardsigmoid")
)
"""Ops whose values have one range whatever they are given."""
_RECTIFIERS = frozenset(f"aten.{name}" for name in ("relu", "relu6", "hardtanh"))


def shared_weights(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Find convolutions and batch norms called more than once, on chips with stubs.

    Their toolchain fuses an op with what follows it only where it is called once. A
    module that is shared with all it holds is told once.
    """
    if not profile.requires_stubs:
        return []
    groups: dict[tuple[str, int], list[list[fx.Node]]] = defaultdict(list)
    for weight in graph.find_nodes(op="get_attr"):
        if len(weight.users) < 2:
            continue
        readers = sorted(each for each in weight.users if _owns(each, weight))
        if len(readers) > 1:
            parent = place(readers[0]).rpartition(".")[0]
            groups[parent or place(readers[0]), len(readers)].append(readers)
    return [
        _shared(path if len(members) > 1 else place(members[0][0]), members)
        for (path, _), members in groups.items()
    ]


def _shared(path: str, members: list[list[fx.Node]]) -> Diagnostic:
    first = members[0]
    title = say("{path} is called {count} times", path=path, count=len(first))
    what = say("{few} share their weights", few=_few(first))
    if len(members) > 1:
        what = say(
            "{what}, as do {count} more ops of it", what=what, count=len(members) - 1
        )
    sentence = say(
        "{what}, so none is fused with its neighbours; weights of their "
        "own take {copied:,} parameters more.",
        what=what,
        copied=_copied(members),
    )
    return found_at("advice", first[0], "shared", title, sentence, _separation(members))


def _separation(members: list[list[fx.Node]]) -> tuple[Fix, ...]:
    """Offer to copy the weights for every call but the first."""
    found = find_rule(_SEPARATING)
    calls = [node for readers in members for node in sorted(readers)[1:]]
    if not all(node.target in found.targets for node in calls):
        return ()
    edits = tuple(ApplyRule(found.name, node.name) for node in calls)
    return (
        Fix(
            Several(edits),
            "Give each call weights of its own",
            found.exact,
            found.algebra,
        ),
    )


def _copied(members: list[list[fx.Node]]) -> int:
    """Count the parameters that the copies of all calls but the first hold."""
    return sum(
        torch.Size(shape_of(weight)).numel()
        for readers in members
        for node in sorted(readers)[1:]
        for weight in node.all_input_nodes
        if weight.op == "get_attr"
    )


def shared_modules(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Find modules without weights whose calls would share one output scale.

    A toolchain that trains with stubs keeps one observer for each module, so the
    widest call decides for all. Rectifiers are fused, and ops that pass a scale on or
    have one fixed range have no scale of their own to share.
    """
    if not profile.requires_stubs:
        return []
    return [
        found_at(
            "advice",
            nodes[0],
            "shared",
            say("{path} is called {count} times", path=path, count=len(nodes)),
            say(
                "{few} would share one scale, that of the widest range; give "
                "each call a module of its own.",
                few=_few(nodes),
            ),
            _copies(graph, profile, path),
        )
        for path, nodes in shared_calls(graph, profile).items()
    ]


def _copies(graph: fx.Graph, profile: TargetProfile, path: str) -> tuple[Fix, ...]:
    """Offer a module of its own to every call but the first."""
    found, scaled = find_rule(_COPYING), _ops_with_own_scale(profile)
    calls = [
        node
        for node in ops_of(graph)
        if node.meta.get("module") == path
        and node.meta.get("call")
        and (node.target in found.targets or op_name(node) in scaled)
    ]
    if not all(node.target in found.targets for node in calls):
        return ()
    edits = tuple(ApplyRule(found.name, node.name) for node in calls)
    return (
        Fix(
            Several(edits),
            "Give each call a module of its own",
            found.exact,
            found.algebra,
        ),
    )


def shared_calls(graph: fx.Graph, profile: TargetProfile) -> dict[str, list[fx.Node]]:
    """Find by module path the last scaled op of each call, where there are several."""
    scaled = _ops_with_own_scale(profile)
    calls: dict[str, dict[int, fx.Node]] = defaultdict(dict)
    again = {each.meta.get("module") for each in graph.nodes if each.meta.get("call")}
    for node in ops_of(graph) if again else ():
        path = node.meta.get("module", "")
        if path in again and op_name(node) in scaled and is_float(node):
            calls[str(path)][node.meta.get("call") or 0] = node
    return {path: list(last.values()) for path, last in calls.items() if len(last) > 1}


def unfolded_norms(graph: fx.Graph, memory: Memory | None = None) -> list[Diagnostic]:
    """Find batch norms behind a convolution that cannot be folded into it, and why."""
    rule, memory = find_rule(_FOLDING), memory or Memory()
    expander = Expander(memory.traces)
    found = []
    for node in graph.find_nodes(op="call_function", target=aten.batch_norm.default):
        source = node.all_input_nodes[0]
        if op_name(source) not in MATRIX_OPS:
            continue
        read = (node, *node.all_input_nodes, *source.all_input_nodes, *source.users)
        refusal = memory.recall(_FOLDING, read, partial(expander.refusal, rule, node))
        if refusal:
            edit = ApplyRule(_FOLDING, node.name)
            fix = Fix(edit, rule.title, rule.exact, rule.algebra, refusal)
            found.append(
                found_at(
                    "advice",
                    node,
                    "unfolded",
                    say("{place} is not folded", place=place(node)),
                    say(
                        "It stays an op of its own behind {name}: {refusal}.",
                        name=source.name,
                        refusal=refusal,
                    ),
                    (fix,),
                )
            )
    return found


def written_out_norms(placement: Placement) -> list[Diagnostic]:
    """Find batch norms written as products and sums behind a convolution.

    A toolchain folds the op `batch_norm` only, not what computes the same.
    """
    constant = placement.constant
    return [
        found_at(
            "advice",
            node,
            "unfolded",
            say("{place} is a batch norm written out", place=place(node)),
            say(
                "It scales and shifts the channels of {name} by constants and "
                "is not folded; use BatchNorm2d in its place.",
                name=node.all_input_nodes[0].name,
            ),
        )
        for node in placement.named(["aten.mul"])
        if _scales_channels(node, constant) and _is_shifted(node, constant)
    ]


def lone_norms(graph: fx.Graph) -> list[Diagnostic]:
    """Say once how many batch norms follow no convolution and so stay ops."""
    norms = [node for node in ops_of(graph) if op_name(node) == _NORM]
    alone = [
        node for node in norms if op_name(node.all_input_nodes[0]) not in MATRIX_OPS
    ]
    if not alone:
        return []
    kinds = sorted({title_of(node.all_input_nodes[0]) for node in alone})
    sentence = say(
        "{count} of {other_count} batch norms follow other ops than "
        "convolutions ({listed}) and cost a pass over their values each.",
        count=len(alone),
        other_count=len(norms),
        listed=_listed(kinds),
    )
    return [
        found_at(
            "advice", alone[0], "unfolded", say("Batch norms that stay ops"), sentence
        ),
    ]


def _scales_channels(node: fx.Node, constant: frozenset[fx.Node]) -> bool:
    """Whether the node multiplies a convolution, channel by channel, by constants."""
    if node.target is not aten.mul.Tensor or len(node.all_input_nodes) != 2:
        return False
    source, scale = node.all_input_nodes
    shape = shape_of(node)
    return (
        op_name(source) in MATRIX_OPS
        and len(source.users) == 1
        and _is_known(scale, constant)
        and len(shape) == 4
        and shape_of(scale)[-3:] == (shape[1], 1, 1)
    )


def _is_shifted(node: fx.Node, constant: frozenset[fx.Node]) -> bool:
    (*readers,) = node.users
    return (
        len(readers) == 1
        and readers[0].target in (aten.add.Tensor, aten.sub.Tensor)
        and any(_is_known(each, constant) for each in readers[0].all_input_nodes)
    )


def _is_known(node: fx.Node, constant: frozenset[fx.Node]) -> bool:
    return node.op == "get_attr" or node in constant


def _owns(node: fx.Node, weight: fx.Node) -> bool:
    """Whether a weight is what makes the node's module: kernel, or running mean."""
    op = op_name(node)
    if op == _NORM:
        return arguments_of(node).get("running_mean") is weight
    return op in MATRIX_OPS and len(shape_of(weight)) > 1


def _ops_with_own_scale(profile: TargetProfile) -> frozenset[str]:
    passed_on = {*profile.quantization.shared_scale_ops, *OURS, *_RECTIFIERS, *_BOUNDED}
    return frozenset(profile.ops) - passed_on - MATRIX_OPS - {_NORM}


def _few(nodes: Iterable[fx.Node], most: int = 3) -> str:
    names = [node.name for node in nodes]
    return ", ".join([*names[:most], *(["…"] if len(names) > most else [])])


def _listed(words: list[str], most: int = 3) -> str:
    return listed([*words[:most], *([say("others")] if len(words) > most else [])])
