"""Opening a Python source runs code: the user is asked once per file content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from engine.causes import cause_of
from engine.errors import SourceError
from engine.opening.source import ModelSource
from engine.sentence import say


@dataclass(frozen=True, slots=True)
class TrustQuestion:
    """What would be run, and a digest that stands for the user's answer."""

    runs: str
    digest: str


def trust_question(source: ModelSource) -> TrustQuestion | None:
    """What must be agreed to before opening; None if no foreign code would run.

    Raises:
        SourceError: the file cannot be read.
    """
    if source.kind == "module":
        words = f"module {source.python} {source.location}"
        return TrustQuestion(source.location, _digest(words.encode()))
    if source.kind != "python":
        return None
    try:
        content = Path(source.location).read_bytes()
    except OSError as error:
        raise SourceError(
            say(
                "{path} cannot be read: {reason}; choose another file.",
                path=source.location,
                reason=cause_of(error),
            )
        ) from error
    return TrustQuestion(source.location, _digest(content))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
