"""What a command of the command line looks at before it opens a network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from engine.comparison.comparison import find_items
from engine.errors import (
    CalibrationError,
    ComparisonError,
    EditError,
    EngineError,
    ProjectError,
    ToolchainError,
)
from engine.project import Method, Project, Reading
from engine.toolchains.catalogue import find_toolchain
from engine.workflow import calibration_images


def check_method(word: str) -> Method:
    """Check the name of a range method.

    Raises:
        CalibrationError: it is not one of the four.
    """
    _check_known(word, get_args(Method), "range method", CalibrationError)
    return cast("Method", word)


def check_reading(word: str) -> Reading:
    """Check the name of what outputs are taken for.

    Raises:
        ComparisonError: it is not one of the three.
    """
    _check_known(word, get_args(Reading), "reading of outputs", ComparisonError)
    return cast("Reading", word)


def _check_known(
    word: str, known: tuple[str, ...], kind: str, error: type[EngineError]
) -> None:
    if word not in known:
        raise error(f"There is no {kind} '{word}'; there are: {', '.join(known)}.")


def check_state(project: Project, number: int | None) -> None:
    """Check that a project has a state of this number.

    Raises:
        EditError: it has fewer edits.
    """
    count = len(project.edits)
    if number is not None and number > count:
        raise EditError(f"There is no state {number}; this recipe has {count} edits.")


def with_edits(project: Project, at: int | None, without: tuple[int, ...]) -> Project:
    """Let the first `at` edits hold, all that did for None, and leave some out.

    Raises:
        EditError: there are fewer edits, or none of such a number.
    """
    check_state(project, at)
    count = len(project.edits)
    for number in without:
        if not 1 <= number <= count:
            raise EditError(
                f"There is no edit {number} to leave out; this recipe has {count}."
            )
    return replace(
        project,
        cursor=project.cursor if at is None else at,
        left_out=tuple(sorted({*project.left_out, *without})),
    )


def check_compilation(
    project: Project, home: Path | None, toolchain: str, output: Path | None
) -> None:
    """Check all that `compile` needs and that can be seen without the network.

    Raises:
        ToolchainError: there is no such toolchain, or it is not installed.
        ProjectError: the output folder is a file, or lies in one.
        ImageError, CalibrationError: there are no images to calibrate and check with.
    """
    chosen = find_toolchain(toolchain or project.compile.toolchain)
    found = chosen.available()
    if not found.available:
        raise ToolchainError(found.why)
    check_folder(output_folder(project, home, output))
    calibration_images(project)


def check_comparison(project: Project, pictures: Path | None) -> None:
    """Check all that `compare` needs and that can be seen without the network.

    Raises:
        ProjectError: the folder of pictures is a file, or lies in one.
        ImageError, CalibrationError: images or labels are missing.
    """
    if pictures is not None:
        check_folder(pictures)
    find_items(project.comparison)
    calibration_images(project)


def check_folder(path: Path) -> None:
    """Check that a folder can be made, if it is not there.

    Raises:
        ProjectError: it is a file, or lies in one.
    """
    there = next(each for each in (path, *path.parents) if each.exists())
    if not there.is_dir():
        raise ProjectError(f"{there} is no folder; choose another one to write into.")


def output_folder(project: Project, home: Path | None, output: Path | None) -> Path:
    """Decide where artifacts go: asked for, then the project's, then beside it."""
    if output is not None:
        return output.resolve()
    if project.compile.directory:
        return Path(project.compile.directory)
    return (home.parent if home is not None else Path.cwd()) / "build"
