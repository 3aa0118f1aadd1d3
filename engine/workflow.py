"""The straight line run for a project: what the window and the command line share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from engine import differences
from engine.comparison.comparison import (
    Subject,
    compare,
    examine,
    find_items,
    read_tensors,
)
from engine.comparison.results import Comparison, Panes
from engine.document import Document
from engine.errors import CalibrationError, ImageError, ProjectError
from engine.feed import Feed
from engine.images import list_images
from engine.info import Diagnostic
from engine.opening.opener import open_model
from engine.opening.source import WeightReport
from engine.progress import Steps
from engine.project import Project, calibration_file
from engine.quantization.calibration import Calibration, calibrate, check_quantized
from engine.quantization.prepare import prepare
from engine.quantization.qtable import QTable
from engine.quantization.ranges import solve
from engine.quantization.sensitivity import Sensitivity, measure_sensitivity
from engine.quantization.value_ranges import value_ranges
from engine.recipe import describe
from engine.sentence import say
from engine.states import StateDifference, StateFacts
from engine.targets.coverage import Coverage, compare_targets
from engine.targets.profile import load_profile, readable_profiles
from engine.targets.range_findings import range_findings
from engine.targets.sharing import shared_calls
from engine.toolchains.catalogue import find_toolchain
from engine.toolchains.toolchain import CompileRequest, CompileResult

SELF_CHECK_IMAGES = 3
SENSITIVITY_IMAGES = 4


@dataclass(frozen=True, slots=True)
class OpenedProject:
    """A project's model with its edits replayed, and how its weights fitted."""

    document: Document
    weights: WeightReport | None
    warnings: tuple[str, ...]


def open_project_document(
    project: Project, *, reached: bool = False, may_wait: bool = False
) -> Steps[OpenedProject]:
    """Open the project's model and replay its edits up to the cursor.

    With `reached`, a network that cannot be exported opens as far as it could be
    traced, and all edits wait. With `may_wait`, a network that was changed opens with
    the edits up to the first that does not fit it any more.

    Raises:
        SourceError: the model cannot be opened.
        MisfitError: an edit that is to hold does not fit the model any more.
    """
    opened = yield from open_model(project.source, reached=reached)
    document = Document(
        opened.model,
        project.name or project.source.title,
        project.edits,
        project.landmarks,
        project.left_out,
        cursor=project.cursor,
        may_wait=may_wait,
    )
    warnings = (*opened.warnings, *document.moved, *_not_made(document))
    if document.misfit and document.stopped:
        kept = say("The edits of this project are kept; they wait for a whole network.")
        warnings = (*warnings, kept)
    elif document.misfit and not may_wait:
        warnings = (*warnings, document.misfit.sentence)
    return OpenedProject(document, opened.weights, warnings)


def _not_made(document: Document) -> Iterator[str]:
    """Say of each edit left out that it is, and why it could not be made."""
    for number, why in document.left_out.items():
        edit = describe(document.edits[number - 1])
        if why:
            yield say(
                "Edit {number} ({edit}) is left out: {why}",
                number=number,
                edit=edit,
                why=why,
            )
        else:
            yield say("Edit {number} ({edit}) is left out.", number=number, edit=edit)


def state_facts(document: Document, project: Project, number: int) -> StateFacts:
    """Read one state of the recipe in numbers, for the project's target.

    Raises:
        EditError: there is no such state.
    """
    return differences.state_facts(document, number, load_profile(project.target))


def compare_states(
    document: Document, project: Project, before: int, after: int
) -> StateDifference:
    """Tell two states of the recipe apart, for the project's target.

    Raises:
        EditError: there is no such state.
    """
    profile = load_profile(project.target)
    return differences.compare_states(document, before, after, profile)


def compare_documents(
    before: Document, after: Document, project: Project
) -> StateDifference:
    """Tell two networks apart, both judged for one project's target."""
    return differences.compare_documents(before, after, load_profile(project.target))


def feed_of(document: Document, project: Project) -> Feed:
    """Tell how pictures become the network's inputs.

    Raises:
        ImageError: the network takes no RGB picture.
    """
    return Feed(document.info().inputs, project.preprocessing)


def calibrate_project(document: Document, project: Project) -> Steps[Calibration]:
    """Measure the ranges of every tensor on the project's calibration images.

    Raises:
        ImageError: the folder or an image cannot be used.
        CalibrationError: no folder is chosen, nothing is quantized, or a tensor is not
            finite.
    """
    images = calibration_images(project)
    feed = feed_of(document, project)
    batches = _batches(images, feed)
    profile = load_profile(project.target)
    check_quantized(document.model, profile)
    found = yield from calibrate(document.model, profile, batches, len(images))
    found.made_of = _identity(images, feed)
    return found


def stored_calibration(
    document: Document, project: Project, project_file: Path
) -> Calibration | None:
    """Read the calibration beside a project file, if measuring again gave the same.

    That is so when graph, target, images and preprocessing are those it was made of.

    Raises:
        CalibrationError: there is one, but it is damaged.
    """
    file = calibration_file(project_file)
    if not _is_there(file):
        return None
    stored = Calibration.load(file)
    if (stored.digest, stored.profile) != (document.digest, project.target):
        return None
    try:
        images = calibration_images(project)
        fits = stored.made_of == _identity(images, feed_of(document, project))
    except (ImageError, CalibrationError):
        return None
    return stored if fits else None


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


