# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Smooth activations in terms of exp and log, in a form that does not overflow."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from engine.rewriting.rule import NoMatch, rule
from engine.sentence import say

aten = torch.ops.aten


@rule(aten.softplus.default, title="Write softplus with exp and log")
def softplus_as_logarithm(input: Tensor, beta: float) -> Tensor:
    """softplus(x) = relu(x) + log(exp(−β·|x|) + 1) / β

    Beyond its threshold of 20, torch leaves the logarithm out: less than 3e-9.
    """
    if beta <= 0:
        raise NoMatch(say("beta is {beta}, not positive", beta=beta))
    rest = torch.log(torch.exp(torch.abs(input) * -beta) + 1)
    return torch.relu(input) + (rest if beta == 1 else rest * (1 / beta))


@rule(aten.log_sigmoid.default, title="Write log-sigmoid with exp and log")
def log_sigmoid_as_logarithm(input: Tensor) -> Tensor:
    """log σ(x) = min(x, 0) − log(exp(−|x|) + 1)"""
    rest = torch.log(torch.exp(torch.abs(input) * -1) + 1)
    return torch.clamp(input, max=0) - rest


@rule(aten.log_softmax.int, title="Write log-softmax with exp and log")
def log_softmax_as_logarithm(input: Tensor, dim: int) -> Tensor:
    """log softmax(x) = c − log Σ exp(c), c = x − max x"""
    centred = input - input.amax(dim, keepdim=True)
    return centred - torch.log(torch.exp(centred).sum(dim, keepdim=True))


@rule(
    aten.gelu.default,
    title="Write GELU with tanh",
    clears=("unsupported", "exact_gelu"),
)
def gelu_as_tanh(input: Tensor, approximate: str) -> Tensor:
    """gelu_tanh(x) = x · 1/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³)))"""
    if approximate != "tanh":
        raise NoMatch(say("it is the exact GELU, not the tanh form"))
    cubic = input + input * input * input * 0.044715
    return input * 0.5 * (torch.tanh(cubic * math.sqrt(2 / math.pi)) + 1)


@rule(aten.log1p.default, title="Write log1p with log")
def log1p_as_logarithm(input: Tensor) -> Tensor:
    """log1p(x) = log(x + 1)

    Of a small x, x + 1 keeps 6e-8 of it exactly, and so does the result.
    """
    return torch.log(input + 1)


@rule(aten.expm1.default, title="Write expm1 with exp")
def expm1_as_exponential(input: Tensor) -> Tensor:
    """expm1(x) = exp(x) − 1

    Of a small x, exp(x) keeps 6e-8 of it exactly, and so does the result.
    """
    return torch.exp(input) - 1


@rule(aten.exp2.default, title="Write the power of two with exp")
def exp2_as_exponential(input: Tensor) -> Tensor:
    """2^x = exp(x · ln 2)"""
    return torch.exp(input * math.log(2))


@rule(aten.logit.default, title="Write logit with log")
def logit_as_logarithm(input: Tensor, eps: float | None) -> Tensor:
    """logit(x) = log(x / (1 − x)), of x between ε and 1 − ε"""
    if eps is not None:
        input = torch.clamp(input, eps, 1 - eps)
    # 1 − x as (x − 1) · (−1) would be −0 at 1, and the quotient −∞.
    return torch.log(input / (input * -1 + 1))
