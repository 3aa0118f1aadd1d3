"""A model as a float ONNX file, node by node, with the names of the graph."""

from __future__ import annotations

from collections.abc import Sequence

import onnx
from torch import fx

from engine.errors import ToolchainError
from engine.opening.graph import get_tensor
from engine.sentence import say
from engine.toolchains import (
    onnx_elementwise,
    onnx_indexing,
    onnx_pooling,
    onnx_shapes,
    onnx_spatial,
    onnx_statistics,
)
from engine.toolchains.onnx_builder import GraphBuilder, element_type
from engine.toolchains.onnx_lowering import Writer, shape

FAMILIES = (
    onnx_elementwise,
    onnx_indexing,
    onnx_pooling,
    onnx_shapes,
    onnx_spatial,
    onnx_statistics,
)
"""The modules that register how ops are written."""


def float_model(model: fx.GraphModule, name: str = "network") -> onnx.ModelProto:
    """Write a model in the normal form as float ONNX, opset 19.

    Raises:
        ToolchainError: an op cannot be written; names the node and the op.
    """
    builder = GraphBuilder()
    writer = Writer(builder, lambda node: get_tensor(model, node))
    inputs = model.graph.find_nodes(op="placeholder")
    for node in inputs:
        writer.values[node] = node.name
    for node in model.graph.nodes:
        if node.op == "call_function":
            writer.values[node] = writer.write(node, node.name)
    outputs = output_nodes(model)
    names = write_outputs(builder, [writer.value(node) for node in outputs])
    return builder.model(
        [value_info(node, node.name) for node in inputs],
        [value_info(node, n) for node, n in zip(outputs, names, strict=True)],
        name,
    )


def output_nodes(model: fx.GraphModule) -> Sequence[fx.Node]:
    """The nodes the model returns, in order, repetitions included.

    Raises:
        ToolchainError: an output is a number or missing.
    """
    output = next(iter(model.graph.find_nodes(op="output")))
    nodes = output.args[0]
    flat = list(nodes) if isinstance(nodes, (tuple, list)) else [nodes]
    if not all(isinstance(node, fx.Node) for node in flat):
        raise ToolchainError(
            say(
                "The network returns something that is not a tensor; return "
                "tensors only."
            )
        )
    return flat


def write_outputs(builder: GraphBuilder, values: Sequence[str]) -> list[str]:
    """Give every output a name of its own, where one value is returned twice."""
    names: list[str] = []
    for value in values:
        own = f"{value}_again_{len(names)}" if value in names else value
        if own != value:
            builder.add("Identity", [value], own)
        names.append(own)
    return names


def value_info(node: fx.Node, name: str) -> tuple[str, int, Sequence[int]]:
    """Name, element type and shape of a node's value."""
    return name, element_type(node.meta["val"].dtype), shape(node)
