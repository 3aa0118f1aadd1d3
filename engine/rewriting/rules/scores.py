# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Decisions on scores made on the logits instead: sigmoid and softmax keep order."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say
from engine.targets.calls import is_float

aten = torch.ops.aten
_ALONG = (aten.softmax.int, aten.log_softmax.int)
_EVERYWHERE = (aten.sigmoid.default, aten.log_sigmoid.default)


def _logits(scores: Any, dim: Any) -> fx.Node:
    """Find what a sigmoid, or a softmax along that axis, was taken of."""
    if isinstance(scores, fx.Node) and scores.target in _EVERYWHERE:
        return _of_floats(scores)
    if not isinstance(scores, fx.Node) or scores.target not in _ALONG:
        raise NoMatch(say("it reads neither sigmoid nor softmax"))
    own: Any = arguments_of(scores)["dim"]
    rank = max(1, len(shape_of(scores)))
    if dim is None and rank > 1:
        raise NoMatch(say("it chooses among all axes, the softmax runs along one"))
    if dim is not None and own % rank != dim % rank:
        raise NoMatch(say("the softmax runs along another axis"))
    return _of_floats(scores)


def _of_floats(scores: fx.Node) -> fx.Node:
    logits = scores.all_input_nodes[0]
    if not is_float(logits):
        raise NoMatch(say("its logits are integers, whose scores are mostly 0 or 1"))
    return logits


def best_score(node: fx.Node) -> Site:
    """The index of the best of scores that a sigmoid or softmax yields."""
    given: dict[str, Any] = dict(arguments_of(node))
    given["input"] = _logits(given.pop("self"), given["dim"])
    return Site(given | {"choose": node.target}, (node,), node)


@rule(
    aten.argmax.default,
    aten.argmin.default,
    title="Choose among the logits",
    clears=(),
    site=best_score,
)
def argmax_before_activation(
    choose: Callable[..., Tensor], input: Tensor, dim: int | None, keepdim: bool
) -> Tensor:
    """argmax σ(x) = argmax x, argmax softmax(x) = argmax x

    Where float32 rounds several scores to exactly 1, the logits still tell them apart.
    """
    return choose(input, dim, keepdim)


def greatest_score(node: fx.Node) -> Site:
    """The greatest of scores that a sigmoid yields, with its index if it is read."""
    given: dict[str, Any] = dict(arguments_of(node))
    scores = given["self"]
    if not isinstance(scores, fx.Node) or scores.target is not aten.sigmoid.default:
        raise NoMatch(say("it reads no sigmoid"))
    pair = node.target is aten.max.dim
    parts = tuple(node.users) if pair else (node,)
    arguments = {
        "reduce": node.target,
        "input": _of_floats(scores),
        "axis": given["dim"],
        "keepdim": given["keepdim"],
        "parts": [part.args[1] for part in parts] if pair else [],
    }
    return Site(arguments, parts, node)


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
    input: Tensor,
    axis: Any,
    keepdim: bool,
    parts: list[int],
) -> Tensor | tuple[Tensor, ...]:
    """max σ(x) = σ(max x), at the same index

    Where float32 rounds several scores to exactly 1, it is that of the greatest logit.
    """
    found = reduce(input, axis, keepdim)
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
    """A product of two sigmoids that must exceed a number between 0 and 1."""
    given = arguments_of(node)
    product, threshold = given["self"], given["other"]
    if not isinstance(product, fx.Node) or product.target is not aten.mul.Tensor:
        raise NoMatch(say("it compares no product"))
    factors = list(arguments_of(product).values())[:2]
    if not all(
        isinstance(each, fx.Node) and each.target is aten.sigmoid.default
        for each in factors
    ):
        raise NoMatch(say("its factors are not both sigmoids"))
    if not isinstance(threshold, (int, float)) or not 0 < threshold < 1:
        raise NoMatch(
            say("the threshold {threshold} lies outside (0, 1)", threshold=threshold)
        )
    small, large = sorted(
        (each.all_input_nodes[0] for each in factors),  # type: ignore[union-attr]
        key=lambda each: torch.Size(shape_of(each)).numel(),
    )
    arguments = {
        "compare": node.target,
        "objectness": small,
        "classes": large,
        "threshold": float(threshold),
    }
    return Site(arguments, (node,), node)


@rule(
    aten.gt.Scalar,
    aten.ge.Scalar,
    title="Compare the class logits with a bound from the objectness",
    clears=(),
    site=compared_product,
)
def threshold_of_product_before_sigmoid(
    compare: Callable[..., Tensor],
    objectness: Tensor,
    classes: Tensor,
    threshold: float,
) -> Tensor:
    """(σ(o)·σ(c) > t) = (c > ln t − ln(σ(o) − t)), false where σ(o) < t

    The logarithm of a negative number is NaN, which exceeds nothing: cells whose
    objectness alone is too low need no test of their own. One sigmoid per cell is left.
    """
    spare = torch.log(torch.sigmoid(objectness) + -threshold)
    bound = spare * -1 + math.log(threshold)
    pairwise = aten.gt.Tensor if compare is aten.gt.Scalar else aten.ge.Tensor
    exceeds: Tensor = pairwise(classes, bound)
    return exceeds


@rule(
    aten.gt.Scalar,
    aten.ge.Scalar,
    title="Keep every cell whose objectness may suffice",
    exact=False,
    within=1,
    clears=(),
    site=compared_product,
)
def threshold_of_product_as_prefilter(
    compare: Callable[..., Tensor],
    objectness: Tensor,
    classes: Tensor,
    threshold: float,
) -> Tensor:
    """(σ(o)·σ(c) > t) ≈ (o > logit t) and (c > logit t): necessary, not sufficient

    Nothing that exceeds t is lost; what is kept must be tested again on the host.
    """
    logit = math.log(threshold / (1 - threshold))
    return torch.logical_and(compare(objectness, logit), compare(classes, logit))
