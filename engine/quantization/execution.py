"""A prepared model run three ways over one graph: float, calibrated, quantized."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeAlias

import torch
from torch import Tensor, fx

from engine.errors import CalibrationError
from engine.opening.graph import get_tensor
from engine.quantization.calling import call
from engine.quantization.dispatch import Kernel, kernel_for
from engine.quantization.folding import WEIGHT_AXIS, argument, constant_of
from engine.quantization.kernels import Quantized, Rounding
from engine.quantization.prepare import Prepared, Step
from engine.quantization.qtable import QTable, TensorQuantization
from engine.quantization.ranges import quantize_weight
from engine.sentence import say

Mode = Literal["float", "calibrated", "quantized"]
Watch: TypeAlias = Callable[[str, Tensor], None]
Value: TypeAlias = Any
"""A real tensor, a `Quantized`, or a tuple of either."""
_REMEMBERED = 4
"""Two modes of two tables, as a comparison of two range methods runs them."""


def execute(
    prepared: Prepared,
    table: QTable | None,
    mode: Mode,
    inputs: Sequence[Tensor],
    watch: Watch | None = None,
) -> tuple[Tensor, ...]:
    """Run the network and return its outputs as real tensors.

    `float` runs the model as it was handed in and needs no table. `calibrated`
    rounds every value, weight and bias to its grid and computes in float.
    `quantized` computes with integers. `watch` is shown every value that has a name
    in the model, dequantized, as soon as it is known.

    Raises:
        CalibrationError: the table belongs to another graph.
    """
    if mode == "float":
        with torch.no_grad():
            outputs: tuple[Tensor, ...] = _Floating(prepared, watch).run(*inputs)
            return outputs
    if table is None or table.model != prepared.digest:
        raise CalibrationError(
            say(
                "The quantization table is stale: the network was changed "
                "since; calibrate again."
            )
        )
    with torch.no_grad():
        executor = _executor(prepared, table, mode)
        return executor.run(inputs, watch)


def _executor(prepared: Prepared, table: QTable, mode: Mode) -> Executor:
    """The executor made before, if it is among the last of this prepared model."""
    known = prepared.executors
    found = known.get((table, mode))
    if found is None:
        arithmetic: Arithmetic
        if mode == "calibrated":
            arithmetic = Rounded(prepared, table)
        else:
            arithmetic = Integers(prepared, table)
        found = known[table, mode] = Executor(prepared, table, arithmetic)
        for oldest in list(known)[:-_REMEMBERED]:
            known.pop(oldest, None)
    return found


class Arithmetic(Protocol):
    """How a mode represents a value that has a grid, and computes with it."""

    def to_grid(self, value: Tensor, name: str) -> Value:
        """Quantize a real value by its table entry."""

    def inherit(self, step: Step, values: Mapping[fx.Node, Value]) -> Value:
        """Run an op that keeps its input's grid."""

    def kernel(self, step: Step, values: Mapping[fx.Node, Value]) -> Value:
        """Run an op that has an integer kernel."""


class _Floating(fx.Interpreter):
    """The model as it was handed in."""

    def __init__(self, prepared: Prepared, watch: Watch | None) -> None:
        super().__init__(prepared.source)
        self.watch = watch

    def run_node(self, n: fx.Node) -> Any:
        """Run one node and show its value."""
        value = super().run_node(n)
        if self.watch is not None and n.op != "output" and isinstance(value, Tensor):
            self.watch(n.name, value)
        return tuple(value) if n.op == "output" else value


class Executor:
    """Runs the steps in order and forgets a value after its last reader."""

    def __init__(
        self, prepared: Prepared, table: QTable, arithmetic: Arithmetic
    ) -> None:
        self.prepared = prepared
        self.table = table
        self.arithmetic = arithmetic
        self.dying = _last_readers(prepared)

    def run(self, inputs: Sequence[Tensor], watch: Watch | None) -> tuple[Tensor, ...]:
        """Run every step; `inputs` are in the order of the placeholders."""
        values: dict[fx.Node, Value] = {}
        waiting = iter(inputs)
        for index, step in enumerate(self.prepared.steps):
            given = next(waiting) if step.node.op == "placeholder" else None
            value = self.step(step, values, given)
            values[step.last] = value
            if watch is not None:
                _show(watch, step, value)
            for node in self.dying[index]:
                values.pop(node, None)
        return tuple(real(values[node]) for node in self.prepared.outputs)

    def step(
        self, step: Step, values: Mapping[fx.Node, Value], given: Tensor | None
    ) -> Value:
        """Compute one step from the values before it."""
        if step.kind == "input":
            return given
        if step.kind == "constant":
            return get_tensor(self.prepared.model, step.node).detach()
        if step.kind == "quantize":
            source = (
                given if given is not None else values[step.node.all_input_nodes[0]]
            )
            return self.arithmetic.to_grid(real(source), step.name)
        if step.kind == "dequantize":
            return real(values[step.node.all_input_nodes[0]])
        if step.kind == "kernel":
            return self.arithmetic.kernel(step, values)
        if step.kind == "inherit":
            return self.arithmetic.inherit(step, values)
        return self.real_step(step, values)

    def real_step(self, step: Step, values: Mapping[fx.Node, Value]) -> Value:
        """Run an op in float, and round its result where it has a grid."""
        value = call(step.node, lambda node: real(values[node]))
        for node in step.merged:
            value = call(node, lambda _: value)  # noqa: B023
        if step.bits and step.name in self.table.tensors:
            return self.arithmetic.to_grid(value, step.name)
        return value


