# ruff: noqa: D415  (a docstring here is the algebra)
"""Ops that do several steps of arithmetic or a choice at once."""

from __future__ import annotations

from math import isfinite
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten
_CHOICES = (
    aten.where.self,
    aten.where.ScalarOther,
    aten.where.ScalarSelf,
    aten.where.Scalar,
)


@rule(aten.addcmul.default, title="Write the added product with two ops")
def added_product_as_two_ops(
    input: Tensor, tensor1: Tensor, tensor2: Tensor, value: float
) -> Tensor:
    """addcmul(x, y, z) = x + v·(y·z)"""
    product = tensor1 * tensor2
    return input + (product if value == 1 else product * value)


@rule(aten.lerp.Scalar, title="Write the blend as a weighted sum")
def blend_as_sum(input: Tensor, end: Tensor, weight: float) -> Tensor:
    """lerp(x, y, w) = (1 − w)·x + w·y"""
    return input * (1 - weight) + end * weight


def added_product(node: fx.Node) -> Site:
    """A matrix product, or one for each of a batch, with something added."""
    given: dict[str, Any] = dict(arguments_of(node))
    names = ("input", "left", "right", "beta", "alpha")
    arguments = dict(zip(names, given.values(), strict=True))
    return Site(arguments, (node,), node)


@rule(
    aten.addmm.default,
    aten.baddbmm.default,
    title="Write the added matrix product with two ops",
    site=added_product,
)
def added_matrix_product_as_two_ops(
    input: Tensor, left: Tensor, right: Tensor, beta: float, alpha: float
) -> Tensor:
    """addmm(b, x, y) = β·b + α·(x·y)"""
    product = torch.matmul(left, right)
    bias = input if beta == 1 else input * beta
    return bias + (product if alpha == 1 else product * alpha)


@rule(aten.logsumexp.default, title="Write log-sum-exp with exp and log")
def log_sum_exp_as_logarithm(input: Tensor, dim: list[int], keepdim: bool) -> Tensor:
    """logsumexp(x) = max x + log Σ exp(x − max x)"""
    largest = input.amax(dim, keepdim=True)
    total = (input - largest).exp().sum(dim, keepdim=True).log() + largest
    return total if keepdim else total.sum(dim)


def larger_or_smaller(node: fx.Node) -> Site:
    """The larger or the smaller of two values."""
    given: dict[str, Any] = dict(arguments_of(node))
    sign = 1.0 if node.target is aten.maximum.default else -1.0
    arguments = {"input": given["self"], "other": given["other"], "sign": sign}
    return Site(arguments, (node,), node)


@rule(
    aten.maximum.default,
    aten.minimum.default,
    title="Write the larger of two with ReLU",
    site=larger_or_smaller,
)
def larger_as_relu(input: Tensor, other: Tensor, sign: float) -> Tensor:
    """max(x, y) = y + relu(x − y), min(x, y) = y − relu(y − x)"""
    if not input.is_floating_point():
        raise NoMatch(say("it compares whole numbers"))
    if sign > 0:
        return other + torch.relu(input - other)
    return other - torch.relu(other - input)


@rule(aten.softshrink.default, title="Write soft shrinkage with a clamp")
def soft_shrinkage_as_clamp(input: Tensor, lambd: float) -> Tensor:
    """softshrink(x) = x − clamp(x, −λ, λ)"""
    return input - input.clamp(-lambd, lambd)


@rule(
    aten.hardshrink.default,
    title="Write hard shrinkage as a choice",
)
def hard_shrinkage_as_choice(input: Tensor, lambd: float) -> Tensor:
    """hardshrink(x) = where(|x| > λ, x, 0)"""
    return torch.where(input.abs() > lambd, input, 0.0)


@rule(aten.threshold.default, title="Write the threshold as a choice")
def threshold_as_choice(input: Tensor, threshold: float, value: float) -> Tensor:
    """threshold(x) = where(x > t, x, v)"""
    return torch.where(input > threshold, input, value)


@rule(aten.rrelu.default, title="Write randomized leaky ReLU as leaky ReLU")
def rrelu_as_leaky_relu(
    input: Tensor, lower: float, upper: float, generator: object
) -> Tensor:
    """rrelu(x) = leaky_relu(x), its slope (l + u)/2 once trained"""
    return F.leaky_relu(input, (lower + upper) / 2)


def one_sided_clamp(node: fx.Node) -> Site:
    """A clamp on one side."""
    given: dict[str, Any] = dict(arguments_of(node))
    sides = {"low": given.get("min"), "high": given.get("max")}
    return Site({"input": given["self"]} | sides, (node,), node)


@rule(
    aten.clamp_min.default,
    aten.clamp_max.default,
    title="Write the bound as a clamp",
    site=one_sided_clamp,
)
def bound_as_clamp(input: Tensor, low: float | None, high: float | None) -> Tensor:
    """clamp_min(x, a) = clamp(x, a, ∞), clamp_max(x, b) = clamp(x, −∞, b)"""
    clamped: Tensor = aten.clamp.default(input, low, high)
    return clamped


def choice_by_mask(node: fx.Node) -> Site:
    """A choice between two values by a mask, or a number written where it holds."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target in _CHOICES:
        chosen, other, mask = given["self"], given["other"], given["condition"]
    else:
        chosen, other, mask = given["value"], given["self"], given["mask"]
    if any(isinstance(each, float) and not isfinite(each) for each in (chosen, other)):
        raise NoMatch(say("it writes infinity, which no product of 0 takes back"))
    arguments = {"mask": mask, "chosen": chosen, "other": other}
    return Site(arguments, (node,), node)


@rule(
    *_CHOICES,
    aten.masked_fill.Scalar,
    title="Write the choice as a sum of products",
    site=choice_by_mask,
)
def choice_as_products(
    mask: Tensor, chosen: Tensor | float, other: Tensor | float
) -> Tensor:
    """where(m, x, y) = m·x + (1 − m)·y, for finite x and y"""
    if isinstance(chosen, float) and isinstance(other, float):
        share = mask.to(torch.get_default_dtype()) * (chosen - other)
        return share + other if other else share
    given = [each for each in (chosen, other) if isinstance(each, Tensor)]
    kinds = [each.dtype for each in given if each.is_floating_point()]
    if not kinds:
        raise NoMatch(say("it chooses between numbers that are no fractions"))
    share = mask.to(kinds[0])
    left = other * (1 - share) if isinstance(other, Tensor) or other else None
    right = chosen * share if isinstance(chosen, Tensor) or chosen else None
    if left is None or right is None:
        return left if right is None else right  # type: ignore[return-value]
    return right + left
