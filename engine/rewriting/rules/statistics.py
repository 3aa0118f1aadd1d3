# ruff: noqa: D415  (a docstring here is the algebra)
"""Normalization by statistics of the value itself, and attention, step by step."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, computed_constant, one_op, rule
from engine.sentence import say
from engine.targets.calls import dtype_of, op_name

aten = torch.ops.aten


@rule(aten.group_norm.default, title="Write group norm with means")
def group_norm_as_means(
    input: Tensor,
    num_groups: int,
    weight: Tensor | None,
    bias: Tensor | None,
    eps: float,
    cudnn_enabled: bool,
) -> Tensor:
    """gn(x) = c·(mean(c²) + ε)^(−1/2)·γ + β, c = x − mean(x) in each group"""
    grouped = input.reshape(input.shape[0], num_groups, 1, -1)
    normal = _normal(grouped, [3], eps).reshape(input.shape)
    return _scaled(normal, weight, bias)


@rule(aten.instance_norm.default, title="Write instance norm with means")
def instance_norm_as_means(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    use_input_stats: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool,
) -> Tensor:
    """in(x) = c·(mean(c²) + ε)^(−1/2)·γ + β, c = x − mean(x) in each channel"""
    if not use_input_stats:
        raise NoMatch(say("it normalizes with saved statistics"))
    axes = list(range(2, input.dim()))
    return _scaled(_normal(input, axes, eps), weight, bias)


@rule(
    aten.batch_norm.default,
    title="Write batch norm of the batch itself with means",
    clears=("unsupported", "running_statistics"),
)
def batch_norm_as_means(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    training: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool,
) -> Tensor:
    """bn(x) = c·(mean(c²) + ε)^(−1/2)·γ + β, c = x − mean(x) in each channel

    So it is without running statistics; the means go over the batch as well.
    """
    if not training:
        raise NoMatch(say("it normalizes with saved statistics"))
    axes = [axis for axis in range(input.dim()) if axis != 1]
    if input.shape[0] == 1 and axes[1:]:
        axes = axes[1:]
    return _scaled(_normal(input, axes, eps), weight, bias)


@rule(aten.rms_norm.default, title="Write RMS norm with a mean")
def rms_norm_as_mean(
    input: Tensor,
    normalized_shape: list[int],
    weight: Tensor | None,
    eps: float | None,
) -> Tensor:
    """rms(x) = x·(mean(x²) + ε)^(−1/2)·γ"""
    axes = list(range(-len(normalized_shape), 0))
    small = torch.finfo(input.dtype).eps if eps is None else eps
    power = (input * input).mean(axes, keepdim=True)
    normal = input * torch.rsqrt(power + small)
    return normal if weight is None else normal * weight


@rule(aten.linalg_vector_norm.default, title="Write the norm with a sum of squares")
def norm_as_square_root(
    input: Tensor, ord: float, dim: list[int] | None, keepdim: bool
) -> Tensor:
    """‖x‖ = √ Σ x²"""
    if ord != 2:
        raise NoMatch(say("it is the norm of order {ord}, not 2", ord=ord))
    axes = list(range(input.dim())) if dim is None else dim
    return torch.sqrt((input * input).sum(axes, keepdim=keepdim))


@rule(
    aten.linalg_vector_norm.default,
    title="Write the norm with magnitudes",
    clears=("unsupported", "norm_orders"),
)
def norm_of_magnitudes(
    input: Tensor, ord: float, dim: list[int] | None, keepdim: bool
) -> Tensor:
    """‖x‖₁ = Σ |x|, of order ∞ max |x|, of order −∞ min |x|"""
    if ord not in (1, math.inf, -math.inf):
        raise NoMatch(say("it is the norm of order {ord}", ord=ord))
    axes = list(range(input.dim())) if dim is None else dim
    reduce = torch.sum if ord == 1 else torch.amax if ord > 0 else torch.amin
    return reduce(torch.abs(input), axes, keepdim)


def attended(node: fx.Node) -> Site:
    """An attention whose every query is known to see a key."""
    found, mask = one_op(node), arguments_of(node)["attn_mask"]
    if isinstance(mask, fx.Node) and dtype_of(mask) is torch.bool:
        model = node.graph.owning_module
        chosen = None if model is None else computed_constant(model, mask)
        if chosen is None:
            raise NoMatch(say("its mask is computed while the network runs"))
        if not chosen.any(-1).all():
            raise NoMatch(say("its mask hides every key from some queries"))
    return found


@rule(
    aten.scaled_dot_product_attention.default,
    title="Write attention as matrix products and a softmax",
    site=attended,
)
def attention_as_products(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None,
    is_causal: bool,
    scale: float | None,
    enable_gqa: bool,
) -> Tensor:
    """attention(q, k, v) = softmax(q·kᵀ · 1/√d + mask) · v

    The mask is −10⁹ where a key is hidden, of which a softmax makes 0 as of −∞. Of a
    query that a mask of −∞ hides every key from, torch yields 0, the products NaN.
    """
    if enable_gqa:
        raise NoMatch(say("its heads share keys"))
    hidden = max(-1e9, torch.finfo(query.dtype).min / 2)
    if is_causal:
        sizes = query.shape[-2], key.shape[-2]
        attn_mask = torch.full(sizes, hidden, dtype=query.dtype).triu(1)
    elif attn_mask is not None and not attn_mask.is_floating_point():
        seen = torch.zeros([], dtype=query.dtype)
        attn_mask = torch.where(attn_mask, seen, seen + hidden)
    factor = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    likeness = torch.matmul(query, key.transpose(-2, -1)) * factor
    masked = likeness if attn_mask is None else likeness + attn_mask
    return torch.matmul(torch.softmax(masked, -1), value)


def spread(node: fx.Node) -> Site:
    """A variance or standard deviation along axes, with the mean where it is read."""
    given: dict[str, Any] = dict(arguments_of(node))
    rank = max(1, len(shape_of(given["self"])))
    axes = [axis % rank for axis in given["dim"] or range(rank)]
    unbiased = given.get("unbiased", True)
    correction = given["correction"] if "correction" in given else int(unbiased)
    op = op_name(node)
    both = op.endswith("_mean")
    parts = tuple(node.users) if both else (node,)
    arguments = {
        "input": given["self"],
        "axes": axes,
        "correction": 1 if correction is None else correction,
        "keepdim": bool(given["keepdim"]),
        "root": op.startswith("aten.std"),
        "means": [part.args[1] == 1 if both else False for part in parts],
    }
    return Site(arguments, parts, node)


@rule(
    aten.var.dim,
    aten.var.correction,
    aten.std.dim,
    aten.std.correction,
    aten.var_mean.dim,
    aten.var_mean.correction,
    aten.std_mean.dim,
    aten.std_mean.correction,
    title="Write the variance with means",
    site=spread,
)
def variance_as_means(
    input: Tensor,
    axes: list[int],
    correction: float,
    keepdim: bool,
    root: bool,
    means: list[bool],
) -> tuple[Tensor, ...]:
    """var(x) = mean(c²)·n/(n − k), c = x − mean(x), std(x) = √var(x)"""
    mean = input.mean(axes, keepdim=True)
    centred = input - mean
    variance = (centred * centred).mean(axes, keepdim=keepdim)
    count = math.prod(input.shape[axis] for axis in axes)
    if correction:
        variance = variance * (count / (count - correction))
    variance = variance.sqrt() if root else variance
    if not keepdim:
        mean = input.mean(axes)
    return tuple(mean if is_mean else variance for is_mean in means)


def _normal(input: Tensor, axes: list[int], eps: float) -> Tensor:
    centred = input - input.mean(axes, keepdim=True)
    power = (centred * centred).mean(axes, keepdim=True)
    return centred * torch.rsqrt(power + eps)


def _scaled(normal: Tensor, weight: Tensor | None, bias: Tensor | None) -> Tensor:
    shape = (1, -1, *[1] * (normal.dim() - 2))
    scaled = normal if weight is None else normal * weight.reshape(shape)
    return scaled if bias is None else scaled + bias.reshape(shape)
