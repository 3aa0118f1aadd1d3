"""Which ATen ops the integer machine has, and what each does to a grid."""

from __future__ import annotations

import operator
from math import inf
from typing import Any

import torch
from torch import fx

from engine.quantization.folding import (
    WEIGHT_AXIS,
    argument,
    constant_of,
    is_computed,
)
from engine.quantization.normalizing import HIDDEN, SOFTMAX
from engine.sentence import say

aten = torch.ops.aten

MOVING: frozenset[Any] = frozenset(
    {
        aten.reshape.default,
        aten.permute.default,
        aten.transpose.int,
        aten.slice.Tensor,
        aten.select.int,
        aten.unsqueeze.default,
        aten.squeeze.default,
        aten.squeeze.dim,
        aten.squeeze.dims,
        aten.expand.default,
        aten.split.Tensor,
        aten.split_with_sizes.default,
        aten.unbind.int,
        aten.pixel_shuffle.default,
        aten.pixel_unshuffle.default,
        aten.channel_shuffle.default,
        aten.flip.default,
        aten.roll.default,
        aten.repeat.default,
        aten.index_select.default,
        aten.max_pool2d.default,
        aten.relu.default,
        aten.upsample_nearest2d.vec,
        aten._upsample_nearest_exact2d.vec,
        operator.getitem,
    }
)
"""Ops whose result consists of values of their first input (and zero)."""

BLENDING: frozenset[Any] = frozenset({aten.upsample_bilinear2d.vec})
"""Ops whose result stays in the range of their input: rounded, on the same grid."""

TABLES: frozenset[Any] = frozenset(
    {
        aten.sigmoid.default,
        aten.silu.default,
        aten.tanh.default,
        aten.gelu.default,
        aten.hardsigmoid.default,
        aten.hardswish.default,
        aten.hardtanh.default,
        aten.relu6.default,
        aten.leaky_relu.default,
        aten.elu.default,
        aten.softplus.default,
        aten.mish.default,
        aten.clamp.default,
        aten.clamp_min.default,
        aten.exp.default,
        aten.log.default,
        aten.sqrt.default,
        aten.rsqrt.default,
        aten.reciprocal.default,
        aten.abs.default,
        aten.neg.default,
        aten.erf.default,
        aten.sin.default,
        aten.cos.default,
        aten.pow.Tensor_Scalar,
    }
)
"""Functions of one number: a table with one entry per integer."""

_ARITHMETIC: frozenset[Any] = frozenset(
    {
        aten.add.Tensor,
        aten.mul.Tensor,
        aten.matmul.default,
        aten.bmm.default,
        aten.mm.default,
        aten.cat.default,
        aten.sum.dim_IntList,
        aten.mean.dim,
        aten.avg_pool2d.default,
        aten.adaptive_avg_pool2d.default,
    }
    | SOFTMAX
)
_BEFORE_RECTIFIER = frozenset(WEIGHT_AXIS) | {aten.add.Tensor, aten.mul.Tensor}
_CONV_TYPES = frozenset(WEIGHT_AXIS)


def moves_integers(node: fx.Node) -> bool:
    """Whether the node passes its first input's grid on."""
    if node.target in (aten.constant_pad_nd.default, aten.pad.default):
        return _pads_with_zeros(node)
    return node.target in MOVING or node.target in BLENDING


def is_rectifier(node: fx.Node) -> bool:
    """Whether the node cuts off below zero, and above at most at a constant."""
    if node.target in (aten.relu.default, aten.relu6.default):
        return True
    if node.target in (aten.clamp.default, aten.hardtanh.default):
        return bool(argument(node, 1) == 0)
    return bool(node.target is aten.clamp_min.default and argument(node, 1) == 0)


def highest_of(node: fx.Node) -> float:
    """Where a rectifier cuts off above, infinity where it does not."""
    if node.target is aten.relu6.default:
        return 6.0
    if node.target in (aten.clamp.default, aten.hardtanh.default):
        highest = argument(
            node, 2, 1.0 if node.target is aten.hardtanh.default else None
        )
        return inf if highest is None else float(highest)
    return inf


