"""One spelling per op: passes over a functional graph that keep its results."""

from __future__ import annotations

import operator
from typing import cast

import torch
from torch import fx

from engine.opening.aliases import spell_alias

aten = torch.ops.aten

_COPIES = {
    aten.clone.default,
    aten.contiguous.default,
    aten.lift_fresh_copy.default,
    aten.detach_copy.default,
    aten.alias_copy.default,
}
_CONVERSIONS = {
    aten.to.dtype,
    aten.to.device,
    aten.to.dtype_layout,
    aten.to.other,
    aten.type_as.default,
    aten._to_copy.default,
    aten.expand.default,
    aten.slice.Tensor,
}
_RESHAPES = {
    aten.view.default,
    aten._unsafe_view.default,
    aten.view_as.default,
    aten.reshape_as.default,
    aten.flatten.using_ints,
    aten.unflatten.int,
    aten.view_copy.default,
}
_SPLITS = {aten.chunk.default, aten.split.sizes}
_FROZEN_NORM = aten._native_batch_norm_legit_no_training.default
_VIEWS = {
    aten.split.Tensor,
    aten.split_with_sizes.default,
    aten.slice.Tensor,
    aten.select.int,
    aten.unbind.int,
    aten.reshape.default,
    aten.unsqueeze.default,
    aten.squeeze.dims,
    aten.permute.default,
    aten.transpose.int,
    operator.getitem,
}


def simplify(graph: fx.Graph) -> None:
    """Apply every pass to a graph this caller owns, and drop what nothing reads."""
    for node in list(graph.nodes):
        if node.op == "call_function":
            _spell(node)
    _merge_equal_views(graph)
    graph.eliminate_dead_code()


def _spell(node: fx.Node) -> None:
    target = node.target
    if target in _COPIES or (target in _CONVERSIONS and _changes_nothing(node)):
        _bypass(node)
    elif target in _RESHAPES:
        _as_reshape(node)
    elif target in _SPLITS:
        _as_split(node)
    elif target is aten.copy.default and _overwrites_whole(node):
        node.replace_all_uses_with(cast(fx.Node, node.args[1]))
        node.graph.erase_node(node)
    elif target in _CONVERSIONS and _converts_dtype(node):
        _as_conversion(node)
    elif target is _FROZEN_NORM:
        _as_batch_norm(node)
    else:
        spell_alias(node)


def _changes_nothing(node: fx.Node) -> bool:
    before, after = _value(node.all_input_nodes[0]), _value(node)
    return before.shape == after.shape and before.dtype == after.dtype


def _overwrites_whole(node: fx.Node) -> bool:
    source = node.args[1]
    return isinstance(source, fx.Node) and (
        _value(source).shape == _value(node).shape
        and _value(source).dtype == _value(node).dtype
    )


def _converts_dtype(node: fx.Node) -> bool:
    before, after = _value(node.all_input_nodes[0]), _value(node)
    return before.shape == after.shape and before.dtype != after.dtype


def _as_conversion(node: fx.Node) -> None:
    node.target = aten.to.dtype
    node.args = (node.all_input_nodes[0], _value(node).dtype)
    node.kwargs = {}


def _bypass(node: fx.Node) -> None:
    node.replace_all_uses_with(node.all_input_nodes[0])
    node.graph.erase_node(node)


def _as_reshape(node: fx.Node) -> None:
    node.target = aten.reshape.default
    node.args = (node.args[0], list(_value(node).shape))
    node.kwargs = {}


def _as_split(node: fx.Node) -> None:
    """Write chunk and split by sizes as `split.Tensor` where the parts are even."""
    source = cast(fx.Node, node.args[0])
    dim = cast(int, node.args[2] if len(node.args) > 2 else node.kwargs.get("dim", 0))
    sizes = [part.shape[dim] for part in cast(list[torch.Tensor], node.meta["val"])]
    even = all(size == sizes[0] for size in sizes[:-1]) and sizes[-1] <= sizes[0]
    node.target = aten.split.Tensor if even else aten.split_with_sizes.default
    node.args = (source, sizes[0] if even else sizes, dim)
    node.kwargs = {}


def _as_batch_norm(node: fx.Node) -> None:
    """Undo torch's split of batch_norm into a tuple-valued op and a getitem."""
    graph = node.graph
    with graph.inserting_before(node):
        norm = graph.call_function(
            aten.batch_norm.default,
            (*node.args[:5], False, *node.args[5:], True),
        )
    norm.meta = {**node.meta, "val": node.meta["val"][0]}
    for item in list(node.users):
        if item.args[1] == 0:
            item.replace_all_uses_with(norm)
            graph.erase_node(item)
    if not node.users:
        graph.erase_node(node)


def _merge_equal_views(graph: fx.Graph) -> None:
    """Keep one of several equal views; functionalization takes them anew."""
    seen: dict[tuple[object, str], fx.Node] = {}
    for node in list(graph.nodes):
        if node.target not in _VIEWS:
            continue
        key = (node.target, f"{node.args} {node.kwargs}")
        if key in seen:
            node.replace_all_uses_with(seen[key])
            graph.erase_node(node)
        else:
            seen[key] = node


def _value(node: fx.Node) -> torch.Tensor:
    return cast(torch.Tensor, node.meta["val"])
