# ruff: noqa: D415  (a docstring here is the algebra)
"""Matrix products."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.rewriting.rule import rule

aten = torch.ops.aten


@rule(aten.linear.default, title="Write linear as a 1×1 convolution")
def linear_as_convolution(input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """w·x + b = w ∗ x + b, each vector as an image of one pixel"""
    outputs, inputs = weight.shape
    pixels = input.reshape(-1, inputs, 1, 1)
    result = F.conv2d(pixels, weight.reshape(outputs, inputs, 1, 1), bias)
    return result.reshape(*input.shape[:-1], outputs)
