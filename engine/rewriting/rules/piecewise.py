# ruff: noqa: D415  (a docstring here is the algebra)
"""Activations with a kink at zero in terms of relu, clamp and exp."""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say
from engine.targets.calls import is_float

aten = torch.ops.aten

_FAR = 100
"""By how many times themselves values are shifted and stay right, to 1e-5."""


@rule(aten.leaky_relu.default, title="Write leaky ReLU with two ReLUs")
def leaky_relu_as_relus(input: Tensor, negative_slope: float) -> Tensor:
    """leaky_relu(x) = relu(x) + (−a) · relu(−x), for every a"""
    return torch.relu(input) + torch.relu(input * -1) * -negative_slope


@rule(aten.prelu.default, title="Write PReLU with two ReLUs")
def prelu_as_relus(input: Tensor, weight: Tensor) -> Tensor:
    """prelu(x) = relu(x) + (−w) · relu(−x), w per channel"""
    slope = -weight
    if weight.numel() > 1:
        slope = slope.reshape(1, -1, *[1] * (input.dim() - 2))
    return torch.relu(input) + torch.relu(input * -1) * slope


@rule(aten.elu.default, title="Write ELU with exp")
def elu_as_exponential(
    input: Tensor, alpha: float, scale: float, input_scale: float
) -> Tensor:
    """elu(x) = s·relu(x) + (exp(t·min(x, 0)) + (−1)) · s·α"""
    below = torch.clamp(input, max=0)
    below = below if input_scale == 1 else below * input_scale
    above = torch.relu(input)
    above = above if scale == 1 else above * scale
    return above + (torch.exp(below) + -1) * (scale * alpha)


@rule(aten.celu.default, title="Write CELU with exp")
def celu_as_exponential(input: Tensor, alpha: float) -> Tensor:
    """celu(x) = relu(x) + (exp(min(x, 0) / α) + (−1)) · α"""
    below = torch.clamp(input, max=0) * (1 / alpha)
    return torch.relu(input) + (torch.exp(below) + -1) * alpha


@rule(aten.selu.default, title="Write SELU with exp")
def selu_as_exponential(input: Tensor) -> Tensor:
    """selu(x) = s·relu(x) + (exp(min(x, 0)) + (−1)) · s·α, s = 1.0507, α = 1.6733"""
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    below = torch.exp(torch.clamp(input, max=0)) + -1
    return torch.relu(input) * scale + below * (scale * alpha)


@rule(aten.hardtanh.default, title="Write hard-tanh as a clamp")
def hardtanh_as_clamp(input: Tensor, min_val: float, max_val: float) -> Tensor:
    """hardtanh(x) = clamp(x, low, high)"""
    return torch.clamp(input, min_val, max_val)


@rule(
    aten.hardtanh.default,
    aten.clamp.default,
    title="Write the clamp to [0, 6] as ReLU6",
)
def clamp_as_relu6(
    input: Tensor,
    min: float | None = None,
    max: float | None = None,
    min_val: float | None = None,
    max_val: float | None = None,
) -> Tensor:
    """clamp(x, 0, 6) = relu6(x)"""
    low = min_val if min is None else min
    high = max_val if max is None else max
    if (low, high) != (0, 6):
        raise NoMatch(
            say("it clamps to [{low}, {high}], not to [0, 6]", low=low, high=high)
        )
    if input.dtype is torch.bool:
        raise NoMatch(say("it clamps truth values"))
    return F.relu6(input)


@rule(
    aten.clamp.default,
    aten.clamp_min.default,
    title="Write the clamp at zero as ReLU",
)
def clamp_as_relu(
    input: Tensor, min: float | None = None, max: float | None = None
) -> Tensor:
    """clamp(x, 0, ∞) = relu(x)"""
    if min != 0 or max not in (None, math.inf):
        raise NoMatch(
            say("it clamps to [{min}, {max}], not to values from 0", min=min, max=max)
        )
    return torch.relu(input)


