# ruff: noqa: D415  (a docstring here is the algebra)
"""Largest and smallest values along axes, from the op that finds their places too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from engine.rewriting.rule import rule

aten = torch.ops.aten


@rule(aten.amax.default, title="Take the maximum from the op that finds its place too")
def maximum_of_pair(input: Tensor, dim: list[int], keepdim: bool) -> Tensor:
    """amax(x, axis) = max(x, axis).values, one axis after the other"""
    return _axis_by_axis(aten.max.dim, input, dim, keepdim)


@rule(aten.amin.default, title="Take the minimum from the op that finds its place too")
def minimum_of_pair(input: Tensor, dim: list[int], keepdim: bool) -> Tensor:
    """amin(x, axis) = min(x, axis).values, one axis after the other"""
    return _axis_by_axis(aten.min.dim, input, dim, keepdim)


def _axis_by_axis(
    reduce: Callable[..., Any], input: Tensor, dim: list[int], keepdim: bool
) -> Tensor:
    rank = max(1, input.dim())
    axes = sorted((axis % rank for axis in dim or range(rank)), reverse=True)
    for axis in axes:
        input = reduce(input, axis, keepdim)[0]
    return input
