"""The project file: everything needed to repeat a journey, as readable JSON.

Paths inside the file are relative to it where they lie below its folder, so a project
folder can move. Reading lists every wrong key with its path.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import cattrs
from cattrs.strategies import configure_tagged_union
from cattrs.v import format_exception, transform_error

from engine.errors import ProjectError
from engine.images import Preprocessing
from engine.opening.source import Argument, ModelSource
from engine.recipe import Edit, Recipe, SingleEdit
from engine.sentence import say

FORMAT = 1
_NUMBERS = re.compile(r"\[\s+[-+.\deE,\s]+\]")
Method = Literal["min_max", "percentile", "mse", "kl"]


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
    logits grow to the size of the label.
    """

    images: str = ""
    labels: str = ""
    limit: int | None = None
    classes: tuple[str, ...] = ()
    palette: tuple[tuple[int, int, int], ...] = ()
    align_corners: bool = False


@dataclass(frozen=True, slots=True)
class CompileSettings:
    """Which toolchain writes what where."""

    toolchain: str = "onnx"
    directory: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A model, what was done to it, and how it is measured, judged and compiled.

    Of `edits` only the first `cursor` are applied; the others were undone. Paths are
    absolute in memory.
    """

    source: ModelSource
    name: str = ""
    description: str = ""
    target: str = "horizon-bayes"
    edits: Recipe = ()
    cursor: int = 0
    preprocessing: Preprocessing = field(default_factory=Preprocessing)
    calibration: CalibrationSettings = field(default_factory=CalibrationSettings)
    comparison: ComparisonSettings = field(default_factory=ComparisonSettings)
    compile: CompileSettings = field(default_factory=CompileSettings)

    @property
    def applied(self) -> Recipe:
        """The edits in force."""
        return self.edits[: self.cursor]


def calibration_file(project_file: Path) -> Path:
    """Name the file that keeps a project's calibration, beside the project."""
    return project_file.with_suffix(".calibration.json")


def read_project(path: str | Path) -> Project:
    """Read a project file.

    Raises:
        ProjectError: the file is missing, no JSON, of a newer format, or has wrong
            keys (each named with its place).
    """
    path = Path(path)
    data = _data(path)
    if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
        raise ProjectError(
            say(
                "{path} is not a project of this version of NPU Studio (format "
                "{format}).",
                path=path,
                format=FORMAT,
            )
        )
    try:
        project = _converter().structure(data, Project)
    except cattrs.BaseValidationError as error:
        wrong = "; ".join(
            transform_error(error, path="project", format_exception=_wrong_entry)
        )
        raise ProjectError(
            say("{path} has wrong entries: {wrong}.", path=path, wrong=wrong)
        ) from error
    if not 0 <= project.cursor <= len(project.edits):
        raise ProjectError(
            say(
                "{path} has wrong entries: cursor {cursor} lies beyond its "
                "{count} edits @ project.cursor.",
                path=path,
                cursor=project.cursor,
                count=len(project.edits),
            )
        )
    return _with_paths(project, lambda word: _absolute(word, path.parent))


def _data(path: Path) -> object:
    """Read JSON, whatever it holds."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProjectError(
            say("{path} cannot be read: {reason}.", path=path, reason=error.strerror)
        ) from error
    except ValueError as error:
        raise ProjectError(
            say(
                "{path} is not a project file: it is not JSON ({error}).",
                path=path,
                error=error,
            )
        ) from error


def write_project(project: Project, path: str | Path) -> None:
    """Write a project file in one step: a crash leaves the old file whole.

    Raises:
        ProjectError: the folder cannot be written.
    """
    path = Path(path).resolve()
    relative = _with_paths(project, lambda word: _relative(word, path.parent))
    data = {"format": FORMAT, **_converter().unstructure(relative, Project)}
    text = json.dumps(data, indent=2, ensure_ascii=False)
    write_atomically(path, _NUMBERS.sub(_on_one_line, text) + "\n")


def write_atomically(path: Path, text: str) -> None:
    """Write `text` aside and rename it onto `path`.

    Raises:
        ProjectError: the folder cannot be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise ProjectError(
            say(
                "{path} cannot be written: {reason}; choose another folder.",
                path=path,
                reason=error.strerror,
            )
        ) from error


@cache
def _converter() -> cattrs.Converter:
    """Make the code that reads and writes every class of the file, once."""
    converter = cattrs.Converter(forbid_extra_keys=True)
    for edits in (SingleEdit, Edit):
        configure_tagged_union(edits, converter, tag_name="edit")
    converter.register_structure_hook(Argument, lambda value, _: _plain(value))
    converter.register_structure_hook(str, _exactly)
    converter.register_structure_hook(bool, _exactly)
    return converter


def _wrong_entry(error: BaseException, kind: type | None) -> str:
    """Say in the words of the file what one entry should have been."""
    if get_origin(kind) is Literal:
        return say("it is none of {known}", known=", ".join(map(str, get_args(kind))))
    if kind == Edit and isinstance(error, KeyError) and error.args[0] != "edit":
        return say(
            "there is no kind of edit {kind} in this version", kind=repr(error.args[0])
        )
    return format_exception(error, kind)


def _on_one_line(numbers: re.Match[str]) -> str:
    return " ".join(numbers.group().split()).replace("[ ", "[").replace(" ]", "]")


def _exactly(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(
            say("{value} is not a {name}", value=repr(value), name=kind.__name__)
        )
    return value


def _plain(value: Any) -> Any:
    if value is not None and not isinstance(value, (str, int, float, bool, list, dict)):
        raise TypeError(say("{value} is not what JSON can hold", value=repr(value)))
    return value


def _with_paths(project: Project, change: Any) -> Project:
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
