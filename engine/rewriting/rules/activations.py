# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Activation functions in terms of simpler ones."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.logits import (
    Logits,
    Moved,
    check_bounds,
    comparison_of,
    exponent_in,
    logits_in,
    made,
)
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.sentence import say

aten = torch.ops.aten
_COMPARISONS = (
    aten.gt.Scalar,
    aten.ge.Scalar,
    aten.lt.Scalar,
    aten.le.Scalar,
    aten.gt.Tensor,
    aten.ge.Tensor,
    aten.lt.Tensor,
    aten.le.Tensor,
)


@rule(aten.silu.default, title="Write SiLU as a product")
def silu_as_product(input: Tensor) -> Tensor:
    """silu(x) = x · σ(x)"""
    return input * torch.sigmoid(input)


@rule(aten.hardswish.default, title="Write hard-swish as a product")
def hardswish_as_product(input: Tensor) -> Tensor:
    """hardswish(x) = x · hardsigmoid(x)"""
    return input * F.hardsigmoid(input)


@rule(aten.hardswish.default, title="Write hard-swish with a clamp")
def hardswish_as_clamp(input: Tensor) -> Tensor:
    """hardswish(x) = x · clamp(x + 3, 0, 6) · 1/6"""
    return input * torch.clamp(input + 3, 0, 6) * (1 / 6)


@rule(aten.hardswish.default, title="Write hard-swish with ReLU6")
def hardswish_as_relu6(input: Tensor) -> Tensor:
    """hardswish(x) = x · relu6(x + 3) · 1/6"""
    return input * F.relu6(input + 3) * (1 / 6)


@rule(aten.hardsigmoid.default, title="Write hard-sigmoid with ReLU6")
def hardsigmoid_as_relu6(input: Tensor) -> Tensor:
    """hardsigmoid(x) = relu6(x + 3) · 1/6"""
    return F.relu6(input + 3) * (1 / 6)


@rule(aten.hardsigmoid.default, title="Write hard-sigmoid as a clamp")
def hardsigmoid_as_clamp(input: Tensor) -> Tensor:
    """hardsigmoid(x) = clamp(x · 1/6 + 1/2, 0, 1)"""
    return torch.clamp(input * (1 / 6) + 0.5, 0, 1)


@rule(aten.leaky_relu.default, title="Write leaky ReLU as a maximum")
def leaky_relu_as_maximum(input: Tensor, negative_slope: float) -> Tensor:
    """leaky_relu(x) = max(x, a·x), for 0 ≤ a ≤ 1"""
    if not 0 <= negative_slope <= 1:
        raise NoMatch(
            say(
                "slope {negative_slope} lies outside [0, 1]",
                negative_slope=negative_slope,
            )
        )
    return torch.maximum(input, negative_slope * input)


@rule(aten.relu6.default, title="Write ReLU6 as a clamp")
def relu6_as_clamp(input: Tensor) -> Tensor:
    """relu6(x) = clamp(x, 0, 6)"""
    return torch.clamp(input, 0, 6)


@rule(aten.mish.default, title="Write Mish as a product")
def mish_as_product(input: Tensor) -> Tensor:
    """mish(x) = x · tanh(softplus(x))"""
    return input * torch.tanh(F.softplus(input))


@rule(aten.gelu.default, title="Write GELU with erf")
def gelu_as_erf(input: Tensor, approximate: str) -> Tensor:
    """gelu(x) = x · 1/2 · (1 + erf(x / √2))"""
    if approximate != "none":
        raise NoMatch(
            say("it is the {approximate} approximation", approximate=approximate)
        )
    return input * 0.5 * (torch.erf(input * math.sqrt(0.5)) + 1)


@rule(
    aten.gelu.default,
    title="Approximate GELU by a sigmoid",
    exact=False,
    within=0.021,
)
def gelu_as_sigmoid(input: Tensor, approximate: str) -> Tensor:
    """gelu(x) ≈ x · σ(1.702·x), off by at most 0.021 (Hendrycks, Gimpel 2016)"""
    return input * torch.sigmoid(1.702 * input)


@rule(
    aten.gelu.default,
    title="Use GELU without approximation",
    exact=False,
    within=5e-4,
    clears=("exact_gelu",),
)
def gelu_without_approximation(input: Tensor, approximate: str) -> Tensor:
    """gelu_tanh(x) ≈ gelu(x), off by at most 0.0005"""
    if approximate == "none":
        raise NoMatch(say("it is no approximation"))
    return F.gelu(input)


@rule(aten.softmax.int, title="Write softmax with exp and sum")
def softmax_as_exponentials(input: Tensor, dim: int) -> Tensor:
    """softmax(x) = e / Σ e, e = exp(x − max x)"""
    powers = torch.exp(input - input.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)


def written_out_sigmoid(node: fx.Node) -> Site:
    """A quotient by 1 + exp(−y) or 1 + exp(y), or one over that."""
    given: dict[str, Any] = dict(arguments_of(node))
    total = given.get("other", given["self"])
    logits, exponent = logits_in(total), exponent_in(total)
    if exponent is None:
        raise NoPattern(say("it does not divide by 1 + exp(−x)"))
    arguments = {"logits": logits or exponent, "sign": 1 if logits else -1}
    input = given["self"] if "other" in given else None
    return Site(arguments | {"input": input}, (node,), node)


@rule(
    aten.div.Tensor,
    aten.reciprocal.default,
    title="Write the quotient with a sigmoid",
    site=written_out_sigmoid,
)
def quotient_as_sigmoid(logits: Tensor, sign: int, input: Tensor | None) -> Tensor:
    """x / (1 + exp(−y)) = x · σ(y), 1 / (1 + exp(−y)) = σ(y)"""
    scores = torch.sigmoid(logits if sign > 0 else logits * -1)
    return scores if input is None else input * scores


def compared_sigmoid(node: fx.Node) -> Site:
    """Values of sigmoids, perhaps moved, compared with what lies between 0 and 1.

    That is a number, or a constant of one or several.
    """
    compare, values, threshold = comparison_of(node)
    found = Logits(say("it compares no sigmoid"))
    moved = found.of(values)
    check_bounds(threshold)
    arguments = {"compare": compare, "moved": moved, "threshold": threshold}
    return Site(arguments | found.named(), (node,), node)


@rule(
    *_COMPARISONS,
    title="Compare before the sigmoid",
    clears=(),
    site=compared_sigmoid,
)
def threshold_before_sigmoid(
    compare: Callable[..., Tensor],
    moved: Moved,
    threshold: float | Tensor,
    **leaves: Tensor,
) -> Tensor:
    """(σ(x) > t) = (x > ln(t / (1 − t))), for 0 < t < 1

    What only moves values between the two, such as slices of all scores, moves logits.
    """
    logits = made(moved, [*leaves.values()])
    if isinstance(threshold, Tensor):
        return compare(logits, torch.logit(threshold.double()).to(logits.dtype))
    return compare(logits, math.log(threshold / (1 - threshold)))
