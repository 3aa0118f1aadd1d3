# ruff: noqa: D415  (a docstring here is the algebra)
"""Splitting and joining."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import Site, rule

aten = torch.ops.aten


def split_parts(node: fx.Node) -> Site:
    """A split, and the parts of it that are read."""
    given: dict[str, Any] = dict(arguments_of(node))
    sizes = [part.shape[given["dim"]] for part in node.meta["val"]]
    bounds = list(pairwise(accumulate(sizes, initial=0)))
    parts = tuple(node.users)
    arguments = {
        "input": given["self"],
        "dim": given["dim"],
        "bounds": [bounds[part.args[1]] for part in parts],  # type: ignore[index]
    }
    return Site(arguments, parts, node)


@rule(
    aten.split.Tensor,
    aten.split_with_sizes.default,
    aten.tensor_split.sections,
    aten.tensor_split.indices,
    title="Write split as slices",
    site=split_parts,
)
def split_as_slices(
    input: Tensor, dim: int, bounds: list[tuple[int, int]]
) -> tuple[Tensor, ...]:
    """split(x)[i] = x[start of i : end of i]"""
    return tuple(aten.slice.Tensor(input, dim, first, last) for first, last in bounds)


def unbound_parts(node: fx.Node) -> Site:
    """An unbind, and the parts of it that are read."""
    given: dict[str, Any] = dict(arguments_of(node))
    parts = tuple(node.users)
    indices = [part.args[1] for part in parts]
    arguments = {"input": given["self"], "dim": given["dim"], "indices": indices}
    return Site(arguments, parts, node)


@rule(aten.unbind.int, title="Write unbind as selections", site=unbound_parts)
def unbind_as_selects(
    input: Tensor, dim: int, indices: list[int]
) -> tuple[Tensor, ...]:
    """unbind(x)[i] = x[i]"""
    return tuple(input.select(dim, index) for index in indices)


def stacked(node: fx.Node) -> Site:
    """A stack, each of its tensors as an argument of its own."""
    given: dict[str, Any] = dict(arguments_of(node))
    tensors = {f"tensor_{index}": each for index, each in enumerate(given["tensors"])}
    return Site({"dim": given["dim"]} | tensors, (node,), node)


@rule(aten.stack.default, title="Write stack as a concatenation", site=stacked)
def stack_as_concat(dim: int, **tensors: Tensor) -> Tensor:
    """stack(x, y) = concat(unsqueeze(x), unsqueeze(y))"""
    return torch.cat([each.unsqueeze(dim) for each in tensors.values()], dim)
