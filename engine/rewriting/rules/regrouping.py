# ruff: noqa: D415  (a docstring here is the algebra)
"""Rows of reshapes, permutations and repetitions that move the pixels of images."""

from __future__ import annotations

from math import prod
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.factors import (
    MOVES,
    SPREADS,
    Move,
    moves_between_images,
    moves_one,
    row_around,
)
from engine.rewriting.rules.moves import PERMUTATIONS, RESHAPE_OPS
from engine.sentence import say
from engine.targets.calls import is_float

aten = torch.ops.aten
_CLEARED = ("unsupported", "rank", "permutes_batch")


def regrouped_pixels(node: fx.Node) -> Site:
    """Space to depth: what lies inside of rows and columns becomes channels."""
    for nodes, move in _permuted_images(node):
        depth = depth_of(move)
        if depth is None:
            continue
        rows, columns, order = depth
        sizes = [move.sizes[each] for each in (*move.before[1], *rows, *columns)]
        steps = [move.count(rows), move.count(columns)]
        arguments = {"input": nodes[0].all_input_nodes[0], "steps": steps}
        moves = {"sizes": sizes, "order": order}
        return Site(arguments | moves, (nodes[-1],), node)
    raise NoPattern(say("it does not turn pixels into channels"))


@rule(
    *MOVES,
    title="Write the regrouped pixels as a convolution",
    clears=_CLEARED,
    site=regrouped_pixels,
)
def space_to_depth_as_convolution(
    input: Tensor, steps: list[int], sizes: list[int], order: list[int]
) -> Tensor:
    """reshape(permute(reshape(x))) = w ∗ x with stride s

    One kernel per channel and offset, in the order that the permutation gives them.
    """
    channels = input.shape[1]
    unit = torch.eye(prod(sizes), dtype=input.dtype).reshape(*sizes, -1)
    kernel = unit.permute(*order, len(order)).reshape(-1, channels, *steps)
    return F.conv2d(input, kernel, stride=steps)


def spread_channels(node: fx.Node) -> Site:
    """Depth to space, the channels in the order of torch's own op."""
    for nodes, move in _permuted_images(node):
        found = height_of(move)
        if found is None:
            continue
        step, order = found
        if order != sorted(order):
            raise NoMatch(say("it takes the channels in another order"))
        arguments = {"input": nodes[0].all_input_nodes[0], "step": step}
        return Site(arguments, (nodes[-1],), node)
    raise NoPattern(say("it does not turn channels into pixels"))


@rule(
    *MOVES,
    title="Write the regrouped channels as depth to space",
    clears=_CLEARED,
    site=spread_channels,
)
def depth_to_space_as_one_op(input: Tensor, step: int) -> Tensor:
    """reshape(permute(reshape(x))) = depth_to_space(x, s)"""
    return F.pixel_shuffle(input, step)


def reordered_channels(node: fx.Node) -> Site:
    """Depth to space of channels in another order, perhaps those of a convolution."""
    for nodes, move in _permuted_images(node):
        found = height_of(move)
        if found is None:
            continue
        step, order = found
        if order == sorted(order):
            raise NoMatch(say("the channels are in that order already"))
        source = nodes[0].all_input_nodes[0]
        sizes = [move.sizes[each] for each in move.before[1]]
        arguments = {"step": step, "sizes": sizes, "order": order}
        return Site(arguments | _weighted(source), (nodes[-1],), node)
    raise NoPattern(say("it does not turn channels into pixels"))


