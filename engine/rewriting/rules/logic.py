# ruff: noqa: D415  (a docstring here is the algebra)
"""Truth values: what joins them, and whether any or all along axes hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say
from engine.targets.calls import dtype_of

aten = torch.ops.aten
_BITWISE: Mapping[Any, Callable[..., Tensor]] = {
    aten.__and__.Tensor: torch.logical_and,
    aten.bitwise_and.Tensor: torch.logical_and,
    aten.__or__.Tensor: torch.logical_or,
    aten.bitwise_or.Tensor: torch.logical_or,
    aten.__xor__.Tensor: torch.ne,
    aten.bitwise_xor.Tensor: torch.ne,
    aten.bitwise_not.default: torch.logical_not,
}
_LOGICAL: Mapping[Any, Callable[..., Tensor]] = {
    aten.logical_and.default: lambda x, y: x * y > 0,
    aten.logical_or.default: lambda x, y: x + y > 0,
    aten.logical_xor.default: torch.ne,
    aten.logical_not.default: lambda x: x < 1,
}
"""What holds of numbers that are 1 where a value is true and 0 elsewhere."""
_QUANTIFIED = (
    *(aten.any.default, aten.any.dim, aten.any.dims),
    *(aten.all.default, aten.all.dim, aten.all.dims),
)


def joined_truths(node: fx.Node) -> Site:
    """An op of one or two tensors of truth values, or of what is true where not 0."""
    given = arguments_of(node)
    named = {f"input_{at}": each for at, each in enumerate(given.values())}
    return Site({"join": node.target} | named, (node,), node)


def joined_bits(node: fx.Node) -> Site:
    """An op of bits, where those are single ones: truth values."""
    if any(dtype_of(each) is not torch.bool for each in node.all_input_nodes):
        raise NoMatch(say("it works on the bits of whole numbers"))
    return joined_truths(node)


@rule(
    *_BITWISE,
    title="Write the bits as logic",
    site=joined_bits,
    nearby=True,
)
def bits_as_logic(join: object, **inputs: Tensor) -> Tensor:
    """X & y = x and y, x | y = x or y, ~x = not x, x ^ y = (x ≠ y), of truth values"""
    return _BITWISE[join](*inputs.values())


@rule(
    *_LOGICAL,
    title="Write the logic as arithmetic",
    site=joined_truths,
    nearby=True,
)
def logic_as_arithmetic(join: object, **inputs: Tensor) -> Tensor:
    """X and y = (x·y > 0), x or y = (x + y > 0), not x = (x < 1), of zeros and ones"""
    return _LOGICAL[join](*map(_as_numbers, inputs.values()))


def mixed_comparison(node: fx.Node) -> Site:
    """A comparison of tensors whose types differ, and the type torch compares in."""
    given: dict[str, Any] = dict(arguments_of(node))
    values = [given[name].meta["val"] for name in ("self", "other")]
    if values[0].dtype is values[1].dtype:
        raise NoMatch(say("it compares values of one type already"))
    common = torch.result_type(*values)
    arguments = {"input": given["self"], "other": given["other"], "common": common}
    return Site({"compare": node.target} | arguments, (node,), node)


@rule(
    *(aten.eq.Tensor, aten.ne.Tensor, aten.gt.Tensor),
    *(aten.ge.Tensor, aten.lt.Tensor, aten.le.Tensor),
    title="Compare in the type that torch compares in",
    clears=("same_types",),
    site=mixed_comparison,
    nearby=True,
)
def mixed_comparison_in_one_type(
    compare: Callable[..., Tensor], input: Tensor, other: Tensor, common: torch.dtype
) -> Tensor:
    """(x < i) = (x < float i): torch itself converts whole numbers to compare them"""
    sides = [
        side if side.dtype is common else side.to(common) for side in (input, other)
    ]
    return compare(*sides)


def quantified(node: fx.Node) -> Site:
    """Whether any, or all, of the values along axes are true."""
    given: dict[str, Any] = dict(arguments_of(node))
    if 0 in shape_of(given["self"]):
        raise NoMatch(say("it asks of no values at all"))
    axes = given.get("dim")
    arguments = {
        "input": given["self"],
        "asks_all": "all" in str(node.target),
        "axes": [] if axes is None else [axes] if isinstance(axes, int) else list(axes),
        "keepdim": bool(given.get("keepdim")),
    }
    return Site(arguments, (node,), node)


@rule(
    *_QUANTIFIED,
    title="Write any and all as an extreme",
    clears=("unsupported", "dtypes"),
    site=quantified,
    nearby=True,
)
def any_as_maximum(
    input: Tensor, asks_all: bool, axes: list[int], keepdim: bool
) -> Tensor:
    """any(x) = (max x > 0), all(x) = (min x > 0), for x of 0 and 1"""
    reduce = torch.amin if asks_all else torch.amax
    return reduce(_as_numbers(input), axes, keepdim) > 0


def _as_numbers(input: Tensor) -> Tensor:
    truth = input if input.dtype is torch.bool else input != 0
    return truth.to(torch.float32)
