# ruff: noqa: D415  (a docstring here is the algebra)
"""Patches of an image, cut out by hand and multiplied by a matrix."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain
from math import prod
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.factors import MOVES, moves_one, row_around, whole_move
from engine.sentence import say
from engine.targets.calls import is_constant

aten = torch.ops.aten
_CUTS = (aten.unfold.default, aten.im2col.default)
_PRODUCTS = (aten.linear.default, aten.matmul.default)


def multiplied_patches(node: fx.Node) -> Site:
    """Patches of an image as vectors, and the constant matrix that multiplies them."""
    family = (*MOVES, *_CUTS)
    product = node if node.target in _PRODUCTS else _reader(node, family)
    given: dict[str, Any] = dict(arguments_of(product))
    first, second = [*given.values()][:2]
    turned = product.target is aten.matmul.default
    vectors, weight = (first, second)
    if turned and isinstance(second, fx.Node) and moves_one(second, family):
        vectors, weight = (second, first)
    nodes = isinstance(vectors, fx.Node) and isinstance(weight, fx.Node)
    if not nodes or not moves_one(vectors, family) or len(vectors.users) > 1:
        raise NoPattern(say("it multiplies no patches of an image"))
    if not is_constant(weight) or len(shape_of(weight)) != 2:
        raise NoMatch(say("the weights of {name} are computed", name=product.name))
    behind = vectors is second
    found = _patches(row_around(vectors, family), 1 if behind else -1)
    last = _back_to_image(product, 1 if behind else -1)
    arguments = {
        **found,
        "weight": weight,
        "bias": given.get("bias"),
        "turned": turned and not behind,
        "shape": None if last is not product else list(shape_of(product)),
        "behind": behind,
    }
    return Site(arguments, (last,), node)


@rule(
    *_PRODUCTS,
    *_CUTS,
    *MOVES,
    title="Write the multiplied patches as a convolution",
    clears=("unsupported", "rank", "permutes_batch"),
    site=multiplied_patches,
)
def multiplied_patches_as_convolution(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    sizes: list[int],
    order: list[int],
    kernel: list[int],
    geometry: list[Any],
    turned: bool,
    behind: bool,
    shape: list[int] | None,
) -> Tensor:
    """w·patches(x) + b = w ∗ x + b, each row of w as a kernel of the patches' size

    Patches side by side make it a convolution whose stride is their size.
    """
    rows = weight.t() if turned else weight
    apart = rows.reshape(-1, *sizes).permute(0, *(at + 1 for at in order))
    made = F.conv2d(input, apart.reshape(-1, input.shape[1], *kernel), bias, *geometry)
    if shape is None:
        return made
    vectors = made if behind else made.permute(0, 2, 3, 1)
    return vectors if list(vectors.shape) == shape else vectors.reshape(shape)


def _reader(node: fx.Node, family: tuple[object, ...]) -> fx.Node:
    """The product that reads the last of a row of moves."""
    last = row_around(node, family)[-1]
    reader = next(iter(last.users), last)
    if len(last.users) != 1 or reader.target not in _PRODUCTS:
        raise NoPattern(say("it multiplies no patches of an image"))
    return reader


def _patches(row: list[fx.Node], axis: int) -> dict[str, Any]:
    """Read which patches of which image become the vectors along an axis."""
    starts = [at for at, each in enumerate(row) if each.target is aten.im2col.default]
    row = row[starts[-1] :] if starts else row
    source = row[0].all_input_nodes[0]
    if len(shape_of(source)) != 4:
        raise NoPattern(say("it multiplies no patches of an image"))
    if starts:
        return _windows(row, source, axis)
    move = whole_move(row)
    _, channels, rows, columns = move.before
    inside = move.after[axis]
    inner = [[each for each in own if each in inside] for own in (rows, columns)]
    outer = [[each for each in own if each not in inside] for own in (rows, columns)]
    made = (*channels, *inner[0], *inner[1])
    vectors = [*move.after]
    del vectors[axis]
    places = [*move.before[0], *outer[0], *outer[1]]
    cut = [*outer[0], *inner[0]] == [*rows] and [*outer[1], *inner[1]] == [*columns]
    cut = cut and bool(outer[0] + outer[1])
    if not cut or sorted(made) != sorted(inside) or [*chain(*vectors)] != places:
        raise NoMatch(say("its vectors are no patches of an image, one by one"))
    kernel = [prod(move.sizes[each] for each in own) for own in inner]
    return {
        "input": source,
        "sizes": [move.sizes[each] for each in inside],
        "order": [inside.index(each) for each in made],
        "kernel": kernel,
        "geometry": [kernel],
    }


def _windows(row: list[fx.Node], source: fx.Node, axis: int) -> dict[str, Any]:
    """Read the patches that torch's own op cuts out, perhaps transposed."""
    given: dict[str, Any] = dict(arguments_of(row[0]))
    shape, order = shape_of(row[0]), [0, 2, 1] if axis == -1 else [0, 1, 2]
    move = whole_move(row[1:]) if row[1:] else None
    after = move.after if move else tuple((at,) for at in range(3))
    before = move.before if move else after
    if after != tuple(before[at] for at in order):
        raise NoMatch(say("its vectors are no patches of an image, one by one"))
    names = ("stride", "padding", "dilation")
    return {
        "input": source,
        "sizes": [shape[1]],
        "order": [0],
        "kernel": [*given["kernel_size"]],
        "geometry": [given[name] for name in names],
    }


def _back_to_image(product: fx.Node, axis: int) -> fx.Node:
    """The last of the moves behind a product that make an image of it, or itself."""
    users = [each for each in product.users if moves_one(each, MOVES)]
    if len(product.users) != 1 or not users:
        return product
    row = row_around(users[0])
    row = row[row.index(users[0]) :]
    for end in range(len(row), 0, -1):
        with suppress(NoMatch):
            move = whole_move(row[:end])
            own = [*move.before]
            made, batch = own.pop(axis), own.pop(0)
            places = tuple(chain(*move.after[2:]))
            image = move.after[:2] == (batch, made) and len(move.after) == 4
            if image and places == tuple(chain(*own)):
                return row[end - 1]
    return product
