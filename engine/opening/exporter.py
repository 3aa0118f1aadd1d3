"""Build and export a network in the interpreter its code needs.

Run as `python exporter.py REQUEST.json`. It needs Python 3.8, torch 2.1 and nothing
else; the files beside it are loaded under a name no user's package has. What it has to
say goes to standard output as JSON lines; whatever the user's code prints goes to
standard error. It ends when its standard input closes.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
from collections.abc import Callable
from types import ModuleType
from typing import IO, Any, Dict, List, Set

_ENGINE = "npu_studio_engine"
_PACKAGE = _ENGINE + ".opening"
_FOLDER = os.path.dirname(os.path.abspath(__file__))
_LINUX_FILES = ("/proc/", "/sys/", "/dev/")
_SOON = 0.5
"""Seconds that a network gets which has shown that it does not end."""
_SHOWING = 60.0
"""Seconds for our own work on what was reached, besides those for foreign code."""
_SHARE = 0.7
"""Of the time there is: the rest is for foreign code that will not be interrupted."""


class Reporter:
    """The line back to the studio, out of reach of the user's prints."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def say(self, kind: str, **content: Any) -> None:
        """Send one message."""
        self._stream.write(json.dumps({"kind": kind, **content}) + "\n")
        self._stream.flush()

    def tell(self, kind: str, sentence: str, **content: Any) -> None:
        """Send a sentence for the user."""
        self.say(kind, sentence=_sentences().to_plain(sentence), **content)

    def stage(self, name: str, least: float = 0.0) -> None:
        """Say what begins now, and how many seconds it is to get at least."""
        self.say("stage", name=name, least=least)


def attempt(action: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    """Run foreign code, which may end in any way: its result, or what it raised."""
    try:
        return action(), None
    except BaseException as error:
        return None, error


def main(request_file: str) -> int:
    """Do what the request says; 0 if a program was written."""
    reporter = Reporter(_claim_output())
    _end_with_parent()
    say = _sentences().say
    with open(request_file, encoding="utf-8") as stream:
        request = json.load(stream)
    try:
        import torch
    except ImportError as error:
        missing = "torch" if getattr(error, "name", "") == "torch" else str(error)
        reporter.tell(
            "error",
            say(
                "{python} has no torch ({missing} is missing); install it there or "
                "choose another interpreter.",
                python=sys.executable,
                missing=missing,
            ),
            of="source",
        )
        return 1
    if not hasattr(torch, "export"):
        reporter.tell(
            "error",
            say(
                "torch {version} in {python} cannot export; install 2.1 or newer there "
                "or choose another interpreter.",
                version=torch.__version__,
                python=sys.executable,
            ),
            of="source",
        )
        return 1
    return _run(request, reporter)


def _run(request: Dict[str, Any], reporter: Reporter) -> int:
    failure, say = _sibling("failure"), _sentences().say
    _, error = attempt(lambda: _export(request, reporter))
    if error is None:
        return 0
    if isinstance(error, failure.Failure):
        is_checkpoint = isinstance(error, failure.CheckpointFailure)
        of, sentence = "checkpoint" if is_checkpoint else "source", str(error)
    else:
        of = "source"
        sentence = say(
            "The network cannot be opened: {error}.",
            error=failure.describe(error),
        )
    reporter.tell("error", sentence, of=of)
    return 1


def _export(request: Dict[str, Any], reporter: Reporter) -> None:
    import torch

    checkpoint = _sibling("checkpoint") if request["checkpoint"] else None
    building, tracing = _sibling("building"), _sibling("tracing")
    opened = _watch_files()
    torch.manual_seed(0)
    reporter.stage("importing")
    module = (
        building.import_file(request["location"])
        if request["kind"] == "python"
        else building.import_module(request["location"], request["path"])
    )
    reporter.stage("building")
    found = building.find_callable(module, request["target"])
    model = building.build(found, request["target"], request["arguments"])
    model.eval()
    if checkpoint is not None:
        reporter.stage("loading weights")
        report = checkpoint.load_weights(model, request["checkpoint"])
        reporter.say("weights", **report)
    reporter.stage("exporting")
    files = _used_files(opened)
    inputs = tracing.make_inputs(tracing.in_order(model, request["inputs"]))
    program = _traced(model, inputs, request, reporter)
    torch.export.save(program, request["output"])
    reporter.say("done", torch=torch.__version__, files=files)


def _traced(
    model: Any, inputs: Any, request: Dict[str, Any], reporter: Reporter
) -> Any:
    """Export all of the network, or else what can be traced of it."""
    failure, patience = _sibling("failure"), _sibling("patience")
    say = _sentences().say
    left = _SHARE * request["timeout"]
    slow = say(
        "{location} did not finish exporting within {left:.0f} s; look for "
        "an endless loop, or allow more time.",
        location=request["location"],
        left=left,
    )

    def export() -> Any:
        with patience.limited(left, slow):
            program, notes = _sibling("tracing").export(model, inputs)
            find = _sibling("decisions").decisions_of
            return program, notes, find(model, inputs) if notes else []

    exported, error = attempt(export)
    if error is None:
        for warning in exported[1]:
            reporter.tell("warning", warning)
        reporter.say("decisions", found=exported[2])
        return exported[0]
    is_overrun = isinstance(error, patience.OverrunError)
    program = None
    reporter.stage("exporting", _SHOWING)
    if isinstance(error, failure.Failure):
        reached = _sibling("partial").export_reached
        program = reached(model, inputs, _SOON if is_overrun else left / 10)
    if program is None:
        raise error
    is_unfit = isinstance(error, failure.InputFailure)
    reporter.tell("stopped", str(error), is_unfit=is_unfit)
    return program


def _claim_output() -> IO[str]:
    """Keep the real standard output, and let everyone else's go to standard error."""
    kept = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return os.fdopen(kept, "w", encoding="utf-8")


def _end_with_parent() -> None:
    """Leave when the studio is gone; the user's code reads an empty input."""
    kept = os.dup(0)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)

    def wait() -> None:
        while os.read(kept, 1024):
            pass
        os._exit(3)

    threading.Thread(target=wait, daemon=True).start()