def merges_rectifier(node: fx.Node) -> bool:
    """Whether the node's kernel can cut off below zero before it rounds."""
    return node.target in _BEFORE_RECTIFIER


def why_no_kernel(model: fx.GraphModule, node: fx.Node) -> str:
    """Why no integer kernel runs this node, empty if one does."""
    target = node.target
    if target in _CONV_TYPES:
        return _why_not_weighted(model, node)
    if target in (aten.add.Tensor, aten.mul.Tensor):
        if node.kwargs.get("alpha", 1) != 1:
            return say("adds a multiple of its second operand")
        return _why_not_operands(node)
    if target in (aten.avg_pool2d.default, aten.adaptive_avg_pool2d.default):
        return _why_not_pooled(node)
    if target is aten.layer_norm.default:
        computed = any(is_computed(model, argument(node, i)) for i in (2, 3))
        return say("its weight or bias is computed by the network") if computed else ""
    if target is aten.batch_norm.default:
        return say("what it normalizes by is computed by the network")
    if target in TABLES or target in _ARITHMETIC:
        return _why_not_operands(node)
    return say("{op} has no integer kernel", op=target)


def adds_mask(model: fx.GraphModule, node: fx.Node, operand: fx.Node) -> bool:
    """Whether a sum adds an operand, computed outside the integers, to hide scores.

    Next to its large numbers the step of a common grid would be too coarse.
    """
    if node.target is not aten.add.Tensor:
        return False
    stored = constant_of(model, operand)
    if stored is not None and not stored.isfinite().all():
        return True
    return _leads_to_softmax(node) and (
        stored is None or bool((stored < -HIDDEN).any())
    )


def _leads_to_softmax(node: fx.Node) -> bool:
    return bool(node.users) and all(
        user.target in SOFTMAX
        or ((moves_integers(user) or enlarges(user)) and _leads_to_softmax(user))
        for user in node.users
    )


def enlarges(node: fx.Node) -> float:
    """The positive number a node multiplies a tensor by, 0 where it does not."""
    number = scalar_of(node)
    if number is None or number <= 0:
        return 0.0
    if node.target is aten.div.Tensor and isinstance(node.args[0], fx.Node):
        return 1 / number
    return number if node.target is aten.mul.Tensor else 0.0


def scalar_of(node: fx.Node) -> float | None:
    """The number a sum, product or quotient has as one operand, None without one."""
    numbers = [a for a in node.args[:2] if isinstance(a, (int, float))]
    return float(numbers[0]) if len(numbers) == 1 else None


def _why_not_operands(node: fx.Node) -> str:
    """Why an operand has no range to put on a grid; a stored one always has."""
    for source in node.all_input_nodes:
        kind = str(source.meta["val"].dtype).removeprefix("torch.")
        if kind != "float32" and source.op != "get_attr":
            return say(
                "its operand {name} is {kind}, not float32", name=source.name, kind=kind
            )
    return ""


def _why_not_pooled(node: fx.Node) -> str:
    if node.target is aten.adaptive_avg_pool2d.default:
        return say("its windows differ in size") if _is_uneven(node) else ""
    odd = argument(node, 4, False) or argument(node, 6) is not None
    return say("pools with ceil_mode or a divisor of its own") if odd else ""


def _why_not_weighted(model: fx.GraphModule, node: fx.Node) -> str:
    if is_computed(model, node.args[1]):
        return say("its weight is computed by the network")
    if node.args[1].meta["val"].dim() < 2:  # type: ignore[union-attr]
        return say("its weight is a single row")
    if is_computed(model, argument(node, 2)):
        return say("its bias is computed by the network")
    if node.target is aten.conv_transpose2d.input and argument(node, 6, 1) > 1:
        return say("transposed convolutions with groups have no integer kernel")
    return ""


def _is_uneven(node: fx.Node) -> bool:
    source = node.all_input_nodes[0].meta["val"].shape[-2:]
    size = node.meta["val"].shape[-2:]
    return any(a % b for a, b in zip(source, size, strict=True))


def _pads_with_zeros(node: fx.Node) -> bool:
    if node.target is aten.constant_pad_nd.default:
        return bool(argument(node, 2, 0) == 0)
    return bool(argument(node, 2, "constant") != "constant" or not argument(node, 3))
