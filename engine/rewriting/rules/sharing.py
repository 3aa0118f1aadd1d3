# ruff: noqa: D415  (a docstring here is the algebra)
"""Modules that are called more than once, and weights of their own for each call."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten
_OWNERS = (
    aten.conv1d.default,
    aten.conv2d.default,
    aten.conv3d.default,
    aten.conv_transpose1d.default,
    aten.conv_transpose2d.input,
    aten.conv_transpose3d.input,
    aten.linear.default,
    aten.batch_norm.default,
)


def shared_owner(node: fx.Node) -> Site:
    """A call whose weights another call of the same op reads too."""
    given: dict[str, Any] = dict(arguments_of(node))
    weights = [each for name, each in given.items() if name != "input"]
    weights = [each for each in weights if isinstance(each, fx.Node)]
    if any(each.op != "get_attr" for each in weights):
        raise NoMatch(say("its weights are computed"))
    if not any(
        reader.target is node.target and reader is not node
        for weight in weights
        for reader in weight.users
    ):
        raise NoMatch(say("no other op reads its weights"))
    return Site({"call": node.target, **given}, (node,), node)


@rule(
    *_OWNERS,
    title="Give this call weights of its own",
    clears=("shared",),
    site=shared_owner,
)
def own_weights(call: Any, input: Tensor, **given: Any) -> Tensor:
    """f(x, w) = f(x, w′), for a copy w′ of w"""
    copies = {
        name: value.clone() if isinstance(value, Tensor) else value
        for name, value in given.items()
    }
    result: Tensor = call(input, *copies.values())
    return result
