# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Sums, differences, quotients and powers."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say
from engine.targets.calls import is_constant

aten = torch.ops.aten


def constant_minuend(node: fx.Node) -> Site:
    """A subtraction from a number, or from what follows from constants alone."""
    given: dict[str, Any] = dict(arguments_of(node))
    reversed_ = node.target in (aten.rsub.Scalar, aten.rsub.Tensor)
    constant, tensor = given["other"], given["self"]
    if not reversed_:
        constant, tensor = tensor, constant
    if isinstance(constant, fx.Node) and not is_constant(constant):
        raise NoMatch(say("it subtracts from a tensor, not from a constant"))
    if not isinstance(tensor, fx.Node):
        raise NoMatch(say("it subtracts a number from a constant"))
    arguments = {"input": tensor, "constant": constant, "alpha": given["alpha"]}
    return Site(arguments, (node,), node)


@rule(
    aten.rsub.Scalar,
    aten.rsub.Tensor,
    aten.sub.Tensor,
    title="Write c − x as (x + (−c)) · (−1)",
    clears=("unsupported", "tensor_first"),
    site=constant_minuend,
    nearby=True,
)
def constant_minus_tensor(
    input: Tensor, constant: float | Tensor, alpha: float
) -> Tensor:
    """c − x = (x + (−c)) · (−1), and c − a·x = (x + (−c/a)) · (−a)"""
    if alpha == 0:
        raise NoMatch(say("alpha is 0"))
    shift = constant * -1 if alpha == 1 else constant / -alpha
    return (input + shift) * -alpha


@rule(aten.neg.default, title="Write the negation as a product")
def negation_as_product(input: Tensor) -> Tensor:
    """−x = x · (−1)"""
    return input * -1


@rule(aten.sub.Tensor, title="Write the subtraction as an addition")
def subtraction_as_addition(
    input: Tensor, other: float | Tensor, alpha: float
) -> Tensor:
    """x − a·y = x + (−a)·y"""
    if isinstance(other, Tensor):
        wider = torch.result_type(input, other) != other.dtype
        if wider and not other.is_floating_point():
            raise NoMatch(say("it subtracts integers from another type"))
        return input + other * -alpha
    return input + -alpha * other


@rule(aten.div.Tensor, title="Write the division by a number as a product")
def division_as_product(input: Tensor, other: float | Tensor) -> Tensor:
    """x / c = x · (1/c)"""
    if isinstance(other, Tensor):
        raise NoMatch(say("it divides by a tensor, not by a number"))
    if other == 0 or not input.is_floating_point():
        raise NoMatch(say("it divides integers, or by {other}", other=other))
    return input * (1 / other)


def small_power(node: fx.Node) -> Site:
    """A square, or a power that a few products make."""
    given: dict[str, Any] = dict(arguments_of(node))
    power = given.get("exponent", 2)
    if power not in (2, 3, 4):
        raise NoMatch(say("{power} is no power from 2 to 4", power=power))
    return Site({"input": given["self"], "power": int(power)}, (node,), node)


@rule(
    aten.pow.Tensor_Scalar,
    aten.square.default,
    title="Write the power as products",
    site=small_power,
    nearby=True,
)
def power_as_products(input: Tensor, power: int) -> Tensor:
    """x² = x · x, x³ = x · x · x, x⁴ = x² · x²"""
    square = input * input
    return square if power == 2 else square * (input if power == 3 else square)


@rule(aten.rsqrt.default, title="Write one over a square root with two ops")
def rsqrt_as_quotient(input: Tensor) -> Tensor:
    """1/√x = 1 / (√x)"""
    return input.sqrt().reciprocal()
