# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Activation functions that were written out with exp or erf."""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of
from engine.rewriting.logits import exponent_in
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.operands import number_in
from engine.sentence import say

aten = torch.ops.aten
_ROOT = math.sqrt(0.5)
_NEAR = 2e-5
"""How far written digits of 1/√2 may be from it."""


def _number(given: object) -> float | None:
    if isinstance(given, fx.Node):
        return number_in(given)
    return float(given) if isinstance(given, (int, float)) else None


def _scaled(node: fx.Node) -> tuple[fx.Node, float] | None:
    """What a node multiplies or divides by one number, and by which number."""
    if node.target not in (aten.mul.Tensor, aten.div.Tensor):
        return None
    given: dict[str, Any] = dict(arguments_of(node))
    first, second = given["self"], given["other"]
    factor = _number(second)
    if factor is None and node.target is aten.mul.Tensor:
        first, factor = second, _number(first)
    if not factor or not isinstance(first, fx.Node):
        return None
    return first, factor if node.target is aten.mul.Tensor else 1 / factor


def _source(node: fx.Node, until: fx.Node | None = None) -> tuple[fx.Node, float]:
    """Follow factors back, to a node where one is named: the value and the factor."""
    factor = 1.0
    while node is not until and (found := _scaled(node)):
        node, factor = found[0], factor * found[1]
    return node, factor


def _only_user(node: fx.Node) -> fx.Node | None:
    users = list(node.users)
    return users[0] if len(users) == 1 else None


def _line(erf: fx.Node) -> tuple[fx.Node, float, float]:
    """Follow a·erf + b forward as long as numbers make it: the end, a and b."""
    node, slope, offset = erf, 1.0, 0.0
    while (user := _only_user(node)) is not None:
        scaled = _scaled(user)
        given: dict[str, Any] = dict(arguments_of(user))
        if scaled is not None and scaled[0] is node:
            slope, offset = slope * scaled[1], offset * scaled[1]
        elif user.target is aten.add.Tensor and given["alpha"] == 1:
            others = [each for each in user.args if each is not node]
            number = _number(others[0]) if len(others) == 1 else None
            if number is None:
                return node, slope, offset
            offset += number
        else:
            return node, slope, offset
        node = user
    return node, slope, offset


def written_out_gelu(node: fx.Node) -> Site:
    """The erf in a product of x with 1 + erf(x/√2), and the numbers around it."""
    line, slope, offset = _line(node)
    product = _only_user(line)
    others = [] if product is None else [x for x in product.args if x is not line]
    if product is None or product.target is not aten.mul.Tensor or not others:
        raise NoPattern(say("no product with 1 + erf(x/√2) follows it"))
    other = others[0]
    assert isinstance(other, fx.Node)
    input, factor = _source(node.all_input_nodes[0], until=other)
    value, share = _source(other, until=input)
    is_half_root = abs(factor / _ROOT - 1) < _NEAR
    if value is not input or not is_half_root or abs(slope - offset) > _NEAR * slope:
        raise NoMatch(say("it is no product of x with 1 + erf(x/√2)"))
    end, total = product, 2 * share * slope
    while (user := _only_user(end)) is not None and abs(total - 1) > _NEAR:
        scaled = _scaled(user)
        if scaled is None or scaled[0] is not end:
            break
        end, total = user, total * scaled[1]
    total = 1.0 if abs(total - 1) < _NEAR else total
    return Site({"input": input, "total": total}, (end,), node)


@rule(
    aten.erf.default,
    title="Write the product with erf as GELU",
    site=written_out_gelu,
)
def product_as_gelu(input: Tensor, total: float) -> Tensor:
    """x · 1/2 · (1 + erf(x/√2)) = gelu(x)"""
    scores = F.gelu(input)
    return scores if total == 1 else scores * total


def quotient_of_exponential(node: fx.Node) -> Site:
    """A quotient of exp(x) and 1 + exp(x)."""
    given: dict[str, Any] = dict(arguments_of(node))
    first, input = given["self"], exponent_in(given["other"])
    is_power = isinstance(first, fx.Node) and first.target is aten.exp.default
    if input is None or not is_power or first.all_input_nodes[0] is not input:
        raise NoPattern(say("it does not divide exp(x) by 1 + exp(x)"))
    return Site({"input": input}, (node,), node)


@rule(
    aten.div.Tensor,
    title="Write the quotient of exponentials as a sigmoid",
    site=quotient_of_exponential,
)
def exponential_quotient_as_sigmoid(input: Tensor) -> Tensor:
    """exp(x) / (1 + exp(x)) = σ(x)

    Of 1 + exp(x) float32 rounds several digits, and beyond 88 it holds neither.
    """
    return torch.sigmoid(input)
