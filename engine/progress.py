"""Long work as a generator: each `yield` reports, and is a place to stop."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one stage has come: `done` of `total` units."""

    stage: str
    done: int
    total: int
    note: str = ""


Steps: TypeAlias = Generator[Progress, None, T]
"""Work that yields `Progress` and returns its result; closing it cancels."""


def run(steps: Steps[T], report: Callable[[Progress], None] | None = None) -> T:
    """Drive `steps` to the end on the calling thread and return the result."""
    while True:
        try:
            progress = next(steps)
        except StopIteration as stop:
            result: T = stop.value
            return result
        if report is not None:
            report(progress)
