"""How ops are written so that ONNX Runtime computes exactly our integers, and fast.

ONNX Runtime fuses DequantizeLinear, op, QuantizeLinear into an integer kernel for
convolutions, sums, products, averages, concatenation and sigmoid. The other ops get
a form here that is exact by construction: they work on the codes themselves, on an
int32 sum, on a table, or on integers in float32 that stay below 2^24.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from types import MappingProxyType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto
from torch import fx

from engine.quantization.folding import WEIGHT_AXIS, argument
from engine.quantization.kernels import EXACT, function_table, ratio
from engine.quantization.normalizing import SOFTMAX
from engine.quantization.operators import MOVING, TABLES
from engine.quantization.prepare import Step
from engine.quantization.qtable import LIMITS
from engine.toolchains.onnx_int8 import DTYPES, IN_FLOAT, Form, QuantizedWriter
from engine.toolchains.onnx_lowering import shape
from engine.toolchains.onnx_normalizing import layer_norm, softmax
from engine.toolchains.onnx_sums import round_fused, weighted

aten = torch.ops.aten

_NARROW = {
    aten.constant_pad_nd.default,
    aten.max_pool2d.default,
    aten.pad.default,
    aten.pixel_shuffle.default,
    aten.pixel_unshuffle.default,
    aten.upsample_nearest2d.vec,
    aten._upsample_nearest_exact2d.vec,
}
"""What ONNX Runtime moves integers of 8 bits by, and not of 16."""
_FUSED = {aten.sigmoid.default, aten.leaky_relu.default}
"""Functions ONNX Runtime has a table kernel for."""


_PATTERNS = {
    "Add",
    "AveragePool",
    "Clip",
    "Concat",
    "Conv",
    "ConvTranspose",
    "Gemm",
    "GlobalAveragePool",
    "LeakyRelu",
    "MatMul",
    "Mul",
    "Relu",
    "Sigmoid",
    "Softmax",
    "Where",
}
"""What ONNX Runtime turns into integers of its own between two grids, or drops."""


def hidden(writer: QuantizedWriter, step: Step) -> bool:
    """Take the maximum with -∞, so that an op in float is in no pattern and stays."""
    if step.name not in writer.table.tensors:
        return False
    nodes = writer.builder.nodes
    before = len(nodes)
    value = writer.lower(step, writer.real_inputs(step.node))
    if isinstance(value, str) and _PATTERNS & {node.op_type for node in nodes[before:]}:
        least = writer.builder.floats(-np.inf, "least")
        value = writer.builder.add("Max", [value, least], f"{step.name}_hidden")
    writer.finish(step, value)
    return True


def on_codes(writer: QuantizedWriter, step: Step) -> bool:
    """Move the codes themselves: no arithmetic at all."""
    source = step.node.all_input_nodes[0]
    if step.kind != "inherit" or source not in writer.integers:
        return False
    if step.node.target in _NARROW and writer.grid_of(source).bits == 16:
        return blended(writer, step)
    inputs: dict[fx.Node, Any] = {}
    for node in step.node.all_input_nodes:
        known = writer.integers.get(node)
        inputs[node] = known if known is not None else writer.real_value(node)
    writer.integers[step.node] = writer.lower(step, inputs)
    return True


def rectified_codes(writer: QuantizedWriter, step: Step) -> bool:
    """A ReLU that stands alone: codes below the zero point become the zero point."""
    source = step.node.all_input_nodes[0]
    if step.kind != "inherit" or source not in writer.integers:
        return False
    grid = writer.grid_of(source)
    if grid.bits == 16:
        return False
    zero = writer.builder.constant(
        np.asarray(grid.zero_point, DTYPES[grid.grid]), f"zero_{grid.grid}"
    )
    inputs = [writer.codes(source), zero]
    writer.integers[step.node] = writer.builder.add("Clip", inputs, step.node.name)
    return True


def padded_codes(writer: QuantizedWriter, step: Step) -> bool:
    """Pad with the zero point."""
    source = step.node.all_input_nodes[0]
    if step.kind != "inherit" or source not in writer.integers:
        return False
    grid = writer.grid_of(source)
    is_constant = argument(step.node, 2, "constant") in (0, "constant", None)
    if grid.bits == 16 or not is_constant:
        return on_codes(writer, step)
    rank = len(shape(source))
    ends = [0] * (2 * rank)
    pads = argument(step.node, 1)
    for index in range(len(pads) // 2):
        ends[rank - 1 - index] = pads[2 * index]
        ends[2 * rank - 1 - index] = pads[2 * index + 1]
    zero = np.asarray(grid.zero_point, DTYPES[grid.grid])
    inputs = [
        writer.codes(source),
        writer.builder.integers(ends, f"{step.node.name}_pads"),
        writer.builder.constant(zero, f"zero_{grid.grid}"),
    ]
    writer.integers[step.node] = writer.builder.add("Pad", inputs, step.node.name)
    return True


def blended(writer: QuantizedWriter, step: Step) -> bool:
    """Compute with centred integers in float32: the scale plays no part."""
    source = step.node.all_input_nodes[0]
    if step.kind != "inherit" or source not in writer.integers:
        return False
    grid = writer.grid_of(source)
    centred = writer.dequantize(writer.codes(source), grid, 1.0)
    value = writer.lower(step, {source: centred})
    writer.integers[step.node] = writer.quantize(value, grid, 1.0)
    return True


def elementwise(writer: QuantizedWriter, step: Step) -> bool:
    """Sums and products, a number as a constant with a scale of its own."""
    grid = writer.table.tensors.get(step.name)
    if step.kind != "kernel" or grid is None:
        return False
    operands = [
        writer.on_grid(value)
        if isinstance(value, fx.Node)
        else writer.number(float(value), grid)  # type: ignore[arg-type]
        for value in step.node.args[:2]
    ]
    op = "Add" if step.node.target is aten.add.Tensor else "Mul"
    value = writer.builder.add(op, operands, step.node.name)
    round_fused(writer, step, value)
    return True


def concatenated(writer: QuantizedWriter, step: Step) -> bool:
    """On the codes where all grids are equal."""
    if step.kind != "kernel":
        return False
    grid = writer.table.tensors[step.name]
    sources = step.node.all_input_nodes
    if not all(writer.grid_of(node).has_grid_of(grid) for node in sources):
        return False
    inputs = {node: writer.codes(node) for node in sources}
    writer.integers[step.node] = writer.lower(step, inputs)
    return True


def reduced(writer: QuantizedWriter, step: Step) -> bool:
    """Sums over channels as a convolution with ones, others as exact float sums."""
    if step.kind != "kernel":
        return False
    node = step.node
    source = node.all_input_nodes[0]
    given = writer.grid_of(source)
    rank = len(shape(source))
    axes = sorted(a % rank for a in argument(node, 1) or range(rank))
    keeps = bool(argument(node, 2, False))
    if step.accumulator:
        factor = np.asarray(given.scale, np.float32)
        writer.reals[node] = _exact_total(writer, node, axes, keeps, factor)
        return True
    grid = writer.table.tensors[step.name]
    narrow = given.bits == 8 and grid.bits == 8
    means = node.target is aten.mean.dim
    pools = means and axes == [2, 3] and rank == 4 and keeps
    if narrow and pools and _averages_in_range(writer, step):
        return _global_average(writer, step)
    if narrow and not means and axes == [1] and rank == 4:
        value = _sum_of_channels(writer, step)
    else:
        value = _exact_sum(writer, step, axes, keeps)
    writer.integers[node] = value
    return True


def _averages_in_range(writer: QuantizedWriter, step: Step) -> bool:
    """Whether ONNX Runtime's kernel takes the scales: it refuses far apart ones."""
    source, grid = step.node.all_input_nodes[0], writer.table.tensors[step.name]
    size = int(np.prod(shape(source)[-2:]))
    divisor = np.float32(grid.scale) * np.float32(size)
    factor = ratio([writer.grid_of(source).scale], float(divisor))
    return bool(2.0**-32 <= factor < 256 and size < EXACT)