@rule(aten.glu.default, title="Write GLU as a product")
def glu_as_product(input: Tensor, dim: int) -> Tensor:
    """glu(x) = x[first half] · σ(x[second half])"""
    size = input.shape[dim]
    value = aten.slice.Tensor(input, dim, 0, size // 2)
    gate = aten.slice.Tensor(input, dim, size // 2, size)
    gated: Tensor = value * torch.sigmoid(gate)
    return gated


@rule(aten.tanh.default, title="Write tanh as a sigmoid")
def tanh_as_sigmoid(input: Tensor) -> Tensor:
    """tanh(x) = 2·σ(2·x) + (−1)"""
    if not input.is_floating_point():
        raise NoMatch(say("it is computed of integers"))
    return torch.sigmoid(input * 2) * 2 + -1


def clamped(node: fx.Node) -> Site:
    """A clamp of floating-point values between two numbers, or at one."""
    given: dict[str, Any] = dict(arguments_of(node))
    low = given.get("min", given.get("min_val"))
    high = given.get("max", given.get("max_val"))
    if not is_float(given["self"]):
        raise NoMatch(say("it clamps whole numbers"))
    low = None if low == -math.inf else low
    high = None if high == math.inf else high
    return Site({"input": given["self"], "low": low, "high": high}, (node,), node)


@rule(
    aten.hardtanh.default,
    aten.clamp.default,
    title="Write the clamp as a scaled ReLU6",
    site=clamped,
    nearby=True,
)
def clamp_as_scaled_relu6(
    input: Tensor, low: float | None, high: float | None
) -> Tensor:
    """clamp(x, a, b) = relu6((x − a)·6/(b − a))·(b − a)/6 + a"""
    if low is None or high is None or not low < high:
        raise NoMatch(
            say("it clamps to [{low}, {high}], not to an interval", low=low, high=high)
        )
    _refuse_far(low, low, high)
    width = (high - low) / 6
    shifted = input if low == 0 else input + -low
    scaled = shifted if width == 1 else shifted * (1 / width)
    kept = F.relu6(scaled)
    kept = kept if width == 1 else kept * width
    return kept if low == 0 else kept + low


@rule(
    aten.hardtanh.default,
    aten.clamp.default,
    aten.clamp_min.default,
    aten.clamp_max.default,
    title="Write the clamp with ReLU",
    site=clamped,
    nearby=True,
)
def clamp_as_relus(input: Tensor, low: float | None, high: float | None) -> Tensor:
    """clamp(x, a, b) = b − relu((b − a) − relu(x − a))

    clamp(x, a, ∞) = relu(x − a) + a, clamp(x, −∞, b) = b − relu(b − x); what lies
    between the bounds is never taken from a number larger than they are apart.
    """
    if low is not None and high is not None and low > high:
        raise NoMatch(say("its bounds {low} and {high} cross", low=low, high=high))
    _refuse_far(max(abs(low or 0), abs(high or 0)), low, high)
    if high is None:
        return _above(input, low or 0)
    if low is None:
        return _above(input * -1, -high) * -1
    above = torch.relu(input if low == 0 else input + -low)
    return torch.relu(above * -1 + (high - low)) * -1 + high


@rule(
    aten.hardtanh.default,
    aten.clamp.default,
    aten.clamp_min.default,
    aten.clamp_max.default,
    title="Take off what exceeds the bounds",
    site=clamped,
    nearby=True,
)
def clamp_less_excess(input: Tensor, low: float | None, high: float | None) -> Tensor:
    """clamp(x, a, b) = x − relu(x − b) + relu(a − x)

    What lies between wide bounds is left as it is, in int8 too; of values far beyond
    narrow ones float32 rounds several digits.
    """
    if low is not None and high is not None and low > high:
        raise NoMatch(say("its bounds {low} and {high} cross", low=low, high=high))
    kept = input
    if high is not None:
        kept = kept - torch.relu(input + -high)
    if low is not None:
        kept = kept + torch.relu(input * -1 + low)
    return kept


def _refuse_far(shift: float, low: float | None, high: float | None) -> None:
    """Refuse to shift values by much more than they are: float32 rounds them then."""
    least = max(0 if low is None else low, 0 if high is None else -high, 1)
    if abs(shift) > _FAR * least:
        raise NoMatch(
            say("its bounds are so far away that small values would be rounded")
        )


def _above(input: Tensor, low: float) -> Tensor:
    """Give relu(x − a) + a."""
    return torch.relu(input) if low == 0 else torch.relu(input + -low) + low
