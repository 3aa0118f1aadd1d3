"""What each command of the command line does and the JSON object it prints."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import platformdirs

from engine.checks import (
    check_compilation,
    check_reading,
    output_folder,
    with_edits,
)
from engine.console import report_overrides
from engine.document import Document
from engine.errors import ProjectError
from engine.moved import check_there, relocated
from engine.opening.words import change_source, parse_source
from engine.pictures import write_overlays
from engine.progress import Steps
from engine.project import (
    Project,
    calibration_file,
    read_project,
    write_project,
)
from engine.quantization.calibration import Calibration
from engine.recipe import describe
from engine.result_rows import (
    comparison_row,
    compilation_row,
    diagnostic_row,
    weights_row,
)
from engine.result_schema import InspectResult
from engine.rewriting.catalogue import rules
from engine.samples import sample, sample_project
from engine.system import cpu_features, missing_sentence
from engine.targets.diagnostics import int32_candidates
from engine.targets.profile import load_profile, own_folder, readable_profiles
from engine.toolchains.catalogue import toolchains
from engine.whole_file import digest_of
from engine.workflow import (
    OpenedProject,
    calibrate_project,
    calibration_images,
    compare_project,
    compile_project,
    open_project_document,
    project_range_findings,
    solve_project,
    stored_calibration,
)

__all__ = ["calibrate_project", "calibration_images", "open_project_document"]

DEFAULT_TARGET = "horizon-bayes"
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about a source, in its own words.

    `at` says how many of a project's edits are to hold, None as many as did; `without`
    numbers those that are left out besides. `moved_to` is where the file of a
    project's network lies now.
    """

    target: str = ""
    checkpoint: str = ""
    inputs: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    python: str = ""
    at: int | None = None
    without: tuple[int, ...] = ()
    moved_to: str = ""


def find_project(word: str, options: Options) -> tuple[Project, Path | None]:
    """Turn SOURCE into a project, and the file it came from or belongs to.

    A bundled sample's results belong into the user's data folder, for the sample
    itself may be read-only; a bare model has no home.

    Raises:
        ProjectError, SourceError, TargetError: the word names nothing usable.
        EditError: there are fewer edits than are to hold, or none to leave out.
    """
    home: Path | None = None
    if word.startswith("sample:"):
        name = word.removeprefix("sample:")
        project = sample_project(sample(name).name)
        home = Path(platformdirs.user_data_dir("npu-studio")) / "samples" / name
        home = home / "project.json"
    elif word.endswith(".json"):
        home = Path(word).resolve()
        project = read_project(home)
    else:
        source = parse_source(
            word,
            arguments=options.arguments,
            checkpoint=options.checkpoint,
            inputs=options.inputs,
            python=options.python,
        )
        project = Project(source, name=source.title, target=DEFAULT_TARGET)
    if home is not None:
        changed = change_source(
            project.source,
            arguments=options.arguments,
            checkpoint=options.checkpoint,
            inputs=options.inputs,
            python=options.python,
        )
        report_overrides(home.name, project.source, changed)
        project = replace(project, source=changed)
        if options.moved_to:
            project = relocated(project, Path(options.moved_to).resolve())
        check_there(project, home.name)
    elif options.moved_to:
        raise ProjectError(f"{word} is no project; name the file itself as SOURCE.")
    if options.target:
        project = replace(project, target=options.target)
    load_profile(project.target)
    return with_edits(project, options.at, options.without), home


def find_written_project(
    word: str, target: str, at: int | None = None, without: Iterable[int] | None = None
) -> tuple[Project, Path | None]:
    """Turn PROJECT into a project, for another target or with fewer edits if wished.

    Raises:
        ProjectError: the word names a model, or no project that can be read.
        TargetError: there is no such target.
    """
    if not word.startswith("sample:") and not word.endswith(".json"):
        raise ProjectError(
            f"{word or 'An empty word'} is no project; make one with "
            "`npu-studio fix SOURCE --all -o project.json`."
        )
    options = Options(target=target, at=at, without=tuple(without or ()))
    return find_project(word, options)


def inspection(
    opened: OpenedProject, project: Project, home: Path | None = None
) -> InspectResult:
    """Sum up the graph, its diagnostics, and what opening it found.

    A project calibrated before, as `home` tells, has range findings too.
    """
    document, profile = opened.document, load_profile(project.target)
    info = document.info()
    found, hints = document.diagnostics(profile), document.hints(profile)
    stored = stored_calibration(document, project, home) if home is not None else None
    ranges = project_range_findings(document, project, stored) if stored else ()
    return {
        "name": info.name,
        "target": project.target,
        "nodes": len(info.nodes),
        "parameters": info.parameters,
        "macs": info.macs,
        "diagnostics": [diagnostic_row(each, info) for each in found],
        "range_findings": [diagnostic_row(each, info) for each in ranges],
        "hints": [diagnostic_row(each, info) for each in hints],
        "int32_candidates": list(int32_candidates(document.model)),
        "weights": weights_row(opened.weights),
        "warnings": list(opened.warnings),
        "left_out": [
            {"number": number, "edit": describe(document.edits[number - 1]), "why": why}
            for number, why in document.left_out.items()
        ],
        "stopped": document.stopped,
        "digest": document.digest,
    }


