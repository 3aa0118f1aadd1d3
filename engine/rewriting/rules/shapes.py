# ruff: noqa: D415  (a docstring here is the algebra)
"""Ops that only move values: splitting, joining, reordering."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule

aten = torch.ops.aten
_SHUFFLED = ("unsupported", "rank")


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
    title="Write split as slices",
    site=split_parts,
)
def split_as_slices(
    input: Tensor, dim: int, bounds: list[tuple[int, int]]
) -> tuple[Tensor, ...]:
    """split(x)[i] = x[start of i : end of i]"""
    return tuple(aten.slice.Tensor(input, dim, first, last) for first, last in bounds)


def stacked(node: fx.Node) -> Site:
    """A stack, each of its tensors as an argument of its own."""
    given: dict[str, Any] = dict(arguments_of(node))
    tensors = {f"tensor_{index}": each for index, each in enumerate(given["tensors"])}
    return Site({"dim": given["dim"]} | tensors, (node,), node)


@rule(aten.stack.default, title="Write stack as a concatenation", site=stacked)
def stack_as_concat(dim: int, **tensors: Tensor) -> Tensor:
    """stack(x, y) = concat(unsqueeze(x), unsqueeze(y))"""
    return torch.cat([each.unsqueeze(dim) for each in tensors.values()], dim)


def channel_shuffle(node: fx.Node) -> Site:
    """Channels as groups × members, swapped, and back: N,gc → N,g,c → N,c,g → N,cg."""
    before, apart = shape_of(node.all_input_nodes[0]), shape_of(node)
    swap = _only_user(node)
    back = _only_user(swap)
    given: dict[str, Any] = dict(arguments_of(swap))
    order = given.get("dims", [given.get("dim0"), given.get("dim1")])
    rank = len(apart)
    orders = ([1, 2], [2, 1], [0, 2, 1, *range(3, rank)])
    splits = len(before) == 4 and rank == 5 and apart[1] * apart[2] == before[1]
    whole = splits and (before[0], *before[2:]) == (apart[0], *apart[3:])
    swaps = swap.target in (aten.transpose.int, aten.permute.default)
    joins = back.target is aten.reshape.default and shape_of(back) == before
    if not (whole and swaps and joins and list(order) in orders):
        raise NoMatch("it does not shuffle channels between groups")
    arguments = {"input": node.all_input_nodes[0], "groups": apart[1]}
    return Site(arguments, (back,), node)


@rule(
    aten.reshape.default,
    title="Write the channel shuffle as one op",
    clears=_SHUFFLED,
    site=channel_shuffle,
)
def shuffle_as_one_op(input: Tensor, groups: int) -> Tensor:
    """reshape(swap(reshape(x))) = channel_shuffle(x, g)"""
    shuffled: Tensor = aten.channel_shuffle.default(input, groups)
    return shuffled


@rule(
    aten.reshape.default,
    title="Write the channel shuffle as a 1×1 convolution",
    clears=_SHUFFLED,
    site=channel_shuffle,
)
def shuffle_as_convolution(input: Tensor, groups: int) -> Tensor:
    """reshape(swap(reshape(x))) = P ∗ x, P the permutation of the channels"""
    channels = input.shape[1]
    order = torch.arange(channels).reshape(groups, -1).t().reshape(-1)
    kernel = torch.eye(channels, dtype=input.dtype).index_select(0, order)
    return F.conv2d(input, kernel.reshape(channels, channels, 1, 1))


def strided_slices(node: fx.Node) -> Site:
    """A concatenation of the pixels at each offset of a grid: Focus, space to depth."""
    given: dict[str, Any] = dict(arguments_of(node))
    if given["dim"] not in (1, -3):
        raise NoMatch("it does not join channels")
    phases = [_phase(each) for each in given["tensors"]]
    sources = {source for source, _ in phases}
    steps = {step for _, starts in phases for _, step in starts.values()}
    if len(sources) > 1 or len(steps) != 1 or steps == {1}:
        raise NoMatch("it does not join strided slices of one value")
    source, step = sources.pop(), steps.pop()
    if any(size % step for size in shape_of(source)[2:]) or len(shape_of(source)) != 4:
        raise NoMatch(f"{step} does not divide the size of {source.name}")
    offsets = [tuple(starts[axis][0] for axis in (2, 3)) for _, starts in phases]
    return Site({"input": source, "step": step, "offsets": offsets}, (node,), node)


@rule(
    aten.cat.default,
    title="Write strided slices as a convolution",
    clears=(),
    site=strided_slices,
)
def focus_as_convolution(
    input: Tensor, step: int, offsets: list[tuple[int, int]]
) -> Tensor:
    """concat(x[a::s, b::s], …) = w ∗ x with stride s, w = 1 at (a, b), 0 elsewhere"""
    channels = input.shape[1]
    unit = torch.eye(channels, dtype=input.dtype).reshape(channels, channels, 1, 1)
    kernels = [
        F.pad(unit, (column, step - 1 - column, row, step - 1 - row))
        for row, column in offsets
    ]
    return F.conv2d(input, torch.cat(kernels), stride=step)


def repeated_move(node: fx.Node) -> Site:
    """A reshape or permutation of another one of its kind."""
    source = node.all_input_nodes[0]
    if source.target is not node.target:
        raise NoMatch("no op of its kind comes before it")
    given: dict[str, Any] = dict(arguments_of(node))
    earlier: dict[str, Any] = dict(arguments_of(source))
    last: list[int] = given["dims"] if "dims" in given else given["shape"]
    if "dims" in given:
        rank = len(last)
        last = [earlier["dims"][axis % rank] % rank for axis in last]
    arguments = {"move": node.target, "input": earlier["self"], "to": list(last)}
    return Site(arguments, (node,), node)


@rule(
    aten.reshape.default,
    aten.permute.default,
    title="Merge with the same op before it",
    clears=("rank",),
    site=repeated_move,
)
def merge_moves(move: Callable[..., Tensor], input: Tensor, to: list[int]) -> Tensor:
    """reshape(reshape(x)) = reshape(x), permute(permute(x)) = permute(x)"""
    return move(input, to)


def _only_user(node: fx.Node) -> fx.Node:
    if len(node.users) != 1:
        raise NoMatch(f"{len(node.users)} ops read {node.name}")
    return next(iter(node.users))


def _phase(node: fx.Node) -> tuple[fx.Node, dict[int, tuple[int, int]]]:
    """Follow slices to their source: per axis the first index and the step."""
    starts: dict[int, tuple[int, int]] = {2: (0, 1), 3: (0, 1)}
    while node.target is aten.slice.Tensor:
        given: dict[str, Any] = dict(arguments_of(node))
        source = given["self"]
        axis = given["dim"] % len(shape_of(source))
        size = shape_of(source)[axis]
        start, end, step = slice(given["start"], given["end"], given["step"]).indices(
            size
        )
        if axis not in (2, 3) or starts[axis] != (0, 1) or end != size:
            raise NoMatch(f"{node.name} is no strided slice of pixels")
        starts[axis] = (start, step)
        node = source
    if any(start >= step for start, step in starts.values()):
        raise NoMatch("its slices begin beyond the first step")
    return node, starts
