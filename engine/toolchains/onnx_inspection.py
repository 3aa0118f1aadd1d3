"""Which ops ONNX Runtime really runs in integers, read from the graph it optimized."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import onnx
import torch

from engine.quantization.prepare import Prepared, Step
from engine.sentence import say
from engine.toolchains.runtime import open_session

aten = torch.ops.aten

_REAL = {onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE}
_CONVERSIONS = {"QuantizeLinear", "DequantizeLinear", "Cast"}
_INTEGER_RESULTS = {"QuantizeLinear", "ConvInteger", "MatMulInteger", "QGemm"}
_FLOAT_RESULTS = {"DequantizeLinear", "MatMulIntegerToFloat"}
_MOVING = {
    "Reshape",
    "Transpose",
    "Slice",
    "Split",
    "Concat",
    "Squeeze",
    "Unsqueeze",
    "Identity",
    "Expand",
    "ReorderInput",
    "ReorderOutput",
}
_WHY: Mapping[object, str] = {
    aten.upsample_bilinear2d.vec: say(
        "no int8 kernel for linear resize; blends the integers in float32, exactly"
    ),
    aten.conv_transpose2d.input: say(
        "no int8 kernel for transposed convolution; sums the integers in float32"
    ),
    aten.sum.dim_IntList: say(
        "no int8 kernel for sums over these axes; adds the integers in float32, exactly"
    ),
    aten.softmax.int: say(
        "no int8 kernel for softmax; divides whole numbers in float64, exactly"
    ),
    aten.layer_norm.default: say(
        "no int8 kernel for layer normalization; sums the integers in float64, exactly"
    ),
    aten.mean.dim: say(
        "no int8 kernel for means over these axes; adds the integers in "
        "float32, exactly"
    ),
}


@dataclass(frozen=True, slots=True)
class Inspection:
    """How often each kernel runs, and the (node, reason) of what is not integer."""

    kernels: Mapping[str, int]
    not_integer: tuple[tuple[str, str], ...]


def inspect_integers(model: onnx.ModelProto, prepared: Prepared) -> Inspection:
    """Let ONNX Runtime optimize the file for this CPU and look at what it made.

    Raises:
        ToolchainError: ONNX Runtime refuses the file.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "optimized.onnx"
        open_session(model.SerializeToString(), optimized=path)
        graph = onnx.load(str(path)).graph
    kernels: dict[str, int] = {}
    for node in graph.node:
        kernels[node.op_type] = kernels.get(node.op_type, 0) + 1
    steps = {
        node.name: step
        for step in prepared.steps
        for node in (step.node, *step.merged)
        if step.kind in ("kernel", "inherit", "real") and _is_inside(prepared, step)
    }
    found = {s.node.name: s.why for s in prepared.steps if s.why}
    for node in _float_ops(graph):
        step = _owner(node.name, steps)
        if step is not None:
            found.setdefault(step.node.name, _reason(step, node.op_type))
    return Inspection(dict(sorted(kernels.items())), tuple(found.items()))


def _is_inside(prepared: Prepared, step: Step) -> bool:
    return bool(step.kind != "real" or step.bits or step.why)


def _owner(name: str, steps: Mapping[str, Step]) -> Step | None:
    """The step a node belongs to: optimized nodes keep their name or extend it.

    The product behind an integer sum is how it is rounded, not an op in float.
    """
    if name.endswith("_scaled"):
        return None
    begins = [known for known in steps if name == known or name.startswith(f"{known}_")]
    return steps[max(begins, key=len)] if begins else None


def _reason(step: Step, op: str) -> str:
    if step.kind == "real":
        return step.why
    return _WHY.get(
        step.node.target, say("ONNX Runtime runs {op} in float here", op=op)
    )


def _float_ops(graph: onnx.GraphProto) -> list[onnx.NodeProto]:
    """The nodes that compute with float tensors, found by following types."""
    is_float = {
        given.name: given.type.tensor_type.elem_type in _REAL for given in graph.input
    }
    is_float |= {given.name: given.data_type in _REAL for given in graph.initializer}
    found = []
    for node in graph.node:
        real = _computes_float(node, is_float)
        if real and node.op_type not in _CONVERSIONS | _MOVING:
            found.append(node)
        for name in node.output:
            is_float[name] = _yields_float(node, real)
    return found


def _computes_float(node: onnx.NodeProto, is_float: Mapping[str, bool]) -> bool:
    if node.op_type.startswith("QLinear") or node.op_type in _INTEGER_RESULTS:
        return False
    return bool(node.input) and is_float.get(node.input[0], False)


def _yields_float(node: onnx.NodeProto, real: bool) -> bool:
    if node.op_type in _FLOAT_RESULTS:
        return True
    if node.op_type == "Cast":
        return any(a.name == "to" and a.i in _REAL for a in node.attribute)
    return real and node.op_type != "QuantizeLinear"