def _global_average(writer: QuantizedWriter, step: Step) -> bool:
    source = step.node.all_input_nodes[0]
    inputs = [writer.on_grid(source)]
    value = writer.builder.add("GlobalAveragePool", inputs, step.node.name)
    writer.finish(step, value)
    return True


def _sum_of_channels(writer: QuantizedWriter, step: Step) -> str:
    node = step.node
    source, grid = node.all_input_nodes[0], writer.table.tensors[step.name]
    ones = np.ones((1, shape(source)[1], 1, 1), dtype=np.int8)
    builder = writer.builder
    weight = builder.add(
        "DequantizeLinear",
        [
            builder.constant(ones, f"{node.name}_ones"),
            builder.floats(1.0, "scale"),
            builder.constant(np.asarray(0, np.int8), "zero_s8"),
        ],
        f"{node.name}_weight",
    )
    inputs = [writer.on_grid(source), weight]
    total = builder.add("Conv", inputs, node.name, kernel_shape=[1, 1])
    codes = writer.quantize(total, grid)
    if bool(argument(node, 2, False)):
        return codes
    size = builder.integers(shape(node), f"{node.name}_shape")
    return builder.add("Reshape", [codes, size], f"{node.name}_squeezed")


def _exact_sum(
    writer: QuantizedWriter, step: Step, axes: list[int], keeps: bool
) -> str:
    node = step.node
    source, grid = node.all_input_nodes[0], writer.table.tensors[step.name]
    count = 1
    if node.target is not aten.sum.dim_IntList:
        count = int(np.prod([shape(source)[axis] for axis in axes]))
    divisor = np.float32(grid.scale) * np.float32(count)
    factor = ratio([writer.grid_of(source).scale], float(divisor))
    return writer.quantize(_exact_total(writer, node, axes, keeps, factor), grid, 1.0)


