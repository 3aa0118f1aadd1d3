"""What every toolchain offers, what it is asked, and what it answers."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.causes import cause_of
from engine.errors import ToolchainError
from engine.progress import Steps
from engine.sentence import say
from engine.targets.profile import TargetProfile

if TYPE_CHECKING:
    from torch import Tensor, fx

    from engine.quantization.calibration import Calibration


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a toolchain can be used here; if not, why, and what to install."""

    available: bool
    why: str = ""


@dataclass(frozen=True, eq=False)
class CompileRequest:
    """A model with its calibration, and where the files go.

    `inputs` are real images, at least 3, for the self-check. `name` begins the names
    of the files. `host` computes what the network's outputs are for where the graph
    was ended at its predictions.
    """

    model: fx.GraphModule
    calibration: Calibration
    profile: TargetProfile
    method: str
    inputs: Sequence[Sequence[Tensor]]
    directory: Path
    name: str
    host: fx.GraphModule | None = None


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file that was written; `kind` says in a word or two what it is."""

    path: Path
    kind: str
    bytes: int


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """The written file run against the studio's own result, value by value.

    A mismatch is a value that is not equal bit for bit, or, where a float op computes
    the output, not equal up to float rounding.

    `first_difference` names the first node that differs, empty if none does.
    `rounded` is how many values inside the network a float op left on the next
    integer, because its float numbers differ in their last digits; what follows from
    them is no mismatch.
    """

    images: int
    values: int
    mismatches: int
    first_difference: str = ""
    rounded: int = 0


@dataclass(frozen=True)
class CompileResult:
    """Everything a compilation left, `report` being what `report.json` holds."""

    artifacts: tuple[Artifact, ...]
    self_check: SelfCheck
    latency_ms: Mapping[str, float]
    not_integer: tuple[tuple[str, str], ...]
    report: Mapping[str, object] = field(default_factory=dict)


class Toolchain(Protocol):
    """Something that turns a model into files for a target."""

    @property
    def name(self) -> str:
        """The word for it in projects and on the command line."""

    @property
    def title(self) -> str:
        """Its name for people."""

    def available(self) -> Availability:
        """Whether it can be used on this machine."""

    def compile(self, request: CompileRequest) -> Steps[CompileResult]:
        """Write the files.

        Raises:
            ToolchainError: it is not available, or refuses the model or the folder.
        """


def check_directory(directory: Path) -> None:
    """Make the folder, and make sure that files can be written into it.

    Raises:
        ToolchainError: it cannot be made or written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise ToolchainError(
            say(
                "The folder {directory} cannot be written ({reason}); choose "
                "another one.",
                directory=directory,
                reason=cause_of(error),
            )
        ) from error


def publish(
    aside: Path, directory: Path, kinds: Mapping[str, str]
) -> tuple[Artifact, ...]:
    """Move finished files, named with their kinds, from `aside` to their folder.

    Raises:
        ToolchainError: a file cannot be moved.
    """
    artifacts = []
    for name, kind in kinds.items():
        path = directory / name
        try:
            size = (aside / name).stat().st_size
            os.replace(aside / name, path)
        except OSError as error:
            raise ToolchainError(
                say(
                    "{path} cannot be written ({reason}); close programs that "
                    "use it, or choose another folder.",
                    path=path,
                    reason=cause_of(error),
                )
            ) from error
        artifacts.append(Artifact(path, kind, size))
    return tuple(artifacts)
