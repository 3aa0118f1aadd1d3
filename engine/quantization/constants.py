"""What depends on no input is computed once, before anything is measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import copy_model, get_tensor

npu = torch.ops.npu

_STUBS = {npu.quant.default, npu.dequant.default}


def fold_constants(model: fx.GraphModule) -> fx.GraphModule:
    """Copy the model with constants in place of all ops on constants alone.

    Weights cut out of a larger one, as in multi-head attention, so become weights of
    their own, and coordinates counted up by arange a stored grid.
    """
    folded = copy_model(model)
    values = _values(folded)
    for node in list(_ends(folded, values)):
        name = f"{node.name}_constant"
        folded.register_buffer(name, values[node].contiguous())
        with folded.graph.inserting_before(node):
            constant = folded.graph.create_node("get_attr", name, (), {}, name)
        constant.meta = dict(node.meta)
        node.replace_all_uses_with(constant)
    folded.graph.eliminate_dead_code()
    folded.recompile()
    return folded


def _values(model: fx.GraphModule) -> dict[fx.Node, Any]:
    """The value of every node that reads no input."""
    values: dict[fx.Node, Any] = {}
    for node in model.graph.nodes:
        if node.op == "get_attr":
            values[node] = get_tensor(model, node).detach()
        elif node.op == "call_function" and _is_constant(node, values):
            args, kwargs = fx.node.map_arg((node.args, node.kwargs), values.__getitem__)
            with torch.no_grad():
                values[node] = node.target(*args, **kwargs)
    return values


def _is_constant(node: fx.Node, values: dict[fx.Node, Any]) -> bool:
    if node.target in _STUBS or not all(n in values for n in node.all_input_nodes):
        return False
    tags = getattr(node.target, "tags", ())
    return torch.Tag.nondeterministic_seeded not in tags


def _ends(model: fx.GraphModule, values: dict[fx.Node, Any]) -> Iterator[fx.Node]:
    """The computed constants that an op on other values reads."""
    for node in model.graph.nodes:
        readers = [user for user in node.users if user not in values]
        is_computed = node in values and node.op == "call_function"
        is_returned = any(user.op == "output" for user in readers)
        if is_computed and readers and not is_returned and _is_tensor(values[node]):
            yield node


def _is_tensor(value: object) -> bool:
    return isinstance(value, Tensor)
