"""The written file against the executor: equal bit for bit, or where not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.progress import Progress, Steps
from engine.quantization.execution import execute
from engine.quantization.prepare import Prepared, Step
from engine.quantization.qtable import QTable
from engine.toolchains.base import SelfCheck
from engine.toolchains.onnx_int8 import quantized_model
from engine.toolchains.onnx_runtime import FORMS
from engine.toolchains.runtime import open_session, run_session

STAGE = "Self-check"


def self_check(
    prepared: Prepared,
    table: QTable,
    model: onnx.ModelProto,
    images: Sequence[Sequence[Tensor]],
) -> Steps[SelfCheck]:
    """Run the file in ONNX Runtime and the executor on every image, and compare.

    Where a value differs, the network is cut at ever earlier nodes until the first
    one that differs is found.
    """
    session = open_session(model.SerializeToString())
    values = mismatches = 0
    first = ""
    for index, inputs in enumerate(images):
        expected = execute(prepared, table, "quantized", inputs)
        given = run_session(session, inputs)
        values += sum(array.size for array in given)
        wrong = sum(
            differing(a, b.numpy()) for a, b in zip(given, expected, strict=True)
        )
        if wrong and not first:
            first = first_difference(prepared, table, inputs)
        mismatches += wrong
        yield Progress(STAGE, index + 1, len(images))
    return SelfCheck(len(images), values, mismatches, first)


def differing(given: NDArray[Any], expected: NDArray[Any]) -> int:
    """How many values are not equal; equal means the same bits, up to -0 and NaN."""
    if given.shape != expected.shape:
        return max(given.size, expected.size)
    return int(np.count_nonzero(~((given == expected) | _both_nan(given, expected))))


def first_difference(
    prepared: Prepared, table: QTable, inputs: Sequence[Tensor]
) -> str:
    """The first node whose value differs, found by halving; a value has a grid."""
    steps = [
        step
        for step in prepared.steps
        if step.bits
        and step.name in table.tensors
        and isinstance(step.last.meta["val"], Tensor)
    ]
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if _differs(prepared, table, inputs, steps[middle]):
            high = middle
        else:
            low = middle + 1
    if low == len(steps):
        return "an op after the last value that has a grid"
    return f"{steps[low].name} ({steps[low].node.target})"


def _differs(
    prepared: Prepared, table: QTable, inputs: Sequence[Tensor], step: Step
) -> bool:
    seen: dict[str, Tensor] = {}

    def keep(name: str, value: Tensor) -> None:
        if name == step.name:
            seen[name] = value

    execute(prepared, table, "quantized", inputs, keep)
    cut = quantized_model(prepared, table, FORMS, outputs=[step.last])
    session = open_session(cut.SerializeToString())
    given = run_session(session, _used(session, prepared, inputs))[0]
    return differing(given, seen[step.name].numpy()) > 0


def _used(
    session: Any, prepared: Prepared, inputs: Sequence[Tensor]
) -> Sequence[Tensor]:
    names = [n.name for n in prepared.model.graph.find_nodes(op="placeholder")]
    by_name = dict(zip(names, inputs, strict=True))
    return [by_name[given.name] for given in session.get_inputs()]


def _both_nan(given: NDArray[Any], expected: NDArray[Any]) -> NDArray[np.bool_]:
    tensors = torch.from_numpy(given), torch.from_numpy(expected)
    both: NDArray[np.bool_] = (
        torch.isnan(tensors[0]) & torch.isnan(tensors[1])
    ).numpy()
    return both
