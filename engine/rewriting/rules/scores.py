# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Decisions on scores made on the logits instead: sigmoid and softmax keep order."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.logits import (
    Leaf,
    Logits,
    Move,
    Moved,
    check_bounds,
    comparison_of,
    made,
)
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say
from engine.targets.calls import is_float

aten = torch.ops.aten
_EXCEEDS: Mapping[Any, Callable[..., Tensor]] = {
    aten.gt.Scalar: aten.gt.Tensor,
    aten.ge.Scalar: aten.ge.Tensor,
    aten.gt.Tensor: aten.gt.Tensor,
    aten.ge.Tensor: aten.ge.Tensor,
}
"""The comparisons that values pass which exceed others, each with that of tensors."""
_COMPARISONS = (*_EXCEEDS, aten.lt.Tensor, aten.le.Tensor)
_ALONG = (aten.softmax.int, aten.log_softmax.int)


def _logits(scores: Any, dim: Any) -> dict[str, Any]:
    """Find what a sigmoid, or a softmax along that axis, was taken of."""
    target = scores.target if isinstance(scores, fx.Node) else None
    if target not in (*_ALONG, aten.log_sigmoid.default):
        return _moved(scores, say("it reads neither sigmoid nor softmax"))
    if target in _ALONG:
        own: Any = arguments_of(scores)["dim"]
        rank = max(1, len(shape_of(scores)))
        if dim is None and rank > 1:
            raise NoMatch(say("it chooses among all axes, the softmax runs along one"))
        if dim is not None and own % rank != dim % rank:
            raise NoMatch(say("the softmax runs along another axis"))
    return {"moved": Leaf(0), "leaf_0": _floats(scores.all_input_nodes[0])}


def _moved(scores: Any, refusal: str) -> dict[str, Any]:
    """Find the logits of sigmoids, and how they are moved as those are."""
    found = Logits(refusal)
    moved = found.of(scores)
    for each in found.leaves:
        if each.op != "get_attr":
            _floats(each)
    return {"moved": moved, **found.named()}


def _floats(logits: fx.Node) -> fx.Node:
    if not is_float(logits):
        raise NoMatch(say("its logits are integers, whose scores are mostly 0 or 1"))
    return logits


def best_score(node: fx.Node) -> Site:
    """The index of the best of scores that a sigmoid or softmax yields."""
    given: dict[str, Any] = dict(arguments_of(node))
    given |= _logits(given.pop("self"), given["dim"])
    return Site(given | {"choose": node.target}, (node,), node)


@rule(
    aten.argmax.default,
    aten.argmin.default,
    title="Choose among the logits",
    clears=(),
    site=best_score,
)
def argmax_before_activation(
    choose: Callable[..., Tensor],
    moved: Moved,
    dim: int | None,
    keepdim: bool,
    **leaves: Tensor,
) -> Tensor:
    """argmax σ(x) = argmax x, argmax softmax(x) = argmax x

    Where float32 rounds several scores to exactly 1, the logits still tell them apart.
    """
    return choose(made(moved, [*leaves.values()]), dim, keepdim)


def greatest_score(node: fx.Node) -> Site:
    """The greatest of scores that a sigmoid yields, with its index if it is read."""
    given: dict[str, Any] = dict(arguments_of(node))
    moved = _moved(given["self"], say("it reads no sigmoid"))
    pair = node.target is aten.max.dim
    parts = tuple(node.users) if pair else (node,)
    arguments = {
        "reduce": node.target,
        "axis": given["dim"],
        "keepdim": given["keepdim"],
        "parts": [part.args[1] for part in parts] if pair else [],
    }
    return Site(arguments | moved, parts, node)


@rule(
    aten.max.dim,
    aten.amax.default,
    aten.amin.default,
    title="Take the sigmoid of the greatest logit only",
    clears=(),
    site=greatest_score,
)
def maximum_before_sigmoid(
    reduce: Callable[..., Any],
    moved: Moved,
    axis: Any,
    keepdim: bool,
    parts: list[int],
    **leaves: Tensor,
) -> Tensor | tuple[Tensor, ...]:
    """max σ(x) = σ(max x), at the same index

    Where float32 rounds several scores to exactly 1, it is that of the greatest logit.
    """
    found = reduce(made(moved, [*leaves.values()]), axis, keepdim)
    if isinstance(found, Tensor):
        return torch.sigmoid(found)
    both = (torch.sigmoid(found[0]), found[1])
    return tuple(both[part] for part in parts)


def read_extremes(node: fx.Node) -> Site:
    """The greatest values along an axis and their indices, as far as they are read."""
    given: dict[str, Any] = dict(arguments_of(node))
    parts = tuple(node.users)
    arguments = {
        "input": given["self"],
        "axis": given["dim"],
        "keepdim": given["keepdim"],
        "parts": [part.args[1] for part in parts],
        "least": node.target is aten.min.dim,
    }
    return Site(arguments, parts, node)