def _exact_total(
    writer: QuantizedWriter,
    node: fx.Node,
    axes: list[int],
    keeps: bool,
    factor: NDArray[np.float32],
) -> str:
    """The exact sum of integers, times a factor, as float32."""
    source = node.all_input_nodes[0]
    given, builder = writer.grid_of(source), writer.builder
    centred = writer.dequantize(writer.codes(source), given, 1.0)
    low, high = given.limits
    is_long = max(-low, high) * prod(shape(source)[axis] for axis in axes) >= EXACT
    if is_long:
        centred = builder.add(
            "Cast", [centred], f"{node.name}_wide", to=TensorProto.DOUBLE
        )
    total = builder.add(
        "ReduceSum",
        [centred, builder.integers(axes, f"{node.name}_axes")],
        node.name,
        keepdims=int(keeps),
    )
    if is_long:
        total = builder.add("Cast", [total], f"{node.name}_total", to=TensorProto.FLOAT)
    scaled = [total, builder.constant(factor, f"{node.name}_factor")]
    return builder.add("Mul", scaled, f"{node.name}_scaled")


def averaged(writer: QuantizedWriter, step: Step) -> bool:
    """A global average that has no kernel as an exact sum."""
    if step.kind != "kernel":
        return False
    source, grid = step.node.all_input_nodes[0], writer.table.tensors[step.name]
    wide = grid.bits == 16 or writer.grid_of(source).bits == 16
    if shape(step.node)[-2:] != (1, 1):
        return False
    if not wide and _averages_in_range(writer, step):
        return False
    rank = len(shape(source))
    writer.integers[step.node] = _exact_sum(writer, step, [rank - 2, rank - 1], True)
    return True


