"""A source becomes a model: in a separate process, or at once from what was kept.

Nothing of the user's code runs in this process, so it can crash, hang, exit or bring
packages called like ours without harm. Bundled networks are our own code and need no
process.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.causes import cause_of
from engine.errors import CheckpointError, SourceError
from engine.networks.zoo import ZOO
from engine.opening.bundled import export_bundled
from engine.opening.cache import (
    Exported,
    cache_folder,
    cache_key,
    content_digest,
    digest_files,
    find_exported,
    forget_exported,
    keep_exported,
)
from engine.opening.foreign_process import ForeignProcess, Message
from engine.opening.source import InputSpec, ModelSource, WeightReport
from engine.opening.words import parse_source
from engine.progress import Progress, Steps
from engine.sentence import from_plain, say

if TYPE_CHECKING:
    from torch import fx

__all__ = ["Opened", "content_digest", "open_model", "parse_source"]

_STAGES = (
    say("starting interpreter"),
    say("importing"),
    say("building"),
    say("loading weights"),
    say("exporting"),
    say("reading"),
)
_START_SECONDS = 60.0
"""That another Python gets at least to import torch, before any code of the user's."""
_EXPORTER = Path(__file__).with_name("exporter.py")
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Opened:
    """A model in normal form, how its weights fitted, and what to know about it.

    `stopped` is the sentence for which only a part of the network could be opened.
    """

    model: fx.GraphModule
    weights: WeightReport | None = None
    warnings: tuple[str, ...] = ()
    stopped: str = ""


def open_model(
    source: ModelSource, timeout: float = 300, *, reached: bool = False
) -> Steps[Opened]:
    """Build, load and export what `source` names; closing the generator kills it.

    `timeout` is in seconds, for each stage. A source that has not changed opens from
    the cache. With
    `reached`, a network that cannot be exported opens as far as it could be traced,
    with opaque ops where it could not; `stopped` says why, and nothing is kept of it.

    Raises:
        SourceError: it cannot be found, run, or exported; one sentence says why.
        CheckpointError: its weights cannot be read or do not fit.
    """
    if source.kind == "pt2":
        yield _progress("reading")
        return _read(Exported(Path(source.location)))
    interpreter = find_interpreter(source)
    request = _request(source)
    if source.kind == "zoo":
        return (yield from _open_bundled(request))
    yield _progress("starting interpreter")
    key = cache_key(source, interpreter)
    kept = find_exported(key)
    if kept is not None:
        yield _progress("reading")
        try:
            return _read(kept)
        except SourceError:
            forget_exported(key)
    opened = yield from _export(request, interpreter, key, timeout)
    if opened.stopped and not reached:
        raise SourceError(opened.stopped)
    return opened


def _open_bundled(request: Mapping[str, Any]) -> Steps[Opened]:
    exported = yield from export_bundled(request)
    from engine.opening.graph import normalize

    model = normalize(exported.program)
    weights = _weight_report(exported.weights) if exported.weights else None
    return Opened(model, weights, exported.warnings + model.meta["warnings"])


def find_interpreter(source: ModelSource) -> str:
    """Find the Python that builds `source`: the chosen one, or our own.

    Raises:
        SourceError: the chosen interpreter does not exist.
    """
    if not source.python or source.kind == "zoo":
        return sys.executable
    found = shutil.which(os.path.expanduser(source.python))
    if found is None:
        raise SourceError(
            say(
                "There is no Python interpreter {python}; give the path of "
                "one, such as ENVIRONMENT/bin/python.",
                python=source.python,
            )
        )
    return os.path.abspath(found)


def _request(source: ModelSource) -> dict[str, Any]:
    """Say what the exporter is to do, after checking what can be checked here."""
    if source.checkpoint and not Path(source.checkpoint).is_file():
        raise CheckpointError(
            say("There is no checkpoint {checkpoint}.", checkpoint=source.checkpoint)
        )
    path = [os.getcwd()]
    if source.kind == "zoo":
        source, path = _bundled(source), [str(_ROOT)]
    elif source.kind == "python" and not Path(source.location).is_file():
        raise SourceError(
            say(
                "There is no file {location}; give a Python file.",
                location=source.location,
            )
        )
    if not source.inputs:
        raise SourceError(
            say(
                "{title} needs the shape of its input; give one as {option}.",
                title=source.title,
                option=say("--input 1x3x512x1024"),
            )
        )
    return {**asdict(source), "path": path}


def _bundled(source: ModelSource) -> ModelSource:
    entry = ZOO.get(source.location)
    if entry is None:
        raise SourceError(
            say(
                "There is no bundled network {location}; there are {known}.",
                location=source.location,
                known=", ".join(ZOO),
            )
        )
    module, _, target = entry.factory.partition(":")
    return replace(
        source,
        kind="module",
        location=module,
        target=target,
        arguments={**entry.arguments, **source.arguments},
        inputs=source.inputs or (InputSpec(entry.input_shape),),
    )