def count_errors(diagnostics: Iterable[Mapping[str, Any]]) -> int:
    """Count what the chip cannot run."""
    return sum(each["severity"] == "error" for each in diagnostics)


def store(
    project: Project, home: Path | None, calibration: Calibration, seen: str
) -> None:
    """Keep a calibration and its settings beside the project it belongs to.

    Of a project that was written since it was seen only these settings are replaced.
    """
    if home is None:
        raise ProjectError(
            "Calibration needs a project to belong to; make one with "
            "`npu-studio fix SOURCE --all -o project.json`."
        )
    if digest_of(home) not in ("", seen):
        project = replace(
            read_project(home),
            target=project.target,
            calibration=project.calibration,
        )
    write_project(project, home)
    calibration.save(calibration_file(home))


def calibration_of(
    document: Document, project: Project, home: Path | None
) -> Steps[Calibration]:
    """Read the stored calibration if it still fits, else calibrate."""
    stored = stored_calibration(document, project, home) if home is not None else None
    if stored is not None:
        return stored
    calibration = yield from calibrate_project(document, project)
    return calibration


def calibration_result(
    document: Document, project: Project, calibration: Calibration
) -> Result:
    """Sum up a calibration."""
    table = solve_project(document, project, calibration)
    return {
        "images": calibration.images,
        "tensors": len(table.tensors),
        "seconds": calibration.seconds,
        "float_seconds": calibration.float_seconds,
        "peak_memory_mb": calibration.peak_memory_mb,
        "method": project.calibration.method,
        "range_findings": [
            diagnostic_row(each, document.info())
            for each in project_range_findings(document, project, calibration)
        ],
        "digest": table.digest,
    }


def with_comparison(
    project: Project,
    images: Path | None,
    labels: Path | None,
    limit: int | None,
    outputs: str = "",
) -> Project:
    """Override what results are judged on; other images have other labels.

    Values have no labels. Where no images are chosen at all, it is those the network
    was calibrated on.
    """
    settings = project.comparison
    if not settings.images:
        settings = replace(settings, images=project.calibration.images, labels="")
    if images:
        settings = replace(settings, images=str(images.resolve()), labels="")
    if labels:
        settings = replace(settings, labels=str(labels.resolve()))
    if outputs:
        settings = replace(settings, outputs=check_reading(outputs))
    if outputs == "values" and not labels:
        settings = replace(settings, labels="")
    return replace(project, comparison=replace(settings, limit=limit or settings.limit))


def comparison_result(
    document: Document,
    project: Project,
    calibration: Calibration,
    pictures: Path | None = None,
) -> Steps[Result]:
    """Judge the three results, and write overlay pictures if a folder is given."""
    table = solve_project(document, project, calibration)
    found = yield from compare_project(document, project, table)
    result = {**comparison_row(found), "folder": project.comparison.images}
    if pictures is not None:
        written = yield from write_overlays(document, project, table, pictures)
        result["pictures"] = [str(path) for path in written]
    return result


def compilation_result(
    document: Document,
    project: Project,
    calibration: Calibration,
    toolchain: str,
    directory: Path,
) -> Steps[Result]:
    """Compile and sum up what was written, checked and timed."""
    compiled = yield from compile_project(
        document, project, calibration, toolchain, directory
    )
    return compilation_row(compiled)


def everything(
    project: Project, home: Path | None, output: Path | None
) -> Steps[Result]:
    """Run the whole journey of a project."""
    check_compilation(project, home, "", output)
    opened = yield from open_project_document(project)
    document = opened.document
    result: Result = {"inspect": inspection(opened, project)}
    project = with_comparison(project, None, None, None)
    calibration = yield from calibrate_project(document, project)
    if home is not None:
        calibration.save(calibration_file(home))
    result["calibrate"] = calibration_result(document, project, calibration)
    result["compare"] = yield from comparison_result(document, project, calibration)
    result["compile"] = yield from compilation_result(
        document,
        project,
        calibration,
        project.compile.toolchain,
        output_folder(project, home, output),
    )
    return result


def rule_rows() -> list[Result]:
    """Every rewrite with its algebra."""
    return [
        {
            "name": name,
            "title": each.title,
            "algebra": each.algebra,
            "exact": each.exact,
        }
        for name, each in sorted(rules().items())
    ]


def doctor() -> Result:
    """Tell what is installed and which toolchains answer."""
    rows = []
    for each in toolchains():
        found = each.available()
        rows.append(
            {
                "name": each.name,
                "title": each.title,
                "available": found.available,
                "why": found.why,
            }
        )
    return {
        "studio": _version("npu-studio"),
        "python": platform.python_version(),
        "torch": _version("torch"),
        "qt": _version("PySide6-Essentials"),
        "onnxruntime": _version("onnxruntime"),
        "cpu": cpu_features(),
        "libraries": missing_sentence(),
        "own_targets": _own_targets(),
        "toolchains": rows,
    }


def _own_targets() -> Result:
    """Where a user's own target profiles lie, which there are, and what is wrong."""
    folder = own_folder()
    return {
        "folder": str(folder),
        "names": sorted(path.stem for path in folder.glob("*.toml")),
        "wrong": list(readable_profiles()[1]),
    }


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""