def _sibling(name: str) -> ModuleType:
    """Import a file beside this one under a name of our own."""
    for package, folder in ((_ENGINE, os.path.dirname(_FOLDER)), (_PACKAGE, _FOLDER)):
        if package not in sys.modules:
            sys.modules[package] = ModuleType(package)
            sys.modules[package].__path__ = [folder]
    return importlib.import_module(_PACKAGE + "." + name)


def _sentences() -> ModuleType:
    """Import how the studio says things, from the folder above this one."""
    _sibling("failure")
    return importlib.import_module(_ENGINE + ".sentence")


def _watch_files() -> Set[str]:
    """Collect the files that are opened for reading from now on."""
    opened: Set[str] = set()

    def hear(event: str, arguments: Any) -> None:
        if event != "open" or not isinstance(arguments[0], str):
            return
        if arguments[1] in (None, "r", "rb", "rt"):
            opened.add(os.path.abspath(arguments[0]))

    sys.addaudithook(hear)
    return opened


def _used_files(opened: Set[str]) -> List[str]:
    """Name the user's files the network was built from: code, and data it read."""
    loaded = [getattr(module, "__file__", None) for module in sys.modules.values()]
    files = {os.path.abspath(file) for file in loaded if file} | opened
    return sorted(file for file in files if _is_users(file))


def _is_users(file: str) -> bool:
    foreign = (_FOLDER + os.sep, sys.prefix + os.sep, sys.base_prefix + os.sep)
    is_library = "site-packages" in file or "dist-packages" in file
    if file.startswith(foreign + _LINUX_FILES) or is_library:
        return False
    return os.path.isfile(file) and not file.endswith(".pyc")


if __name__ == "__main__":
    import gc

    gc.disable()
    sys.path.pop(0)
    sys.exit(main(sys.argv[1]))
