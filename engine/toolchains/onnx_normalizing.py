"""Softmax and layer normalization of codes, exact as `quantization.normalizing` is."""

from __future__ import annotations

from functools import partial
from math import prod
from typing import Any

import numpy as np
from onnx import TensorProto
from torch import fx

from engine.quantization.folding import argument, constant_of
from engine.quantization.normalizing import (
    exponentials,
    last_axes,
    layer_norm_offset,
    layer_norm_slots,
)
from engine.quantization.prepare import Step
from engine.toolchains.onnx_int8 import QuantizedWriter
from engine.toolchains.onnx_lowering import positive, shape


def softmax(writer: QuantizedWriter, step: Step) -> bool:
    """Look exponentials up by the distance from the largest, and divide by their sum.

    The table holds whole numbers in float64, whose sum is exact in any order.
    """
    if step.kind != "kernel":
        return False
    node, builder = step.node, writer.builder
    source = node.all_input_nodes[0]
    axis = positive(int(argument(node, 1)), node)
    axes = builder.integers([axis], f"{node.name}_axes")
    part = partial(_part, writer, node)
    centred = writer.dequantize(writer.codes(source), writer.grid_of(source), 1.0)
    largest = part("ReduceMax", [centred, axes], "largest", keepdims=1)
    distance = part("Sub", [largest, centred], "distance")
    row = part("Cast", [distance], "row", to=TensorProto.INT32)
    table = exponentials(writer.grid_of(source))
    rows = builder.constant(table, f"{node.name}_exponentials")
    values = part("Gather", [rows, row], "exponential")
    total = part("ReduceSum", [values, axes], "total", keepdims=1)
    share = part("Div", [values, total], "share")
    writer.finish(step, part("Cast", [share], "real", to=TensorProto.FLOAT))
    return True


def layer_norm(writer: QuantizedWriter, step: Step) -> bool:
    """Sum integers and their squares in float64, where both sums are exact."""
    if step.kind != "kernel":
        return False
    node, builder = step.node, writer.builder
    source, part = node.all_input_nodes[0], partial(_part, writer, node)
    given, last = writer.grid_of(source), last_axes(node)
    axes = builder.integers(last, f"{node.name}_axes")
    number = partial(_number, writer, node)
    count = number(float(prod(shape(node)[axis] for axis in last)), "count")
    centred = writer.dequantize(writer.codes(source), given, 1.0)
    wide = part("Cast", [centred], "wide", to=TensorProto.DOUBLE)
    total = part("ReduceSum", [wide, axes], "total", keepdims=1)
    square = part("Mul", [wide, wide], "square")
    squares = part("ReduceSum", [square, axes], "squares", keepdims=1)
    apart = part(
        "Sub",
        [
            part("Mul", [squares, count], "all_squares"),
            part("Mul", [total, total], "squared_total"),
        ],
        "apart",
    )
    offset = number(layer_norm_offset(node, given.scale), "offset")
    spread = part("Sqrt", [part("Add", [apart, offset], "variance")], "spread")
    above = part("Sub", [part("Mul", [wide, count], "each"), total], "above")
    value = part("Div", [above, spread], "normal")
    slots = (constant_of(writer.prepared.model, argument(node, i)) for i in (2, 3))
    weight, bias = (each.numpy() for each in layer_norm_slots(node, *slots))
    value = part("Mul", [value, number(weight, "weight")], "weighted")
    value = part("Add", [value, number(bias, "bias")], "shifted")
    writer.finish(step, part("Cast", [value], "real", to=TensorProto.FLOAT))
    return True


def _part(
    writer: QuantizedWriter,
    node: fx.Node,
    op: str,
    inputs: list[str],
    suffix: str,
    **attributes: Any,
) -> str:
    return writer.builder.add(op, inputs, f"{node.name}_{suffix}", **attributes)


def _number(writer: QuantizedWriter, node: fx.Node, value: object, name: str) -> str:
    array = np.asarray(value, dtype=np.float64)
    return writer.builder.constant(array, f"{node.name}_{name}")
