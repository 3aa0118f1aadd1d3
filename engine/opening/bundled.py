"""A bundled network becomes a program in this process: its code is our own."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.errors import CheckpointError, SourceError
from engine.progress import Progress, Steps
from engine.system import collector_paused

if TYPE_CHECKING:
    from torch.export import ExportedProgram

_STAGES = ("starting torch", "building", "loading weights", "exporting")


@dataclass(frozen=True, slots=True)
class BundledProgram:
    """An exported bundled network, how its weights fitted, and what to know."""

    program: ExportedProgram
    weights: Mapping[str, Any] | None
    warnings: tuple[str, ...]


def export_bundled(request: Mapping[str, Any]) -> Steps[BundledProgram]:
    """Build, load and export what an exporter's request names, without a process.

    Raises:
        SourceError: the arguments or the input do not fit the network.
        CheckpointError: its weights cannot be read or do not fit.
    """
    yield _progress(0)
    import torch

    from engine.opening import building, checkpoint, tracing

    importlib.import_module("torch.export._trace")
    yield _progress(1)
    with _sentences(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        module = importlib.import_module(request["location"])
        found = building.find_callable(module, request["target"])
        model = building.build(found, request["target"], request["arguments"])
        model.eval()
    yield _progress(2)
    weights = None
    if request["checkpoint"]:
        with _sentences():
            weights = checkpoint.load_weights(model, request["checkpoint"])
    yield _progress(3)
    with _sentences(), collector_paused():
        inputs = tracing.make_inputs(tracing.in_order(model, list(request["inputs"])))
        program, warnings = tracing.export(model, inputs)
    return BundledProgram(program, weights, tuple(warnings))


@contextmanager
def _sentences() -> Iterator[None]:
    from engine.opening.failure import CheckpointFailure, Failure

    try:
        yield
    except CheckpointFailure as failure:
        raise CheckpointError(str(failure)) from failure
    except Failure as failure:
        raise SourceError(str(failure)) from failure


def _progress(stage: int) -> Progress:
    return Progress(_STAGES[stage], stage, len(_STAGES))
