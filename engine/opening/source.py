"""What can be opened, as data.

A source is written in one word on the command line: `sample:NAME`, `zoo:NAME`,
`file.py:callable`, `package.module:callable`, `file.pt2` or `project.json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

SourceKind = Literal["python", "module", "pt2", "zoo"]
Argument: TypeAlias = str | int | float | bool | list[Any] | dict[str, Any] | None
"""What a project file can hold; a list or a dict holds the same again."""


@dataclass(frozen=True, slots=True)
class InputSpec:
    """One input of the network: its name, fixed shape and dtype."""

    shape: tuple[int, ...]
    dtype: str = "float32"
    name: str = ""


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Where a model comes from and how to build it.

    `location` is a file for `python` and `pt2`, a dotted module for `module` and a
    name of the bundled list for `zoo`. `target` is the class or factory inside it.
    """

    kind: SourceKind
    location: str
    target: str = ""
    arguments: dict[str, Argument] = field(default_factory=dict)
    checkpoint: str = ""
    inputs: tuple[InputSpec, ...] = ()
    python: str = ""

    @property
    def title(self) -> str:
        """A short name for window titles and default file names."""
        if self.kind == "pt2":
            return Path(self.location).stem
        return self.target or self.location


@dataclass(frozen=True, slots=True)
class WeightReport:
    """Which checkpoint entries met which parameters of the network.

    `wrapper` is the key the weights were found under, `prefix` what was cut off;
    `mismatched` holds (key, shape in file, shape in network). `unused` names the parts
    that the network lacks of which the unexpected entries are.
    """

    file: str
    matched: int
    wrapper: str = ""
    prefix: str = ""
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    mismatched: tuple[tuple[str, str, str], ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether the file holds every weight of the network in its shape."""
        return not (self.missing or self.mismatched)
