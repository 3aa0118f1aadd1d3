# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Ops that compute nothing new: identities and repetitions."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import ASKED, arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.sentence import say
from engine.targets.calls import dtype_of

aten = torch.ops.aten

_MOVES = (
    aten.reshape.default,
    aten.permute.default,
    aten.slice.Tensor,
    aten.expand.default,
    aten.constant_pad_nd.default,
)
_NEUTRAL = {
    aten.add.Tensor: 0,
    aten.sub.Tensor: 0,
    aten.mul.Tensor: 1,
    aten.div.Tensor: 1,
}
_POOLS = (aten.avg_pool2d.default, aten.max_pool2d.default)
_RESIZES = (aten.upsample_bilinear2d.vec, aten.upsample_nearest2d.vec)
_PURE = (
    *_MOVES,
    *_NEUTRAL,
    *_POOLS,
    *_RESIZES,
    aten.relu.default,
    aten.leaky_relu.default,
    aten.sigmoid.default,
    aten.tanh.default,
    aten.silu.default,
    aten.gelu.default,
    aten.hardswish.default,
    aten.hardsigmoid.default,
    aten.hardtanh.default,
    aten.clamp.default,
    aten.softmax.int,
    aten.exp.default,
    aten.log.default,
    aten.sqrt.default,
    aten.rsqrt.default,
    aten.abs.default,
    aten.neg.default,
    aten.rsub.Scalar,
    aten.pow.Tensor_Scalar,
    aten.maximum.default,
    aten.minimum.default,
    aten.conv2d.default,
    aten.conv_transpose2d.input,
    aten.linear.default,
    aten.matmul.default,
    aten.batch_norm.default,
    aten.layer_norm.default,
    aten.adaptive_avg_pool2d.default,
    aten.sum.dim_IntList,
    aten.mean.dim,
    aten.amax.default,
    aten.amin.default,
    aten.argmax.default,
    aten.cat.default,
    aten.transpose.int,
    aten.unsqueeze.default,
    aten.squeeze.dim,
    aten.select.int,
)


def identity(node: fx.Node) -> Site:
    """An op that hands its input on unchanged."""
    source = node.all_input_nodes[0]
    same = shape_of(source) == shape_of(node) and dtype_of(source) == dtype_of(node)
    if not same or not _hands_on(node):
        raise NoPattern(say("it changes its input"))
    return Site({"input": source}, (node,), node)


@rule(
    *_MOVES,
    *_NEUTRAL,
    *_POOLS,
    *_RESIZES,
    title="Drop what changes nothing",
    clears=("unsupported", "rank"),
    site=identity,
    nearby=True,
)
def drop_identity(input: Tensor) -> Tensor:
    """x + 0 = x · 1 = reshape(x, own shape) = resize(x, own size) = x"""
    return input


def repetition(node: fx.Node) -> Site:
    """An op that another one before it equals, argument by argument."""
    for twin in node.all_input_nodes[0].users:
        equal = (
            twin.target is node.target
            and twin.args == node.args
            and twin.kwargs == node.kwargs
            and all(twin.meta.get(key) == node.meta.get(key) for key in ASKED)
        )
        if equal and twin < node:
            return Site({"input": twin}, (node,), node)
    raise NoMatch(say("no op before it computes the same"))


@rule(*_PURE, title="Compute it once", clears=(), site=repetition)
def merge_repetition(input: Tensor) -> Tensor:
    """y = f(x), z = f(x): z = y"""
    return input


def _hands_on(node: fx.Node) -> bool:
    """Whether an op that keeps shape and dtype keeps every value, too."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target in _NEUTRAL:
        neutral = _NEUTRAL[node.target]
        return isinstance(given["other"], (int, float)) and given["other"] == neutral
    if node.target is aten.permute.default:
        rank = len(given["dims"])
        return [axis % rank for axis in given["dims"]] == list(range(rank))
    if node.target in _POOLS:
        own = given.get("divisor_override") in (None, 1)
        return own and set(given["kernel_size"]) == {1}
    if node.target is aten.constant_pad_nd.default:
        return not any(given["pad"])
    return node.target is not aten.slice.Tensor or given["step"] == 1