@rule(
    *MOVES,
    title="Write the reordered channels as a convolution and depth to space",
    clears=_CLEARED,
    site=reordered_channels,
)
def depth_to_space_of_reordered_channels(
    input: Tensor,
    step: int,
    sizes: list[int],
    order: list[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    geometry: list[Any] | None = None,
) -> Tensor:
    """reshape(permute(reshape(w ∗ x))) = depth_to_space((P·w) ∗ x, s)

    P puts the channels in the order of depth to space. Where no convolution makes
    them, P is a 1×1 convolution.
    """
    channels = prod(sizes)
    places = torch.arange(channels).reshape(sizes).permute(order).reshape(-1)
    if weight is None:
        unit = torch.eye(channels, dtype=input.dtype).index_select(0, places)
        moved = F.conv2d(input, unit.reshape(channels, channels, 1, 1))
        return F.pixel_shuffle(moved, step)
    if bias is not None:
        bias = bias.index_select(0, places)
    moved = F.conv2d(input, weight.index_select(0, places), bias, *geometry or ())
    return F.pixel_shuffle(moved, step)


def repeated_pixels(node: fx.Node) -> Site:
    """Every row and column of an image several times in a row."""
    family = (*RESHAPE_OPS, *SPREADS)
    row = row_around(node, family) if moves_one(node, family) else []
    if not any(each.target in SPREADS for each in row):
        raise NoPattern(say("nothing is repeated in this row of reshapes"))
    for nodes, move in moves_between_images(node, family):
        rows, columns = move.grown(2), move.grown(3)
        whole = move.after[:2] == move.before[:2] and is_float(node)
        if not whole or rows is None or columns is None or not rows + columns:
            continue
        if all(map(move.is_new, rows + columns)):
            height, width = move.count(move.after[2]), move.count(move.after[3])
            arguments = {"input": nodes[0].all_input_nodes[0], "size": [height, width]}
            return Site(arguments, (nodes[-1],), node)
    raise NoMatch(say("it repeats no rows or columns of an image"))


@rule(
    aten.repeat_interleave.self_int,
    aten.expand.default,
    aten.repeat.default,
    aten.stack.default,
    *RESHAPE_OPS,
    title="Write the repeated pixels as a resize",
    clears=("unsupported", "rank"),
    site=repeated_pixels,
)
def repeated_pixels_as_resize(input: Tensor, size: list[int]) -> Tensor:
    """repeat_interleave(x, k) = reshape(expand(x, k)) = nearest(x, k times as many)"""
    return F.interpolate(input, size=size)


def _permuted_images(node: fx.Node) -> list[tuple[list[fx.Node], Move]]:
    """The rows of moves between images of one batch; what each of them moves where."""
    row = row_around(node)
    if not any(each.target in PERMUTATIONS for each in row):
        raise NoPattern(say("nothing is permuted in this row of reshapes"))
    found = moves_between_images(node)
    kept = [each for each in found if each[1].after[0] == each[1].before[0]]
    if not kept or not is_float(node):
        raise NoPattern(say("it moves no pixels of images"))
    return kept


def depth_of(move: Move) -> tuple[tuple[int, ...], tuple[int, ...], list[int]] | None:
    """What of rows and of columns becomes channels, and the order of all of these."""
    (_, channels, rows, columns), after = move.before, move.after
    kept = (rows[: len(after[2])], columns[: len(after[3])]) == after[2:]
    inner = rows[len(after[2]) :], columns[len(after[3]) :]
    made = (*channels, *inner[0], *inner[1])
    if not kept or not inner[0] + inner[1] or sorted(made) != sorted(after[1]):
        return None
    return *inner, [made.index(each) for each in after[1]]


def height_of(move: Move) -> tuple[int, list[int]] | None:
    """By how much channels enlarge an image, and the order that torch has them in."""
    rows, columns = move.grown(2), move.grown(3)
    if rows is None or columns is None or move.count(rows) != move.count(columns):
        return None
    made, channels = (*move.after[1], *rows, *columns), move.before[1]
    if not rows or sorted(made) != sorted(channels):
        return None
    return move.count(rows), [channels.index(each) for each in made]


def _weighted(source: fx.Node) -> dict[str, Any]:
    """The convolution of which nothing else reads the value, or the value itself."""
    given: dict[str, Any] = dict(arguments_of(source))
    tensors = [given.get(name) for name in ("weight", "bias")]
    plain = source.target is aten.conv2d.default and len(source.users) == 1
    known = all(each is None or each.op == "get_attr" for each in tensors)
    if not plain or not known or given["groups"] != 1:
        return {"input": source}
    geometry = [given[name] for name in ("stride", "padding", "dilation")]
    named = {name: given[name] for name in ("input", "weight", "bias")}
    return named | {"geometry": geometry}
