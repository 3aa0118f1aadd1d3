# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Normalization: batch norm with frozen statistics, layer norm."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten
_CONVOLUTIONS = (
    aten.conv1d.default,
    aten.conv2d.default,
    aten.conv3d.default,
    aten.conv1d.padding,
    aten.conv2d.padding,
    aten.conv3d.padding,
)
_TRANSPOSED = (
    aten.conv_transpose1d.default,
    aten.conv_transpose2d.input,
    aten.conv_transpose3d.input,
)
_NORM = ("weight", "bias", "running_mean", "running_var", "training", "eps")


def normalized_product(node: fx.Node) -> Site:
    """A batch norm that is all that reads a convolution or a linear op."""
    norm = arguments_of(node)
    product = norm["input"]
    foldable = (*_CONVOLUTIONS, *_TRANSPOSED, aten.linear.default)
    if not isinstance(product, fx.Node) or product.target not in foldable:
        raise NoMatch(say("no convolution comes before it"))
    if len(product.users) > 1:
        others = [user.name for user in product.users if user is not node]
        raise NoMatch(say("{others} reads the convolution too", others=others[0]))
    found = arguments_of(product)
    if product.target is aten.linear.default and len(shape_of(product)) != 2:
        raise NoMatch(say("it normalizes another axis than the linear op yields"))
    _refuse_no_batch(product)
    if not all(_is_constant(found[key]) for key in ("weight", "bias")):
        raise NoMatch(say("the weights of {name} are computed", name=product.name))
    arguments = {
        "convolve": product.target,
        "input": found["input"],
        "kernel": found["weight"],
        "kernel_bias": found["bias"],
        "geometry": list(found.values())[3:],
        **{key: norm[key] for key in _NORM},
    }
    return Site(arguments, (node,), product)


def norm_before_convolution(node: fx.Node) -> Site:
    """A batch norm that one convolution without padding, or one linear op, reads."""
    reader = next(iter(node.users))
    readers = (*_CONVOLUTIONS, *_TRANSPOSED, aten.linear.default)
    is_transposed = reader.target in _TRANSPOSED
    if len(node.users) == 1 and is_transposed and not _is_pointwise(reader):
        raise NoMatch(
            say(
                "each place of the kernel of {name} would need a bias of its own",
                name=reader.name,
            )
        )
    if len(node.users) > 1 or reader.target not in readers:
        raise NoMatch(
            say("{name} reads it, not one convolution alone", name=reader.name)
        )
    found: dict[str, Any] = dict(arguments_of(reader))
    norm = arguments_of(node)
    if found["input"] is not node or not _is_constant(found["weight"]):
        raise NoMatch(say("the weights of {name} are computed", name=reader.name))
    _refuse_no_batch(reader)
    if not is_transposed and _pads(found):
        raise NoMatch(
            say("{name} pads with zeros, which were not normalized", name=reader.name)
        )
    if reader.target is aten.linear.default and len(shape_of(node)) != 2:
        raise NoMatch(say("it normalizes another axis than the linear op reads"))
    arguments = {
        "convolve": reader.target,
        "input": norm["input"],
        "kernel": found["weight"],
        "kernel_bias": found["bias"],
        "geometry": list(found.values())[3:],
        **{key: norm[key] for key in _NORM},
    }
    return Site(arguments, (reader,), reader)


def _is_pointwise(node: fx.Node) -> bool:
    """Whether each value of a transposed convolution comes of one place alone."""
    given: dict[str, Any] = dict(arguments_of(node))
    size, stride = shape_of(given["weight"])[2:], given["stride"]
    return {*size, *stride} == {1} and not any(given["output_padding"])


def _refuse_no_batch(product: fx.Node) -> None:
    """Decline where a batch norm and a convolution differ in the axis of channels."""
    ranks = [len(shape_of(each)) for each in product.all_input_nodes[:2]]
    if product.target is not aten.linear.default and ranks[0] != ranks[1]:
        raise NoMatch(
            say("{name} convolves one image without a batch axis", name=product.name)
        )


def _pads(found: dict[str, Any]) -> bool:
    """Whether a convolution, or a linear op, puts zeros around what it reads."""
    padding = found.get("padding", 0)
    if padding == "same":
        return any(size > 1 for size in shape_of(found["weight"])[2:])
    sides = padding if isinstance(padding, (list, tuple)) else [padding]
    return padding != "valid" and any(sides)


def _is_constant(value: object) -> bool:
    return value is None or (isinstance(value, fx.Node) and value.op == "get_attr")


@rule(
    aten.batch_norm.default,
    title="Fold batch norm into the convolution",
    clears=("unsupported", "rank"),
    site=normalized_product,
)
def fold_batch_norm(
    convolve: Callable[..., Tensor],
    input: Tensor,
    kernel: Tensor,
    kernel_bias: Tensor | None,
    geometry: list[Any],
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor,
    running_var: Tensor,
    training: bool,
    eps: float,
) -> Tensor:
    """bn(w ∗ x + b) = (a·w) ∗ x + (a·(b − μ) + β), a = γ / √(σ² + ε)"""
    scale, shift = affine(weight, bias, running_mean, running_var, training, eps)
    if convolve in _TRANSPOSED:
        by_group = scale.reshape(geometry[-2], 1, -1, *[1] * (kernel.dim() - 2))
        parts = kernel.reshape(geometry[-2], -1, *kernel.shape[1:])
        kernel = (parts * by_group).reshape(kernel.shape)
    else:
        kernel = kernel * scale.reshape(-1, *[1] * (kernel.dim() - 1))
    moved = shift if kernel_bias is None else kernel_bias * scale + shift
    return convolve(input, kernel, moved, *geometry)


