# ruff: noqa: D415  (a docstring here is the algebra)
"""Moves between images, piece by piece, for chips that neither reshape nor permute."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor, fx

from engine.opening.graph import shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.factors import (
    MOVES,
    Axes,
    Move,
    moves_between_images,
    row_around,
)
from engine.rewriting.rules.gathering import MOST_PIECES
from engine.rewriting.rules.regrouping import depth_of, height_of
from engine.sentence import say

aten = torch.ops.aten
_STEPS = 3
"""How many concatenations in a row are tried."""
Conveyance: TypeAlias = tuple[int, int, int, int, int]
"""From which axis to which, how many pieces, how large each is, and its step."""


@dataclass(frozen=True, slots=True)
class _State:
    """Where factors lie after some conveyances, and how many pieces those took."""

    axes: Axes
    taken: tuple[Conveyance, ...] = ()
    pieces: int = 0


def conveyed(node: fx.Node) -> Site:
    """Moves between images that bring parts of axes to the outside of others."""
    told = ""
    rows = moves_between_images(node) if 0 not in shape_of(node) else ()
    for nodes, move in rows:
        if _is_one_op(move):
            raise NoMatch(say("one convolution, or depth to space, moves it all"))
        found = _found(move)
        if found is None:
            told = say("more than {most} pieces would be moved", most=MOST_PIECES)
            continue
        arguments = {"input": nodes[0].all_input_nodes[0], "taken": list(found)}
        return Site(arguments, (nodes[-1],), node, told_of=nodes)
    if told:
        raise NoMatch(told)
    count = len(row_around(node))
    raise NoPattern(say("its row of {count} moves is not between images", count=count))


@rule(
    *MOVES,
    title="Move the values by slices and concatenations",
    clears=("unsupported",),
    site=conveyed,
)
def moves_as_slices(input: Tensor, taken: list[Conveyance]) -> Tensor:
    """reshape(permute(x)) = concat(x[0:n], x[n:2n], …) along another axis

    What lies outside or inside of one axis, cut into its rows, comes to the outside of
    the other; several such in a row make any move of a few short axes.
    """
    for start, to, count, size, step in taken:
        parts = [
            aten.slice.Tensor(input, start, at * size, input.shape[start], step)
            if step > 1
            else aten.slice.Tensor(input, start, at * size, (at + 1) * size)
            for at in range(count)
        ]
        input = torch.cat(parts, to) if parts[1:] else input
    return input


def _is_one_op(move: Move) -> bool:
    """Whether channels alone change places, or pixels become channels, or back."""
    spatial = move.after[0], *move.after[2:]
    same = spatial == (move.before[0], *move.before[2:])
    return same or depth_of(move) is not None or height_of(move) is not None


def _found(move: Move) -> tuple[Conveyance, ...] | None:
    """Search for the fewest conveyances that move all factors where they belong."""
    waiting = deque([_State(move.before)])
    seen = {move.before}
    while waiting:
        state = waiting.popleft()
        if state.axes == move.after:
            return state.taken
        if len(state.taken) == _STEPS:
            continue
        for each in _next(move, state):
            if each.axes not in seen and each.pieces <= MOST_PIECES:
                seen.add(each.axes)
                waiting.append(each)
    return None


def _next(move: Move, state: _State) -> list[_State]:
    """Bring outer or inner factors of each axis to the outside of each other axis."""
    found = []
    for start, factors in enumerate(state.axes):
        for cut in range(1, len(factors) + 1):
            for part, rest, inner in (
                (factors[:cut], factors[cut:], False),
                (factors[-cut:], factors[:-cut], True),
            ):
                count, left = move.count(part), move.count(rest)
                size, step = (1, count) if inner and rest else (left, 1)
                for to in range(len(state.axes)):
                    if to != start:
                        axes = [*state.axes]
                        axes[start], axes[to] = rest, part + axes[to]
                        taken = (*state.taken, (start, to, count, size, step))
                        pieces = state.pieces + count
                        found.append(_State(tuple(axes), taken, pieces))
    return found
