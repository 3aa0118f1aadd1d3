"""A model as plain values: what the window draws and the command line prints."""

from __future__ import annotations

import torch
from torch import fx

from engine.info import GraphInfo, NodeInfo, NodeKind
from engine.opening.graph import (
    arguments_of,
    digest,
    get_tensor,
    is_parameter,
    is_weight,
    shape_of,
)
from engine.opening.titles import family_of, number, op_name, times, title_of
from engine.targets.cost import node_macs, node_parameters

_KINDS: dict[str, NodeKind] = {
    "placeholder": "input",
    "output": "output",
    "get_attr": "constant",
    "call_function": "op",
}


def summarize(model: fx.GraphModule, name: str) -> GraphInfo:
    """Describe every drawn node; weights belong to their op and are not drawn."""
    drawn = [node for node in model.graph.nodes if not is_weight(node)]
    nodes = tuple(_node_info(model, node) for node in drawn)
    return GraphInfo(
        name=name,
        digest=digest(model),
        nodes=nodes,
        parameters=_parameters(model),
        macs=sum(node.macs for node in nodes),
        module_types=model.meta.get("module_types", ()),
    )


def _node_info(model: fx.GraphModule, node: fx.Node) -> NodeInfo:
    kind = _KINDS[node.op]
    return NodeInfo(
        name=node.name,
        kind=kind,
        op=_op(node) if kind == "op" else kind,
        title=_title(model, node),
        family=family_of(node),
        shape=shape_of(node),
        dtype=_dtype(node),
        module=node.meta.get("module", ""),
        module_type=node.meta.get("module_type", ""),
        inputs=tuple(n.name for n in node.all_input_nodes if not is_weight(n)),
        users=tuple(user.name for user in node.users),
        arguments=_arguments(node) if kind == "op" else (),
        parameters=node_parameters(model, node),
        macs=node_macs(node),
        source=node.meta.get("source"),
        precision=node.meta.get("precision", ""),
        origin=node.meta.get("origin", ""),
    )


def _op(node: fx.Node) -> str:
    is_aten = isinstance(node.target, torch._ops.OpOverload)
    return str(node.target) if is_aten else op_name(node)


def _title(model: fx.GraphModule, node: fx.Node) -> str:
    if node.op == "call_function":
        return title_of(node)
    if node.op != "get_attr":
        return node.name
    tensor = get_tensor(model, node)
    if tensor.numel() == 1:
        return number(float(tensor))
    return str(node.target).rpartition(".")[2]


def _dtype(node: fx.Node) -> str:
    value = node.meta.get("val")
    if isinstance(value, (tuple, list)):
        value = next((v for v in value if isinstance(v, torch.Tensor)), None)
    return text(value.dtype) if isinstance(value, torch.Tensor) else ""


def _arguments(node: fx.Node) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, text(value))
        for name, value in arguments_of(node).items()
        if not _is_edge(value)
    )


def _is_edge(value: object) -> bool:
    if isinstance(value, fx.Node):
        return not is_weight(value)
    return isinstance(value, (list, tuple)) and any(map(_is_edge, value))


def text(value: object) -> str:
    """Write an argument for people: weights by name and size, dtypes bare."""
    if isinstance(value, fx.Node):
        return f"{value.target} ({times(shape_of(value))})"
    if isinstance(value, (list, tuple)):
        return ", ".join(text(item) for item in value)
    return str(value).removeprefix("torch.")


def _parameters(model: fx.GraphModule) -> int:
    """Count each trained tensor once, however many ops share it."""
    sizes: dict[str, int] = {}
    for node in model.graph.find_nodes(op="get_attr"):
        slots = {name for user in node.users for name in _slots(user, node)}
        if is_parameter(model, node) or slots & {"weight", "bias"}:
            sizes[str(node.target)] = get_tensor(model, node).numel()
    return sum(sizes.values())


def _slots(user: fx.Node, node: fx.Node) -> list[str]:
    return [name for name, value in arguments_of(user).items() if value is node]
