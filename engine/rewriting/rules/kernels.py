"""Kernels of convolutions written for fewer groups, or without their holes."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def regrouped(kernel: Tensor, before: int, after: int) -> Tensor:
    """Write a kernel (O, I, h, w) for fewer groups: zeros where it did not look."""
    if before == after:
        return kernel
    outputs, inputs, *size = kernel.shape
    parts = kernel.reshape(after, before // after, -1, 1, inputs, *size)
    unit = torch.eye(before // after, dtype=kernel.dtype)
    apart = unit.reshape(1, before // after, 1, -1, 1, *[1] * len(size))
    return (parts * apart).reshape(outputs, -1, *size)


def spread(kernel: Tensor, size: tuple[int, int], reach: tuple[int, int]) -> Tensor:
    """Write a kernel (O, I, h, w) of a size over its reach: zeros in its holes."""
    for axis in (0, 1):
        if reach[axis] == size[axis]:
            continue
        step = (reach[axis] - 1) // (size[axis] - 1)
        gaps = [0, 0] * (1 - axis) + [0, step - 1]
        apart = F.pad(kernel.unsqueeze(axis + 3), gaps).flatten(axis + 2, axis + 3)
        kernel = apart.narrow(axis + 2, 0, reach[axis])
    return kernel
