"""A run of nodes that is drawn as one box or as a frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """The nodes `start` to `stop` of one module; `key` is unique in the graph.

    `path` is the module's, `title` the last names of it that the part around does not
    show, `kind` its class. `parts` are the inner ones, in order. `repeated` counts them
    in a row that was made of modules built alike, `alike` in a module of nothing but
    such; a part that is made up has no module.
    """

    key: str
    path: str
    title: str
    kind: str
    start: int
    stop: int
    parts: tuple[Part, ...] = ()
    repeated: int = 0
    alike: int = 0
    is_made_up: bool = False

    @property
    def count(self) -> int:
        """The number of nodes in it."""
        return self.stop - self.start


def walk(parts: Sequence[Part]) -> Iterator[Part]:
    """All parts, an outer one before its inner ones."""
    pending = list(reversed(parts))
    while pending:
        part = pending.pop()
        yield part
        pending.extend(reversed(part.parts))
