# ruff: noqa: D415  (a docstring here is the algebra)
"""Values of another rank than 4, computed as images."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say
from engine.targets.calls import is_constant

aten = torch.ops.aten
UNARY = (
    aten.relu.default,
    aten.relu6.default,
    aten.leaky_relu.default,
    aten.sigmoid.default,
    aten.tanh.default,
    aten.silu.default,
    aten.gelu.default,
    aten.mish.default,
    aten.elu.default,
    aten.hardswish.default,
    aten.hardsigmoid.default,
    aten.hardtanh.default,
    aten.softplus.default,
    aten.exp.default,
    aten.log.default,
    aten.sqrt.default,
    aten.rsqrt.default,
    aten.abs.default,
    aten.neg.default,
    aten.clamp.default,
    aten.pow.Tensor_Scalar,
    aten.reciprocal.default,
    aten.floor.default,
    aten.ceil.default,
    aten.sign.default,
    aten.erf.default,
    aten.sin.default,
    aten.cos.default,
    aten.atan.default,
    aten.logical_not.default,
)
BINARY = (
    aten.add.Tensor,
    aten.sub.Tensor,
    aten.mul.Tensor,
    aten.div.Tensor,
    aten.maximum.default,
    aten.minimum.default,
)
"""Ops that treat every value alike, of one tensor and of two."""
CHOICES = (
    aten.where.self,
    aten.where.ScalarOther,
    aten.where.ScalarSelf,
    aten.masked_fill.Scalar,
)
"""Ops that choose between two values by a mask; which comes first differs."""
COMPARISONS = (
    aten.gt.Scalar,
    aten.gt.Tensor,
    aten.ge.Scalar,
    aten.ge.Tensor,
    aten.lt.Scalar,
    aten.lt.Tensor,
    aten.le.Scalar,
    aten.le.Tensor,
    aten.eq.Scalar,
    aten.eq.Tensor,
    aten.ne.Scalar,
    aten.ne.Tensor,
)
ALIKE = (*UNARY, *BINARY, *CHOICES, *COMPARISONS)
"""Ops of which every result follows from the values at its own place."""
SOFTMAXES = (aten.softmax.int, aten.log_softmax.int)
REDUCTIONS = (
    aten.sum.dim_IntList,
    aten.mean.dim,
    aten.amax.default,
    aten.amin.default,
)


_BY_NAME: dict[object, str] = {
    aten.add.Tensor: "alpha",
    aten.sub.Tensor: "alpha",
    aten.gelu.default: "approximate",
}
"""The one option of an op that cannot be given by its place."""


def other_rank(node: fx.Node) -> Site:
    """An op of values, or along axes, that has another rank than 4."""
    given: dict[str, Any] = dict(arguments_of(node))
    along = node.target in (*SOFTMAXES, *REDUCTIONS)
    shape = shape_of(node)
    read = [given["self"]] if along else [node, *_spread_operands(node)]
    if all(len(shape_of(each)) == 4 for each in read):
        raise NoMatch(say("it has 4 dimensions already"))
    if along:
        return _along_axes(node, given)
    if node.target is aten.cat.default:
        return _concatenation(node, given["tensors"], given["dim"])
    if node.target is aten.matmul.default:
        return _matrix_product(node, given["self"], given["other"])
    count = 3 if node.target in CHOICES else 1 + ("other" in given)
    tensors = list(given.values())[:count]
    nodes = [each for each in tensors if isinstance(each, fx.Node)]
    if len(shape) > 4 and any(shape_of(each) not in (shape, ()) for each in nodes):
        raise NoMatch(say("it spreads values over more than 4 dimensions"))
    options = list(given.values())[len(tensors) :]
    if node.target is aten.expand.default:
        options = [[1] * (4 - len(shape)) + list(shape)]
    named = {f"input_{index}": each for index, each in enumerate(tensors)}
    arguments = {"compute": node.target, "shape": list(shape), "options": options}
    return Site(arguments | named, (node,), node)


def _spread_operands(node: fx.Node) -> list[fx.Node]:
    """Operands that are no single numbers and that no constant gives."""
    if node.target not in (*BINARY, *CHOICES, *COMPARISONS):
        return []
    inputs = node.all_input_nodes
    return [each for each in inputs if shape_of(each) and not is_constant(each)]


def _along_axes(node: fx.Node, given: dict[str, Any]) -> Site:
    """A softmax or reduction; its axes are those behind the ones put before them."""
    # An axis of a single value is written 0 or -1, as if it had one.
    rank = max(1, len(shape_of(given["self"])))
    if rank > 4 or given["dim"] in (None, []):
        raise NoMatch(
            say("it works along axes of more than 4 dimensions, or along all")
        )
    shift = 4 - rank
    if node.target in SOFTMAXES:
        options = [given["dim"] % rank + shift, given["dtype"]]
    else:
        options = [[axis % rank + shift for axis in given["dim"]], True]
    if node.target in REDUCTIONS and given.get("dtype") is not None:
        raise NoMatch(say("it converts to another type"))
    arguments = {"compute": node.target, "shape": list(shape_of(node))}
    named = {"options": options, "input_0": given["self"]}
    return Site(arguments | named, (node,), node)


def _concatenation(node: fx.Node, tensors: list[fx.Node], dim: int) -> Site:
    shape = list(shape_of(node))
    if any(len(shape_of(each)) != len(shape) for each in tensors):
        raise NoMatch(say("its inputs differ in their number of dimensions"))
    arguments = {"compute": node.target, "shape": shape, "options": [dim % len(shape)]}
    named = {f"input_{index}": each for index, each in enumerate(tensors)}
    return Site(arguments | named, (node,), node)


def _matrix_product(node: fx.Node, first: fx.Node, second: fx.Node) -> Site:
    shapes = [shape_of(first), shape_of(second)]
    if min(map(len, shapes)) < 2:
        raise NoMatch(say("it multiplies a vector, which is no matrix"))
    if max(map(len, shapes)) > 4 and shapes[0][:-2] != shapes[1][:-2]:
        raise NoMatch(say("it spreads values over more than 4 dimensions"))
    arguments = {"compute": node.target, "shape": list(shape_of(node)), "options": []}
    return Site(arguments | {"input_0": first, "input_1": second}, (node,), node)


@rule(
    *ALIKE,
    aten.expand.default,
    *SOFTMAXES,
    *REDUCTIONS,
    aten.cat.default,
    aten.matmul.default,
    title="Compute with 4 dimensions",
    clears=("rank",),
    site=other_rank,
    nearby=True,
)
def compute_with_four_dimensions(
    compute: Callable[..., Tensor],
    shape: list[int],
    options: list[Any],
    **inputs: Tensor | float,
) -> Tensor:
    """f(x) = reshape(f(reshape(x))), for f that treats every value alike

    A concatenation is reshaped around its axis, which stays whole; a sum, mean, extreme
    or softmax of fewer dimensions works along the axes behind those put first, and so
    does a product of matrices.
    """
    if compute is aten.cat.default:
        return _concatenated([*inputs.values()], options[0]).reshape(shape)
    taken = [
        _as_image(each) if isinstance(each, Tensor) else each
        for each in inputs.values()
    ]
    computed: Tensor = _call(compute, taken, options)
    return computed.reshape(shape) if list(computed.shape) != shape else computed


def _call(
    compute: Callable[..., Tensor], taken: list[Any], options: list[Any]
) -> Tensor:
    by_name = _BY_NAME.get(compute)
    if by_name is not None:
        return compute(*taken, **{by_name: options[0]})
    return compute(*taken, *options)


def _concatenated(tensors: list[Any], axis: int) -> Tensor:
    rank = tensors[0].dim()
    if rank < 4:
        return torch.cat([_as_image(each) for each in tensors], axis + 4 - rank)
    planes = [
        each.reshape(
            1,
            math.prod(each.shape[:axis]),
            each.shape[axis],
            math.prod(each.shape[axis + 1 :]),
        )
        for each in tensors
    ]
    return torch.cat(planes, 2)


def _as_image(tensor: Tensor) -> Tensor:
    """Put axes of one before the others, or the first axes together."""
    shape = list(tensor.shape)
    if len(shape) == 4:
        return tensor
    if len(shape) < 4:
        return tensor.reshape([1] * (4 - len(shape)) + shape)
    return tensor.reshape(1, math.prod(shape[:-2]), *shape[-2:])
