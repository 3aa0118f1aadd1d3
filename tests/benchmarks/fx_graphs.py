"""Graphs of the committed generator as fx graphs in memory."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import fx
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.fx.node import Argument

from engine.info import GraphInfo, NodeInfo

aten = torch.ops.aten
Weight = Callable[[str], fx.Node]


def fx_graph(info: GraphInfo) -> fx.GraphModule:
    """The same nodes, shapes, edges and modules as one fx graph with shared weights."""
    weights = {
        "kernel": torch.nn.Parameter(torch.zeros(64, 64, 3, 3)),
        "scale": torch.nn.Parameter(torch.ones(64)),
    }
    graph, mode = fx.Graph(), FakeTensorMode()
    made: dict[str, fx.Node] = {}
    fakes = {name: mode.from_tensor(each) for name, each in weights.items()}

    def weight(name: str) -> fx.Node:
        node = graph.get_attr(name)
        node.meta["val"] = fakes[name]
        return node

    with mode:
        for node in info.nodes:
            made[node.name] = _node(graph, node, made, weight)
    model = fx.GraphModule(weights, graph)
    model.meta["module_types"] = info.module_types
    model.meta["weights"] = ""
    return model


def _node(
    graph: fx.Graph,
    node: NodeInfo,
    made: dict[str, fx.Node],
    weight: Weight,
) -> fx.Node:
    inputs = [made[name] for name in node.inputs]
    if node.kind == "output":
        return graph.output(tuple(inputs))
    if node.kind == "input":
        found = graph.placeholder(node.name)
    else:
        target, arguments = _call(node, inputs, weight)
        found = graph.create_node("call_function", target, arguments, name=node.name)
    found.meta["val"] = torch.empty(node.shape)
    found.meta["module"] = node.module
    return found


def _call(
    node: NodeInfo, inputs: list[fx.Node], weight: Weight
) -> tuple[torch._ops.OpOverload, tuple[Argument, ...]]:
    match node.op.split(".")[1]:
        case "conv2d":
            call = aten.conv2d.default, (inputs[0], weight("kernel"), None, [1, 1])
        case "batch_norm":
            scales = [weight("scale") for _ in range(4)]
            rest = False, 0.1, 1e-5, False
            call = aten.batch_norm.default, (inputs[0], *scales, *rest)
        case "relu" | "silu" | "sigmoid" as name:
            call = getattr(aten, name).default, (inputs[0],)
        case "add" | "mul" as name:
            call = getattr(aten, name).Tensor, tuple(inputs)
        case "rsub":
            call = aten.rsub.Scalar, (inputs[0], 1)
        case _:
            call = aten.cat.default, (inputs, 1)
    return call