class Rounded:
    """Real tensors whose values lie on the grids; weights and biases rounded too."""

    def __init__(self, prepared: Prepared, table: QTable) -> None:
        self.prepared, self.table = prepared, table
        self.rounding = Rounding(prepared.profile.quantization.rounding)
        self.weights = {
            step.node: self._rounded_weights(step)
            for step in prepared.steps
            if step.node.name in table.weights
        }

    def to_grid(self, value: Tensor, name: str) -> Value:
        """Quantize a real value by its table entry."""
        return self.rounding.quantize(value, self.table.tensors[name]).dequantize()

    def inherit(self, step: Step, values: Mapping[fx.Node, Value]) -> Value:
        """Run an op that keeps its input's grid."""
        value = call(step.node, values.__getitem__)
        if step.node.target is torch.ops.aten.upsample_bilinear2d.vec and (
            step.name in self.table.tensors
        ):
            return self.to_grid(value, step.name)
        return value

    def kernel(self, step: Step, values: Mapping[fx.Node, Value]) -> Value:
        """Run an op that has an integer kernel."""
        rounded = self.weights.get(step.node, {})
        names, entries = self.prepared.names, self.table.tensors

        def fetch(node: fx.Node) -> Value:
            if node in rounded:
                return rounded[node]
            value = values[node]
            entry = entries.get(names[node])
            return self.to_grid(value, names[node]) if entry else value

        value = call(step.node, fetch)
        for node in step.merged:
            value = call(node, lambda _: value)  # noqa: B023
        return self.to_grid(value, step.name) if step.bits else value

    def _rounded_weights(self, step: Step) -> dict[fx.Node, Tensor]:
        node, entry = step.node, self.table.weights[step.node.name]
        weight = constant_of(self.prepared.model, node.args[1])
        assert weight is not None
        axis = WEIGHT_AXIS[node.target]
        scale = torch.from_numpy(entry.scale)
        shape = [-1 if index == axis else 1 for index in range(weight.dim())]
        rounded = {
            node.args[1]: quantize_weight(weight, entry.scale, axis)
            * scale.reshape(shape)
        }
        if entry.bias is not None:
            source = self.prepared.names[node.all_input_nodes[0]]
            step_size = scale * self.table.tensors[source].scale
            bias = torch.from_numpy(entry.bias).to(torch.float32) * step_size
            rounded[argument(node, 2)] = bias
        return rounded  # type: ignore[return-value]


class Integers:
    """Integers on their grids, one kernel per op."""

    def __init__(self, prepared: Prepared, table: QTable) -> None:
        self.prepared, self.table = prepared, table
        self.rounding = Rounding(prepared.profile.quantization.rounding)
        self.kernels: dict[fx.Node, Kernel] = {
            step.node: kernel_for(step, prepared, table, self.rounding)
            for step in prepared.steps
            if step.kind == "kernel"
        }

    def to_grid(self, value: Tensor, name: str) -> Value:
        """Quantize a real value by its table entry."""
        return self.rounding.quantize(value, self.table.tensors[name])

    def kernel(self, step: Step, values: Mapping[fx.Node, Value]) -> Value:
        """Run an op that has an integer kernel."""

        def fetch(node: fx.Node) -> Quantized:
            value = values[node]
            if isinstance(value, Quantized):
                return value
            quantized: Quantized = self.to_grid(value, self.prepared.names[node])
            return quantized

        return self.kernels[step.node](fetch)

    def inherit(self, step: Step, values: Mapping[fx.Node, Value]) -> Value:
        """Run an op that keeps its input's grid."""
        source = values[step.node.all_input_nodes[0]]
        grid = _grid_of(source)
        value = call(step.node, lambda node: _data(values[node]))
        if grid is None:
            return value
        if step.node.target is torch.ops.aten.upsample_bilinear2d.vec:
            value = self.rounding(value)
        if isinstance(value, (tuple, list)):
            return tuple(Quantized(part, grid) for part in value)
        return Quantized(value, grid)


def real(value: Value) -> Value:
    """The real tensor behind a value."""
    if isinstance(value, Quantized):
        return value.dequantize()
    if isinstance(value, (tuple, list)):
        return tuple(real(part) for part in value)
    return value


def _data(value: Value) -> Value:
    if isinstance(value, Quantized):
        return value.data
    if isinstance(value, (tuple, list)):
        return tuple(_data(part) for part in value)
    return value


def _grid_of(value: Value) -> TensorQuantization | None:
    if isinstance(value, (tuple, list)):
        return _grid_of(value[0])
    return value.grid if isinstance(value, Quantized) else None


def _show(watch: Watch, step: Step, value: Value) -> None:
    if step.kind != "constant" and not isinstance(value, (tuple, list)):
        watch(step.name, real(value))


def _last_readers(prepared: Prepared) -> tuple[tuple[fx.Node, ...], ...]:
    """For every step, the nodes whose value nobody reads afterwards."""
    kept = set(prepared.outputs)
    seen: set[fx.Node] = set(kept)
    dying: list[tuple[fx.Node, ...]] = []
    for step in reversed(prepared.steps):
        read = {n for node in (step.node, *step.merged) for n in node.all_input_nodes}
        dying.append(tuple(read - seen))
        seen |= read
    return tuple(reversed(dying))
