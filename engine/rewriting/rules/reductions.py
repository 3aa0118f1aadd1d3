# ruff: noqa: D415  (a docstring here is the algebra)
"""Sums, means and extremes along axes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.region import Op, Region, Value
from engine.rewriting.rule import NoMatch, Site, rule
from engine.rewriting.rules.dimensions import BINARY, UNARY
from engine.sentence import say
from engine.targets.calls import RESHAPES, op_name

aten = torch.ops.aten
_REDUCTIONS = (
    aten.sum.dim_IntList,
    aten.mean.dim,
    aten.amax.default,
    aten.amin.default,
    aten.argmax.default,
    aten.argmin.default,
)
"""Ops with the arguments `dim` and `keepdim`, of one value."""
_ALIKE = (*UNARY, *BINARY, aten.rsub.Scalar)
_REDUCED = "reduced"
_PAIRS = (aten.max.dim, aten.min.dim)
"""Ops of a value and its place."""


def restored_reduction(node: fx.Node) -> Site:
    """A reduction that drops its axes, and the ops that put them back.

    In between, every value may be computed with for itself.
    """
    given = dict(arguments_of(node))
    if given.get("keepdim"):
        raise NoMatch(say("it keeps its dimensions already"))
    if given.get("dim") is None or given["dim"] == []:
        raise NoMatch(say("it reduces every axis"))
    between = _computed_alike(node)
    ends = _restored(node, between)
    rest = _with_kept_axes(node, between, ends) if between else None
    given["input"] = given.pop("self")
    return Site(given | {"reduce": node.target, "rest": rest}, tuple(ends), node)


def _computed_alike(node: fx.Node) -> list[fx.Node]:
    """The ops that compute with a value and numbers only, each value for itself."""
    found, pending = {node}, [node]
    while pending:
        for user in pending.pop().users:
            if user.target in _ALIKE and user not in found:
                found.add(user)
                pending.append(user)
    return sorted(found - {node})


def _restored(node: fx.Node, between: list[fx.Node]) -> dict[fx.Node, fx.Node]:
    """What puts the axes back, in one op or several, and what it puts them back to.

    Raises:
        NoMatch: something else reads what lacks them.
    """
    own, kept = {node, *between}, _kept_shape(node)
    readers = sorted({user for each in own for user in each.users} - own)
    found = {_end(reader, kept): reader.all_input_nodes[0] for reader in readers}
    odd = [each for each in between if not own.issuperset(each.all_input_nodes)]
    odd += [each for each in found if not _puts_back(each, kept)]
    if odd:
        first = [each for each in node.users if not _puts_back(each, kept)]
        raise NoMatch(
            say(
                "{name} uses the value with {count} dimensions",
                name=(first or odd)[0].name,
                count=len(shape_of(node)),
            )
        )
    return found


def _puts_back(node: fx.Node, kept: tuple[int, ...]) -> bool:
    return op_name(node) in RESHAPES and shape_of(node) == kept


def _end(reader: fx.Node, kept: tuple[int, ...]) -> fx.Node:
    """Follow reshapes that nothing else reads to the shape that is asked for."""
    while op_name(reader) in RESHAPES and shape_of(reader) != kept:
        if len(reader.users) != 1:
            break
        (reader,) = reader.users
    return reader


def _with_kept_axes(
    node: fx.Node, between: list[fx.Node], ends: dict[fx.Node, fx.Node]
) -> Region:
    def value(each: fx.Node) -> Any:
        return Value(_REDUCED if each is node else each.name)

    ops = tuple(
        Op(
            each.name,
            cast(Any, each.target),
            fx.map_arg(each.args, value),
            tuple(fx.map_arg(each.kwargs, value).items()),
        )
        for each in between
    )
    kept = _kept_shape(node)
    return Region(ops, tuple((value(each).name, kept) for each in ends.values()))


def several_axes(node: fx.Node) -> Site:
    """A reduction over more than one axis."""
    given: dict[str, Any] = dict(arguments_of(node))
    rank = max(1, len(shape_of(given["self"])))
    axes = [axis % rank for axis in given["dim"] or range(rank)]
    if len(axes) < 2 or given.get("dtype") is not None:
        raise NoMatch(say("it reduces one axis, or into another type"))
    arguments = {"reduce": node.target, "input": given["self"], "axes": axes}
    return Site(arguments | {"shape": list(shape_of(node))}, (node,), node)


@rule(
    *_REDUCTIONS,
    title="Keep the reduced dimension",
    clears=("keepdim", "rank"),
    site=restored_reduction,
)
def keep_reduced_dimension(
    reduce: Callable[..., Tensor],
    input: Tensor,
    rest: Region | None,
    **arguments: Any,
) -> Tensor | tuple[Tensor, ...]:
    """unsqueeze(sum(x, dim), dim) = sum(x, dim, keepdim=True)

    What treats every value alike may come in between.
    """
    reduced = reduce(input, **(arguments | {"keepdim": True}))
    return reduced if rest is None else rest.compute({_REDUCED: reduced})


@rule(
    aten.sum.dim_IntList,
    aten.mean.dim,
    aten.amax.default,
    aten.amin.default,
    title="Reduce one axis after the other",
    clears=("max_axes",),
    site=several_axes,
    nearby=True,
)
def reduce_axis_by_axis(
    reduce: Callable[..., Tensor], input: Tensor, axes: list[int], shape: list[int]
) -> Tensor:
    """sum(x, rows and columns) = sum(sum(x, rows), columns)"""
    for axis in axes:
        input = reduce(input, [axis], True)
    return input if list(input.shape) == shape else input.reshape(shape)


def reduced_batch(node: fx.Node) -> Site:
    """A reduction along the batch, and maybe along other axes."""
    given: dict[str, Any] = dict(arguments_of(node))
    sizes = shape_of(given["self"])
    axes = given["dim"] if isinstance(given["dim"], (list, tuple)) else [given["dim"]]
    along = [axis % max(1, len(sizes)) for axis in axes if axis is not None]
    if len(sizes) < 2 or 0 not in along or 0 in sizes:
        raise NoMatch(say("it does not reduce the batch"))
    if given.get("dtype") is not None:
        raise NoMatch(say("it converts to another type"))
    arguments = {
        "reduce": node.target,
        "input": given["self"],
        "others": [axis for axis in along if axis],
        "is_listed": isinstance(given["dim"], (list, tuple)),
        "shape": list(shape_of(node)),
    }
    return Site(arguments, (node,), node)


@rule(
    *_REDUCTIONS,
    title="Reduce the batch as channels of one image",
    clears=("axes",),
    site=reduced_batch,
    nearby=True,
)
def reduce_batch_as_channels(
    reduce: Callable[..., Tensor],
    input: Tensor,
    others: list[int],
    is_listed: bool,
    shape: list[int],
) -> Tensor:
    """sum(x, batch) = reshape(sum(reshape(x, 1 × batch × rest), channels))

    Where other axes are reduced too, they go first.
    """
    if others:
        input = reduce(input, others, True)
    channels = input.reshape(1, input.shape[0], -1, input.shape[-1])
    return reduce(channels, [1] if is_listed else 1, True).reshape(shape)


@rule(
    aten.sum.dim_IntList,
    title="Write the sum of a map as a mean",
    clears=("unsupported", "axes"),
)
def sum_as_mean(input: Tensor, dim: list[int], keepdim: bool) -> Tensor:
    """sum(x, rows and columns) = n · mean(x, rows and columns)"""
    axes = sorted(axis % max(1, input.dim()) for axis in dim or ())
    if input.dim() != 4 or axes != [2, 3] or not input.is_floating_point():
        raise NoMatch(say("it is no sum over rows and columns of images"))
    return input.mean(axes, keepdim) * (input.shape[2] * input.shape[3])


def dropped_axes(node: fx.Node) -> Site:
    """A reduction that drops its axes."""
    given: dict[str, Any] = dict(arguments_of(node))
    if given.get("keepdim"):
        raise NoMatch(say("it keeps its dimensions already"))
    if given.get("dim") in (None, []):
        raise NoMatch(say("it reduces every axis"))
    given["input"] = given.pop("self")
    parts = tuple(node.users) if node.target in _PAIRS else ()
    given["parts"] = [part.args[1] for part in parts]
    shape = list(shape_of(node))
    return Site(given | {"reduce": node.target, "shape": shape}, parts or (node,), node)


@rule(
    *_REDUCTIONS,
    *_PAIRS,
    title="Keep the reduced dimension, and drop it in a reshape",
    clears=("keepdim",),
    site=dropped_axes,
)
def drop_dimension_by_reshape(
    reduce: Callable[..., Any],
    input: Tensor,
    shape: list[int],
    parts: list[int],
    **arguments: Any,
) -> Tensor | tuple[Tensor, ...]:
    """sum(x, dim) = reshape(sum(x, dim, keepdim=True))"""
    kept = reduce(input, **(arguments | {"keepdim": True}))
    if isinstance(kept, Tensor):
        return kept.reshape(shape)
    return tuple(kept[part].reshape(shape) for part in parts)


def _kept_shape(node: fx.Node) -> tuple[int, ...]:
    given = arguments_of(node)
    shape = list(shape_of(node.all_input_nodes[0]))
    if not shape:
        return ()
    axes = given["dim"] if isinstance(given["dim"], (list, tuple)) else [given["dim"]]
    for axis in axes:
        shape[axis] = 1  # type: ignore[index]  # axes are integers here
    return tuple(shape)