def calibration_images(project: Project) -> tuple[Path, ...]:
    """List the project's calibration images.

    Raises:
        ImageError: the folder cannot be used.
        CalibrationError: no folder is chosen.
    """
    settings = project.calibration
    if not settings.images:
        raise CalibrationError(
            say(
                "No calibration images are chosen; choose a folder of 8 to 100 "
                "images like those the network will see."
            )
        )
    return list_images(settings.images, settings.limit)


def solve_project(
    document: Document, project: Project, calibration: Calibration
) -> QTable:
    """Turn measured ranges into scales by the project's method, without a data pass."""
    profile = load_profile(project.target)
    prepared = prepare(document.model, profile)
    return solve(calibration, prepared, profile, project.calibration.method)


def compare_all_targets(document: Document) -> Steps[tuple[Coverage, ...]]:
    """Judge the network for every target that can be read."""
    profiles, _ = readable_profiles()
    return (yield from compare_targets(document.model, profiles))


def project_sensitivity(
    document: Document, project: Project, table: QTable
) -> Steps[Sensitivity]:
    """Estimate on the first calibration images which roundings move the outputs.

    Raises:
        ImageError: the folder or an image cannot be used.
        CalibrationError: the table is stale, or memory is short.
    """
    images = calibration_images(project)[:SENSITIVITY_IMAGES]
    feed = feed_of(document, project)
    prepared = prepare(document.model, load_profile(project.target))
    batches = _batches(images, feed)
    return (yield from measure_sensitivity(prepared, table, batches, len(images)))


def project_range_findings(
    document: Document,
    project: Project,
    calibration: Calibration,
    table: QTable | None = None,
) -> tuple[Diagnostic, ...]:
    """Find the tensors whose measured ranges are too wide for their integers.

    `table` is solved from the calibration if it is not given.
    """
    profile = load_profile(project.target)
    if table is None:
        table = solve_project(document, project, calibration)
    shared = {
        path: [node.name for node in nodes]
        for path, nodes in shared_calls(document.model.graph, profile).items()
    }
    ranges = value_ranges(calibration.statistics, table)
    return range_findings(document.info(), ranges, profile, shared)


def compare_project(
    document: Document, project: Project, table: QTable
) -> Steps[Comparison]:
    """Judge float, calibrated and quantized results on the comparison images.

    Raises:
        ImageError: images or labels cannot be used.
        ComparisonError: the outputs are no class scores, or labels do not fit.
    """
    items = find_items(project.comparison)
    subject = _subject(document, project, table)
    return (yield from compare(subject, items, project.comparison))


def panes_of(document: Document, project: Project, table: QTable, index: int) -> Panes:
    """Run comparison image number `index` three ways.

    Raises:
        ImageError: images or labels cannot be used.
    """
    items = find_items(project.comparison)
    subject = _subject(document, project, table)
    return examine(subject, items[index % len(items)], project.comparison)


def compile_project(
    document: Document,
    project: Project,
    calibration: Calibration,
    toolchain: str,
    directory: str | Path,
) -> Steps[CompileResult]:
    """Compile the edited network, checked on the first calibration images.

    Raises:
        ToolchainError: the toolchain is missing, or refuses the network or folder.
    """
    if not directory:
        raise ProjectError(
            say("No output folder is chosen; choose one to compile into.")
        )
    images = calibration_images(project)[:SELF_CHECK_IMAGES]
    feed = feed_of(document, project)
    request = CompileRequest(
        model=document.model,
        calibration=calibration,
        profile=load_profile(project.target),
        method=project.calibration.method,
        inputs=tuple(_batches(images, feed)),
        directory=Path(directory),
        name=project.source.title.replace("_", "-"),
        host=document.host_model(),
    )
    return (yield from find_toolchain(toolchain).compile(request))


def sample_inputs(
    document: Document, project: Project, count: int = 2
) -> tuple[tuple[Tensor, ...], ...] | None:
    """Give real inputs to measure an edit on; None where there are no images."""
    try:
        images = calibration_images(project)[:count]
        return tuple(_batches(images, feed_of(document, project)))
    except (ImageError, CalibrationError):
        return None


def _identity(images: tuple[Path, ...], feed: Feed) -> str:
    """Tell image sets apart by the names and sizes of files, wherever they lie."""
    found = (file for image in images for file in feed.files(image))
    files = [(file.name, file.stat().st_size) for file in found]
    return hashlib.sha256(repr((files, feed.preprocessing)).encode()).hexdigest()


def _subject(document: Document, project: Project, table: QTable) -> Subject:
    prepared = prepare(document.model, load_profile(project.target))
    return Subject(
        prepared=prepared,
        table=table,
        feed=feed_of(document, project),
        digest=f"{document.digest}:{table.digest}",
    )


def _batches(images: tuple[Path, ...], feed: Feed) -> Iterator[tuple[Tensor, ...]]:
    for image in images:
        yield read_tensors(feed, image)[1]
