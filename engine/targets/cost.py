"""What one node costs: multiply-accumulates and parameters.

Only convolutions and matrix products count, as in the literature; one
multiply-accumulate is two of `torch.utils.flop_counter`'s operations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import prod
from typing import cast

import torch
from torch import fx

from engine.opening.graph import (
    arguments_of,
    get_tensor,
    is_parameter,
    is_weight,
    shape_of,
)

aten = torch.ops.aten


def node_macs(node: fx.Node) -> int:
    """Count the multiply-accumulates of one node in one forward pass."""
    count = _COUNTS.get(node.target)
    return count(node) if count is not None else 0


def node_parameters(model: fx.GraphModule, node: fx.Node) -> int:
    """Count the trained values that hang off a node, or that a constant holds."""
    if node.op == "get_attr":
        return _size(model, node) if is_parameter(model, node) else 0
    return sum(_size(model, weight) for weight in weights_of(model, node))


def weights_of(model: fx.GraphModule, node: fx.Node) -> list[fx.Node]:
    """Find the get_attr nodes that are a node's trained values, each once."""
    named = arguments_of(node) if node.op == "call_function" else {}
    return [
        value
        for name, value in named.items()
        if isinstance(value, fx.Node)
        and is_weight(value)
        and (name in ("weight", "bias") or is_parameter(model, value))
    ]


def _size(model: fx.GraphModule, node: fx.Node) -> int:
    return get_tensor(model, node).numel()


def _convolution(node: fx.Node) -> int:
    """Outputs times input channels per group times kernel area."""
    if arguments_of(node).get("transposed"):
        return _transposed_convolution(node)
    return prod(shape_of(node)) * prod(_shape(node, "weight")[1:])


def _transposed_convolution(node: fx.Node) -> int:
    """Inputs times output channels per group times kernel area."""
    return prod(_shape(node, "input")) * prod(_shape(node, "weight")[1:])


def _linear(node: fx.Node) -> int:
    return prod(shape_of(node)) * _shape(node, "weight")[-1]


def _product(node: fx.Node) -> int:
    """Outputs times the length of the contracted axis."""
    first = shape_of(cast(fx.Node, node.args[len(node.args) - 2]))
    return prod(shape_of(node)) * first[-1]


def _einsum(node: fx.Node) -> int:
    """Extent of every index that occurs, where two operands are contracted.

    Indices that an ellipsis stands for count from the right, and broadcast.
    """
    equation, operands = str(node.args[0]), cast(list[fx.Node], node.args[1])
    terms, arrow, result = equation.replace(" ", "").partition("->")
    if not arrow:
        letters = Counter(terms.replace(",", "").replace(".", ""))
        result = "".join(each for each, count in letters.items() if count == 1)
    extent: dict[str, int] = {}
    for term, operand in zip(terms.split(","), operands, strict=True):
        sizes = shape_of(operand)
        before, dots, after = term.partition("...")
        spare = range(len(sizes) - len(before) - len(after), 0, -1) if dots else ()
        indices = [*before, *(f".{place}" for place in spare), *after]
        for index, size in zip(indices, sizes, strict=True):
            extent[index] = max(size, extent.get(index, 1))
    summed = {index for index in extent if index.isalpha()} - set(result)
    return prod(extent.values()) if len(operands) == 2 and summed else 0


def _attention(node: fx.Node) -> int:
    """Scores and their product with the values: N·H·L·S·(E + Ev)."""
    query, value = _shape(node, "query"), _shape(node, "value")
    return prod(query[:-1]) * value[-2] * (query[-1] + value[-1])


def _shape(node: fx.Node, argument: str) -> tuple[int, ...]:
    return shape_of(cast(fx.Node, arguments_of(node)[argument]))


_COUNTS: dict[object, Callable[[fx.Node], int]] = {
    aten.conv1d.default: _convolution,
    aten.conv2d.default: _convolution,
    aten.conv3d.default: _convolution,
    aten.conv1d.padding: _convolution,
    aten.conv2d.padding: _convolution,
    aten.conv3d.padding: _convolution,
    aten.convolution.default: _convolution,
    aten.conv_transpose1d.default: _transposed_convolution,
    aten.conv_transpose2d.input: _transposed_convolution,
    aten.conv_transpose3d.input: _transposed_convolution,
    aten.linear.default: _linear,
    aten.matmul.default: _product,
    aten.mm.default: _product,
    aten.bmm.default: _product,
    aten.mv.default: _product,
    aten.dot.default: _product,
    aten.addmm.default: _product,
    aten.baddbmm.default: _product,
    aten.einsum.default: _einsum,
    aten.scaled_dot_product_attention.default: _attention,
}
