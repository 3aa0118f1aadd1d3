"""The user's own lines on the stack, kept with every node while it is traced.

torch keeps only the lines of functions called `forward`, which hides what methods and
functions called by them do. Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import linecache
import os
import sys
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import torch
from torch.fx.experimental import proxy_tensor

if TYPE_CHECKING:
    Places = Sequence[tuple[str, str]]
_TORCH = os.path.dirname(torch.__file__) + os.sep
_IN_TORCH = f"{os.sep}torch{os.sep}"
_OPENING = os.path.dirname(os.path.abspath(__file__)) + os.sep
_PYTHON = os.path.dirname(os.__file__) + os.sep
_PACKAGES = ("site-packages" + os.sep, "dist-packages" + os.sep)
_STATE = threading.local()


def with_own_lines(trace: Callable[[], Any]) -> Any:
    """Run an export or a trace whose nodes tell the user's lines that made them."""
    _teach_tracer()
    before = getattr(_STATE, "outside", None)
    _STATE.outside = sys._getframe()
    try:
        return trace()
    finally:
        _STATE.outside = before


def shown(places: Places) -> int:
    """Find the innermost of the user's own files and functions, the outermost first.

    Inside of a module of a library it is the innermost place of that library; what a
    library does for a line of the user's is left out. -1 without any.
    """
    found = -1
    for index, (file, function) in enumerate(places):
        library = library_of(file)
        is_own = not library or function == "forward" or found < 0
        if is_own or library == library_of(places[found][0]):
            found = index
    return found


@lru_cache(maxsize=1024)
def is_foreign(file: str) -> bool:
    """Whether a file belongs to torch, to Python itself or to the exporter."""
    if file.startswith((_TORCH, _OPENING, "<frozen ")):
        return True
    in_packages = any(each in file for each in _PACKAGES)
    return _IN_TORCH in file if in_packages else file.startswith(_PYTHON)


@lru_cache(maxsize=1024)
def library_of(file: str) -> str:
    """The library that a file belongs to; empty for the user's own code."""
    for folder in _PACKAGES:
        if folder in file:
            return file.rpartition(folder)[2].partition(os.sep)[0]
    return ""


@lru_cache(maxsize=1)
def _teach_tracer() -> None:
    """Let torch's tracer keep the lines, once; without `with_own_lines` it is as is."""
    tracer = proxy_tensor.PythonKeyTracer
    create = tracer.create_node

    def create_node(self: Any, *arguments: Any, **keywords: Any) -> Any:
        lines = _own_lines() if getattr(_STATE, "outside", None) is not None else ""
        if lines:
            self.record_stack_traces = False
        node = create(self, *arguments, **keywords)
        if lines and node.op == "call_function":
            node.meta.setdefault("stack_trace", lines)
        return node

    tracer.create_node = create_node  # type: ignore[method-assign]


def _own_lines() -> str:
    """The lines between what called the trace and what made this node."""
    frames: list[Any] = []
    frame: Any = sys._getframe(2)
    while frame is not None and frame is not _STATE.outside:
        if not is_foreign(frame.f_code.co_filename):
            frames.append(frame)
        frame = frame.f_back
    frames.reverse()
    places = [(each.f_code.co_filename, each.f_code.co_name) for each in frames]
    told = frames[: shown(places) + 1]
    return "\n".join(_told(each) for each in told)


def _told(frame: Any) -> str:
    """A line of code as Python writes it in a traceback."""
    file, line, name = frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name
    text = linecache.getline(file, line).strip()
    return f'  File "{file}", line {line}, in {name}\n    {text}'
