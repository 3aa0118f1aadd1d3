# ruff: noqa: D415  (a docstring here is the algebra)
"""Splitting and joining."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import accumulate, pairwise
from math import prod
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say
from engine.targets.calls import RESHAPES, is_float, op_name

aten = torch.ops.aten
_TOTALS = (aten.sum.dim_IntList, aten.mean.dim)


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
    aten.unsafe_chunk.default,
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


def reshaped_stack(node: fx.Node) -> Site:
    """A stack of which only reshapes read the value."""
    site = stacked(node)
    users = tuple(node.users)
    others = [each.name for each in users if op_name(each) not in RESHAPES]
    if others:
        raise NoMatch(say("{name} reads it with all its dimensions", name=others[0]))
    arguments = {
        **site.arguments,
        "dim": site.arguments["dim"] % len(shape_of(node)),
        "shapes": [list(shape_of(each)) for each in users],
    }
    return Site(arguments, users, node)


@rule(
    aten.stack.default,
    title="Write stack and reshape as one concatenation",
    clears=("unsupported", "rank"),
    site=reshaped_stack,
)
def reshaped_stack_as_concat(
    dim: int, shapes: list[list[int]], **tensors: Tensor
) -> tuple[Tensor, ...]:
    """reshape(stack(x, y)) = reshape(concat(x, y)), each of them as [n, m, 1, q]

    The axes before the new one are two, those behind it one: 4 dimensions do. Where
    the reshape joins the new axis with the one behind it, concat(x, y) is all of it;
    channels joined with those before them are shuffled.
    """
    shape = next(iter(tensors.values())).shape
    whole = [*shape]
    if dim < len(whole):
        whole[dim] *= len(tensors)
        if all(each == whole for each in shapes):
            return (torch.cat([*tensors.values()], dim),) * len(shapes)
    if dim == 2 and len(shape) == 4:
        mixed = [shape[0], shape[1] * len(tensors), *shape[2:]]
        if all(each == mixed for each in shapes):
            joined = torch.cat([*tensors.values()], 1)
            shuffled = aten.channel_shuffle.default(joined, len(tensors))
            return (shuffled,) * len(shapes)
    rows, inner = regrouped(shape[:dim]), prod(shape[dim:])
    joined = torch.cat([each.reshape(*rows, 1, inner) for each in tensors.values()], 2)
    return tuple(joined.reshape(shape) for shape in shapes)


def reduced_stack(node: fx.Node) -> Site:
    """A stack of which only the sum or the mean along its new axis is read."""
    site = stacked(node)
    axis = site.arguments["dim"] % len(shape_of(node))
    user = next(iter(node.users))
    alone = len(node.users) == 1 and is_float(node)
    if not (alone and user.target in _TOTALS and _adds_along(user, axis)):
        raise NoMatch(say("{name} reads it with all its dimensions", name=user.name))
    tensors = {key: each for key, each in site.arguments.items() if key != "dim"}
    count = len(tensors) if user.target is aten.mean.dim else 1
    return Site({"count": count} | tensors, (user,), node)


@rule(
    aten.stack.default,
    title="Add the tensors instead of stacking them",
    clears=("unsupported", "rank"),
    site=reduced_stack,
)
def reduced_stack_as_sum(count: int, **tensors: Tensor) -> Tensor:
    """sum(stack(x, y)) = x + y, mean(stack(x, y)) = (x + y) · 1/2"""
    total = reduce(torch.add, tensors.values())
    return total if count == 1 else total * (1 / count)


def _adds_along(node: fx.Node, axis: int) -> bool:
    given: dict[str, Any] = dict(arguments_of(node))
    axes = [each % len(shape_of(given["self"])) for each in given["dim"] or ()]
    return axes == [axis] and not given["keepdim"] and given["dtype"] is None


def regrouped(outer: Sequence[int], count: int = 1) -> tuple[int, int]:
    """Write leading axes, `count` values behind each, as two, as even as can be."""
    splits = [
        (prod(outer[:at]), prod(outer[at:]) * count) for at in range(len(outer) + 1)
    ]
    return min(splits, key=max)
