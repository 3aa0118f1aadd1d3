"""A quantized network as ONNX: int8 weights, int32 biases, QuantizeLinear around ops.

Every value that has a grid exists as a tensor of integers, named after its node. By
default an op is written as DequantizeLinear, the float op, QuantizeLinear, which any
importer of quantized ONNX understands. `forms` replaces that for single ops, and under
`IN_FLOAT` for what has to stay in float.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper
from torch import fx

from engine.opening.graph import get_tensor
from engine.quantization.folding import WEIGHT_AXIS, argument
from engine.quantization.kernels import Rounding, scalar
from engine.quantization.prepare import Prepared, Step, activations
from engine.quantization.qtable import LIMITS, QTable, TensorQuantization
from engine.quantization.ranges import quantize_weight
from engine.toolchains.onnx_builder import OPSET, OPSET_16_BITS, GraphBuilder
from engine.toolchains.onnx_float import value_info, write_outputs
from engine.toolchains.onnx_lowering import Writer

aten = torch.ops.aten

DTYPES: Mapping[str, Any] = {"s8": np.int8, "u8": np.uint8, "s16": np.int16}
WIRE_TYPES: Mapping[str, int] = {
    grid: helper.np_dtype_to_tensor_dtype(np.dtype(kind))
    for grid, kind in DTYPES.items()
}
Form: TypeAlias = Callable[["QuantizedWriter", Step], bool]
"""Writes a step and says so, or declines."""
IN_FLOAT = "real"
"""The key, among the forms, of that for steps in float; it is their kind."""


def quantized_model(
    prepared: Prepared,
    table: QTable,
    forms: Mapping[Any, Form] | None = None,
    name: str = "network",
) -> onnx.ModelProto:
    """Write a prepared model with the integers of `table`.

    Raises:
        ToolchainError: an op cannot be written; names the node and the op.
    """
    writer = _written(prepared, table, forms)
    builder, ends = writer.builder, prepared.outputs
    names = write_outputs(builder, [writer.real(node) for node in ends])
    inputs = prepared.model.graph.find_nodes(op="placeholder")
    return builder.model(
        [value_info(node, node.name) for node in inputs],
        [value_info(node, n) for node, n in zip(ends, names, strict=True)],
        name,
    )


@dataclass(frozen=True, slots=True)
class Names:
    """How the values of a network are named in its file.

    `integers` by the names of the table's grids, the unrounded `reals` by node.
    """

    integers: Mapping[str, str]
    reals: Mapping[fx.Node, str]


def value_names(
    prepared: Prepared, table: QTable, forms: Mapping[Any, Form] | None = None
) -> Names:
    """The names `quantized_model` gives values; those in several parts are left out."""
    writer = _written(prepared, table, forms)
    integers = {
        prepared.names[node]: codes
        for node, codes in writer.integers.items()
        if isinstance(codes, str) and prepared.names[node] in table.tensors
    }
    reals = {n: name for n, name in writer.reals.items() if isinstance(name, str)}
    return Names(integers, reals)


def _written(
    prepared: Prepared, table: QTable, forms: Mapping[Any, Form] | None
) -> QuantizedWriter:
    writer = QuantizedWriter(prepared, table, forms or {})
    for step in _needed(prepared):
        writer.write(step)
    return writer


class QuantizedWriter:
    """Writes step after step; a value is known as integers, as reals, or as both."""

    def __init__(
        self, prepared: Prepared, table: QTable, forms: Mapping[Any, Form]
    ) -> None:
        self.prepared, self.table, self.forms = prepared, table, forms
        wide = any(entry.bits == 16 for entry in table.tensors.values())
        self.builder = GraphBuilder(OPSET_16_BITS if wide else OPSET)
        self.lowering = Writer(
            self.builder, lambda node: get_tensor(prepared.model, node)
        )
        self.integers: dict[fx.Node, str | Sequence[str]] = {}
        self.reals: dict[fx.Node, str | Sequence[str]] = {}
        self._dequantized: dict[tuple[str, float], str] = {}
        self.rounding = Rounding(prepared.profile.quantization.rounding)

    def write(self, step: Step) -> None:
        """Write one step."""
        if step.node.op == "placeholder":
            self.reals[step.node] = step.node.name
        if step.kind in ("input", "constant"):
            return
        if step.kind == "quantize":
            source = self._source(step)
            self.finish(step, self.real(source))
        elif step.kind == "dequantize":
            self.reals[step.node] = self.real(self._source(step))
        else:
            is_real = step.kind == IN_FLOAT
            form = self.forms.get(IN_FLOAT if is_real else step.node.target)
            if form is None or not form(self, step):
                self.write_plainly(step)

    def write_plainly(self, step: Step) -> None:
        """Dequantize the inputs, compute in float, quantize the result."""
        node = step.node
        if step.kind == "inherit" and node.all_input_nodes[0] not in self.integers:
            self.reals[node] = self.lower(step, self.real_inputs(node))
            return
        if node.name in self.table.weights:
            inputs = self.weighted_inputs(node)
        elif step.kind == "kernel":
            inputs = self.real_inputs(node)
            inputs |= {n: self.on_grid(n) for n in activations(node)}
        else:
            inputs = self.real_inputs(node)
        self.finish(step, self.lower(step, inputs))

    def lower(self, step: Step, inputs: Mapping[fx.Node, str | Sequence[str]]) -> Any:
        """Write the float op and the rectifiers merged into it."""
        self.lowering.values = dict(inputs)
        value = self.lowering.write(step.node, step.node.name)
        for rectifier in step.merged:
            self.lowering.values[rectifier.all_input_nodes[0]] = value
            value = self.lowering.write(rectifier, rectifier.name)
        return value

    def finish(self, step: Step, value: str | Sequence[str]) -> None:
        """Make `value`, a real, the step's value: quantized if it has a grid."""
        if not step.bits or step.name not in self.table.tensors:
            self.reals[step.last] = value
            return
        grid = self.table.tensors[step.name]
        parts = [value] if isinstance(value, str) else value
        codes = [self.quantize(part, grid) for part in parts]
        self.integers[step.last] = codes[0] if isinstance(value, str) else codes
        self.reals.pop(step.last, None)

    def quantize(
        self, value: str, grid: TensorQuantization, scale: float | None = None
    ) -> str:
        """Append QuantizeLinear; `scale` replaces the grid's own."""
        inputs = [value, *self.parameters(grid, scale)]
        name = f"{value}_quantized"
        return self.builder.add("QuantizeLinear", inputs, self.builder.unique(name))

    def dequantize(
        self, codes: str, grid: TensorQuantization, scale: float | None = None
    ) -> str:
        """Append DequantizeLinear, once per value; `scale` replaces the grid's own."""
        key = (codes, grid.scale if scale is None else scale)
        if key not in self._dequantized:
            inputs = [codes, *self.parameters(grid, scale)]
            suffix = "dequantized" if scale is None else "centred"
            name = self.builder.unique(f"{codes.removesuffix('_quantized')}_{suffix}")
            self._dequantized[key] = self.builder.add("DequantizeLinear", inputs, name)
        return self._dequantized[key]

    def parameters(
        self, grid: TensorQuantization, scale: float | None = None
    ) -> list[str]:
        """Store a grid's scale and zero point."""
        step = grid.scale if scale is None else scale
        zero = np.asarray(grid.zero_point, dtype=DTYPES[grid.grid])
        return [
            self.builder.floats(step, "scale"),
            self.builder.constant(zero, f"zero_{grid.grid}"),
        ]

    def grid_of(self, node: fx.Node) -> TensorQuantization:
        """The grid a node's value has, or is given when integers are needed."""
        return self.table.tensors[self.prepared.names[node]]

    def codes(self, node: fx.Node) -> str:
        """The integers of a node, quantized now where it is real."""
        if node not in self.integers:
            if node.op == "get_attr":
                self.integers[node] = self._constant_codes(node)
            else:
                value = self.real(node)
                self.integers[node] = self.quantize(value, self.grid_of(node))
        known = self.integers[node]
        assert isinstance(known, str)
        return known

    def on_grid(self, node: fx.Node) -> str:
        """The real value of a node after rounding to its grid."""
        return self.dequantize(self.codes(node), self.grid_of(node))

    def real(self, node: fx.Node) -> str:
        """The real value of a node, not rounded where it never was."""
        value = self.real_value(node)
        assert isinstance(value, str)
        return value

    def real_value(self, node: fx.Node) -> str | Sequence[str]:
        """Like `real`, for values that may be several tensors."""
        if node in self.reals:
            return self.reals[node]
        if node.op == "get_attr":
            return self.lowering.value(node)
        codes, grid = self.integers[node], self.grid_of(node)
        if isinstance(codes, str):
            return self.dequantize(codes, grid)
        return [self.dequantize(part, grid) for part in codes]

    def real_inputs(self, node: fx.Node) -> dict[fx.Node, str | Sequence[str]]:
        """The real values of all of a node's inputs."""
        return {source: self.real_value(source) for source in node.all_input_nodes}

    def weighted_inputs(self, node: fx.Node) -> dict[fx.Node, str | Sequence[str]]:
        """The rounded input, weight and bias of a convolution or linear layer."""
        source, weight = node.all_input_nodes[0], node.args[1]
        entry = self.table.weights[node.name]
        inputs: dict[Any, str | Sequence[str]] = {
            source: self.on_grid(source),
            weight: self.dequantized_weight(node, self.weight_integers(node)),
        }
        if entry.bias is not None:
            step = np.float32(self.grid_of(source).scale) * entry.scale
            none = np.zeros(len(entry.scale), dtype=np.int32)
            inputs[argument(node, 2)] = self.builder.add(
                "DequantizeLinear",
                [
                    self.builder.constant(entry.bias, f"{node.name}_bias_quantized"),
                    self.builder.constant(step, f"{node.name}_bias_scale"),
                    self.builder.constant(none, "zeros_s32"),
                ],
                f"{node.name}_bias",
                axis=0,
            )
        return inputs

    def dequantized_weight(self, node: fx.Node, integers: NDArray[np.int8]) -> str:
        """Store int8 weights with the node's scales, to be dequantized."""
        scale = self.table.weights[node.name].scale
        zeros = np.zeros(len(scale), dtype=np.int8)
        label = f"{node.name}_weight"
        inputs = [
            self.builder.constant(integers, f"{label}_quantized"),
            self.builder.constant(scale, f"{label}_scale"),
            self.builder.constant(zeros, "zeros_s8"),
        ]
        name = self.builder.unique(f"{label}_dequantized")
        axis = WEIGHT_AXIS[node.target]
        return self.builder.add("DequantizeLinear", inputs, name, axis=axis)

    def weight_codes(self, node: fx.Node) -> str:
        """Store the int8 weights of a node."""
        return self.builder.constant(
            self.weight_integers(node), f"{node.name}_weight_quantized"
        )

    def weight_integers(self, node: fx.Node) -> NDArray[np.int8]:
        """The int8 weights of a node."""
        attribute = node.args[1]
        assert isinstance(attribute, fx.Node)
        weight = get_tensor(self.prepared.model, attribute)
        scale = self.table.weights[node.name].scale
        integers = quantize_weight(weight, scale, WEIGHT_AXIS[node.target])
        return np.asarray(integers.numpy().astype(np.int8))

    def number(self, value: float, like: TensorQuantization) -> str:
        """A number as a quantized constant, dequantized."""
        constant = scalar(value, like)
        grid = constant.grid
        code = np.asarray(int(constant.data) + grid.zero_point, DTYPES[grid.grid])
        return self.dequantize(self.builder.constant(code, "one"), grid)

    def _constant_codes(self, node: fx.Node) -> str:
        grid = self.grid_of(node)
        tensor = get_tensor(self.prepared.model, node).detach()
        centred = self.rounding.quantize(tensor, grid).data.numpy()
        low, high = LIMITS[grid.grid]
        codes = np.clip(centred + grid.zero_point, low, high).astype(DTYPES[grid.grid])
        return self.builder.constant(codes, f"{node.target}_quantized")

    def _source(self, step: Step) -> fx.Node:
        return (
            step.node if step.node.op == "placeholder" else step.node.all_input_nodes[0]
        )


def _needed(prepared: Prepared) -> list[Step]:
    """The steps that some output depends on, in order."""
    wanted = set(prepared.outputs)
    needed: list[Step] = []
    for step in reversed(prepared.steps):
        if step.last in wanted or step.node.op == "placeholder":
            needed.append(step)
            wanted.update(
                n for node in (step.node, *step.merged) for n in node.all_input_nodes
            )
    return needed[::-1]
