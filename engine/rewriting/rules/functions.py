# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Functions of each value for itself in terms of plain ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.rewriting.value_bounds import known_bounds
from engine.sentence import say
from engine.targets.calls import is_float

aten = torch.ops.aten


def _whole_part(input: Tensor) -> Tensor:
    """Round toward zero."""
    return torch.floor(torch.relu(input)) - torch.floor(torch.relu(input * -1))


def _quotient_added(
    input: Tensor, tensor1: Tensor, tensor2: Tensor, value: float
) -> Tensor:
    quotient = tensor1 / tensor2
    return input + (quotient if value == 1 else quotient * value)


def _log_of_sum(input: Tensor, other: Tensor) -> Tensor:
    rest = torch.exp(torch.abs(input - other) * -1)
    return torch.maximum(input, other) + torch.log(rest + 1)


_FUNCTIONS: Mapping[Any, Callable[..., Tensor]] = {
    aten.log2.default: lambda input: torch.log(input) * (1 / math.log(2)),
    aten.log10.default: lambda input: torch.log(input) * (1 / math.log(10)),
    aten.rad2deg.default: lambda input: input * (180 / math.pi),
    aten.deg2rad.default: lambda input: input * (math.pi / 180),
    aten.trunc.default: _whole_part,
    aten.fix.default: _whole_part,
    aten.frac.default: lambda input: input - _whole_part(input),
    aten.sgn.default: torch.sign,
    aten.erfc.default: lambda input: torch.erf(input) * -1 + 1,
    aten.fmax.default: torch.maximum,
    aten.fmin.default: torch.minimum,
    aten.hypot.default: lambda input, other: torch.sqrt(input * input + other * other),
    aten.logaddexp.default: _log_of_sum,
    aten.addcdiv.default: _quotient_added,
    aten.lerp.Tensor: lambda input, end, weight: input + (end - input) * weight,
}


def named_function(node: fx.Node) -> Site:
    """A function of floating-point values, with its arguments."""
    given = dict(arguments_of(node))
    given["input"] = given.pop("self")
    if not is_float(node):
        raise NoMatch(say("it computes whole numbers"))
    return Site({"function": node.target} | given, (node,), node)


@rule(
    *_FUNCTIONS,
    title="Write the function with plain ones",
    site=named_function,
    nearby=True,
)
def function_as_plain_ones(function: object, **arguments: Any) -> Tensor:
    """log₂ x = log x · 1/log 2, hypot(x, y) = √(x² + y²), erfc x = 1 − erf x

    trunc x = ⌊relu x⌋ − ⌊relu −x⌋, frac x = x − trunc x, sgn x = sign x;
    addcdiv(x, y, z) = x + v·(y/z), lerp(x, y, w) = x + (y − x)·w;
    fmax(x, y) = max(x, y) where neither is NaN.
    """
    return _FUNCTIONS[function](**arguments)


@rule(
    aten.pow.Scalar,
    title="Write the power of a number with exp",
    clears=("unsupported", "number_exponent"),
)
def power_of_number_as_exponential(input: float, exponent: Tensor) -> Tensor:
    """a^x = exp(x · log a), for a > 0; float32 rounds several digits of large powers"""
    if input <= 0 or not exponent.is_floating_point():
        raise NoMatch(say("it takes powers of {base}, or whole ones", base=input))
    return torch.exp(exponent * math.log(input))


def number_power(node: fx.Node) -> Site:
    """A power whose exponent is a number."""
    given: dict[str, Any] = dict(arguments_of(node))
    power = float(given["exponent"])
    if not is_float(node) or (power.is_integer() and power not in (-1, -2)):
        raise NoMatch(say("its exponent {power} is no root or inverse", power=power))
    return Site({"input": given["self"], "power": power}, (node,), node)


@rule(
    aten.pow.Tensor_Scalar,
    title="Write the power with roots or exp",
    site=number_power,
    nearby=True,
)
def power_as_root(input: Tensor, power: float) -> Tensor:
    """x^(1/2) = √x, x^(−1) = 1/x, x^(3/2) = x·√x, and x^a = exp(a · log x) otherwise"""
    if power in (-1, -2):
        inverse = torch.reciprocal(input)
        return inverse if power == -1 else inverse * inverse
    if abs(power) == 0.5:
        root = torch.sqrt(input)
        return root if power > 0 else torch.reciprocal(root)
    if power == 1.5:
        return input * torch.sqrt(input)
    return torch.exp(torch.log(input) * power)


_ROUNDED_DIVISIONS = (
    aten.div.Tensor_mode,
    aten.div.Scalar_mode,
    aten.floor_divide.default,
    aten.floor_divide.Scalar,
    aten.remainder.Scalar,
    aten.fmod.Scalar,
)


