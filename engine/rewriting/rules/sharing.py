# ruff: noqa: D415  (a docstring here is the algebra)
"""Modules that are called more than once, and each call with one of its own."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.dimensions import BINARY, SOFTMAXES, UNARY
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

_WITHOUT_WEIGHTS = (
    *UNARY,
    *BINARY,
    *SOFTMAXES,
    aten.upsample_bilinear2d.vec,
    aten.upsample_nearest2d.vec,
    aten.upsample_bicubic2d.vec,
    aten.avg_pool2d.default,
    aten.adaptive_avg_pool2d.default,
    aten.max_pool2d.default,
    aten.mean.dim,
    aten.sum.dim_IntList,
    aten.pixel_shuffle.default,
    aten.pixel_unshuffle.default,
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


def later_call(node: fx.Node) -> Site:
    """An op in the second or a later call of a module."""
    module, call = str(node.meta.get("module") or ""), node.meta.get("call") or 0
    if not module or not call:
        raise NoPattern(say("it is in no later call of a module"))
    model, own = node.graph.owning_module, f"{module}_{call}"
    known = dict(model.meta.get("module_types", ())) if model is not None else {}
    while own in known:
        own += "_"
    given: dict[str, Any] = dict(arguments_of(node))
    given["input"] = given.pop("self") if "self" in given else given["input"]
    return Site({"call": node.target, **given}, (node,), node, own)


@rule(
    *_WITHOUT_WEIGHTS,
    title="Give this call a module of its own",
    clears=("shared",),
    site=later_call,
)
def own_module(call: Any, input: Tensor, **given: Any) -> Tensor:
    """f(x) = f′(x), f′ a module like f that is called once"""
    result: Tensor = call(input, **given)
    return result
