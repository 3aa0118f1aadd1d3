"""A whole branch taken out: what only it needed, and what only it fed.

With the branch gone, an addition or product hands on its other term, a concatenation
loses an item, and the network an output.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import fx
from torch.fx.node import Argument

from engine.errors import EditError
from engine.rewriting.draft import Draft
from engine.rewriting.propagation import propagate
from engine.rewriting.whole_modules import ops_of
from engine.sentence import say
from engine.targets.calls import arguments, op_name, tensor_inputs

aten = torch.ops.aten
_NEUTRAL: dict[object, tuple[str, ...]] = {
    aten.add.Tensor: ("self", "other"),
    aten.mul.Tensor: ("self", "other"),
    aten.maximum.default: ("self", "other"),
    aten.minimum.default: ("self", "other"),
    aten.sub.Tensor: ("other",),
    aten.div.Tensor: ("other",),
}
"""Ops that hand on one term when one of these other terms is missing."""


def delete_branch(draft: Draft, name: str) -> None:
    """Take out the branch a node lies on, from where it forks off to where it joins.

    Raises:
        EditError: it joins where no value can be missing, or it is the whole network.
    """
    branch = branch_at(draft, name)
    joins = [
        each
        for each in draft.graph.nodes
        if each not in branch and not branch.isdisjoint(each.all_input_nodes)
    ]
    changed: list[fx.Node] = []
    for join in joins:
        changed += _leave(draft, join, branch, name)
    draft.sweep([each for each in sorted(branch, reverse=True) if not each.users])
    propagate(draft, [each for each in changed if each.name in draft.nodes])


def branch_at(draft: Draft, name: str) -> set[fx.Node]:
    """Find the branch that a node, or a module, lies on.

    Raises:
        EditError: it lies on none, or its branch is the whole network.
    """
    inside = [] if name in draft.nodes else ops_of(draft.graph, name)
    nodes = inside or [draft.find(name)]
    if nodes[0].op != "call_function":
        raise EditError(say("{name} is on no branch; choose an op.", name=name))
    _, branch = branches_of(draft.graph, nodes)
    _refuse_the_whole(draft, name, branch)
    return branch


def branches_of(
    graph: fx.Graph, nodes: Iterable[fx.Node]
) -> tuple[list[fx.Node], set[fx.Node]]:
    """Find the branches that nodes lie on: what begins them, in order, and all of them.

    All is the nodes and what is computed from them alone. A node that goes with what
    others begin begins nothing itself.
    """
    chosen, first, gone = {*nodes}, list[fx.Node](), set[fx.Node]()
    for each in graph.nodes:
        inputs = tensor_inputs(each) if each.op == "call_function" else ()
        if inputs and gone.issuperset(inputs):
            gone.add(each)
        elif each in chosen:
            first.append(each)
            gone.add(each)
    return first, gone


def _refuse_the_whole(draft: Draft, name: str, branch: set[fx.Node]) -> None:
    (results,) = draft.graph.output_node().args
    assert isinstance(results, (tuple, list))
    if all(each in branch for each in results):
        raise EditError(
            say(
                "Every output needs {name}, so this branch is the whole "
                "network; bypass the node, or choose other outputs.",
                name=name,
            )
        )


def _leave(
    draft: Draft, join: fx.Node, branch: set[fx.Node], name: str
) -> list[fx.Node]:
    """Let a join do without the branch; returns whose shapes may have changed."""
    if join.op == "output":
        (results,) = join.args
        assert isinstance(results, (tuple, list))
        join.args = (tuple(each for each in results if each not in branch),)
        return []
    if join.target is aten.cat.default:
        return _shorten(draft, join, branch)
    missing = [
        key
        for key, given in arguments(join).items()
        if isinstance(given, fx.Node) and given in branch
    ]
    neutral = _NEUTRAL.get(join.target, ())
    in_a_list = not missing
    if in_a_list or not set(missing) <= set(neutral) or _is_scaled(join, missing):
        raise EditError(
            say(
                "The branch of {name} ends in {other_name} ({op}), which "
                "cannot do without it; rewire that first.",
                name=name,
                other_name=join.name,
                op=op_name(join),
            )
        )
    (kept,) = [each for each in tensor_inputs(join) if each not in branch]
    return _hand_on(draft, join, kept)


def _is_scaled(join: fx.Node, missing: list[str]) -> bool:
    """Whether the term that stays is multiplied by `alpha`."""
    return missing == ["self"] and bool(arguments(join).get("alpha", 1) != 1)


def _hand_on(draft: Draft, join: fx.Node, kept: fx.Node) -> list[fx.Node]:
    readers = list(join.users)
    join.replace_all_uses_with(kept)
    draft.sweep([join])
    return [each for each in readers if each.op == "call_function"]


def _shorten(draft: Draft, join: fx.Node, branch: set[fx.Node]) -> list[fx.Node]:
    kept: list[Argument] = [
        each for each in arguments(join)["tensors"] if each not in branch
    ]
    if len(kept) == 1 and isinstance(kept[0], fx.Node):
        return _hand_on(draft, join, kept[0])
    join.update_arg(0, kept)
    return [join]
