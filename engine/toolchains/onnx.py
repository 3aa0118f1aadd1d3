"""ONNX files for every runtime, and one that ONNX Runtime runs in integers, checked.

float.onnx                  the edited network in float
NAME_int8_portable.onnx     int8 with zero point 0, the project target's own table
NAME_int8_ort.onnx          uint8, the integers ONNX Runtime's kernels are fast with
NAME.pt2                    the edited network, to be opened again
NAME_host.py               the decoding of predictions that was left to the host
NAME_host.safetensors      what that reads as `weights`, if anything
report.json, report.html    what was made of what, and what was measured
"""

from __future__ import annotations

import io
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import onnx
import torch
from safetensors.torch import save_file
from torch import fx

from engine.errors import ToolchainError
from engine.opening.graph import get_tensor
from engine.progress import Progress, Steps
from engine.quantization.prepare import Prepared, prepare
from engine.quantization.qtable import QTable
from engine.quantization.ranges import solve
from engine.rewriting.code import code_of
from engine.sentence import say
from engine.targets.profile import load_profile
from engine.toolchains.latency import measure_latency
from engine.toolchains.onnx_float import float_model
from engine.toolchains.onnx_inspection import inspect_integers
from engine.toolchains.onnx_int8 import quantized_model
from engine.toolchains.onnx_runtime import FORMS
from engine.toolchains.report import Findings, compose, to_html, to_json
from engine.toolchains.runtime import THREADS, open_session
from engine.toolchains.selfcheck import self_check
from engine.toolchains.toolchain import (
    Availability,
    CompileRequest,
    CompileResult,
    check_directory,
    publish,
)

RUNTIME_PROFILE = "onnxruntime-cpu"
STAGE = say("Write ONNX")
_WRITTEN = 5


@dataclass(frozen=True, eq=False)
class _Files:
    """The three ONNX models, and what they were written from."""

    target: Prepared
    target_table: QTable
    runtime: Prepared
    runtime_table: QTable
    float: onnx.ModelProto
    portable: onnx.ModelProto
    ort: onnx.ModelProto


class OnnxToolchain:
    """The embedded default; needs nothing installed."""

    name = "onnx"
    title: str = say("ONNX and ONNX Runtime")

    def available(self) -> Availability:
        """Always: its writer is our own and ONNX Runtime comes along."""
        return Availability(True)

    def compile(self, request: CompileRequest) -> Steps[CompileResult]:
        """Write all files aside, check and measure them, then put them in place.

        Raises:
            ToolchainError: the folder cannot be written, an op cannot be written or
                ONNX Runtime refuses a file.
            CalibrationError: the calibration is of another graph.
        """
        check_directory(request.directory)
        if not request.inputs:
            raise ToolchainError(
                say("There is no image for the self-check; give some.")
            )
        with tempfile.TemporaryDirectory(dir=request.directory, prefix=".part") as part:
            files = yield from _write(request)
            kinds = _save(files, request, Path(part))
            yield Progress(STAGE, _WRITTEN, _WRITTEN)
            findings = yield from _examine(files, request)
            report = compose(request, files.target_table, findings)
            kinds |= _save_report(report, Path(part))
            artifacts = publish(Path(part), request.directory, kinds)
        return CompileResult(
            artifacts,
            findings.self_check,
            findings.latency.medians_ms,
            findings.inspection.not_integer,
            report,
        )


def _write(request: CompileRequest) -> Steps[_Files]:
    yield Progress(STAGE, 0, _WRITTEN, say("float"))
    plain = float_model(request.model, request.name)
    yield Progress(STAGE, 1, _WRITTEN, say("ranges"))
    target = prepare(request.model, request.profile)
    target_table = solve(request.calibration, target, request.profile, request.method)
    profile = load_profile(RUNTIME_PROFILE)
    runtime = prepare(request.model, profile)
    runtime_table = solve(request.calibration, runtime, profile, request.method)
    yield Progress(STAGE, 2, _WRITTEN, "int8")
    portable = quantized_model(target, target_table, name=request.name)
    ort = quantized_model(runtime, runtime_table, FORMS, request.name)
    yield Progress(STAGE, 3, _WRITTEN, say("check"))
    for model in (plain, portable, ort):
        onnx.checker.check_model(model)
    yield Progress(STAGE, 4, _WRITTEN, say("program"))
    return _Files(target, target_table, runtime, runtime_table, plain, portable, ort)


def _save(files: _Files, request: CompileRequest, folder: Path) -> dict[str, str]:
    name = request.name
    models = {
        "float.onnx": (files.float, say("float ONNX")),
        f"{name}_int8_portable.onnx": (files.portable, say("portable int8 ONNX")),
        f"{name}_int8_ort.onnx": (files.ort, say("int8 for ONNX Runtime")),
    }
    for file, (model, _) in models.items():
        (folder / file).write_bytes(model.SerializeToString())
    inputs = tuple(request.inputs[0])
    (folder / f"{name}.pt2").write_bytes(program(request.model, inputs))
    kinds: dict[str, str] = {file: kind for file, (_, kind) in models.items()}
    kinds[f"{name}.pt2"] = say("edited network")
    return kinds if request.host is None else kinds | _save_host(request, folder)


def _save_host(request: CompileRequest, folder: Path) -> dict[str, str]:
    """Write what the host computes of the outputs: code, and the tensors it reads."""
    assert request.host is not None
    code, store = f"{request.name}_host.py", f"{request.name}_host.safetensors"
    (folder / code).write_text(code_of(request.host), encoding="utf-8")
    read = [node for node in request.host.graph.nodes if node.op == "get_attr"]
    tensors = {
        str(node.target): get_tensor(request.host, node).detach().clone().contiguous()
        for node in read
    }
    if not tensors:
        return {code: "code for the host"}
    save_file(tensors, folder / store)
    return {code: "code for the host", store: "weights for the host"}


def program(model: fx.GraphModule, inputs: tuple[torch.Tensor, ...]) -> bytes:
    """The model as the content of a `.pt2` file that can be opened again.

    Raises:
        ToolchainError: torch.export refuses the model.
    """
    buffer = io.BytesIO()
    try:
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            torch.export.save(torch.export.export(model, inputs), buffer)
    except (RuntimeError, ValueError, TypeError) as error:
        raise ToolchainError(
            say(
                "torch.export refuses the edited network: {reason}",
                reason=str(error).splitlines()[0],
            )
        ) from error
    return buffer.getvalue()


def _examine(files: _Files, request: CompileRequest) -> Steps[Findings]:
    check = yield from self_check(
        files.runtime, files.runtime_table, files.ort, request.inputs
    )
    inspection = inspect_integers(files.ort, files.runtime)
    sessions = {
        "float": open_session(files.float.SerializeToString()),
        "int8": open_session(files.ort.SerializeToString()),
    }
    latency = yield from measure_latency(sessions, request.inputs[0], THREADS)
    return Findings(check, latency, inspection, files.runtime_table.digest)


def _save_report(report: Mapping[str, object], folder: Path) -> dict[str, str]:
    (folder / "report.json").write_text(to_json(report), encoding="utf-8")
    (folder / "report.html").write_text(to_html(report), encoding="utf-8")
    return dict.fromkeys(("report.json", "report.html"), say("report"))
