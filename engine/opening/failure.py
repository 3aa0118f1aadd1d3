"""What goes wrong in foreign code, as one sentence that names the line.

Stands alone: it also runs in the user's own interpreter, where nothing of the studio
can be imported.
"""

from __future__ import annotations

import linecache
import os
import sysconfig
import traceback

from ..sentence import say

_OURS = os.path.dirname(os.path.abspath(__file__))
_LIBRARIES = (
    sysconfig.get_paths()["stdlib"],
    sysconfig.get_paths()["platstdlib"],
    os.path.join("site-packages", ""),
    os.path.join("dist-packages", ""),
    "<frozen",
)
_LONGEST = 300


class Failure(Exception):
    """One sentence for the user: what failed, where, and what to try."""


class CheckpointFailure(Failure):
    """Weights cannot be read, or belong to another network."""


class InputFailure(Failure):
    """The network does not run on such an input."""


def describe(error: BaseException) -> str:
    """Write an exception as `Type: message, at file:line (`code`)`."""
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    message = said.strip().splitlines()
    text = type(error).__name__
    if message:
        text += ": " + message[0][:_LONGEST].rstrip(" .")
    place = locate(error)
    return say("{text}, at {place}", text=text, place=place) if place else text


def locate(error: BaseException) -> str:
    """Find the innermost line that belongs to neither a library nor the studio."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    return place_among(traceback.extract_tb(error.__traceback__))


def place_among(frames: traceback.StackSummary) -> str:
    """Write the innermost of these lines that belongs to neither; or nothing."""
    for frame in reversed(frames):
        if _is_users(frame.filename):
            code = linecache.getline(frame.filename, frame.lineno or 0).strip()
            return f"{frame.filename}:{frame.lineno}" + (f" ({code})" if code else "")
    return ""


def _is_users(file: str) -> bool:
    if os.path.dirname(os.path.abspath(file)) == _OURS:
        return False
    in_library = any(place in file for place in _LIBRARIES[2:])
    return not in_library and not file.startswith(_LIBRARIES[:2])
