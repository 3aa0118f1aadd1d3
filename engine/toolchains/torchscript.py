"""The edited float network as TorchScript, traced on a real image."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch
from torch import Tensor, fx

from engine.errors import ToolchainError
from engine.progress import Progress, Steps
from engine.sentence import say
from engine.toolchains.toolchain import (
    Availability,
    CompileRequest,
    CompileResult,
    SelfCheck,
    check_directory,
    publish,
)

_STAGE = say("TorchScript")


class TorchScriptToolchain:
    """Traces, saves, loads and compares with the model it came from."""

    name = "torchscript"
    title: str = say("TorchScript (float)")

    def available(self) -> Availability:
        """Always: torch brings it."""
        return Availability(True)

    def compile(self, request: CompileRequest) -> Steps[CompileResult]:
        """Write NAME.pt and check it on the images, value by value.

        Raises:
            ToolchainError: the folder cannot be written, or tracing fails.
        """
        check_directory(request.directory)
        file = f"{request.name}.pt"
        with tempfile.TemporaryDirectory(
            dir=request.directory, prefix=".part"
        ) as aside:
            yield Progress(_STAGE, 0, 2, say("trace"))
            _trace(request.model, tuple(request.inputs[0]), Path(aside) / file)
            yield Progress(_STAGE, 1, 2, say("check"))
            check = _check(request, Path(aside) / file)
            artifacts = publish(Path(aside), request.directory, {file: "torchscript"})
        yield Progress(_STAGE, 2, 2)
        return CompileResult(artifacts, check, {}, ())


def _trace(model: fx.GraphModule, inputs: tuple[Tensor, ...], path: Path) -> None:
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            traced = torch.jit.trace(model, inputs)  # type: ignore[no-untyped-call]
            traced.save(str(path))
    except RuntimeError as error:
        raise ToolchainError(
            say(
                "The network cannot be traced as TorchScript: {reason}",
                reason=str(error).splitlines()[0],
            )
        ) from error


def _check(request: CompileRequest, path: Path) -> SelfCheck:
    values = mismatches = 0
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = torch.jit.load(str(path))  # type: ignore[no-untyped-call]
        for inputs in request.inputs:
            expected, given = request.model(*inputs), loaded(*inputs)
            for a, b in zip(_tensors(expected), _tensors(given), strict=True):
                values += a.numel()
                mismatches += int((a != b).sum())
    return SelfCheck(len(request.inputs), values, mismatches)


def _tensors(outputs: object) -> list[Tensor]:
    parts = outputs if isinstance(outputs, (tuple, list)) else [outputs]
    return [part for part in parts if isinstance(part, Tensor)]
