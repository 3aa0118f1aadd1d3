"""Convolutions and linear layers for ONNX Runtime: fused, or as int32 sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import fx

from engine.quantization.folding import argument
from engine.quantization.kernels import ratio
from engine.quantization.prepare import Step
from engine.toolchains.onnx_int8 import DTYPES, QuantizedWriter
from engine.toolchains.onnx_lowering import arguments, pair, shape
from engine.toolchains.onnx_spatial import convolution_attributes

aten = torch.ops.aten

_LANE = 4
"""Bytes ONNX Runtime gathers at once; 3 input channels are slower than 4."""


def weighted(writer: QuantizedWriter, step: Step) -> bool:
    """The fused kernel, or the int32 sum where no fused kernel fits."""
    node = step.node
    source = node.all_input_nodes[0]
    if step.kind != "kernel" or writer.grid_of(source).bits == 16:
        return False
    if node.target is aten.conv_transpose2d.input:
        value, is_last = _transposed_sum(writer, node), False
    elif step.accumulator or _has_no_fused_kernel(writer, step):
        value, is_last = _integer_sum(writer, node)
    else:
        return _fused(writer, step)
    value = _scaled(writer, step, value, is_last)
    if len(shape(node)) < _rank(node):
        size = writer.builder.integers(shape(node), f"{node.name}_shape")
        value = writer.builder.add("Reshape", [value, size], f"{node.name}_unbatched")
    _round(writer, step, value)
    return True


def _rank(node: fx.Node) -> int:
    """How many axes the result has in ONNX, where images always have a batch axis."""
    is_linear = node.target is aten.linear.default
    return len(shape(node if is_linear else node.args[1]))


def _codes(writer: QuantizedWriter, node: fx.Node) -> str:
    """The integers of the input, with a batch axis."""
    source = node.all_input_nodes[0]
    codes = writer.codes(source)
    if len(shape(node)) == _rank(node):
        return codes
    size = writer.builder.integers([1, *shape(source)], f"{node.name}_one")
    return writer.builder.add("Reshape", [codes, size], f"{node.name}_batched")


def round_fused(writer: QuantizedWriter, step: Step, value: str) -> None:
    """Quantize a real value that the op before it is fused with.

    The grid of a rectified value starts at zero, so quantizing it rectifies.
    """
    grid = writer.table.tensors[step.name]
    if step.merged and grid.limits[0] < 0:
        value = writer.builder.add("Relu", [value], step.merged[0].name)
    writer.integers[step.last] = writer.quantize(value, grid)


def _has_no_fused_kernel(writer: QuantizedWriter, step: Step) -> bool:
    node = step.node
    if writer.table.tensors[step.name].bits == 16:
        return True
    biased = writer.table.weights[node.name].bias is not None
    return node.target is aten.linear.default and biased and len(shape(node)) > 2


def _fused(writer: QuantizedWriter, step: Step) -> bool:
    """The op between its DequantizeLinear and QuantizeLinear, without its ReLU."""
    node = step.node
    inputs = writer.weighted_inputs(node)
    if _gathers_badly(node):
        inputs = _widened(writer, node, inputs)
    writer.lowering.values = dict(inputs)
    value = writer.lowering.write(node, node.name)
    assert isinstance(value, str)
    round_fused(writer, step, value)
    return True


def _gathers_badly(node: fx.Node) -> bool:
    is_image = node.target is aten.conv2d.default and len(shape(node)) == _rank(node)
    return is_image and argument(node, 6, 1) == 1 and shape(node.args[1])[1] == 3


def _widened(
    writer: QuantizedWriter,
    node: fx.Node,
    inputs: Mapping[fx.Node, str | Sequence[str]],
) -> dict[fx.Node, str | Sequence[str]]:
    """A fourth input channel, of zeros and with weights of zero."""
    source, weight = node.all_input_nodes[0], node.args[1]
    assert isinstance(weight, fx.Node)
    grid, builder = writer.grid_of(source), writer.builder
    ends = builder.integers([0, 0, 0, 0, 0, 1, 0, 0], f"{node.name}_lane")
    padded = builder.add(
        "Pad", [writer.codes(source), ends, _zero(writer, node)], f"{node.name}_input"
    )
    kernel = writer.weight_integers(node)
    wide = np.pad(kernel, ((0, 0), (0, _LANE - kernel.shape[1]), (0, 0), (0, 0)))
    return {
        **inputs,
        source: writer.dequantize(padded, grid),
        weight: writer.dequantized_weight(node, wide),
    }


def _scaled(
    writer: QuantizedWriter, step: Step, value: str, is_channel_last: bool
) -> str:
    """Sums times their step; divided by the step of the result if it is rounded."""
    node, entry = step.node, writer.table.weights[step.node.name]
    given = writer.grid_of(node.all_input_nodes[0]).scale
    divisor = 1.0 if step.accumulator else writer.table.tensors[step.name].scale
    factor = ratio([given, entry.scale], divisor)
    rank = _rank(node)
    if not is_channel_last:
        factor = factor.reshape([-1] + [1] * (rank - 2))
    factors = writer.builder.constant(factor, f"{node.name}_factor")
    name = f"{node.name}_scaled"
    value = writer.builder.add("Mul", [value, factors], name)
    if not is_channel_last or node.target is aten.linear.default:
        return value
    order = [0, rank - 1, *range(1, rank - 1)]
    turned = f"{node.name}_turned"
    return writer.builder.add("Transpose", [value], turned, perm=order)


def _round(writer: QuantizedWriter, step: Step, value: str) -> None:
    """Round a value already divided by its scale, or leave the unrounded sum."""
    if step.accumulator:
        writer.reals[step.node] = value
        return
    grid = writer.table.tensors[step.name]
    if step.merged and grid.limits[0] < 0:
        value = writer.builder.add("Relu", [value], step.merged[0].name)
    writer.integers[step.last] = writer.quantize(value, grid, 1.0)


def _integer_sum(writer: QuantizedWriter, node: fx.Node) -> tuple[str, bool]:
    """Exact int32 sums as float32, and whether channels are the last axis."""
    weights, bias = writer.weight_integers(node), writer.table.weights[node.name].bias
    codes = _codes(writer, node)
    if node.target is aten.linear.default:
        return _matrix_sum(writer, node, codes, weights, bias), True
    if _is_pointwise(node):
        order = [0, *range(2, _rank(node)), 1]
        turned = f"{node.name}_pixels"
        codes = writer.builder.add("Transpose", [codes], turned, perm=order)
        kernel = weights.reshape(weights.shape[:2])
        return _matrix_sum(writer, node, codes, kernel, bias), True
    kernel_codes = writer.weight_codes(node)
    inputs = [codes, kernel_codes, _zero(writer, node)]
    total = writer.builder.add(
        "ConvInteger", inputs, node.name, **convolution_attributes(node)
    )
    if bias is not None:
        bias = bias.reshape([-1] + [1] * (_rank(node) - 2))
    return _biased(writer, node, total, bias), False


def _is_pointwise(node: fx.Node) -> bool:
    """Whether a convolution is one matrix product per pixel."""
    given = arguments(node)
    sizes = [*shape(given["weight"])[2:], *pair(given["stride"]), given["groups"]]
    padding = given["padding"]
    is_padded = not isinstance(padding, str) and any(pair(padding))
    return not is_padded and all(size == 1 for size in sizes)


def _matrix_sum(
    writer: QuantizedWriter,
    node: fx.Node,
    codes: str,
    weights: NDArray[np.int8],
    bias: NDArray[np.int32] | None,
) -> str:
    """A matrix product: several times as fast as ConvInteger, and as exact."""
    kernel = np.ascontiguousarray(weights.T)
    stored = writer.builder.constant(kernel, f"{node.name}_weight_quantized")
    inputs = [codes, stored, _zero(writer, node)]
    total = writer.builder.add("MatMulInteger", inputs, node.name)
    return _biased(writer, node, total, bias)


def _biased(
    writer: QuantizedWriter, node: fx.Node, total: str, bias: NDArray[np.int32] | None
) -> str:
    if bias is not None:
        stored = writer.builder.constant(bias, f"{node.name}_bias_quantized")
        total = writer.builder.add("Add", [total, stored], f"{node.name}_biased")
    return writer.builder.add("Cast", [total], f"{node.name}_sum", to=1)


def _zero(writer: QuantizedWriter, node: fx.Node) -> str:
    grid = writer.grid_of(node.all_input_nodes[0])
    zero: Any = np.asarray(grid.zero_point, DTYPES[grid.grid])
    return writer.builder.constant(zero, f"zero_{grid.grid}")


def _transposed_sum(writer: QuantizedWriter, node: fx.Node) -> str:
    """Integers in float32: there is no integer kernel for transposed convolutions."""
    source, entry = node.all_input_nodes[0], writer.table.weights[node.name]
    weights = writer.weight_integers(node).astype(np.float32)
    inputs = [
        writer.dequantize(_codes(writer, node), writer.grid_of(source), 1.0),
        writer.builder.constant(weights, f"{node.name}_weight"),
    ]
    if entry.bias is not None:
        bias = entry.bias.astype(np.float32)
        inputs.append(writer.builder.constant(bias, f"{node.name}_bias"))
    attributes = convolution_attributes(node)
    return writer.builder.add("ConvTranspose", inputs, node.name, **attributes)
