# ruff: noqa: D415  (a docstring here is the algebra)
"""Averages over windows and over whole maps, which chips spell differently."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.rewriting.rule import NoMatch, rule

aten = torch.ops.aten


@rule(
    aten.adaptive_avg_pool2d.default,
    title="Write adaptive pooling as plain pooling",
)
def adaptive_pool_as_pool(input: Tensor, output_size: list[int]) -> Tensor:
    """adaptive_avg_pool(x, m) = avg_pool(x, kernel and stride n/m), if m divides n"""
    spatial = input.shape[-2:]
    if any(size % parts for size, parts in zip(spatial, output_size, strict=True)):
        raise NoMatch(f"{tuple(output_size)} does not divide {tuple(spatial)}")
    kernel = [size // parts for size, parts in zip(spatial, output_size, strict=True)]
    return F.avg_pool2d(input, kernel, kernel)


@rule(aten.adaptive_avg_pool2d.default, title="Write global pooling as a mean")
def pool_as_mean(input: Tensor, output_size: list[int]) -> Tensor:
    """adaptive_avg_pool(x, 1) = mean(x, rows and columns)"""
    if list(output_size) != [1, 1]:
        raise NoMatch(f"it pools to {tuple(output_size)}, not to one value")
    return input.mean([-2, -1], keepdim=True)


@rule(
    aten.mean.dim,
    title="Write the mean of a map as global pooling",
    clears=("unsupported", "axes", "max_axes", "max_reduced"),
)
def mean_as_pool(input: Tensor, dim: list[int] | None, keepdim: bool) -> Tensor:
    """mean(x, rows and columns) = adaptive_avg_pool(x, 1)"""
    axes = sorted(axis % input.dim() for axis in dim or ())
    if input.dim() != 4 or axes != [2, 3]:
        raise NoMatch("it is no mean over rows and columns of 4 dimensions")
    pooled = F.adaptive_avg_pool2d(input, (1, 1))
    return pooled if keepdim else pooled.reshape(input.shape[:2])
