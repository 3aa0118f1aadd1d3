# ruff: noqa: D415  (a docstring here is the algebra)
"""Likeness and distance of vectors."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.rewriting.rule import NoMatch, rule
from engine.sentence import say

aten = torch.ops.aten


@rule(aten.cosine_similarity.default, title="Write the cosine with sums of products")
def cosine_as_products(x1: Tensor, x2: Tensor, dim: int, eps: float) -> Tensor:
    """cos(x, y) = Σ (x / max(‖x‖, ε)) · (y / max(‖y‖, ε)), ‖x‖ = √ Σ x²"""

    def normal(vectors: Tensor) -> Tensor:
        length = torch.sqrt((vectors * vectors).sum(dim, keepdim=True))
        return vectors / torch.clamp(length, min=eps)

    return (normal(x1) * normal(x2)).sum(dim)


@rule(
    aten.pairwise_distance.default,
    title="Write the distance with a sum of squares",
)
def distance_as_square_root(
    x1: Tensor, x2: Tensor, p: float, eps: float, keepdim: bool
) -> Tensor:
    """d(x, y) = √ Σ (x − y + ε)²"""
    _refuse_other_order(p)
    difference = x1 - x2 + eps
    return torch.sqrt((difference * difference).sum(-1, keepdim=keepdim))


@rule(
    aten.cdist.default,
    title="Write the distances of all pairs with sums of squares",
)
def distances_as_square_roots(
    x1: Tensor, x2: Tensor, p: float, compute_mode: int | None
) -> Tensor:
    """d(x, y)ᵢⱼ = √ Σ (xᵢ − yⱼ)²

    Torch may take ‖x‖² + ‖y‖² − 2x·y instead, which loses small distances.
    """
    _refuse_other_order(p)
    difference = x1.unsqueeze(-2) - x2.unsqueeze(-3)
    if difference.dim() > 4:
        raise NoMatch(say("all pairs of it have 5 dimensions or more"))
    return torch.sqrt((difference * difference).sum(-1))


def _refuse_other_order(order: float) -> None:
    if order != 2:
        raise NoMatch(say("it is the norm of order {ord}, not 2", ord=order))
