"""Where a node comes from: its module and the user's own line of code."""

from __future__ import annotations

import linecache
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

import torch

from engine.info import SourceLine

_FRAME = re.compile(r'^ *File "(?P<file>.+)", line (?P<line>\d+), in (?P<name>.+)$')
_PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d+)(?: \(|$)")
_FOREIGN = (os.path.dirname(torch.__file__) + os.sep, f"{os.sep}torch{os.sep}")
_EXPORTER = os.path.join("opening", "exporter.py")


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
    """Give the innermost line that belongs to neither torch nor the exporter."""
    frames = [frame for frame in _frames(meta.get("stack_trace") or "")]
    for frame in reversed(frames):
        if not _is_foreign(frame.file):
            return frame
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


def _is_foreign(file: str) -> bool:
    in_packages = "site-packages" in file and _FOREIGN[1] in file
    return file.startswith(_FOREIGN[0]) or in_packages or file.endswith(_EXPORTER)
