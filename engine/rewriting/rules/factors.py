"""Where values go in a row of ops that only move or repeat them.

Every axis is taken apart into factors, as small as the row needs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from math import prod
from typing import Any, TypeAlias

import torch
from torch import fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch
from engine.rewriting.rules.moves import PERMUTATIONS, RESHAPE_OPS, order_of
from engine.sentence import say

aten = torch.ops.aten
MOVES = (*RESHAPE_OPS, *PERMUTATIONS)
SPREADS = (
    aten.expand.default,
    aten.repeat.default,
    aten.repeat_interleave.self_int,
    aten.stack.default,
)
"""Ops that may give a value several times."""
Axes: TypeAlias = tuple[tuple[int, ...], ...]
"""The factors that each axis is made of, outermost first; an axis of one has none."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where the factors of a value's axes lie before and after a row of moves."""

    sizes: tuple[int, ...]
    before: Axes
    after: Axes

    def then(self, node: fx.Node) -> Move:
        """Add one more reshape, permutation or repetition."""
        if node.target in PERMUTATIONS:
            after = tuple(self.after[axis] for axis in order_of(node))
            return Move(self.sizes, self.before, after)
        if node.target in RESHAPE_OPS:
            return self._regrouped(shape_of(node))
        if node.target is aten.unfold.default:
            return self._cut(dict(arguments_of(node)), shape_of(node))
        return self._repeated(node)

    def _cut(self, given: dict[str, Any], shape: tuple[int, ...]) -> Move:
        """Cut an axis into windows, of which the values become the last axis."""
        axis, size = given["dimension"] % (len(shape) - 1), given["size"]
        whole = shape[axis] * size
        own = prod(self.sizes[each] for each in self.after[axis])
        if given["step"] != size or whole != own:
            raise NoMatch(say("its windows overlap, or leave values out"))
        apart = self._regrouped((*shape[: axis + 1], size, *shape[axis + 1 : -1]))
        after = apart.after
        moved = (*after[: axis + 1], *after[axis + 2 :], after[axis + 1])
        return Move(apart.sizes, apart.before, moved)

    def _repeated(self, node: fx.Node) -> Move:
        given: dict[str, Any] = dict(arguments_of(node))
        extra = len(shape_of(node)) - len(self.after)
        if node.target is aten.stack.default:
            new = (len(self.sizes),)
            after = [*self.after]
            after.insert(given["dim"] % len(shape_of(node)), new)
            return Move((*self.sizes, len(given["tensors"])), self.before, (*after,))
        inside, flat = node.target is aten.repeat_interleave.self_int, self
        if inside and given["dim"] is None:
            flat, extra = self._regrouped((prod(self.sizes),)), 0
        axes: list[tuple[int, ...]] = [()] * extra + [*flat.after]
        sizes = [*flat.sizes]
        for at, size in enumerate(shape_of(node)):
            count = size // prod(sizes[each] for each in axes[at])
            if count > 1:
                repeat = (len(sizes),)
                sizes.append(count)
                axes[at] = axes[at] + repeat if inside else repeat + axes[at]
        return Move(tuple(sizes), flat.before, tuple(axes))

    def _regrouped(self, shape: tuple[int, ...]) -> Move:
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
        return Move(move.sizes, move.before, tuple(after))

    def _split(self, factor: int, outer: int) -> Move:
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

        return Move(tuple(sizes), split(self.before), split(self.after))

    def is_new(self, factor: int) -> bool:
        """Whether a factor counts repetitions of what there was before."""
        return all(factor not in axis for axis in self.before)

    def grown(self, axis: int) -> tuple[int, ...] | None:
        """The factors inside of an axis that has kept its own; None if it has not."""
        own = self.before[axis]
        inner = self.after[axis][len(own) :]
        return inner if self.after[axis][: len(own)] == own else None

    def count(self, factors: tuple[int, ...]) -> int:
        """How many values the factors count."""
        return prod(self.sizes[each] for each in factors)

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


def row_around(node: fx.Node, family: tuple[object, ...] = MOVES) -> list[fx.Node]:
    """Collect the moves before and behind one of which nothing else reads a value."""
    nodes = [node]
    while moves_one(before := nodes[0].all_input_nodes[0], family):
        if len(before.users) > 1:
            break
        nodes.insert(0, before)
    while len(nodes[-1].users) == 1 and moves_one(next(iter(nodes[-1].users)), family):
        nodes.append(next(iter(nodes[-1].users)))
    return nodes


def whole_move(nodes: list[fx.Node]) -> Move:
    """Follow the factors of a value through a row of moves."""
    sizes = shape_of(nodes[0].all_input_nodes[0])
    axes = tuple((axis,) if size > 1 else () for axis, size in enumerate(sizes))
    move = Move(tuple(sizes), axes, axes)
    for each in nodes:
        move = move.then(each)
    return move


def moves_between_images(
    node: fx.Node, family: tuple[object, ...] = MOVES
) -> Iterator[tuple[list[fx.Node], Move]]:
    """Give the parts of a row around a node that begin and end with images."""
    row = row_around(node, family)
    place = row.index(node)
    for end in range(len(row), place, -1):
        for start in range(place + 1):
            source = row[start].all_input_nodes[0]
            if len(shape_of(source)) == len(shape_of(row[end - 1])) == 4:
                with suppress(NoMatch):
                    yield row[start:end], whole_move(row[start:end])


def moves_one(node: fx.Node, family: tuple[object, ...]) -> bool:
    """Whether an op moves one value; a stack does where it repeats it."""
    return node.target in family and len(node.all_input_nodes) == 1
