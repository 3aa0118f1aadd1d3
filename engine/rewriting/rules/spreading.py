# ruff: noqa: D415  (a docstring here is the algebra)
"""Values spread over more axes, beforehand or as repeated rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.region import Op, Region, Value
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.dimensions import BINARY
from engine.sentence import say

aten = torch.ops.aten


def spread_operands(node: fx.Node) -> Site:
    """An op of two tensors, the places of those to be spread before it."""
    given: dict[str, Any] = dict(arguments_of(node))
    result = shape_of(node)
    widened = {
        name: shape_of(given[name])
        for name in ("self", "other")
        if isinstance(given[name], fx.Node)
        and shape_of(given[name]) not in (result, ())
    }
    batches = [name for name, shape in widened.items() if _lacks_batch(shape, result)]
    largest = max(widened, key=lambda name: math.prod(widened[name]), default="")
    spread = batches or ([largest] if len(widened) > 1 else [])
    if not spread:
        raise NoMatch(say("it spreads one operand at most, and within each image"))
    options = {key: given[key] for key in ("alpha",) if key in given}
    arguments = {"compute": node.target, "shape": list(result), "spread": spread}
    operands = {"input": given["self"], "other": given["other"]}
    return Site(arguments | operands | options, (node,), node)


@rule(
    *BINARY,
    title="Spread an operand before the op",
    clears=("broadcast_sides", "broadcast_batch"),
    site=spread_operands,
    nearby=True,
)
def spread_operand_first(
    compute: Callable[..., Tensor],
    shape: list[int],
    spread: list[str],
    input: Tensor,
    other: Tensor,
    **options: float,
) -> Tensor:
    """f(x, y) = f(expand(x), y), where f spreads x over the axes of y anyway"""
    first = input.expand(shape) if "self" in spread else input
    second = other.expand(shape) if "other" in spread else other
    return compute(first, second, **options)


def spread_anyway(node: fx.Node) -> Site:
    """Values that are spread for ops of two tensors, which would do so themselves."""
    users = sorted(node.users)
    if not users or any(user.target not in BINARY for user in users):
        raise NoPattern(say("what reads it spreads no values"))
    source = node.all_input_nodes[0]
    named = {node: "input"}
    for user in users:
        operands = [user.args[0], user.args[1]]
        shapes = [
            shape_of(source if each is node else each)
            if isinstance(each, fx.Node)
            else ()
            for each in operands
        ]
        whole = torch.broadcast_shapes(*shapes)  # type: ignore[no-untyped-call]
        if whole != shape_of(user):
            raise NoMatch(say("{name} spreads it less far", name=user.name))
        for each in user.all_input_nodes:
            named.setdefault(each, f"input_{len(named)}")
    late = [each.name for each in named if not each < users[0]]
    if late:
        raise NoMatch(
            say("{name} is computed after {first}", name=late[0], first=users[0].name)
        )

    def given(argument: Any) -> Any:
        return Value(named[argument]) if isinstance(argument, fx.Node) else argument

    ops = [
        Op(
            user.name,
            cast(Any, user.target),
            tuple(map(given, user.args)),
            tuple(user.kwargs.items()),
        )
        for user in users
    ]
    results = [(user.name, tuple(shape_of(user))) for user in users]
    sources = {name: source if each is node else each for each, name in named.items()}
    arguments = {"region": Region(tuple(ops), tuple(results))} | sources
    return Site(arguments, tuple(users), node)


@rule(
    aten.expand.default,
    title="Let the next op spread the values",
    site=spread_anyway,
)
def drop_spread(region: Region, **inputs: Tensor) -> tuple[Tensor, ...]:
    """f(expand(x), y) = f(x, y), where f spreads x over the axes of y anyway"""
    return region.compute({**inputs})


def _lacks_batch(shape: tuple[int, ...], result: tuple[int, ...]) -> bool:
    return len(shape) < len(result) or shape[0] != result[0]


@rule(
    aten.repeat_interleave.self_int,
    title="Write the repeated values as a spread axis",
)
def repeated_values_as_spread(
    input: Tensor, repeats: int, dim: int | None, output_size: int | None
) -> Tensor:
    """repeat_interleave(x, k) = reshape(expand(reshape(x, n × 1), n × k))"""
    if not input.dim():
        raise NoMatch(say("it repeats a single number"))
    shape = [input.numel()] if dim is None else list(input.shape)
    axis = 0 if dim is None else dim % input.dim()
    before, after = math.prod(shape[: axis + 1]), math.prod(shape[axis + 1 :])
    shape[axis] *= repeats
    rows = input.reshape(1, before, 1, after)
    return rows.expand(1, before, repeats, after).reshape(shape)


@rule(aten.flip.default, title="Write the flip as listed rows")
def flip_as_listed_rows(input: Tensor, dims: list[int]) -> Tensor:
    """flip(x) = x[n − 1, …, 1, 0]"""
    for axis in dims:
        rows = torch.arange(input.shape[axis] - 1, -1, -1)
        places = [None] * (axis % input.dim()) if input.dim() else []
        if places or input.dim():
            input = aten.index.Tensor(input, [*places, rows])
    return input