@rule(
    aten.batch_norm.default,
    title="Fold batch norm into the convolution after it",
    clears=("rank",),
    site=norm_before_convolution,
)
def fold_batch_norm_forward(
    convolve: Callable[..., Tensor],
    input: Tensor,
    kernel: Tensor,
    kernel_bias: Tensor | None,
    geometry: list[Any],
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor,
    running_var: Tensor,
    training: bool,
    eps: float,
) -> Tensor:
    """w ∗ (a·x + s) + b = (w·a) ∗ x + (b + Σ w·s), without padding"""
    scale, shift = affine(weight, bias, running_mean, running_var, training, eps)
    is_transposed = convolve in _TRANSPOSED
    groups = geometry[-2 if is_transposed else -1] if geometry else 1
    tail = [1] * (kernel.dim() - 2)
    parts = kernel.reshape(groups, -1, *kernel.shape[1:])
    by_input = (groups, -1, 1, *tail) if is_transposed else (groups, 1, -1, *tail)
    shifted = parts * shift.reshape(by_input)
    shifted = shifted.transpose(1, 2) if is_transposed else shifted
    added = shifted.flatten(2).sum(2).reshape(-1)
    scaled = (parts * scale.reshape(by_input)).reshape(kernel.shape)
    moved = added if kernel_bias is None else kernel_bias + added
    return convolve(input, scaled, moved, *geometry)


@rule(
    aten.batch_norm.default,
    title="Write batch norm as a depthwise convolution",
    clears=(),
)
def batch_norm_as_depthwise(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor,
    running_var: Tensor,
    training: bool,
    eps: float,
) -> Tensor:
    """bn(x) = w ∗ x + (β − a·μ), w = a = γ / √(σ² + ε), one 1×1 kernel per channel"""
    if input.dim() != 4:
        raise NoMatch(say("its input has {dim} dimensions, not 4", dim=input.dim()))
    scale, shift = affine(weight, bias, running_mean, running_var, training, eps)
    kernel = scale.reshape(-1, 1, 1, 1)
    return F.conv2d(input, kernel, shift, groups=input.shape[1])


@rule(
    aten.layer_norm.default,
    title="Write layer norm with means",
    clears=("unsupported", "max_plane", "max_axes"),
)
def layer_norm_as_means(
    input: Tensor,
    normalized_shape: list[int],
    weight: Tensor | None,
    bias: Tensor | None,
    eps: float,
    cudnn_enable: bool,
) -> Tensor:
    """ln(x) = c·(mean(c²) + ε)^(−1/2)·γ + β, c = x − mean(x)"""
    axes = list(range(-len(normalized_shape), 0))
    centred = input - input.mean(axes, keepdim=True)
    power = (centred * centred).mean(axes, keepdim=True)
    normal = centred * torch.rsqrt(power + eps)
    normal = normal if weight is None else normal * weight
    return normal if bias is None else normal + bias


@rule(aten.batch_norm.default, title="Write batch norm as multiply and add")
def batch_norm_as_affine(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor,
    running_var: Tensor,
    training: bool,
    eps: float,
) -> Tensor:
    """bn(x) = a·x + (β − a·μ), a = γ / √(σ² + ε)"""
    scale, shift = affine(weight, bias, running_mean, running_var, training, eps)
    shape = (1, -1, *[1] * (input.dim() - 2))
    return input * scale.reshape(shape) + shift.reshape(shape)


@rule(
    aten.batch_norm.default,
    title="Normalize a batch with 4 dimensions",
    clears=("rank",),
)
def batch_norm_with_four_dimensions(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor,
    running_var: Tensor,
    training: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool,
) -> Tensor:
    """bn(x) = reshape(bn(reshape(x))), channels behind the batch as in an image"""
    if input.dim() not in (2, 3):
        raise NoMatch(
            say("its input has {dim} dimensions, not 2 or 3", dim=input.dim())
        )
    pixels = input.reshape(*input.shape[:2], 1, math.prod(input.shape[2:]))
    statistics = (weight, bias, running_mean, running_var)
    options = (training, momentum, eps, cudnn_enabled)
    return torch.batch_norm(pixels, *statistics, *options).reshape(input.shape)


@rule(
    aten.layer_norm.default,
    title="Normalize layers with 4 dimensions",
    clears=("rank",),
)
def layer_norm_with_four_dimensions(
    input: Tensor,
    normalized_shape: list[int],
    weight: Tensor | None,
    bias: Tensor | None,
    eps: float,
    cudnn_enable: bool,
) -> Tensor:
    """ln(x) = reshape(ln(reshape(x))), the normalized axes last"""
    if input.dim() > 3:
        raise NoMatch(
            say("its input has {dim} dimensions, not fewer than 4", dim=input.dim())
        )
    image = input.reshape(*[1] * (4 - input.dim()), *input.shape)
    normal = F.layer_norm(image, normalized_shape, weight, bias, eps)
    return normal.reshape(input.shape)


def affine(
    weight: Tensor | None,
    bias: Tensor | None,
    mean: Tensor,
    variance: Tensor,
    training: bool,
    eps: float,
) -> tuple[Tensor, Tensor]:
    """Scale and shift per channel of a batch norm with frozen statistics."""
    if training:
        raise NoMatch(say("it takes the statistics of each batch itself"))
    scale = torch.rsqrt(variance + eps)
    scale = scale if weight is None else scale * weight
    shift = -mean * scale
    return scale, shift if bias is None else shift + bias
