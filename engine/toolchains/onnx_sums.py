"""Convolutions and linear layers for ONNX Runtime: fused, or as int32 sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto
from torch import Tensor, fx

from engine.quantization.dispatch import limits_of
from engine.quantization.folding import argument
from engine.quantization.kernels import EXACT, ratio, split_channels, sum_bound
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
    if step.kind != "kernel":
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


def round_fused(
    writer: QuantizedWriter, step: Step, value: str, scale: float | None = None
) -> None:
    """Quantize a real value; a ReLU behind it cuts off integers.

    Between the op and QuantizeLinear it would keep the two from being fused. Mostly
    the grid ends where it cuts.
    """
    grid = writer.table.tensors[step.name]
    codes = writer.quantize(value, grid, scale)
    limits = limits_of(step, grid, writer.rounding)
    if limits != grid.limits:
        codes = _cut(writer, step, codes, limits)
    writer.integers[step.last] = codes


def _cut(
    writer: QuantizedWriter, step: Step, codes: str, limits: tuple[int, int]
) -> str:
    """Clip integers; those of 16 bits as int32, for there is no narrower Clip."""
    grid, builder = writer.table.tensors[step.name], writer.builder
    kind = DTYPES[grid.grid]
    is_wide = grid.bits == 16
    name = step.merged[0].name
    if is_wide:
        codes = builder.add("Cast", [codes], f"{name}_int32", to=TensorProto.INT32)
    ends = [
        builder.constant(
            np.asarray(each + grid.zero_point, np.int32 if is_wide else kind),
            f"{name}_{which}",
        )
        for each, which in zip(limits, ("lowest", "highest"), strict=True)
    ]
    codes = builder.add("Clip", [codes, *ends], f"{name}_cut")
    if is_wide:
        codes = builder.add("Cast", [codes], f"{name}_int16", to=TensorProto.INT16)
    return codes


def _has_no_fused_kernel(writer: QuantizedWriter, step: Step) -> bool:
    node = step.node
    source = node.all_input_nodes[0]
    if 16 in (writer.table.tensors[step.name].bits, writer.grid_of(source).bits):
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
    else:
        round_fused(writer, step, value, 1.0)


def _integer_sum(writer: QuantizedWriter, node: fx.Node) -> tuple[str, bool]:
    """Exact sums as float32, and whether channels are the last axis."""
    weights, bias = writer.weight_integers(node), writer.table.weights[node.name].bias
    codes = _codes(writer, node)
    is_last = node.target is aten.linear.default or _is_pointwise(node)
    if is_last and node.target is not aten.linear.default:
        order = [0, *range(2, _rank(node)), 1]
        turned = f"{node.name}_pixels"
        codes = writer.builder.add("Transpose", [codes], turned, perm=order)
        weights = weights.reshape(weights.shape[:2])
    if bias is not None and not is_last:
        bias = bias.reshape([-1] + [1] * (_rank(node) - 2))
    if writer.grid_of(node.all_input_nodes[0]).bits == 8:
        zero = _zero(writer, node)
        total = _products(writer, node, weights, codes, zero, node.name)
        return _biased(writer, node, total, bias), is_last
    return _sum_of_halves(writer, node, weights, codes, bias), is_last


def _sum_of_halves(
    writer: QuantizedWriter,
    node: fx.Node,
    weights: NDArray[np.int8],
    codes: str,
    bias: NDArray[np.int32] | None,
) -> str:
    """The sum of 16-bit integers: of their two bytes apart, each exact in int32."""
    totals = []
    for half, zero, worth in zip(
        _halves(writer, node, codes), (128, 0), (256, 1), strict=True
    ):
        stored = writer.builder.constant(np.asarray(zero, np.uint8), "zero_u8")
        total = _products(writer, node, weights, half, stored, f"{half}_sum")
        totals.append((total, worth))
    return _joined(writer, node, totals, bias)


def _halves(writer: QuantizedWriter, node: fx.Node, codes: str) -> tuple[str, str]:
    """The upper and the lower byte of 16-bit integers, the upper one 128 too large."""
    builder, name = writer.builder, node.name
    whole = builder.add("Cast", [codes], f"{name}_whole", to=TensorProto.INT32)
    offset, byte = (
        builder.constant(np.asarray(number, np.int32), label)
        for number, label in ((2**15, "offset"), (2**8, "byte"))
    )
    positive = builder.add("Add", [whole, offset], f"{name}_positive")
    upper = builder.add("Div", [positive, byte], f"{name}_upper")
    passed = builder.add("Mul", [upper, byte], f"{name}_passed")
    lower = builder.add("Sub", [positive, passed], f"{name}_lower")
    high, low = (
        builder.add("Cast", [each], f"{each}_byte", to=TensorProto.UINT8)
        for each in (upper, lower)
    )
    return high, low


def _joined(
    writer: QuantizedWriter,
    node: fx.Node,
    totals: Sequence[tuple[str, int]],
    bias: NDArray[np.int32] | None,
) -> str:
    """Sums times what they are worth, and the bias, added in float64, where all is
    exact, and rounded once to float32.
    """
    builder, parts = writer.builder, []
    for total, worth in totals:
        part = builder.add("Cast", [total], f"{total}_wide", to=TensorProto.DOUBLE)
        if worth != 1:
            factor = builder.constant(np.asarray(float(worth)), "byte")
            part = builder.add("Mul", [part, factor], f"{total}_shifted")
        parts.append(part)
    if bias is not None:
        stored = builder.constant(bias.astype(np.float64), f"{node.name}_bias_wide")
        parts.append(stored)
    total = builder.add("Sum", parts, f"{node.name}_joined")
    return builder.add("Cast", [total], f"{node.name}_sum", to=TensorProto.FLOAT)


def _products(
    writer: QuantizedWriter,
    node: fx.Node,
    weights: NDArray[np.int8],
    codes: str,
    zero: str,
    name: str,
) -> str:
    """The int32 sums of products; as a matrix product several times as fast."""
    if weights.ndim == 2:
        kernel = np.ascontiguousarray(weights.T)
        stored = writer.builder.constant(kernel, f"{node.name}_weight_quantized")
        return writer.builder.add("MatMulInteger", [codes, stored, zero], name)
    inputs = [codes, writer.weight_codes(node), zero]
    attributes = convolution_attributes(node)
    return writer.builder.add("ConvInteger", inputs, name, **attributes)


def _is_pointwise(node: fx.Node) -> bool:
    """Whether a convolution is one matrix product per pixel."""
    given = arguments(node)
    sizes = [*shape(given["weight"])[2:], *pair(given["stride"]), given["groups"]]
    padding = given["padding"]
    is_padded = not isinstance(padding, str) and any(pair(padding))
    return not is_padded and all(size == 1 for size in sizes)


def _biased(
    writer: QuantizedWriter, node: fx.Node, total: str, bias: NDArray[np.int32] | None
) -> str:
    if bias is not None:
        stored = writer.builder.constant(bias, f"{node.name}_bias_quantized")
        total = writer.builder.add("Add", [total, stored], f"{node.name}_biased")
    name = f"{node.name}_sum"
    return writer.builder.add("Cast", [total], name, to=TensorProto.FLOAT)


def _zero(writer: QuantizedWriter, node: fx.Node) -> str:
    grid = writer.grid_of(node.all_input_nodes[0])
    zero: Any = np.asarray(grid.zero_point, DTYPES[grid.grid])
    return writer.builder.constant(zero, f"zero_{grid.grid}")


def _transposed_sum(writer: QuantizedWriter, node: fx.Node) -> str:
    """Integers in float32: there is no integer kernel for transposed convolutions."""
    grid = writer.grid_of(node.all_input_nodes[0])
    bias = writer.table.weights[node.name].bias
    weights = torch.from_numpy(writer.weight_integers(node)).float()
    values = writer.dequantize(_codes(writer, node), grid, 1.0)
    low, high = grid.limits
    largest = 0 if bias is None else int(np.abs(bias).max())
    if sum_bound(weights, 1, max(-low, high)) + largest >= EXACT:
        return _sum_of_parts(writer, node, weights, values, bias)
    inputs = [values, writer.builder.constant(weights, f"{node.name}_weight")]
    if bias is not None:
        stored = bias.astype(np.float32)
        inputs.append(writer.builder.constant(stored, f"{node.name}_bias"))
    attributes = convolution_attributes(node)
    return writer.builder.add("ConvTranspose", inputs, node.name, **attributes)


def _sum_of_parts(
    writer: QuantizedWriter,
    node: fx.Node,
    weights: Tensor,
    values: str,
    bias: NDArray[np.int32] | None,
) -> str:
    """Sums that could leave the 24 bits of float32: of fewer channels, or of bytes."""
    builder, grid = writer.builder, writer.grid_of(node.all_input_nodes[0])
    low, high = grid.limits
    halves, magnitude = [(values, 1)], max(-low, high)
    if grid.bits == 16:
        halves, magnitude = _real_halves(writer, node, values), 2**8
    parts = split_channels(weights, magnitude, 0, True, 2 * len(weights))
    assert parts is not None, "256 times a channel's kernel fits into 24 bits"
    ends = builder.integers([end - start for start, end, _ in parts], "channels")
    attributes, totals = convolution_attributes(node), []
    for half, worth in halves:
        labels = [f"{half}_part_{index}" for index in range(len(parts))]
        builder.add_many("Split", [half, ends], labels, axis=1)
        for label, (_, _, weight) in zip(labels, parts, strict=True):
            stored = builder.constant(weight, f"{node.name}_weight")
            name = f"{label}_sum"
            inputs = [label, stored]
            totals.append(
                (builder.add("ConvTranspose", inputs, name, **attributes), worth)
            )
    if bias is not None:
        bias = bias.reshape([-1] + [1] * (_rank(node) - 2))
    return _joined(writer, node, totals, bias)


def _real_halves(
    writer: QuantizedWriter, node: fx.Node, values: str
) -> list[tuple[str, int]]:
    """Whole numbers in float32 as a multiple of 256 and what is left, with a worth."""
    builder, name = writer.builder, node.name
    byte = builder.floats(2.0**8, "byte")
    upper = builder.add("Div", [values, byte], f"{name}_quotient")
    upper = builder.add("Floor", [upper], f"{name}_upper")
    passed = builder.add("Mul", [upper, byte], f"{name}_passed")
    lower = builder.add("Sub", [values, passed], f"{name}_lower")
    return [(upper, 2**8), (lower, 1)]
