# ruff: noqa: D415  (a docstring here is the algebra)
"""Batch normalization with frozen statistics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import NoMatch, Site, rule

aten = torch.ops.aten
_CONVOLUTIONS = (aten.conv1d.default, aten.conv2d.default, aten.conv3d.default)
_NORM = ("weight", "bias", "running_mean", "running_var", "training", "eps")


def normalized_convolution(node: fx.Node) -> Site:
    """A batch norm that is all that reads a convolution."""
    norm = arguments_of(node)
    convolution = norm["input"]
    if not isinstance(convolution, fx.Node) or convolution.target not in _CONVOLUTIONS:
        raise NoMatch("no convolution comes before it")
    if len(convolution.users) > 1:
        others = [user.name for user in convolution.users if user is not node]
        raise NoMatch(f"{others[0]} reads the convolution too")
    found = arguments_of(convolution)
    arguments = {
        "convolve": convolution.target,
        "input": found["input"],
        "kernel": found["weight"],
        "kernel_bias": found["bias"],
        "geometry": [found[key] for key in ("stride", "padding", "dilation", "groups")],
        **{key: norm[key] for key in _NORM},
    }
    return Site(arguments, (node,), convolution)


@rule(
    aten.batch_norm.default,
    title="Fold batch norm into the convolution",
    site=normalized_convolution,
)
def fold_batch_norm(
    convolve: Callable[..., Tensor],
    input: Tensor,
    kernel: Tensor,
    kernel_bias: Tensor | None,
    geometry: list[Any],
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor,
    running_var: Tensor,
    training: bool,
    eps: float,
) -> Tensor:
    """bn(w ∗ x + b) = (a·w) ∗ x + (a·(b − μ) + β), a = γ / √(σ² + ε)"""
    scale, shift = _affine(weight, bias, running_mean, running_var, training, eps)
    kernel = kernel * scale.reshape(-1, *[1] * (kernel.dim() - 1))
    moved = shift if kernel_bias is None else kernel_bias * scale + shift
    return convolve(input, kernel, moved, *geometry)


@rule(aten.batch_norm.default, title="Write batch norm as multiply and add")
def batch_norm_as_affine(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor,
    running_var: Tensor,
    training: bool,
    eps: float,
) -> Tensor:
    """bn(x) = a·x + (β − a·μ), a = γ / √(σ² + ε)"""
    scale, shift = _affine(weight, bias, running_mean, running_var, training, eps)
    shape = (1, -1, *[1] * (input.dim() - 2))
    return input * scale.reshape(shape) + shift.reshape(shape)


def _affine(
    weight: Tensor | None,
    bias: Tensor | None,
    mean: Tensor,
    variance: Tensor,
    training: bool,
    eps: float,
) -> tuple[Tensor, Tensor]:
    if training:
        raise NoMatch("it is in training mode")
    scale = torch.rsqrt(variance + eps)
    scale = scale if weight is None else scale * weight
    shift = -mean * scale
    return scale, shift if bias is None else shift + bias