def _export(
    request: Mapping[str, Any], interpreter: str, key: str, timeout: float
) -> Steps[Opened]:
    """Run the exporter to its end and read what it wrote; our torch loads meanwhile."""
    loading = threading.Thread(target=_load_our_torch)
    with tempfile.TemporaryDirectory(prefix="npu-studio-") as folder:
        program, file = Path(folder, "program.pt2"), Path(folder, "request.json")
        text = json.dumps({**request, "output": str(program), "timeout": timeout})
        file.write_text(text, encoding="utf-8")
        process = _start([interpreter, str(_EXPORTER), str(file)])
        try:
            loading.start()
            said = yield from _listen(process, request, interpreter, timeout)
        finally:
            process.close()
        loading.join()
        exported = Exported(
            program,
            said.weights,
            tuple(said.warnings),
            digest_files(said.files),
            tuple(said.decisions),
        )
        yield _progress("reading")
        if said.stopped:
            return _read_reached(exported, said.stopped, said.is_unfit)
        try:
            return _read(keep_exported(key, exported))
        except OSError as error:
            raise SourceError(
                say(
                    "{folder} cannot be written ({reason}); set "
                    "NPU_STUDIO_CACHE to a folder that can.",
                    folder=cache_folder(),
                    reason=cause_of(error),
                )
            ) from error


@dataclass(slots=True)
class _Said:
    """What the exporter has told so far."""

    stage: str
    warnings: list[str]
    files: list[str]
    decisions: list[tuple[str, str]] = field(default_factory=list)
    weights: dict[str, Any] | None = None
    is_done: bool = False
    stopped: str = ""
    is_unfit: bool = False

    def hear(self, message: Message) -> None:
        match message["kind"]:
            case "stage":
                self.stage = _STAGES[_STAGES.index(message["name"])]
            case "weights":
                self.weights = {k: v for k, v in message.items() if k != "kind"}
            case "warning":
                self.warnings.append(from_plain(message["sentence"]))
            case "decisions":
                self.decisions = [(kind, place) for kind, place in message["found"]]
            case "stopped":
                self.stopped = from_plain(message["sentence"])
                self.is_unfit = message["is_unfit"]
            case "done":
                self.files, self.is_done = message["files"], True
            case "error":
                bad = CheckpointError if message["of"] == "checkpoint" else SourceError
                raise bad(from_plain(message["sentence"]))


def _listen(
    process: ForeignProcess,
    request: Mapping[str, Any],
    interpreter: str,
    timeout: float,
) -> Steps[_Said]:
    said = _Said(_STAGES[0], [], [])
    allowed = max(timeout, _START_SECONDS)
    deadline = time.monotonic() + allowed
    for message in process.messages():
        if message is not None:
            said.hear(message)
            if message["kind"] == "stage":
                allowed = max(timeout, message.get("least", 0.0))
                deadline = time.monotonic() + allowed
        if said.is_done:
            return said
        if time.monotonic() > deadline:
            raise SourceError(
                say(
                    "{location} did not finish {stage} within {timeout:g} s; "
                    "look for an endless loop, or allow more time.",
                    location=request["location"],
                    stage=said.stage,
                    timeout=allowed,
                )
            )
        yield _progress(said.stage, process.log)
    raise SourceError(_ending(process, request["location"], said.stage, interpreter))


def _ending(process: ForeignProcess, what: str, stage: str, interpreter: str) -> str:
    """Explain a process that went away without a word of its own."""
    status = process.status or 0
    last = say(" Its last words: {log}", log=process.log) if process.log else ""
    if stage == _STAGES[0]:
        return say(
            "{interpreter} is no Python that can run the exporter.{last}",
            interpreter=interpreter,
            last=last,
        )
    if status < 0:
        name = signal.Signals(-status).name
        return say(
            "{what} crashed with {name} while {stage}.{last}",
            what=what,
            name=name,
            stage=stage,
            last=last,
        )
    return say(
        "{what} ended its interpreter with status {status} while {stage}; "
        "look for os._exit.{last}",
        what=what,
        status=status,
        stage=stage,
        last=last,
    )


def _start(command: list[str]) -> ForeignProcess:
    try:
        return ForeignProcess(command)
    except OSError as error:
        raise SourceError(
            say(
                "{command} cannot be started ({reason}); choose another interpreter.",
                command=command[0],
                reason=cause_of(error),
            )
        ) from error


def _load_our_torch() -> None:
    """Import what reading a program takes while the other process works."""
    importlib.import_module("engine.opening.graph")
    importlib.import_module("torch._export.serde.serialize")


def _read(exported: Exported) -> Opened:
    from engine.opening.graph import load_program

    model = load_program(exported.program)
    model.meta["decisions"] = exported.decisions
    weights = _weight_report(exported.weights) if exported.weights else None
    return Opened(model, weights, exported.warnings + model.meta["warnings"])


def _read_reached(exported: Exported, stopped: str, is_unfit: bool) -> Opened:
    """Read a part of a network; whatever is wrong with it, its own sentence counts.

    `is_unfit` says that it is the input which the network does not run on.
    """
    try:
        opened = _read(exported)
    except SourceError as error:
        raise SourceError(stopped) from error
    from engine.targets.unreached import ending

    end, told = ending(opened.model, stopped, is_unfit=is_unfit)
    opened.model.meta |= {"stopped": told, "stopped_at": end}
    return replace(opened, stopped=told)


def _weight_report(said: Mapping[str, Any]) -> WeightReport:
    return WeightReport(
        file=said["file"],
        matched=said["matched"],
        wrapper=said["wrapper"],
        prefix=said["prefix"],
        missing=tuple(said["missing"]),
        unexpected=tuple(said["unexpected"]),
        mismatched=tuple(tuple(entry) for entry in said["mismatched"]),
        unused=tuple(said["unused"]),
    )


def _progress(stage: str, note: str = "") -> Progress:
    at = _STAGES.index(stage)
    return Progress(_STAGES[at], at, len(_STAGES), note)
