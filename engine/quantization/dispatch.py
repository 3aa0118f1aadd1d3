"""Which kernel a step uses, with everything that does not depend on the image."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.quantization import kernels
from engine.quantization.folding import (
    WEIGHT_AXIS,
    argument,
    channel_axis,
    constant_of,
)
from engine.quantization.kernels import Accumulator, Quantized, Rounding, ratio
from engine.quantization.normalizing import (
    NORMALIZING,
    SOFTMAX,
    exponentials,
    last_axes,
    layer_norm,
    layer_norm_offset,
    layer_norm_slots,
    softmax,
)
from engine.quantization.operators import TABLES, highest_of
from engine.quantization.prepare import Prepared, Step
from engine.quantization.qtable import QTable, TensorQuantization
from engine.quantization.ranges import quantize_weight

aten = torch.ops.aten

Fetch: TypeAlias = Callable[[fx.Node], Quantized]
Kernel: TypeAlias = Callable[[Fetch], Any]
"""Computes a step's value, given how to get the integers of another node."""


def kernel_for(
    step: Step, prepared: Prepared, table: QTable, rounding: Rounding
) -> Kernel:
    """Build the kernel of a step; `step.kind` must be `kernel`."""
    return _Builder(step, prepared, table, rounding).build()


def is_wide(step: Step, prepared: Prepared, table: QTable) -> bool:
    """Whether the result or an operand has 16 bits."""
    names = [prepared.names[node] for node in step.node.all_input_nodes]
    grids = [table.tensors[n] for n in (*names, step.name) if n in table.tensors]
    return any(grid.bits == 16 for grid in grids)


def limits_of(
    step: Step, grid: TensorQuantization, rounding: Rounding
) -> kernels.Limits:
    """The integers a step can yield: those of its grid that its ReLUs let pass."""
    if not step.merged:
        return grid.limits
    highest = min(map(highest_of, step.merged))
    return kernels.rectified_limits(grid, highest, rounding)


