"""The project file: everything needed to repeat a journey, as readable JSON.

Paths inside the file are relative to it where they lie below its folder, so a project
folder can move. Reading lists every wrong key with its path.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import cattrs

from engine.causes import cause_of
from engine.errors import NewerProjectError, ProjectError
from engine.images import Preprocessing
from engine.landmarks import Landmarks
from engine.opening.source import ModelSource
from engine.project_entries import converter, to_text, wrong_entries
from engine.recipe import Recipe
from engine.sentence import say
from engine.whole_file import write_whole

FORMAT = 4
Method = Literal["min_max", "percentile", "mse", "kl"]
Reading = Literal["by_form", "classes", "values"]
"""What a network's outputs are taken for: what their form suggests, scores or numbers
of classes, or values, such as boxes, features and distances.
"""


@dataclass(frozen=True, slots=True)
class CalibrationSettings:
    """Which images measure the ranges, and how ranges become scales."""

    images: str = ""
    limit: int | None = None
    method: Method = "mse"


@dataclass(frozen=True, slots=True)
class ComparisonSettings:
    """What results are judged on.

    `labels` may be empty: agreement with the float network needs none. `classes` names
    the class of each output channel, `palette` its colour; `align_corners` is how
    logits grow to the size of the label. Labels and named classes tell that outputs
    read `by_form` are classes.
    """

    images: str = ""
    labels: str = ""
    limit: int | None = None
    classes: tuple[str, ...] = ()
    palette: tuple[tuple[int, int, int], ...] = ()
    align_corners: bool = False
    outputs: Reading = "by_form"

    @property
    def reading(self) -> Reading:
        """What the outputs are taken for, by all that is said of them."""
        is_told = bool(self.labels or self.classes)
        return "classes" if self.outputs == "by_form" and is_told else self.outputs


@dataclass(frozen=True, slots=True)
class CompileSettings:
    """Which toolchain writes what where."""

    toolchain: str = "onnx"
    directory: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A model, what was done to it, and how it is measured, judged and compiled.

    Of `edits` only the first `cursor` are applied; the others were undone. Those whose
    numbers, from 1, are `left_out` are kept and not applied. By its `landmarks` an
    edit's nodes are found again where their names have changed; files of format 1 have
    none, before format 3 nothing was left out, and before format 4 outputs were read by
    their form. Paths are absolute in memory.
    """

    source: ModelSource
    name: str = ""
    description: str = ""
    target: str = "horizon-bayes"
    edits: Recipe = ()
    landmarks: Landmarks = ()
    left_out: tuple[int, ...] = ()
    cursor: int = 0
    preprocessing: Preprocessing = field(default_factory=Preprocessing)
    calibration: CalibrationSettings = field(default_factory=CalibrationSettings)
    comparison: ComparisonSettings = field(default_factory=ComparisonSettings)
    compile: CompileSettings = field(default_factory=CompileSettings)

    @property
    def applied(self) -> Recipe:
        """The edits in force."""
        made = enumerate(self.edits[: self.cursor], 1)
        return tuple(edit for number, edit in made if number not in self.left_out)


def calibration_file(project_file: Path) -> Path:
    """Name the file that keeps a project's calibration, beside the project."""
    return project_file.with_suffix(".calibration.json")


def read_project(path: str | Path) -> Project:
    """Read a project file.

    Raises:
        NewerProjectError: a newer version wrote it.
        ProjectError: the file is missing, no project, or has wrong keys (each named
            with its place).
    """
    path = Path(path)
    data = _entries(path)
    try:
        project = converter().structure(data, Project)
    except cattrs.BaseValidationError as error:
        raise _wrong_entries(path, wrong_entries(error)) from error
    wrong = "; ".join(_unusable(project))
    if wrong:
        raise _wrong_entries(path, wrong)
    try:
        return _with_paths(project, lambda word: _absolute(word, path.parent))
    except ValueError as error:
        wrong = say("a path holds a character that no file name can have")
        raise _wrong_entries(path, wrong) from error


