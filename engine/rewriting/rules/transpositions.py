# ruff: noqa: D415  (a docstring here is the algebra)
"""Reshapes and permutations in a row, as one permutation of few groups of values."""

from __future__ import annotations

from contextlib import suppress
from math import prod
from typing import Any, cast

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.factors import MOVES, Axes, Move, row_around, whole_move
from engine.rewriting.rules.moves import PERMUTATIONS, order_of
from engine.sentence import say

aten = torch.ops.aten
_CLEARED = ("unsupported", "rank", "permutes_batch")


def moves_in_a_row(node: fx.Node) -> Site:
    """Reshapes around permutations that together move few groups of values."""
    row = row_around(node)
    if not any(each.target in PERMUTATIONS for each in row):
        raise NoPattern(say("nothing is permuted in this row of reshapes"))
    starts = range(row.index(node) + 1)
    nodes = next((row[at:] for at in starts if _fits(row[at:])), row)
    sizes, order = _grouped(whole_move(nodes))
    shape = _few(nodes[-1])
    permutations = [each for each in nodes if each.target in PERMUTATIONS]
    few = all(len(shape_of(each)) <= 4 for each in nodes)
    if len(permutations) == 1 and few:
        (one,) = permutations
        if order_of(one)[0] == 0:
            raise NoPattern(say("it is one permutation behind the batch already"))
        if (sizes, order) == ([*shape_of(one.all_input_nodes[0])], order_of(one)):
            raise NoMatch(say("it is one permutation already"))
    arguments = {"input": nodes[0].all_input_nodes[0], "sizes": sizes, "order": order}
    return Site(arguments | {"shape": shape}, (nodes[-1],), node)


@rule(
    *MOVES,
    title="Write the moves as one permutation",
    clears=_CLEARED,
    site=moves_in_a_row,
)
def moves_as_one_permutation(
    input: Tensor, sizes: list[int], order: list[int], shape: list[int]
) -> Tensor:
    """reshape(permute(reshape(x))) … = reshape(permute(reshape(x, groups)))

    What stays side by side is one group; axes of one are none.
    """
    return _moved(input, sizes, order, shape)


def parts_of_moves(node: fx.Node) -> Site:
    """Selections along an axis that reshapes and permutations have brought about."""
    nodes = row_around(node)
    ends = _selections(nodes[-1])
    move = whole_move(nodes)
    parts = [_part(move, axis, index) for _, axis, index in ends]
    sizes, order = _grouped(_without_axis(move, ends[0][1]))
    arguments = {
        "input": nodes[0].all_input_nodes[0],
        "parts": parts,
        "sizes": sizes,
        "order": order,
        "shape": _few(ends[0][0]),
    }
    return Site(arguments, tuple(end for end, _, _ in ends), node)


@rule(
    *MOVES,
    title="Take the parts before they are moved",
    clears=_CLEARED,
    site=parts_of_moves,
)
def parts_before_moves(
    input: Tensor,
    parts: list[tuple[int, int, int, int]],
    sizes: list[int],
    order: list[int],
    shape: list[int],
) -> tuple[Tensor, ...]:
    """permute(reshape(x))[i] = permute(reshape(x[part i]))

    Queries, keys and values of one projection are slices of it.
    """
    slices = [aten.slice.Tensor(input, *part) for part in parts]
    return tuple(_moved(each, sizes, order, shape) for each in slices)


def _fits(nodes: list[fx.Node]) -> bool:
    with suppress(NoMatch):
        return bool(_grouped(whole_move(nodes)))
    return False


def _grouped(move: Move) -> tuple[list[int], list[int]]:
    """Give the sizes of the groups that a move permutes, and their order after it."""
    sizes, order = move.order()
    if len(order) > 4:
        raise NoMatch(
            say(
                "it moves {count} groups of values; 4 dimensions hold no more",
                count=len(order),
            )
        )
    return sizes, order


def _few(node: fx.Node) -> list[int]:
    """Give the shape of what is left, where an image can hold it."""
    shape = list(shape_of(node))
    if len(shape) > 4:
        raise NoPattern(
            say(
                "{name} has {count} dimensions all the same",
                name=node.name,
                count=len(shape),
            )
        )
    return shape


def _selections(node: fx.Node) -> list[tuple[fx.Node, int, int]]:
    """The parts along one axis that are all that is read of a value."""
    rank, found = len(shape_of(node)), list[tuple[fx.Node, int, int]]()
    for user in node.users:
        given: dict[str, Any] = dict(arguments_of(user))
        if user.target is aten.unbind.int:
            axis = given["dim"] % rank
            found += [(part, axis, cast(int, part.args[1])) for part in user.users]
        elif user.target is aten.select.int:
            size = shape_of(node)[given["dim"]]
            found.append((user, given["dim"] % rank, given["index"] % size))
        else:
            raise NoPattern(say("more is read of it than selections"))
    if not found or len({axis for _, axis, _ in found}) > 1:
        raise NoPattern(say("nothing is selected along one axis of it"))
    return found


def _part(move: Move, axis: int, index: int) -> tuple[int, int, int, int]:
    """Find the slice of the source that a selection of the moved value is of."""
    factors = move.after[axis]
    if len(factors) != 1:
        raise NoMatch(
            say(
                "the axis it selects along holds {count} axes of its source",
                count=len(factors),
            )
        )
    (factor,) = factors
    (place,) = [at for at, each in enumerate(move.before) if factor in each]
    size = prod(move.sizes[each] for each in move.before[place])
    step = size // move.sizes[factor]
    if move.before[place][0] == factor:
        return place, index * step, (index + 1) * step, 1
    if move.before[place][-1] == factor:
        return place, index, size, move.sizes[factor]
    raise NoMatch(say("what it selects lies in several pieces of its source"))


def _without_axis(move: Move, axis: int) -> Move:
    """Leave an axis out of which one place has been taken."""
    (factor,) = move.after[axis]

    def left(axes: Axes) -> Axes:
        return tuple(tuple(e for e in each if e != factor) for each in axes)

    return Move(move.sizes, left(move.before), left(move.after))


def _moved(
    input: Tensor, sizes: list[int], order: list[int], shape: list[int]
) -> Tensor:
    if order != sorted(order):
        grouped = input if list(input.shape) == sizes else input.reshape(sizes)
        input = grouped.permute(order)
    return input if list(input.shape) == shape else input.reshape(shape)
