"""Views of tensors: which ops give one, and how what is written to one reaches its
tensor.

A view shares memory with the tensor it was taken of. In a graph without side effects
it is taken anew after a write, and a write to it puts new values into its tensor.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any, cast

import torch
from torch import fx

aten = torch.ops.aten

_SPAN = ("dim", "start", "end", "step")
Emit = Callable[[Any, tuple[Any, ...]], fx.Node]
"""Adds a call whose result has the shape and dtype of the tensor that is viewed."""

_MAYBE_RESHAPED = {
    aten.reshape.default,
    aten.reshape_as.default,
    aten.flatten.using_ints,
    aten.ravel.default,
}
_SAME_WITHOUT_CHANGE = {
    aten.contiguous.default,
    aten.to.dtype,
    aten.to.device,
    aten.to.dtype_layout,
    aten.to.other,
    aten.type_as.default,
}
_RESHAPED = {
    *_MAYBE_RESHAPED,
    aten.view.default,
    aten.view_as.default,
    aten.unflatten.int,
    aten.unsqueeze.default,
    aten.squeeze.default,
    aten.squeeze.dim,
    aten.squeeze.dims,
}
_PARTS = {
    aten.unbind.int,
    aten.split.Tensor,
    aten.split.sizes,
    aten.split_with_sizes.default,
    aten.chunk.default,
}
_ORDERS = {aten.permute.default, aten.transpose.int, aten.t.default}
_ONLY_READ = {
    aten.expand.default,
    aten.expand_as.default,
    aten.movedim.int,
    aten.movedim.intlist,
    aten.swapaxes.default,
    aten.swapdims.default,
    aten.narrow.default,
    aten.diagonal.default,
    aten.tensor_split.sections,
    aten.tensor_split.indices,
}
_TAKEN_ANEW = {
    *_RESHAPED,
    *_PARTS,
    *_ORDERS,
    *_ONLY_READ,
    aten.select.int,
    aten.slice.Tensor,
    operator.getitem,
}


def is_same_tensor(node: fx.Node) -> bool:
    """Whether a conversion has nothing to convert and gives its own input back."""
    if node.target not in _SAME_WITHOUT_CHANGE or _asks_for_copy(node):
        return False
    before, after = _value(node.all_input_nodes[0]), _value(node)
    return before.dtype == after.dtype and before.stride() == after.stride()


def _asks_for_copy(node: fx.Node) -> bool:
    return bool(node.kwargs.get("copy")) or True in node.args[3:]


def is_view(node: fx.Node) -> bool:
    """Whether an op's result shares memory with its input, or might."""
    if node.target in _SAME_WITHOUT_CHANGE:
        return is_same_tensor(node)
    if node.target in _MAYBE_RESHAPED:
        return _can_be_viewed(_value(node.all_input_nodes[0]), _value(node).shape)
    target = node.target
    if target is operator.getitem:
        return is_view(node.all_input_nodes[0])
    return isinstance(target, torch._ops.OpOverload) and any(
        argument.alias_info for argument in target._schema.arguments
    )


def can_be_taken_anew(node: fx.Node) -> bool:
    """Whether it is known that a view can be taken of the changed tensor."""
    return node.target in _TAKEN_ANEW


def viewed_by(node: fx.Node) -> fx.Node | None:
    """The node of the tensor that a view is of; None for a part of no tensor.

    A part of a split leads past the split to the tensor that was split.
    """
    source = node.all_input_nodes[0]
    if node.target is not operator.getitem:
        return source
    return source.all_input_nodes[0] if source.target in _PARTS else None


def written_back(
    view: fx.Node, tensor: fx.Node, value: fx.Node, emit: Emit
) -> fx.Node | None:
    """Give the tensor with `value` at the place of the view; None if nobody knows how.

    `view` and what it is of are nodes of the program, `tensor` and `value` of the new
    graph.
    """
    owner = viewed_by(view)
    if owner is None:
        return None
    if view.target is operator.getitem:
        return _part_written(view, owner, tensor, value, emit)
    if view.target is aten.select.int:
        return emit(aten.select_scatter.default, (tensor, value, *view.args[1:]))
    if view.target is aten.slice.Tensor:
        place = [_given(view, 1 + at, name) for at, name in enumerate(_SPAN)]
        place[0] = place[0] or 0
        return emit(aten.slice_scatter.default, (tensor, value, *_short(place)))
    if view.target in _RESHAPED:
        return emit(aten.reshape.default, (value, list(_value(owner).shape)))
    if view.target in _ORDERS:
        return emit(aten.permute.default, (value, _order_back(view, owner)))
    return None


def _part_written(
    item: fx.Node, owner: fx.Node, tensor: fx.Node, value: fx.Node, emit: Emit
) -> fx.Node:
    parts, index = item.all_input_nodes[0], cast(int, item.args[1])
    at = 1 if parts.target is aten.unbind.int else 2
    dim = cast(int, _given(parts, at, "dim") or 0)
    if parts.target is aten.unbind.int:
        return emit(aten.select_scatter.default, (tensor, value, dim, index))
    sizes = [part.shape[dim] for part in cast(Sequence[Any], parts.meta["val"])]
    ends = list(accumulate(sizes))
    place = (dim, ends[index] - sizes[index], ends[index])
    return emit(aten.slice_scatter.default, (tensor, value, *place))


def _given(node: fx.Node, position: int, name: str) -> Any:
    """An argument of an op, or None where it is left out."""
    return node.args[position] if len(node.args) > position else node.kwargs.get(name)


def _short(span: list[Any]) -> list[Any]:
    """Leave a step of one out."""
    return span[:3] if span[3] in (None, 1) else span


def _order_back(view: fx.Node, owner: fx.Node) -> list[int]:
    """The order of axes that undoes a transposition."""
    rank = _value(owner).dim()
    order = list(range(rank))
    if view.target is aten.permute.default:
        order = [dim % rank for dim in cast(Sequence[int], view.args[1])]
    elif view.target is aten.t.default:
        order.reverse()
    else:
        first, second = (cast(int, dim) % rank for dim in view.args[1:3])
        order[first], order[second] = second, first
    return sorted(range(rank), key=order.__getitem__)


def _can_be_viewed(tensor: torch.Tensor, shape: Sequence[int]) -> bool:
    like = torch.empty_strided(tensor.shape, tensor.stride(), device="meta")
    try:
        like.view(shape)
    except RuntimeError:
        return False
    return True


def _value(node: fx.Node) -> torch.Tensor:
    return cast(torch.Tensor, node.meta["val"])
