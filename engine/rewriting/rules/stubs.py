# ruff: noqa: D415  (a docstring here is the algebra)
"""Quant and dequant stubs."""

from __future__ import annotations

import torch
from torch import Tensor, fx

from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say


def doubled_stub(node: fx.Node) -> Site:
    """A stub right after one of its kind."""
    (first,) = node.all_input_nodes
    if first.target is not node.target:
        raise NoMatch(say("no stub of its kind comes before it"))
    return Site({"input": first}, (node,), node)


@rule(
    torch.ops.npu.quant.default,
    torch.ops.npu.dequant.default,
    title="Drop the doubled stub",
    clears=("doubled_stub",),
    site=doubled_stub,
)
def merge_stubs(input: Tensor) -> Tensor:
    """quant(quant(x)) = quant(x)"""
    return input
