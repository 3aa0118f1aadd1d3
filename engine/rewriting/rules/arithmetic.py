# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Sums and differences."""

from __future__ import annotations

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule

aten = torch.ops.aten


def constant_minuend(node: fx.Node) -> Site:
    """A subtraction from a number or from a constant of one value."""
    given = arguments_of(node)
    reversed_ = node.target in (aten.rsub.Scalar, aten.rsub.Tensor)
    constant, tensor = given["other"], given["self"]
    if not reversed_:
        constant, tensor = tensor, constant
    if given.get("alpha", 1) != 1:
        raise NoMatch(f"alpha is {given['alpha']}")
    is_constant = isinstance(constant, fx.Node) and constant.op == "get_attr"
    if isinstance(constant, fx.Node) and not (is_constant and shape_of(constant) == ()):
        raise NoMatch("it subtracts from a tensor, not from a constant")
    return Site({"input": tensor, "constant": constant}, (node,), node)


@rule(
    aten.rsub.Scalar,
    aten.rsub.Tensor,
    aten.sub.Tensor,
    title="Write c − x as (x + (−c)) · (−1)",
    clears=("unsupported", "tensor_first"),
    site=constant_minuend,
)
def constant_minus_tensor(input: Tensor, constant: float | Tensor) -> Tensor:
    """c − x = (x + (−c)) · (−1)"""
    return (input + (-constant)) * (-1)