def _entries(path: Path) -> dict[str, Any]:
    """Read the entries of a project file of this format."""
    data = _data(path)
    found = data.pop("format", None) if isinstance(data, dict) else None
    if type(found) is int and found > FORMAT:
        raise NewerProjectError(
            say(
                "{path} was saved by a newer NPU Studio (format {found}, and this one "
                "reads {format}); install the newer one to open it.",
                path=path,
                found=found,
                format=FORMAT,
            )
        )
    if not isinstance(data, dict) or type(found) is not int or found < 1:
        raise ProjectError(
            say(
                "{path} is no project file of NPU Studio (format {format}); choose one "
                "that was saved as a project.",
                path=path,
                format=FORMAT,
            )
        )
    return data


def _data(path: Path) -> object:
    """Read JSON, whatever it holds."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ProjectError(
            say("{path} cannot be read: {reason}.", path=path, reason=cause_of(error))
        ) from error
    except RecursionError as error:
        raise ProjectError(
            say(
                "{path} is not a project file: its brackets are nested too deep.",
                path=path,
            )
        ) from error
    except ValueError as error:
        raise ProjectError(
            say(
                "{path} is not a project file: it is not JSON ({error}).",
                path=path,
                error=error,
            )
        ) from error


def _wrong_entries(path: Path, wrong: str) -> ProjectError:
    return ProjectError(
        say("{path} has wrong entries: {wrong}.", path=path, wrong=wrong)
    )


def _unusable(project: Project) -> Iterator[str]:
    """Say what no project can mean, though it is of the right kind."""
    cursor, count = project.cursor, len(project.edits)
    if not 0 <= cursor <= count:
        yield say(
            "cursor {cursor} lies beyond its {count} edits @ project.cursor",
            cursor=cursor,
            count=count,
        )
    if len(project.landmarks) > count:
        yield say("there are more than edits @ project.landmarks")
    if not {*project.left_out} <= {*range(1, count + 1)}:
        yield say("there is no edit of such a number @ project.left_out")
    if not project.target:
        yield say("it is empty @ project.target")
    limits = {
        "calibration": project.calibration.limit,
        "comparison": project.comparison.limit,
    }
    for where, limit in limits.items():
        if limit is not None and limit < 1:
            yield say(
                "{limit} is less than 1 image; null means all @ project.{where}.limit",
                limit=limit,
                where=where,
            )
    colours = {tone for colour in project.comparison.palette for tone in colour}
    if colours and not 0 <= min(colours) <= max(colours) <= 255:
        yield say("a colour lies outside 0 to 255 @ project.comparison.palette")


def write_project(project: Project, path: str | Path) -> None:
    """Write a project file in one step: a crash leaves the old file whole.

    A name that is no UTF-8 is written as JSON escapes, so that it comes back equal.

    Raises:
        ProjectError: the folder cannot be written.
    """
    path = Path(path)
    try:
        path = path.resolve()
        relative = _with_paths(project, lambda word: _relative(word, path.parent))
        data = {"format": FORMAT, **converter().unstructure(relative, Project)}
        content = (to_text(data) + "\n").encode("utf-8", "backslashreplace")
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except (OSError, ValueError) as error:
        raise ProjectError(
            say(
                "{path} cannot be written: {reason}; choose another folder.",
                path=path,
                reason=cause_of(error),
            )
        ) from error


def _with_paths(project: Project, change: Callable[[str], str]) -> Project:
    source = project.source
    if source.kind in ("python", "pt2"):
        source = replace(source, location=change(source.location))
    source = replace(source, checkpoint=change(source.checkpoint))
    return replace(
        project,
        source=source,
        calibration=replace(
            project.calibration, images=change(project.calibration.images)
        ),
        comparison=replace(
            project.comparison,
            images=change(project.comparison.images),
            labels=change(project.comparison.labels),
        ),
        compile=replace(project.compile, directory=change(project.compile.directory)),
    )


def _absolute(word: str, folder: Path) -> str:
    return str((folder.resolve() / word).resolve()) if word else ""


def _relative(word: str, folder: Path) -> str:
    if not word:
        return ""
    path = Path(word).resolve()
    if path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    return str(path)
