"""Ops that torch has several names for, by the one name that the rest reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import torch
from torch import fx

aten = torch.ops.aten

_PERMUTATIONS = {
    aten.movedim.int,
    aten.movedim.intlist,
    aten.moveaxis.int,
    aten.moveaxis.intlist,
    aten.swapaxes.default,
    aten.swapdims.default,
    aten.mT.default,
    aten.adjoint.default,
    aten.numpy_T.default,
}
_SAME: dict[object, torch._ops.OpOverload] = {
    aten.max.other: aten.maximum.default,
    aten.min.other: aten.minimum.default,
    aten.concat.default: aten.cat.default,
    aten.concatenate.default: aten.cat.default,
    aten.multiply.Tensor: aten.mul.Tensor,
    aten.subtract.Tensor: aten.sub.Tensor,
    aten.divide.Tensor: aten.div.Tensor,
    aten.true_divide.Tensor: aten.div.Tensor,
    aten.clip.default: aten.clamp.default,
    aten.clip.Tensor: aten.clamp.Tensor,
    aten.absolute.default: aten.abs.default,
    aten.negative.default: aten.neg.default,
    aten.greater.Scalar: aten.gt.Scalar,
    aten.greater.Tensor: aten.gt.Tensor,
    aten.greater_equal.Scalar: aten.ge.Scalar,
    aten.greater_equal.Tensor: aten.ge.Tensor,
    aten.less.Scalar: aten.lt.Scalar,
    aten.less.Tensor: aten.lt.Tensor,
    aten.less_equal.Scalar: aten.le.Scalar,
    aten.less_equal.Tensor: aten.le.Tensor,
    aten.not_equal.Scalar: aten.ne.Scalar,
    aten.not_equal.Tensor: aten.ne.Tensor,
    aten.special_expit.default: aten.sigmoid.default,
    aten.special_softmax.default: aten.softmax.int,
    aten.arctan.default: aten.atan.default,
    aten.unsafe_split.Tensor: aten.split.Tensor,
}
"""Names for one op that takes the same arguments."""
_SIDES = {aten.hsplit.int: 1, aten.vsplit.int: 0, aten.dsplit.int: 2}


def spell_alias(node: fx.Node) -> None:
    """Give an op its one name, with arguments that mean the same."""
    target = node.target
    if target in _PERMUTATIONS:
        _as_permutation(node)
    elif target in _SAME:
        node.target = _SAME[target]
    elif target in _SIDES:
        _as_split(node, _SIDES[target])
    elif target is aten.narrow.default:
        _as_slice(node)
    elif target is aten.expand_as.default:
        node.target = aten.expand.default
        node.args = (node.args[0], list(node.meta["val"].shape))
    elif target is aten.hardtanh.default and node.args[1:] == (0, 6):
        node.target, node.args = aten.relu6.default, node.args[:1]
    elif target is aten.max_pool2d_with_indices.default:
        _without_indices(node)


def _as_permutation(node: fx.Node) -> None:
    """Find the order of axes from sizes that tell them apart."""
    rank = node.meta["val"].dim()
    sizes = torch.empty([*range(1, rank + 1)], device="meta")
    move = cast(Callable[..., torch.Tensor], node.target)
    moved = move(sizes, *node.args[1:], **node.kwargs)
    node.target = aten.permute.default
    node.args = (node.args[0], [size - 1 for size in moved.shape])
    node.kwargs = {}


def _as_split(node: fx.Node, dim: int) -> None:
    parts: Any = node.meta["val"]
    dim = dim if parts[0].dim() > 1 else 0
    node.target = aten.split.Tensor
    node.args = (node.args[0], parts[0].shape[dim], dim)
    node.kwargs = {}


def _as_slice(node: fx.Node) -> None:
    source, dim, start, length = cast(tuple[fx.Node, int, int, int], node.args)
    first = start % max(1, source.meta["val"].shape[dim]) if start < 0 else start
    node.target = aten.slice.Tensor
    node.args = (source, dim, first, first + length)


def _without_indices(node: fx.Node) -> None:
    """Drop the places of the greatest values where only those are read."""
    parts = list(node.users)
    if any(part.args[1] != 0 for part in parts):
        return
    node.target = aten.max_pool2d.default
    node.meta["val"] = node.meta["val"][0]
    for part in parts:
        part.replace_all_uses_with(node)
        node.graph.erase_node(part)