@rule(
    aten.max.dim,
    aten.min.dim,
    title="Write value and index of the maximum as two ops",
    clears=("unsupported", "keepdim"),
    site=read_extremes,
)
def maximum_as_two_ops(
    input: Tensor, axis: int, keepdim: bool, parts: list[int], least: bool
) -> tuple[Tensor, ...]:
    """max(x) = (amax(x), argmax(x)), min(x) = (amin(x), argmin(x))"""
    reduce, choose = (torch.amin, torch.argmin) if least else (torch.amax, torch.argmax)
    ops = (reduce, choose)
    return tuple(ops[part](input, axis, keepdim) for part in parts)


def compared_product(node: fx.Node) -> Site:
    """A product of two sigmoids, perhaps moved, that must exceed a number in (0, 1).

    That may be a constant of one or several. The greatest product along an axis counts
    where one factor has one value there.
    """
    compare, values, threshold = comparison_of(node)
    product, axes = _product(values)
    if compare not in _EXCEEDS:
        raise NoMatch(say("it asks what does not exceed the threshold"))
    found = Logits(say("its factors are not both sigmoids"))
    factors = [each for each in product.args[:2] if isinstance(each, fx.Node)]
    if len(factors) < 2:
        raise NoMatch(found.refusal)
    small, large = sorted(factors, key=lambda each: torch.Size(shape_of(each)).numel())
    if any(shape_of(small)[axis:][:1] != (1,) for axis, _ in axes):
        raise NoMatch(say("both factors differ along the axis of the maximum"))
    check_bounds(threshold)
    objectness, classes = found.of(small), found.of(large)
    for axis, keepdim in axes:
        classes = Move(aten.amax.default, (classes, [axis], keepdim))
        if not keepdim:
            objectness = Move(aten.squeeze.dim, (objectness, axis))
    arguments = {
        "compare": compare,
        "objectness": objectness,
        "classes": classes,
        "threshold": threshold,
    }
    return Site(arguments | found.named(), (node,), node)


def _product(node: object) -> tuple[fx.Node, list[tuple[int, bool]]]:
    """A product, and along which axis its maximum is taken, if it is."""
    axes = []
    if isinstance(node, fx.Node) and node.target is operator.getitem:
        node = node.args[0] if node.args[1] == 0 else None
    if isinstance(node, fx.Node) and node.target in (aten.max.dim, aten.amax.default):
        given: dict[str, Any] = dict(arguments_of(node))
        rank = len(shape_of(given["self"]))
        dims = given["dim"] if isinstance(given["dim"], list) else [given["dim"]]
        node = given["self"] if len(dims) == 1 else None
        axes = [(axis % rank - rank, given["keepdim"]) for axis in dims]
    if not isinstance(node, fx.Node) or node.target is not aten.mul.Tensor:
        raise NoMatch(say("it compares no product"))
    return node, axes


@rule(
    *_COMPARISONS,
    title="Compare the class logits with a bound from the objectness",
    clears=(),
    site=compared_product,
)
def threshold_of_product_before_sigmoid(
    compare: Callable[..., Tensor],
    objectness: Moved,
    classes: Moved,
    threshold: float | Tensor,
    **leaves: Tensor,
) -> Tensor:
    """(σ(o)·σ(c) > t) = (c > ln t − ln(σ(o) − t)), false where σ(o) < t

    The logarithm of a negative number is NaN, which exceeds nothing: cells whose
    objectness alone is too low need no test of their own. One sigmoid per cell is left.
    """
    cells, logits = (made(each, [*leaves.values()]) for each in (objectness, classes))
    level: Any
    if isinstance(threshold, Tensor):
        level = torch.log(threshold.double()).to(logits.dtype)
        threshold = threshold.to(logits.dtype)
    else:
        level = math.log(threshold)
    bound = torch.log(torch.sigmoid(cells) + -threshold) * -1 + level
    return _EXCEEDS[compare](logits, bound)


@rule(
    *_COMPARISONS,
    title="Keep every cell whose objectness may suffice",
    exact=False,
    within=1,
    clears=(),
    site=compared_product,
)
def threshold_of_product_as_prefilter(
    compare: Callable[..., Tensor],
    objectness: Moved,
    classes: Moved,
    threshold: float | Tensor,
    **leaves: Tensor,
) -> Tensor:
    """(σ(o)·σ(c) > t) ≈ (o > logit t) and (c > logit t): necessary, not sufficient

    Nothing that exceeds t is lost; what is kept must be tested again on the host.
    """
    cells, logits = (made(each, [*leaves.values()]) for each in (objectness, classes))
    logit: Any
    if isinstance(threshold, Tensor):
        logit = torch.logit(threshold.double()).to(logits.dtype)
    else:
        logit = math.log(threshold / (1 - threshold))
    return torch.logical_and(compare(cells, logit), compare(logits, logit))
