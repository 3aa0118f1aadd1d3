# ruff: noqa: D415  (a docstring here is the algebra)
"""Activations with a kink at zero in terms of relu, clamp and exp."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.rewriting.rule import NoMatch, rule
from engine.sentence import say

aten = torch.ops.aten


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
    return torch.nn.functional.relu6(input)


@rule(
    aten.clamp.default,
    aten.clamp_min.default,
    title="Write the clamp at zero as ReLU",
)
def clamp_as_relu(
    input: Tensor, min: float | None = None, max: float | None = None
) -> Tensor:
    """clamp(x, 0, ∞) = relu(x)"""
    if min != 0 or max is not None:
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
