# ruff: noqa: D415  (a docstring here is the algebra)
"""Recurrent layers over a known number of steps, written out step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias, cast

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten
_MOST_STEPS = 64
"""Ten ops a step: more than some hundreds would hide the network they are part of."""
State: TypeAlias = tuple[Tensor, ...]
Step: TypeAlias = Callable[[Tensor, Tensor, State], State]


def _parts(gates: Tensor, count: int) -> Iterator[Tensor]:
    size = gates.shape[-1] // count
    for at in range(count):
        yield aten.slice.Tensor(gates, -1, at * size, (at + 1) * size)


def _lstm(given: Tensor, fed_back: Tensor, state: State) -> State:
    write, keep, new, show = _parts(given + fed_back, 4)
    added = torch.sigmoid(write) * torch.tanh(new)
    cell = torch.sigmoid(keep) * state[1] + added
    return torch.sigmoid(show) * torch.tanh(cell), cell


def _gru(given: Tensor, fed_back: Tensor, state: State) -> State:
    pairs = zip(_parts(given, 3), _parts(fed_back, 3), strict=True)
    (reset, own_reset), (keep, own_keep), (new, own_new) = pairs
    candidate = torch.tanh(new + torch.sigmoid(reset + own_reset) * own_new)
    kept = torch.sigmoid(keep + own_keep)
    return (candidate + kept * (state[0] - candidate),)


def _plain(function: Callable[[Tensor], Tensor]) -> Step:
    return lambda given, fed_back, _: (function(given + fed_back),)


_STEPS: Mapping[Any, Step] = {
    aten.lstm.input: _lstm,
    aten.gru.input: _gru,
    aten.rnn_tanh.input: _plain(torch.tanh),
    aten.rnn_relu.input: _plain(torch.relu),
}
_CELLS: Mapping[Any, Step] = {
    aten.lstm_cell.default: _lstm,
    aten.gru_cell.default: _gru,
    aten.rnn_tanh_cell.default: _plain(torch.tanh),
    aten.rnn_relu_cell.default: _plain(torch.relu),
}


def recurrence(node: fx.Node) -> Site:
    """A recurrent layer, its tensors, and which of its results are read."""
    given: dict[str, Any] = dict(arguments_of(node))
    if given["train"] and given["dropout"]:
        raise NoMatch(say("it drops values at random between its layers"))
    hidden = given["hx"] if isinstance(given["hx"], (list, tuple)) else [given["hx"]]
    ways = 2 if given["bidirectional"] else 1
    calls = given["num_layers"] * ways
    if len(given["params"]) != calls * (4 if given["has_biases"] else 2):
        raise NoMatch(say("it projects its state to fewer values"))
    steps = shape_of(given["input"])[1 if given["batch_first"] else 0] * calls
    if steps > _MOST_STEPS:
        raise NoMatch(
            say(
                "it takes {steps} steps; written out, more than {most} are too many",
                steps=steps,
                most=_MOST_STEPS,
            )
        )
    read = tuple(node.users)
    tensors = {f"weight_{at}": each for at, each in enumerate(given["params"])}
    tensors |= {f"state_{at}": each for at, each in enumerate(hidden)}
    arguments = {
        "input": given["input"],
        "op": node.target,
        "ways": ways,
        "axis": 1 if given["batch_first"] else 0,
        "calls": calls,
        "read": [cast(int, each.args[1]) for each in read],
    }
    return Site(arguments | tensors, read, node)


@rule(
    *_STEPS,
    title="Write the recurrence out, step by step",
    site=recurrence,
)
def recurrence_as_steps(
    input: Tensor,
    op: Any,
    ways: int,
    axis: int,
    calls: int,
    read: list[int],
    **tensors: Tensor,
) -> tuple[Tensor, ...]:
    """hₜ = tanh(w·xₜ + b + u·hₜ₋₁), t = 1, 2, …: as many ops as there are steps

    LSTM: cₜ = σ(f)·cₜ₋₁ + σ(i)·tanh(g), hₜ = σ(o)·tanh(cₜ).
    GRU: hₜ = n + σ(z)·(hₜ₋₁ − n), n = tanh(w·xₜ + σ(r)·(u·hₜ₋₁)).
    All steps share the weights, and w·x is one op.
    """
    weights = [each for name, each in tensors.items() if name.startswith("weight")]
    states = [each for name, each in tensors.items() if name.startswith("state")]
    count = len(weights) // calls
    ends: list[State] = []
    for first in range(0, calls, ways):
        made: list[Tensor] = []
        for at in range(first, first + ways):
            own = weights[at * count : (at + 1) * count]
            start = tuple(_turned(each[at : at + 1], axis) for each in states)
            outputs, end = _walked(input, own, start, _STEPS[op], axis, at % ways == 1)
            made.append(outputs)
            ends.append(end)
        input = torch.cat(made, -1) if made[1:] else made[0]
    last = [
        torch.cat([_turned(each, axis) for each in parts])
        for parts in zip(*ends, strict=True)
    ]
    return tuple([input, *last][at] for at in read)


def _walked(
    input: Tensor,
    weights: list[Tensor],
    state: State,
    step: Step,
    axis: int,
    backwards: bool,
) -> tuple[Tensor, State]:
    """Take all steps in one direction; gives what each yields, and the last state."""
    own, back, *biases = weights
    bias, back_bias = biases or (None, None)
    given = F.linear(input, own, bias)
    outputs: list[Tensor] = []
    order = range(input.shape[axis])
    for at in reversed(order) if backwards else order:
        now = aten.slice.Tensor(given, axis, at, at + 1)
        state = step(now, F.linear(state[0], back, back_bias), state)
        outputs.append(state[0])
    return torch.cat(outputs[::-1] if backwards else outputs, axis), state


def _turned(state: Tensor, axis: int) -> Tensor:
    """Write a state of one step with the axis of steps where the input has it."""
    return state.transpose(0, 1) if axis else state


def cell(node: fx.Node) -> Site:
    """One step of a recurrent layer; its results, if there are several."""
    given: dict[str, Any] = dict(arguments_of(node))
    hidden = given["hx"] if isinstance(given["hx"], (list, tuple)) else [given["hx"]]
    names = ("input", "w_ih", "w_hh", "b_ih", "b_hh")
    tensors = {name: given[name] for name in names}
    tensors |= {f"state_{at}": each for at, each in enumerate(hidden)}
    several = node.target is aten.lstm_cell.default
    read = tuple(node.users) if several else (node,)
    places = [each.args[1] for each in read] if several else [0]
    return Site({"op": node.target, "read": places} | tensors, read, node)


@rule(*_CELLS, title="Write the recurrent cell with plain ops", site=cell)
def cell_as_plain_ops(
    input: Tensor,
    op: Any,
    w_ih: Tensor,
    w_hh: Tensor,
    b_ih: Tensor | None,
    b_hh: Tensor | None,
    read: list[int],
    **states: Tensor,
) -> tuple[Tensor, ...]:
    """h′ = tanh(w·x + b + u·h); LSTM: c′ = σ(f)·c + σ(i)·tanh(g), h′ = σ(o)·tanh(c′)

    GRU: h′ = n + σ(z)·(h − n), n = tanh(w·x + σ(r)·(u·h)).
    """
    state = tuple(states.values())
    given, fed_back = F.linear(input, w_ih, b_ih), F.linear(state[0], w_hh, b_hh)
    made = _CELLS[op](given, fed_back, state)
    return tuple(made[at] for at in read)
