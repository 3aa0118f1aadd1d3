# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Constant tensors as operands: one number, or one value for every channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, held_value, rule
from engine.sentence import say
from engine.targets.calls import is_constant, is_float

aten = torch.ops.aten
_FILLED = {
    **dict.fromkeys((aten.zeros.default, aten.zeros_like.default), 0),
    **dict.fromkeys((aten.ones.default, aten.ones_like.default), 1),
    aten.new_zeros.default: 0,
    aten.new_ones.default: 1,
}
_FILLED_WITH = {
    aten.full.default: "fill_value",
    aten.full_like.default: "fill_value",
    aten.new_full.default: "fill_value",
    aten.fill.Scalar: "value",
    aten.scalar_tensor.default: "s",
}
_MOVES = (aten.expand.default, aten.reshape.default, aten.unsqueeze.default)
_SWAPS = (aten.add.Tensor, aten.mul.Tensor, aten.maximum.default, aten.minimum.default)
_ARITHMETIC = (aten.add.Tensor, aten.sub.Tensor, aten.mul.Tensor, aten.div.Tensor)
_EXTREMES = (aten.maximum.default, aten.minimum.default)


def number_in(node: fx.Node) -> float | None:
    """The number that all values of a constant are, as a weight or as it is made."""
    while node.target in _MOVES:
        node = node.all_input_nodes[0]
    if node.target in _FILLED:
        return _FILLED[node.target]
    if node.target in _FILLED_WITH:
        given: dict[str, Any] = dict(arguments_of(node))
        return float(given[_FILLED_WITH[node.target]])
    value = held_value(node)
    if value is None or not value.numel() or value.is_complex():
        return None
    first = value.flatten()[0]
    return first.item() if bool((value == first).all()) else None


def _operands(node: fx.Node) -> tuple[fx.Node, fx.Node, dict[str, Any]]:
    """The operand that varies, the constant one, and what else is given."""
    given: dict[str, Any] = dict(arguments_of(node))
    first, second = given.pop("self"), given.pop("other")
    if not (isinstance(first, fx.Node) and isinstance(second, fx.Node)):
        raise NoPattern(say("it has no constant tensor"))
    can_swap = node.target in _SWAPS and given.get("alpha", 1) == 1
    if can_swap and (held_value(first) is not None or number_in(first) is not None):
        first, second = second, first
    return first, second, given


def number_operand(node: fx.Node) -> Site:
    """An op of two tensors, one of which holds one number alone."""
    input, constant, options = _operands(node)
    number = number_in(constant)
    if number is None:
        raise NoMatch(say("{name} is no constant of one number", name=constant.name))
    arguments = {"compute": node.target, "input": input, "number": number}
    return Site(arguments | options, (node,), node)


def number_behind(node: fx.Node) -> Site:
    """Arithmetic with a tensor of one number as the second operand."""
    input, constant, _ = _operands(node)
    if is_constant(input) and not is_constant(constant):
        raise NoPattern(say("its constant tensor comes first"))
    return number_operand(node)


@rule(
    *_ARITHMETIC,
    title="Write the constant as a number",
    clears=("unsupported", "constant_operand"),
    site=number_behind,
)
def constant_as_number(
    compute: Callable[..., Tensor], input: Tensor, number: float, **options: float
) -> Tensor:
    """f(x, [c, …, c]) = f(x, c)"""
    return compute(input, number, **options)


@rule(
    *_EXTREMES,
    title="Write the extreme with a number as a clamp",
    site=number_operand,
)
def extreme_of_number_as_clamp(
    compute: Callable[..., Tensor], input: Tensor, number: float
) -> Tensor:
    """max(x, c) = clamp(x, c, ∞), min(x, c) = clamp(x, −∞, c), max(x, 0) = relu(x)"""
    if compute is aten.minimum.default:
        return torch.clamp(input, max=number)
    return torch.clamp(input, min=number) if number else torch.relu(input)


def constant_of_channels(node: fx.Node) -> Site:
    """An image and a constant that holds one value for each of its channels."""
    input, constant, options = _operands(node)
    is_first = node.target is aten.sub.Tensor and is_constant(input)
    if is_first:
        input, constant = constant, input
    shape = shape_of(input)
    if not is_constant(constant):
        raise NoPattern(say("it has no constant tensor"))
    if len(shape) != 4 or shape != shape_of(node) or not is_float(node):
        raise NoMatch(say("it computes no image of floating-point values"))
    across = ((1,) * 4 + shape_of(constant))[-4:]
    if across not in ((1, shape[1], 1, 1), (1, 1, 1, 1)):
        raise NoMatch(say("{name} differs within a channel", name=constant.name))
    arguments = {"compute": node.target, "input": input, "constant": constant}
    return Site(arguments | options | {"is_first": is_first}, (node,), node)


@rule(
    *_ARITHMETIC,
    title="Write the constant of each channel as a depthwise convolution",
    clears=("unsupported", "constant_operand"),
    site=constant_of_channels,
)
def constant_as_depthwise(
    compute: Callable[..., Tensor],
    input: Tensor,
    constant: Tensor,
    is_first: bool,
    alpha: float = 1,
) -> Tensor:
    """x · c = w ∗ x, w = c; x + c = 1 ∗ x + c, one 1×1 kernel per channel

    x / c has w = 1/c, x − c has the bias −c, c − x has w = −1.
    """
    channels = input.shape[1]
    values = constant.reshape(-1).expand(channels)
    if compute in (aten.mul.Tensor, aten.div.Tensor):
        kernel = values if compute is aten.mul.Tensor else values.reciprocal()
        return F.conv2d(input, kernel.reshape(-1, 1, 1, 1), groups=channels)
    ones = torch.ones(channels, 1, 1, 1, dtype=input.dtype)
    if is_first:
        return F.conv2d(input, -alpha * ones, values, groups=channels)
    sign = alpha if compute is aten.add.Tensor else -alpha
    return F.conv2d(input, ones, values * sign, groups=channels)


def clamped_by_tensors(node: fx.Node) -> Site:
    """A clamp between tensors, which may be constants of one number."""
    given: dict[str, Any] = dict(arguments_of(node))
    arguments: dict[str, Any] = {"input": given["self"]}
    for name, bound in (("low", given.get("min")), ("high", given.get("max"))):
        number = None if bound is None else number_in(bound)
        arguments[name] = bound if number is None else number
    return Site(arguments, (node,), node)


@rule(
    aten.clamp.Tensor,
    aten.clamp_min.Tensor,
    aten.clamp_max.Tensor,
    title="Write the clamp between tensors with extremes",
    clears=("unsupported", "number_bounds"),
    site=clamped_by_tensors,
)
def clamp_of_tensors_as_extremes(
    input: Tensor, low: Tensor | float | None, high: Tensor | float | None
) -> Tensor:
    """clamp(x, y, z) = min(max(x, y), z); by numbers it is a plain clamp"""
    if not isinstance(low, Tensor) and not isinstance(high, Tensor):
        return torch.clamp(input, low, high)
    if isinstance(low, Tensor):
        input = torch.maximum(input, low)
    elif low is not None:
        input = torch.clamp(input, min=low)
    if isinstance(high, Tensor):
        return torch.minimum(input, high)
    return input if high is None else torch.clamp(input, max=high)
