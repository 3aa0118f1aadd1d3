"""The written file against the executor: equal bit for bit, or where not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import onnx
from numpy.typing import NDArray
from torch import Tensor

from engine.progress import Progress, Steps
from engine.quantization.execution import execute
from engine.quantization.prepare import Prepared, Step
from engine.quantization.qtable import QTable
from engine.sentence import say
from engine.toolchains.retracing import (
    FLOAT_TOLERANCE,
    Retracing,
    differing,
    is_computed_in_float,
)
from engine.toolchains.runtime import open_session, run_session
from engine.toolchains.toolchain import SelfCheck

STAGE = say("Self-check")


def self_check(
    prepared: Prepared,
    table: QTable,
    model: onnx.ModelProto,
    images: Sequence[Sequence[Tensor]],
) -> Steps[SelfCheck]:
    """Run the file in ONNX Runtime and the executor on every image, and compare.

    Integers, and what is dequantized from them, must be equal bit for bit. An output
    that a float op computes, as behind a dequant stub, may differ by 1e-5 of its
    range: runtimes add float numbers in different orders. For the same reason what a
    float op leaves on a grid may be the next integer, if its real value lies within
    1e-5 of its range of where the two meet; such values are counted as `rounded`.
    """
    session = open_session(model.SerializeToString())
    values = mismatches = rounded = 0
    first = ""
    retracing: Retracing | None = None
    for index, inputs in enumerate(images):
        expected = execute(prepared, table, "quantized", inputs)
        given = run_session(session, inputs)
        values += sum(array.size for array in given)
        wrong = _wrong(prepared, given, expected)
        if wrong:
            retracing = retracing or Retracing(prepared, table, model)
            found = retracing.run(inputs)
            wrong = _wrong(prepared, given, found.expected)
            rounded += found.rounded
            if wrong and not first:
                first = _words(found.first)
        mismatches += wrong
        yield Progress(STAGE, index + 1, len(images))
    return SelfCheck(len(images), values, mismatches, first, rounded)


def _wrong(
    prepared: Prepared, given: Sequence[NDArray[Any]], expected: Sequence[Tensor]
) -> int:
    allowed = tolerances(prepared, expected)
    return sum(
        differing(a, b.numpy(), limit)
        for a, b, limit in zip(given, expected, allowed, strict=True)
    )


def tolerances(prepared: Prepared, expected: Sequence[Tensor]) -> list[float]:
    """What each output may differ by: nothing, unless a float op computes it."""
    steps = {step.last: step for step in prepared.steps}
    return [
        FLOAT_TOLERANCE * float(value.abs().max())
        if value.is_floating_point()
        and value.numel()
        and is_computed_in_float(node, steps)
        else 0.0
        for node, value in zip(prepared.outputs, expected, strict=True)
    ]


def _words(step: Step | None) -> str:
    if step is None:
        return say("no single op: with every value made visible, all are equal")
    return f"{step.name} ({step.node.target})"
