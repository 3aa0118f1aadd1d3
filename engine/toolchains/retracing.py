"""The written file beside the executor, value by value, where their results differ.

Runtimes add float numbers in different orders and have exponentials of their own, so
what a float op leaves may lie on the other side of the middle between two integers.
That is no mistake of the file: the executor then goes on from the file's integer, and
everything behind it has to be equal bit for bit again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper
from torch import Tensor, fx

from engine.quantization.execution import Executor, Integers, Value
from engine.quantization.kernels import Quantized
from engine.quantization.prepare import Prepared, Step
from engine.quantization.qtable import QTable
from engine.toolchains.onnx_float import value_info
from engine.toolchains.onnx_int8 import WIRE_TYPES, Names, value_names
from engine.toolchains.onnx_runtime import FORMS
from engine.toolchains.runtime import open_session, run_session

FLOAT_TOLERANCE = 1e-5
"""What a float op may be off by, of the largest value it computes."""


@dataclass(frozen=True, slots=True)
class Retraced:
    """What the executor computes going on from the integers of the file's float ops.

    `given` are the file's outputs, every value made visible; `rounded` is how many
    values of float ops lie one integer aside; `first` is the first step whose value
    differs by more than that, None if none does.
    """

    given: list[NDArray[Any]]
    expected: tuple[Tensor, ...]
    rounded: int
    first: Step | None


class Retracing:
    """A file whose every value can be read, and the executor that goes along."""

    def __init__(
        self, prepared: Prepared, table: QTable, model: onnx.ModelProto
    ) -> None:
        self.prepared, self.table = prepared, table
        self.names = value_names(prepared, table, FORMS)
        shown = onnx.ModelProto()
        shown.CopyFrom(model)
        self.shown = _show(shown, self.names, table)
        self.session = open_session(shown.SerializeToString())

    def run(self, inputs: Sequence[Tensor]) -> Retraced:
        """Run one image through both."""
        given = run_session(self.session, inputs)
        count = len(self.prepared.outputs)
        heard = dict(zip(self.shown, given[count:], strict=True))
        integers = _Following(self.prepared, self.table, self.names, heard)
        with torch.no_grad():
            expected = _Witness(self.prepared, self.table, integers).run(inputs, None)
        return Retraced(given[:count], expected, integers.rounded, integers.first)


def _show(model: onnx.ModelProto, names: Names, table: QTable) -> list[str]:
    """Make the values of a file its outputs too, and return their names in order."""
    graph = model.graph
    written = {name for node in graph.node for name in node.output}
    shown = []
    for grid, name in names.integers.items():
        if name in written:
            kind = WIRE_TYPES[table.tensors[grid].grid]
            graph.output.append(helper.make_tensor_value_info(name, kind, None))
            shown.append(name)
    for node, name in names.reals.items():
        if name in written and name not in {each.name for each in graph.output}:
            info = helper.make_tensor_value_info(*value_info(node, name))
            graph.output.append(info)
            shown.append(name)
    return shown


class _Following(Integers):
    """Integers that follow the file's where a float op may round either way."""

    def __init__(
        self,
        prepared: Prepared,
        table: QTable,
        names: Names,
        heard: Mapping[str, NDArray[Any]],
    ) -> None:
        super().__init__(prepared, table)
        self.names, self.heard = names, heard
        self.steps = {step.name: step for step in prepared.steps}
        self.from_float = _computed_in_float(prepared)
        self.rounded = 0
        self.first: Step | None = None

    def to_grid(self, value: Tensor, name: str) -> Value:
        """Quantize a real value by its table entry, as the file did where it may."""
        own: Quantized = super().to_grid(value, name)
        given = self.centred(name)
        if given is None or torch.equal(given, own.data):
            return own
        if name in self.from_float and self._may_round(value, given, own):
            self.rounded += int((given != own.data).sum())
            return Quantized(given, own.grid)
        self.differs(name)
        return own

    def centred(self, name: str) -> Tensor | None:
        """The file's integers of a value, zero point taken off; None where unseen."""
        codes = self.heard.get(self.names.integers.get(name, ""))
        if codes is None:
            return None
        zero = self.table.tensors[name].zero_point
        return torch.from_numpy(codes.astype(np.float32)) - zero

    def differs(self, name: str) -> None:
        """Remember the first step that differs."""
        self.first = self.first or self.steps[name]

    def _may_round(self, value: Tensor, given: Tensor, own: Quantized) -> bool:
        """Whether a value within the tolerance of `value` rounds to `given`."""
        if given.shape != own.data.shape:
            return False
        grid = own.grid
        steps = (value / grid.scale).clamp(*grid.limits)
        tolerance = FLOAT_TOLERANCE * float(value.abs().max()) / grid.scale
        return bool(((given - steps).abs() <= 0.5 + tolerance).all())


class _Witness(Executor):
    """Shows every value the file has too to the arithmetic that follows it."""

    arithmetic: _Following

    def step(
        self, step: Step, values: Mapping[fx.Node, Value], given: Tensor | None
    ) -> Value:
        """Compute one step and see whether the file has the same."""
        value = super().step(step, values, given)
        if step.kind not in ("input", "constant") and self._differs(step, value):
            self.arithmetic.differs(step.name)
        return value

    def _differs(self, step: Step, value: Value) -> bool:
        following = self.arithmetic
        if isinstance(value, Quantized):
            codes = following.centred(step.name)
            return codes is not None and not torch.equal(codes, value.data)
        found = following.heard.get(following.names.reals.get(step.last, ""))
        if found is None or not isinstance(value, Tensor):
            return False
        allowed = 0.0
        if step.kind == "real" and value.is_floating_point() and value.numel():
            allowed = FLOAT_TOLERANCE * float(value.abs().max())
        return differing(found, value.numpy(), allowed) > 0


def differing(
    given: NDArray[Any], expected: NDArray[Any], tolerance: float = 0.0
) -> int:
    """How many values are not equal: not the same number, or beyond `tolerance`."""
    if given.shape != expected.shape:
        return max(given.size, expected.size)
    apart = np.abs(np.subtract(given, expected, dtype=np.float64)) > tolerance
    unlike = np.isnan(given) != np.isnan(expected)
    return int(np.count_nonzero(apart | unlike))


def _computed_in_float(prepared: Prepared) -> frozenset[str]:
    """The values that a float op computes and that are put on a grid behind it."""
    steps = {step.last: step for step in prepared.steps}
    return frozenset(
        step.name
        for step in prepared.steps
        if step.kind == "real"
        or (
            step.kind in ("quantize", "inherit", "dequantize")
            and step.node.all_input_nodes
            and is_computed_in_float(step.node.all_input_nodes[0], steps)
        )
    )


def is_computed_in_float(node: fx.Node, steps: Mapping[fx.Node, Step]) -> bool:
    """Whether a value comes from a float op, if only in another shape."""
    step = steps[node]
    while step.kind in ("inherit", "dequantize"):
        step = steps[step.node.all_input_nodes[0]]
    return step.kind == "real"
