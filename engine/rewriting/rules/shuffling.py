# ruff: noqa: D415  (a docstring here is the algebra)
"""Channels in another order."""

from __future__ import annotations

from math import prod
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.moves import PERMUTATIONS, order_of
from engine.sentence import say

aten = torch.ops.aten
_SHUFFLED = ("unsupported", "rank")


def channel_shuffle(node: fx.Node) -> Site:
    """Channels as groups × members, swapped, and back: N,gc → N,g,c → N,c,g → N,cg.

    The pixels behind them are rows and columns, or one row of all.
    """
    before, apart = shape_of(node.all_input_nodes[0]), shape_of(node)
    splits = len(before) == 4 <= len(apart) and prod(apart[1:3]) == before[1]
    pixels = (before[2:], (prod(before[2:]),))
    whole = splits and apart[:1] == before[:1] and apart[3:] in pixels
    if not (whole and any(map(_swaps_groups, node.users))):
        raise NoPattern(say("it does not shuffle channels between groups"))
    back = _only_user(_only_user(node))
    if back.target is not aten.reshape.default or shape_of(back) != before:
        raise NoPattern(say("it does not shuffle channels between groups"))
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
    return _permuted(input, groups)


@rule(aten.channel_shuffle.default, title="Write the shuffle as a 1×1 convolution")
def shuffle_op_as_convolution(input: Tensor, groups: int) -> Tensor:
    """channel_shuffle(x, g) = P ∗ x, P the permutation of the channels"""
    if input.dim() != 4:
        raise NoMatch(say("its input has {dim} dimensions, not 4", dim=input.dim()))
    return _permuted(input, groups)


def interleaved_halves(node: fx.Node) -> Site:
    """Even and odd channels as two values: N·c/2,2,hw → 2,N·c/2,hw → 2,N,c/2,h,w."""
    before, apart = shape_of(node.all_input_nodes[0]), shape_of(node)
    if len(before) != 4:
        raise NoPattern(say("it does not pair channels"))
    pairs = (before[0] * before[1] // 2, 2, before[2] * before[3])
    if apart != pairs:
        raise NoPattern(say("it does not pair channels"))
    swap = _only_user(node)
    back = _only_user(swap)
    order = order_of(swap) if swap.target in PERMUTATIONS else []
    halves = (2, before[0], before[1] // 2, *before[2:])
    joins = back.target is aten.reshape.default and shape_of(back) == halves
    parts = tuple(back.users)
    selects = all(part.target is aten.select.int for part in parts)
    if order != [1, 0, 2] or not (joins and selects):
        raise NoPattern(say("it does not pair channels"))
    chosen: list[Any] = [dict(arguments_of(part)) for part in parts]
    if any(each["dim"] % 5 for each in chosen):
        raise NoMatch(say("it does not select halves"))
    starts = [each["index"] % 2 for each in chosen]
    arguments = {"input": node.all_input_nodes[0], "starts": starts}
    return Site(arguments, parts, node)


@rule(
    aten.reshape.default,
    title="Write even and odd channels as slices",
    clears=_SHUFFLED,
    site=interleaved_halves,
)
def paired_channels_as_slices(input: Tensor, starts: list[int]) -> tuple[Tensor, ...]:
    """reshape(swap(reshape(x)))[i] = x[:, i::2]"""
    size = input.shape[1]
    return tuple(aten.slice.Tensor(input, 1, start, size, 2) for start in starts)


def _swaps_groups(node: fx.Node) -> bool:
    """Whether an op swaps the second of its axes with the third."""
    swapped = [0, 2, 1, 3, 4][: len(shape_of(node))]
    return node.target in PERMUTATIONS and order_of(node) == swapped


def _permuted(input: Tensor, groups: int) -> Tensor:
    channels = input.shape[1]
    order = torch.arange(channels).reshape(groups, -1).t().reshape(-1)
    kernel = torch.eye(channels, dtype=input.dtype).index_select(0, order)
    return F.conv2d(input, kernel.reshape(channels, channels, 1, 1))


def _only_user(node: fx.Node) -> fx.Node:
    if len(node.users) != 1:
        raise NoMatch(
            say("{count} ops read {name}", count=len(node.users), name=node.name)
        )
    return next(iter(node.users))
