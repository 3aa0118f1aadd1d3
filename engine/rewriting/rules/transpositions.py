# ruff: noqa: D415  (a docstring here is the algebra)
"""Reshapes and permutations in a row, as one permutation of few groups of values."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from math import prod
from typing import Any, TypeAlias, cast

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.moves import PERMUTATIONS, RESHAPE_OPS, order_of
from engine.sentence import say

aten = torch.ops.aten
_MOVES = (*RESHAPE_OPS, *PERMUTATIONS)
_CLEARED = ("unsupported", "rank", "permutes_batch")
Axes: TypeAlias = tuple[tuple[int, ...], ...]
"""The factors that each axis is made of, outermost first; an axis of one has none."""


@dataclass(frozen=True, slots=True)
class _Move:
    """Where the factors of a value's axes lie before and after a row of moves."""

    sizes: tuple[int, ...]
    before: Axes
    after: Axes

    def then(self, node: fx.Node) -> _Move:
        """Add one more reshape or permutation."""
        if node.target in PERMUTATIONS:
            after = tuple(self.after[axis] for axis in order_of(node))
            return _Move(self.sizes, self.before, after)
        return self._regrouped(shape_of(node))

    def _regrouped(self, shape: tuple[int, ...]) -> _Move:
        move, taken = self, 0
        after: list[tuple[int, ...]] = []
        for size in shape:
            axis: list[int] = []
            while (left := size // prod(move.sizes[each] for each in axis)) > 1:
                factor = [*chain.from_iterable(move.after)][taken]
                if left % move.sizes[factor]:
                    move = move._split(factor, left)
                axis.append([*chain.from_iterable(move.after)][taken])
                taken += 1
            after.append(tuple(axis))
        return _Move(move.sizes, move.before, tuple(after))

    def _split(self, factor: int, outer: int) -> _Move:
        """Write a factor as two, the outer one of a given size."""
        if self.sizes[factor] % outer:
            raise NoMatch(say("a reshape cuts across the axes that are moved"))
        inner = len(self.sizes)
        sizes = [*self.sizes, self.sizes[factor] // outer]
        sizes[factor] = outer

        def split(axes: Axes) -> Axes:
            return tuple(
                tuple(
                    part
                    for each in axis
                    for part in ((each, inner) if each == factor else (each,))
                )
                for axis in axes
            )

        return _Move(tuple(sizes), split(self.before), split(self.after))

    def groups(self) -> list[list[int]]:
        """Join factors that stay side by side; in the order of the result."""
        start = {each: at for at, each in enumerate(chain.from_iterable(self.before))}
        groups: list[list[int]] = []
        for each in chain.from_iterable(self.after):
            if groups and start[each] == start[groups[-1][-1]] + 1:
                groups[-1].append(each)
            else:
                groups.append([each])
        return groups

    def order(self) -> tuple[list[int], list[int]]:
        """Give the sizes of the groups as they lie before, and how to permute those."""
        groups = self.groups()
        start = [*chain.from_iterable(self.before)]
        before = sorted(groups, key=lambda group: start.index(group[0]))
        sizes = [prod(self.sizes[each] for each in group) for group in before]
        order = [before.index(group) for group in groups]
        if order and order[0] and len(order) < 4:
            return [1, *sizes], [0, *(place + 1 for place in order)]
        return sizes, order


def moves_in_a_row(node: fx.Node) -> Site:
    """Reshapes around permutations that together move few groups of values."""
    row = _row(node)
    if not any(each.target in PERMUTATIONS for each in row):
        raise NoPattern(say("nothing is permuted in this row of reshapes"))
    starts = range(row.index(node) + 1)
    nodes = next((row[at:] for at in starts if _fits(row[at:])), row)
    sizes, order = _grouped(_whole(nodes))
    shape = _few(nodes[-1])
    orders = [order_of(each) for each in nodes if each.target in PERMUTATIONS]
    few = all(len(shape_of(each)) <= 4 for each in nodes)
    if len(orders) == 1 and few and orders[0][0] == 0:
        raise NoPattern(say("it is one permutation behind the batch already"))
    arguments = {"input": nodes[0].all_input_nodes[0], "sizes": sizes, "order": order}
    return Site(arguments | {"shape": shape}, (nodes[-1],), node)


@rule(
    *_MOVES,
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
    nodes = _row(node)
    ends = _selections(nodes[-1])
    move = _whole(nodes)
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
    *_MOVES,
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


def _row(node: fx.Node) -> list[fx.Node]:
    """Collect the moves before and behind one of which nothing else reads a value."""
    nodes = [node]
    while (before := nodes[0].all_input_nodes[0]).target in _MOVES:
        if len(before.users) > 1:
            break
        nodes.insert(0, before)
    while len(nodes[-1].users) == 1 and next(iter(nodes[-1].users)).target in _MOVES:
        nodes.append(next(iter(nodes[-1].users)))
    return nodes


def _whole(nodes: list[fx.Node]) -> _Move:
    sizes = shape_of(nodes[0].all_input_nodes[0])
    axes = tuple((axis,) if size > 1 else () for axis, size in enumerate(sizes))
    move = _Move(tuple(sizes), axes, axes)
    for each in nodes:
        move = move.then(each)
    return move


def _fits(nodes: list[fx.Node]) -> bool:
    with suppress(NoMatch):
        return bool(_grouped(_whole(nodes)))
    return False


def _grouped(move: _Move) -> tuple[list[int], list[int]]:
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


def _part(move: _Move, axis: int, index: int) -> tuple[int, int, int, int]:
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


def _without_axis(move: _Move, axis: int) -> _Move:
    """Leave an axis out of which one place has been taken."""
    (factor,) = move.after[axis]

    def left(axes: Axes) -> Axes:
        return tuple(tuple(e for e in each if e != factor) for each in axes)

    return _Move(move.sizes, left(move.before), left(move.after))


def _only_permutation(nodes: list[fx.Node]) -> fx.Node:
    (found,) = [each for each in nodes if each.target in PERMUTATIONS]
    return found


def _moved(
    input: Tensor, sizes: list[int], order: list[int], shape: list[int]
) -> Tensor:
    if order != sorted(order):
        grouped = input if list(input.shape) == sizes else input.reshape(sizes)
        input = grouped.permute(order)
    return input if list(input.shape) == shape else input.reshape(shape)