def divided_by_number(node: fx.Node) -> Site:
    """A division that rounds, or what it leaves, by a power of two."""
    given: dict[str, Any] = dict(arguments_of(node))
    divisor, op = given["other"], str(node.target)
    rounding = given.get("rounding_mode", "floor")
    if not isinstance(divisor, (int, float)) or rounding is None:
        raise NoMatch(say("it divides by a tensor, or does not round"))
    if divisor == 0 or math.frexp(divisor)[0] not in (0.5, -0.5) or not is_float(node):
        raise NoMatch(
            say("{divisor} is no power of two, or it divides integers", divisor=divisor)
        )
    arguments = {
        "input": given["self"],
        "divisor": float(divisor),
        "toward_zero": "fmod" in op or rounding == "trunc",
        "rest": "fmod" in op or "remainder" in op,
    }
    return Site(arguments, (node,), node)


@rule(
    *_ROUNDED_DIVISIONS,
    title="Write the rounded division with floor",
    clears=("unsupported", "rounding_mode", "dtypes"),
    site=divided_by_number,
    nearby=True,
)
def rounded_division_with_floor(
    input: Tensor, divisor: float, toward_zero: bool, rest: bool
) -> Tensor:
    """x // c = ⌊x · (1/c)⌋, x % c = x − c·⌊x · (1/c)⌋, for powers of two c

    There float32 divides without rounding; a quotient just below a whole number stays.
    """
    quotient = input * (1 / divisor)
    whole = _whole_part(quotient) if toward_zero else torch.floor(quotient)
    return input - whole * divisor if rest else whole


_WHOLE = 2**22
"""Below it, half of one more than a multiple is far from the next in float32."""


def whole_division(node: fx.Node) -> Site:
    """A division of whole numbers that rounds, or what it leaves, by a number."""
    given: dict[str, Any] = dict(arguments_of(node))
    divisor, op = given["other"], str(node.target)
    rounding = given.get("rounding_mode", "floor")
    if is_float(node) or not isinstance(divisor, int) or not divisor:
        raise NoMatch(say("it does not divide whole numbers by one but 0"))
    bounds = known_bounds(given["self"])
    if bounds is None:
        raise NoMatch(
            say(
                "how large its whole numbers get is not known; float32 divides them "
                "exactly below {most}",
                most=_WHOLE,
            )
        )
    largest = int(max(map(abs, (*bounds, divisor))))
    if largest >= _WHOLE:
        raise NoMatch(
            say(
                "its whole numbers may reach {largest}; float32 divides them exactly "
                "below {most}",
                largest=largest,
                most=_WHOLE,
            )
        )
    arguments = {
        "input": given["self"],
        "divisor": divisor,
        "toward_zero": bounds[0] < 0 and ("fmod" in op or rounding == "trunc"),
        "rest": "fmod" in op or "remainder" in op,
    }
    return Site(arguments, (node,), node)


@rule(
    *_ROUNDED_DIVISIONS,
    title="Divide whole numbers as floating-point ones",
    clears=("unsupported", "rounding_mode", "dtypes"),
    site=whole_division,
    nearby=False,
)
def whole_division_with_floor(
    input: Tensor, divisor: int, toward_zero: bool, rest: bool
) -> Tensor:
    """x // c = ⌊(x + ½) · (1/c)⌋, x % c = x − c·(x // c), for whole |x|, |c| < 2²²

    (x + ½)/c lies at least ½/c from whole numbers, and float32 is off by less there.
    """
    whole = input.to(torch.float32)
    if toward_zero:
        size = torch.floor((torch.abs(whole) + 0.5) * (1 / abs(divisor)))
        quotient = size * torch.sign(whole * divisor)
    else:
        over = whole if divisor > 0 else whole * -1
        quotient = torch.floor((over + 0.5) * (1 / abs(divisor)))
    rounded = quotient.to(input.dtype)
    return input - rounded * divisor if rest else rounded


@rule(aten.sign.default, title="Write the sign with comparisons")
def sign_as_comparisons(input: Tensor) -> Tensor:
    """sign x = (x > 0) − (x < 0)"""
    above, below = (input > 0).to(input.dtype), (input < 0).to(input.dtype)
    return above - below


@rule(aten.abs.default, title="Write the magnitude with ReLU")
def magnitude_as_relus(input: Tensor) -> Tensor:
    """|x| = relu(x) + relu(−x)"""
    return torch.relu(input) + torch.relu(input * -1)


@rule(aten.round.default, title="Write rounding with floor and comparisons")
def round_as_floor(input: Tensor) -> Tensor:
    """round(x) = f + [d > ½] + [d = ½]·(f mod 2), f = ⌊x⌋, d = x − f

    A half goes to the even neighbour; f mod 2 = f − 2·⌊f · ½⌋, for finite x.
    """
    if not input.is_floating_point():
        raise NoMatch(say("it computes whole numbers"))
    below = torch.floor(input)
    rest = input - below
    odd = below - torch.floor(below * 0.5) * 2
    above, half = (rest > 0.5).to(input.dtype), (rest == 0.5).to(input.dtype)
    return below + above + half * odd
