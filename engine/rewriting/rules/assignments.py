# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Writing into part of a tensor, as torch's functional ops spell it."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.rewriting.rule import NoMatch, rule

aten = torch.ops.aten


@rule(aten.slice_scatter.default, title="Write slice assignment as a concatenation")
def slice_assignment_as_concat(
    input: Tensor,
    src: Tensor,
    dim: int,
    start: int | None,
    end: int | None,
    step: int,
) -> Tensor:
    """x with x[a:b] := y = concat(x[:a], y, x[b:])"""
    if step != 1:
        raise NoMatch(f"it writes every {step}th entry")
    first, last, _ = slice(start, end).indices(input.shape[dim])
    if src.dim() != input.dim() or src.shape[dim] != last - first:
        raise NoMatch("it repeats one value over the slice")
    return _joined(input, src, dim, first, last)


@rule(aten.select_scatter.default, title="Write row assignment as a concatenation")
def select_assignment_as_concat(
    input: Tensor, src: Tensor, dim: int, index: int
) -> Tensor:
    """x with x[i] := y = concat(x[:i], y, x[i + 1:])"""
    index %= input.shape[dim]
    if src.dim() != input.dim() - 1:
        raise NoMatch("it repeats one value over the row")
    return _joined(input, src.unsqueeze(dim), dim, index, index + 1)


def _joined(input: Tensor, part: Tensor, dim: int, first: int, last: int) -> Tensor:
    parts = [part]
    if first > 0:
        parts = [aten.slice.Tensor(input, dim, 0, first), *parts]
    if last < input.shape[dim]:
        parts = [*parts, aten.slice.Tensor(input, dim, last, input.shape[dim])]
    return torch.cat(parts, dim) if parts[1:] else part