def multiplied(writer: QuantizedWriter, step: Step) -> bool:
    """A product of matrices where an integer has 16 bits, summed in float64."""
    node = step.node
    grids = [writer.grid_of(each) for each in node.args[:2]]  # type: ignore[arg-type]
    grid = writer.table.tensors.get(step.name)
    if step.kind != "kernel" or grid is None:
        return False
    if all(each.bits == 8 for each in (grid, *grids)):
        return False
    builder, operands = writer.builder, []
    for each, given in zip(node.args[:2], grids, strict=True):
        assert isinstance(each, fx.Node)
        centred = writer.dequantize(writer.codes(each), given, 1.0)
        name = builder.unique(f"{node.name}_{each.name}_wide")
        operands.append(builder.add("Cast", [centred], name, to=TensorProto.DOUBLE))
    total = builder.add("MatMul", operands, node.name)
    total = builder.add("Cast", [total], f"{node.name}_total", to=TensorProto.FLOAT)
    factor = ratio([each.scale for each in grids], grid.scale)
    stored = builder.constant(factor, f"{node.name}_factor")
    value = builder.add("Mul", [total, stored], f"{node.name}_scaled")
    writer.integers[node] = writer.quantize(value, grid, 1.0)
    return True


def looked_up(writer: QuantizedWriter, step: Step) -> bool:
    """A function of one number as a table over the codes."""
    if step.kind != "kernel" or (
        step.node.target in _FUSED and not _wide(writer, step)
    ):
        return False
    node = step.node
    source, grid = node.all_input_nodes[0], writer.table.tensors[step.name]
    given = writer.grid_of(source)
    table = function_table(
        lambda points: node.target(points, *node.args[1:], **node.kwargs),  # type: ignore[operator]
        given,
        grid,
        writer.rounding,
    )
    codes = (table.numpy() + grid.zero_point).astype(DTYPES[grid.grid])
    builder = writer.builder
    index = builder.add("Cast", [writer.codes(source)], f"{node.name}_index", to=6)
    lowest = LIMITS[given.grid][0]
    if lowest:
        offset = builder.constant(np.asarray(-lowest, np.int32), "offset")
        index = builder.add("Add", [index, offset], f"{node.name}_row")
    rows = builder.constant(codes, f"{node.name}_table")
    writer.integers[node] = builder.add("Gather", [rows, index], node.name)
    return True


def _wide(writer: QuantizedWriter, step: Step) -> bool:
    grids = (
        writer.grid_of(step.node.all_input_nodes[0]),
        writer.table.tensors[step.name],
    )
    return any(grid.bits == 16 for grid in grids)


def _forms() -> dict[Any, Form]:
    forms: dict[Any, Form] = dict.fromkeys(MOVING, on_codes)
    forms |= dict.fromkeys(TABLES, looked_up)
    forms |= dict.fromkeys(WEIGHT_AXIS, weighted)
    forms |= dict.fromkeys((aten.add.Tensor, aten.mul.Tensor), elementwise)
    forms |= dict.fromkeys((aten.sum.dim_IntList, aten.mean.dim), reduced)
    forms |= dict.fromkeys(
        (aten.constant_pad_nd.default, aten.pad.default), padded_codes
    )
    forms |= dict.fromkeys(SOFTMAX, softmax)
    forms[aten.layer_norm.default] = layer_norm
    products = (aten.matmul.default, aten.bmm.default, aten.mm.default)
    forms |= dict.fromkeys(products, multiplied)
    forms[aten.relu.default] = rectified_codes
    forms[aten.upsample_bilinear2d.vec] = blended
    forms[aten.cat.default] = concatenated
    forms[IN_FLOAT] = hidden
    forms[aten.adaptive_avg_pool2d.default] = averaged
    return forms


FORMS: Mapping[Any, Form] = MappingProxyType(_forms())
"""The forms for ONNX Runtime, by op."""
