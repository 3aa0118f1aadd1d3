# ruff: noqa: D415  (a docstring here is the algebra)
"""Sums, means and extremes of all values of a tensor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.rewriting.rules.dimensions import BINARY
from engine.sentence import say

aten = torch.ops.aten
_ALONG_AXES: Mapping[Any, Callable[..., Tensor]] = {
    aten.sum.default: aten.sum.dim_IntList,
    aten.mean.default: aten.mean.dim,
    aten.max.default: aten.amax.default,
    aten.min.default: aten.amin.default,
    aten.amax.default: aten.amax.default,
    aten.amin.default: aten.amin.default,
}
_CLEARED = ("unsupported", "rank", "keepdim", "axes", "max_axes")


def total(node: fx.Node) -> Site:
    """A reduction of all axes to one number."""
    given: dict[str, Any] = dict(arguments_of(node))
    source = given["self"]
    rank = len(shape_of(source))
    if given.get("dim") not in (None, [], ()) or len(shape_of(node)) or rank == 0:
        raise NoMatch(say("it does not reduce all axes to one number"))
    if given.get("dtype") is not None:
        raise NoMatch(say("it converts to another type"))
    arguments = {"input": source, "reduce": _ALONG_AXES[node.target]}
    return Site(arguments, (node,), node)


def spread_total(node: fx.Node) -> Site:
    """A reduction to one number that is spread over values with as many axes."""
    site = total(node)
    rank = len(shape_of(site.arguments["input"]))
    named: dict[str, Any] = {}
    computes = []
    for index, user in enumerate(node.users):
        if user.target not in BINARY or len(shape_of(user)) < rank:
            raise NoMatch(
                say(
                    "{name} does not spread it over {rank} axes",
                    name=user.name,
                    rank=rank,
                )
            )
        places = [("total" if each is node else each) for each in user.args]
        others = {
            f"input_{index}_{at}": each
            for at, each in enumerate(places)
            if isinstance(each, fx.Node)
        }
        filled = [
            f"input_{index}_{at}" if isinstance(each, fx.Node) else each
            for at, each in enumerate(places)
        ]
        named |= others
        computes.append((user.target, tuple(filled), tuple(user.kwargs.items())))
    first = min(node.users)
    late = [each.name for each in named.values() if not each < first]
    if late:
        raise NoMatch(
            say("{name} is computed after {first}", name=late[0], first=first.name)
        )
    arguments = {**site.arguments, "computes": tuple(computes)}
    return Site(arguments | named, tuple(node.users), node)


@rule(
    *_ALONG_AXES,
    title="Keep all dimensions of the total",
    clears=_CLEARED,
    site=spread_total,
)
def keep_dimensions_of_total(
    input: Tensor,
    reduce: Callable[..., Tensor],
    computes: tuple[tuple[Any, tuple[Any, ...], tuple[tuple[str, Any], ...]], ...],
    **others: Tensor,
) -> tuple[Tensor, ...]:
    """f(x, sum(x)) = f(x, sum(x, all axes, keepdim=True)), which is spread as well"""
    reduced = _reduced(input, reduce)
    known = {**others, "total": reduced}

    def given(argument: Any) -> Any:
        return known[argument] if isinstance(argument, str) else argument

    return tuple(
        compute(*map(given, args), **dict(kwargs)) for compute, args, kwargs in computes
    )


@rule(
    *_ALONG_AXES,
    title="Reduce all axes, and drop them in a reshape",
    clears=_CLEARED,
    site=total,
)
def total_along_axes(input: Tensor, reduce: Callable[..., Tensor]) -> Tensor:
    """sum(x) = reshape(sum(x, all axes, keepdim=True))

    An axis of one value is left as it is.
    """
    return _reduced(input, reduce).reshape([])


def _reduced(input: Tensor, reduce: Callable[..., Tensor]) -> Tensor:
    axes = [axis for axis, size in enumerate(input.shape) if size != 1]
    return reduce(input, axes or [0], True)