class _Builder:
    def __init__(
        self, step: Step, prepared: Prepared, table: QTable, rounding: Rounding
    ) -> None:
        self.step, self.node = step, step.node
        self.prepared, self.table, self.rounding = prepared, table, rounding

    @property
    def grid(self) -> TensorQuantization:
        return self.table.tensors[self.step.name]

    @cached_property
    def limits(self) -> kernels.Limits:
        return limits_of(self.step, self.grid, self.rounding)

    def source_grid(self, node: fx.Node) -> TensorQuantization:
        return self.table.tensors[self.prepared.names[node]]

    def build(self) -> Kernel:
        target = self.node.target
        if target in WEIGHT_AXIS:
            return self.weighted()
        if target in TABLES:
            return self.table_kernel()
        if target in (aten.matmul.default, aten.bmm.default, aten.mm.default):
            return self.matrix_product()
        if target in (aten.sum.dim_IntList, aten.mean.dim):
            return self.reduction()
        if target in (aten.avg_pool2d.default, aten.adaptive_avg_pool2d.default):
            return self.average()
        if target is aten.cat.default:
            return self.concatenation()
        if target in NORMALIZING:
            return self.normalization()
        return self.elementwise()

    def weighted(self) -> Kernel:
        source = self.node.all_input_nodes[0]
        entry = self.table.weights[self.node.name]
        accumulator = self.accumulator(source)
        channels = _channel_shape(self.node, len(entry.scale))
        given = self.source_grid(source).scale
        if self.step.accumulator:
            scale = torch.from_numpy(ratio([given, entry.scale], 1.0)).reshape(channels)
            return lambda fetch: accumulator(fetch(source).data).mul_(scale)
        factor = ratio([given, entry.scale], self.grid.scale)
        factors = torch.from_numpy(factor).reshape(channels)
        return lambda fetch: self.rounding.to_grid(
            accumulator(fetch(source).data).mul_(factors), self.grid, self.limits
        )

    def accumulator(self, source: fx.Node) -> Accumulator:
        node, entry = self.node, self.table.weights[self.node.name]
        weight = constant_of(self.prepared.model, node.args[1])
        assert weight is not None
        output_axis = WEIGHT_AXIS[node.target]
        integers = quantize_weight(weight, entry.scale, output_axis)
        low, high = self.source_grid(source).limits
        divisible = _groups(node) == 1
        magnitude = max(-low, high)
        parts = kernels.split_channels(integers, magnitude, 1 - output_axis, divisible)
        bias, largest = None, 0.0
        if entry.bias is not None:
            bias = torch.from_numpy(entry.bias).to(torch.float64)
            largest = float(bias.abs().max())
            bias = bias.reshape(_channel_shape(node, len(entry.bias)))
            bias = bias if largest >= kernels.EXACT else bias.float()
        bound = float("inf")
        if parts is not None and len(parts) == 1:
            bound = kernels.sum_bound(integers, output_axis, magnitude) + largest
        return Accumulator(
            lambda data, part: _linear_op(node, data, part),
            parts or ((0, integers.shape[1 - output_axis], integers),),
            bias,
            bound,
            channel_axis(node),
            wide=parts is None,
        )

    def table_kernel(self) -> Kernel:
        source = self.node.all_input_nodes[0]
        table = kernels.function_table(
            lambda points: _apply(self.node, points),
            self.source_grid(source),
            self.grid,
            self.rounding,
        )
        lowest = self.source_grid(source).limits[0]

        def look_up(fetch: Fetch) -> Quantized:
            data = fetch(source).data
            index = (data - lowest).to(torch.int32).reshape(-1)
            return Quantized(table.index_select(0, index).view(data.shape), self.grid)

        return look_up

    def matrix_product(self) -> Kernel:
        a, b = self.node.args[:2]
        assert isinstance(a, fx.Node)
        assert isinstance(b, fx.Node)
        scales = [self.source_grid(a).scale, self.source_grid(b).scale]
        factor = float(ratio(scales, self.grid.scale))

        def multiply(fetch: Fetch) -> Quantized:
            total = fetch(a).data.double() @ fetch(b).data.double()
            return self.rounding.to_grid(total.float().mul_(factor), self.grid)

        return multiply

    def reduction(self) -> Kernel:
        source = self.node.all_input_nodes[0]
        axes = list(argument(self.node, 1) or range(source.meta["val"].dim()))
        keeps = bool(argument(self.node, 2, False))
        if self.step.accumulator:
            scale = self.source_grid(source).scale
            return lambda fetch: _total(fetch(source), axes, keeps).mul_(scale)
        count = 1
        if self.node.target is aten.mean.dim:
            count = int(np.prod([source.meta["val"].shape[axis] for axis in axes]))
        factor = self._averaging_factor(source, count)

        def reduce(fetch: Fetch) -> Quantized:
            total = _total(fetch(source), axes, keeps)
            return self.rounding.to_grid(total.mul_(factor), self.grid)

        return reduce

    def _averaging_factor(self, source: fx.Node, count: int) -> float:
        divisor = np.float32(self.grid.scale) * np.float32(count)
        return float(ratio([self.source_grid(source).scale], float(divisor)))

    def average(self) -> Kernel:
        source = self.node.all_input_nodes[0]
        size, output = source.meta["val"].shape[-2:], self.node.meta["val"].shape[-2:]
        if self.node.target is aten.adaptive_avg_pool2d.default and output == (1, 1):
            factor = self._averaging_factor(source, int(np.prod(size)))
            return lambda fetch: self.rounding.to_grid(
                fetch(source)
                .data.double()
                .sum(dim=(-2, -1), keepdim=True)
                .float()
                .mul_(factor),
                self.grid,
            )
        if self.rounding.half_up:
            scale = self.source_grid(source).scale / self.grid.scale
            return lambda fetch: self.rounding.to_grid(
                _apply(self.node, fetch(source).data).mul_(scale), self.grid
            )
        return lambda fetch: self.rounding.quantize(
            _apply(self.node, fetch(source).dequantize()), self.grid
        )

    def concatenation(self) -> Kernel:
        sources: list[fx.Node] = list(self.node.args[0])  # type: ignore[arg-type]
        axis = argument(self.node, 1, 0)

        def concatenate(fetch: Fetch) -> Quantized:
            parts = [
                kernels.requantize(fetch(source), self.grid, self.rounding).data
                for source in sources
            ]
            return Quantized(torch.cat(parts, dim=axis), self.grid)

        return concatenate

    def normalization(self) -> Kernel:
        node, source = self.node, self.node.all_input_nodes[0]
        given = self.source_grid(source)
        if node.target in SOFTMAX:
            table, axis = torch.from_numpy(exponentials(given)), int(argument(node, 1))
            return lambda fetch: self.rounding.quantize(
                softmax(fetch(source).data, table, axis), self.grid
            )
        slots = (constant_of(self.prepared.model, argument(node, i)) for i in (2, 3))
        weight, bias = layer_norm_slots(node, *slots)
        axes, offset = last_axes(node), layer_norm_offset(node, given.scale)
        return lambda fetch: self.rounding.quantize(
            layer_norm(fetch(source).data, axes, offset, weight, bias), self.grid
        )

    def in_float(self) -> Kernel:
        def compute(fetch: Fetch) -> Quantized:
            args = fx.map_arg(self.node.args, lambda node: fetch(node).dequantize())
            result = self.node.target(*args)  # type: ignore[operator]
            steps = result / self.grid.scale
            return self.rounding.to_grid(steps, self.grid, self.limits)

        return compute

    def elementwise(self) -> Kernel:
        if is_wide(self.step, self.prepared, self.table):
            return self.in_float()
        operands = [self._operand(argument) for argument in self.node.args[:2]]
        sums = self.node.target is aten.add.Tensor
        compute = kernels.add if sums else kernels.multiply

        def combine(fetch: Fetch) -> Quantized:
            a, b = (operand(fetch) for operand in operands)
            return compute(a, b, self.grid, self.rounding, self.limits)

        return combine

    def _operand(self, value: Any) -> Callable[[Fetch], Quantized]:
        if isinstance(value, fx.Node):
            return lambda fetch: fetch(value)
        constant = kernels.scalar(float(value), self.grid)
        return lambda _: constant


def _apply(node: fx.Node, data: Tensor) -> Tensor:
    """The node's own op with its first input replaced."""
    result: Tensor = node.target(data, *node.args[1:], **node.kwargs)  # type: ignore[operator]
    return result


def _total(value: Quantized, axes: list[int], keeps: bool) -> Tensor:
    """The exact sum of integers, as float32."""
    return value.data.double().sum(dim=axes, keepdim=keeps).float()


def _linear_op(node: fx.Node, data: Tensor, weight: Tensor) -> Tensor:
    if node.target is aten.linear.default:
        return F.linear(data, weight)
    rest = node.args[3:]
    result: Tensor = node.target(data, weight, None, *rest)  # type: ignore[operator]
    return result


def _groups(node: fx.Node) -> int:
    if node.target is aten.linear.default:
        return 1
    return int(argument(node, 6, 1))


def _channel_shape(node: fx.Node, channels: int) -> list[int]:
    return [channels] + [1] * (-1 - channel_axis(node))
