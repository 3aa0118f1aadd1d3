"""ONNX Runtime sessions, set up the same way wherever one is run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as _native
from onnxruntime.capi.onnxruntime_inference_collection import InferenceSession
from torch import Tensor

from engine.errors import ToolchainError
from engine.sentence import say
from engine.system import cpu_features

THREADS = 1
_ERRORS_ONLY = 3


def open_session(
    model: bytes | Path, optimized: Path | None = None, threads: int = THREADS
) -> Any:
    """Load a model on the CPU; `optimized` receives the graph as it will run.

    Without VNNI, a pair of u8 x s8 products can saturate 16 bits on x86; there ONNX
    Runtime is told to use its slower, exact kernels.

    Raises:
        ToolchainError: ONNX Runtime refuses the model.
    """
    options = _native.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    if needs_exact_products():
        options.add_session_config_entry("session.x64quantprecision", "1")
    if optimized is not None:
        options.optimized_model_filepath = str(optimized)
    source = model if isinstance(model, bytes) else str(model)
    try:
        return InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except _REFUSALS as error:
        raise ToolchainError(_refusal(error)) from error


def needs_exact_products() -> bool:
    """Whether this is an x86 CPU without VNNI."""
    features = cpu_features()
    return (
        str(features["machine"]).lower() in ("x86_64", "amd64") and not features["vnni"]
    )


def run_session(session: Any, inputs: Sequence[Tensor]) -> list[NDArray[np.generic]]:
    """Run one image; inputs in the order of the model's.

    Raises:
        ToolchainError: ONNX Runtime loaded the model but cannot run it.
    """
    feeds = feeds_of(session, inputs)
    try:
        return [np.asarray(value) for value in session.run(None, feeds)]
    except _REFUSALS as error:
        raise ToolchainError(_refusal(error)) from error


def _refusal(error: Exception) -> str:
    text = str(error).splitlines()[0]
    return say("ONNX Runtime refuses the written file: {text}", text=text)


def feeds_of(session: Any, inputs: Sequence[Tensor]) -> Mapping[str, NDArray[Any]]:
    """Inputs by the names the model gives them."""
    names = [given.name for given in session.get_inputs()]
    arrays = [tensor.detach().numpy() for tensor in inputs]
    return dict(zip(names, arrays, strict=True))


_REFUSALS = (
    _native.Fail,
    _native.InvalidArgument,
    _native.InvalidGraph,
    _native.InvalidProtobuf,
    _native.NotImplemented,
    _native.RuntimeException,
)
