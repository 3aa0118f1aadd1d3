"""Where a node comes from: its module and the user's own line of code."""

from __future__ import annotations

import linecache
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.info import SourceLine
from engine.opening.frames import is_foreign, library_of, shown

_FRAME = re.compile(r'^ *File "(?P<file>.+)", line (?P<line>\d+), in (?P<name>.+)$')
_THROUGH = ".cell_contents.__self__"
_PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d+)(?: \(|$)")


def modules_of(meta: Mapping[str, Any]) -> dict[str, str]:
    """Give the class name of every module around a node, outermost first.

    Keys are dotted paths; the root's is empty. Called twice, a module keeps one path.
    """
    stack = meta.get("nn_module_stack") or {}
    return {_dotted(path): _class_name(kind) for path, kind in stack.values()}


def call_of(meta: Mapping[str, Any]) -> int:
    """Tell which call of its module a node belongs to, counted from 0.

    Tracing marks the second call of a module as `name@1`.
    """
    innermost = next(reversed(meta.get("nn_module_stack") or {"": ()}))
    number = innermost.rpartition("@")[2]
    return int(number) if "@" in innermost and number.isdigit() else 0


def source_of(meta: Mapping[str, Any]) -> SourceLine | None:
    """Give the innermost line of the user's own code, and from where it is called."""
    trace = meta.get("stack_trace") or ""
    frames = [frame for frame in _frames(trace) if not is_foreign(frame.file)]
    at = shown([(frame.file, frame.function) for frame in frames])
    if at < 0:
        return None
    return replace(frames[at], called_from=_caller(frames[: at + 1]))


def _caller(frames: list[SourceLine]) -> SourceLine | None:
    """The `forward` that led to the last line; the user's own line into a library."""
    line, *outer = reversed(frames)
    if line.function != "forward":
        return next((each for each in outer if each.function == "forward"), None)
    if library_of(line.file):
        return next((each for each in outer if not library_of(each.file)), None)
    return None


def place_of(words: str) -> SourceLine | None:
    """Read the place in an exporter's sentence, `file:line (code)`."""
    match = _PLACE.match(words)
    if match is None:
        return None
    file, line = match["file"], int(match["line"])
    return SourceLine(file, line, linecache.getline(file, line).strip())


def _class_name(kind: str | type) -> str:
    name = kind if isinstance(kind, str) else kind.__name__
    return name.rpartition(".")[2]


def _dotted(path: str) -> str:
    """A module's path as in the network, also where a closure around it is traced."""
    path = path.rpartition(_THROUGH)[2]
    path = re.sub(r"^L\['self'\]\.?|^L__self__\.?", "", path)
    path = re.sub(r"_modules\['([^']+)'\]|\['?([^']+?)'?\]", r".\1\2", path)
    return re.sub(r"@\d+", "", path).strip(".").replace("..", ".")


def _frames(trace: str) -> Iterator[SourceLine]:
    lines = trace.splitlines()
    for index, text in enumerate(lines):
        match = _FRAME.match(text)
        if match is None:
            continue
        following = lines[index + 1].strip() if index + 1 < len(lines) else ""
        file, line = match["file"], int(match["line"])
        shown = linecache.getline(file, line).strip() or following
        yield SourceLine(file, line, shown, match["name"])
