"""The written file against the executor: equal bit for bit, or where not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from torch import Tensor, fx

from engine.progress import Progress, Steps
from engine.quantization.execution import execute
from engine.quantization.prepare import Prepared, Step
from engine.quantization.qtable import QTable
from engine.sentence import say
from engine.toolchains.onnx_int8 import quantized_model
from engine.toolchains.onnx_runtime import FORMS
from engine.toolchains.runtime import open_session, run_session
from engine.toolchains.toolchain import SelfCheck

STAGE = say("Self-check")
FLOAT_TOLERANCE = 1e-5


def self_check(
    prepared: Prepared,
    table: QTable,
    model: onnx.ModelProto,
    images: Sequence[Sequence[Tensor]],
) -> Steps[SelfCheck]:
    """Run the file in ONNX Runtime and the executor on every image, and compare.

    Integers, and what is dequantized from them, must be equal bit for bit. An output
    that a float op computes, as behind a dequant stub, may differ by 1e-5 of its
    range: runtimes add float numbers in different orders.
    """
    session = open_session(model.SerializeToString())
    values = mismatches = 0
    first = ""
    for index, inputs in enumerate(images):
        expected = execute(prepared, table, "quantized", inputs)
        given = run_session(session, inputs)
        values += sum(array.size for array in given)
        allowed = tolerances(prepared, expected)
        wrong = sum(
            differing(a, b.numpy(), limit)
            for a, b, limit in zip(given, expected, allowed, strict=True)
        )
        if wrong and not first:
            first = first_difference(prepared, table, inputs)
        mismatches += wrong
        yield Progress(STAGE, index + 1, len(images))
    return SelfCheck(len(images), values, mismatches, first)


def differing(
    given: NDArray[Any], expected: NDArray[Any], tolerance: float = 0.0
) -> int:
    """How many values are not equal: not the same number, or beyond `tolerance`."""
    if given.shape != expected.shape:
        return max(given.size, expected.size)
    apart = np.abs(np.subtract(given, expected, dtype=np.float64)) > tolerance
    unlike = np.isnan(given) != np.isnan(expected)
    return int(np.count_nonzero(apart | unlike))


def tolerances(prepared: Prepared, expected: Sequence[Tensor]) -> list[float]:
    """What each output may differ by: nothing, unless a float op computes it."""
    steps = {step.last: step for step in prepared.steps}
    return [
        FLOAT_TOLERANCE * float(value.abs().max())
        if value.is_floating_point()
        and value.numel()
        and _is_computed_in_float(node, steps)
        else 0.0
        for node, value in zip(prepared.outputs, expected, strict=True)
    ]


def _is_computed_in_float(node: fx.Node, steps: Mapping[fx.Node, Step]) -> bool:
    """Whether an output comes from a float op, if only in another shape."""
    step = steps[node]
    while step.kind in ("inherit", "dequantize"):
        step = steps[step.node.all_input_nodes[0]]
    return step.kind == "real"


def first_difference(
    prepared: Prepared, table: QTable, inputs: Sequence[Tensor]
) -> str:
    """The node that differs although nothing before it does.

    The network is cut in the middle of what is suspected: a cut that differs leaves
    what leads to it under suspicion, one that does not clears what leads to it.
    """
    import networkx  # a quarter of a second, and seldom needed

    flow = networkx.DiGraph(
        (source, node)
        for node in prepared.model.graph.nodes
        for source in node.all_input_nodes
    )
    suspects = [
        step
        for step in prepared.steps
        if step.bits and isinstance(step.last.meta["val"], Tensor)
    ]
    found: Step | None = None
    while suspects:
        middle = suspects[len(suspects) // 2]
        differs = _differs(prepared, table, inputs, middle)
        found = middle if differs else found
        before = networkx.ancestors(flow, middle.last)
        suspects = [
            step
            for step in suspects
            if step is not middle and (step.last in before) == differs
        ]
    if found is None:
        return "an op behind the last value that has a grid"
    return f"{found.name} ({found.node.target})"


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
