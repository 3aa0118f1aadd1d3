"""What the session's jobs do, on the job's thread. The engine is imported there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from engine.comparison.results import Comparison, Panes
from engine.errors import CalibrationError, ComparisonError
from engine.info import EditPreview, GraphInfo
from engine.opening.source import WeightReport
from engine.progress import Progress, Steps
from engine.project import Project
from engine.recipe import Edit, FixAll
from engine.sentence import say
from engine.system import collector_paused
from engine.targets.records import Coverage
from gui.session.chooser import Chooser, engine_chooser
from gui.session.engine_parts import Chains, Workflow
from gui.session.preloading import preload_torch, spare_the_collector
from gui.session.ranges import read_ranges
from gui.session.state import (
    Basis,
    Compared,
    Compiled,
    Facts,
    Measured,
    SessionState,
    ToolchainInfo,
)

if TYPE_CHECKING:
    from engine.document import Document
    from engine.quantization.calibration import Calibration


JUDGED_AT_ONCE = 500
"""So many nodes are judged in the time of a frame, before they are shown."""


@dataclass(frozen=True, slots=True)
class Engine:
    """How the jobs reach the engine: each part is imported when it is first asked for.

    Tests give their own.
    """

    workflow: Callable[[], Workflow]
    profile: Callable[[str], Any]
    chains: Callable[[], Chains]
    chooser: Chooser = field(default_factory=engine_chooser)


def real_engine() -> Engine:
    """The engine itself; nothing heavy is imported before a job asks."""
    return Engine(
        workflow=import_workflow,
        profile=lambda name: import_module("engine.targets.profile").load_profile(name),
        chains=lambda: cast("Chains", import_module("engine.toolchains.catalogue")),
    )


def import_workflow() -> Workflow:
    """Import the part of the engine that needs torch, without stopping the window."""
    if "engine.workflow" in sys.modules:
        return cast("Workflow", sys.modules["engine.workflow"])
    preload_torch()
    workflow = import_module("engine.workflow")
    spare_the_collector()
    return cast("Workflow", workflow)


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """What opening a project brings; `stored` is the calibration beside its file."""

    document: Document
    facts: Facts
    weights: WeightReport | None
    warnings: tuple[str, ...]
    toolchains: tuple[ToolchainInfo, ...]
    stored: Measured | None = None
    stopped: str = ""


def open_session(
    engine: Engine, project: Project, file: Path | None = None
) -> Steps[OpenedSession]:
    """Open a project's model, diagnose it, and look which toolchains there are."""
    with collector_paused():
        return (yield from _open(engine, project, file))


def _open(engine: Engine, project: Project, file: Path | None) -> Steps[OpenedSession]:
    yield Progress(say("Loading PyTorch"), 0, 1)
    workflow = engine.workflow()
    opened = yield from workflow.open_project_document(
        project, reached=True, may_wait=True
    )
    yield Progress(say("Looking for problems"), 0, 1)
    facts = read_facts(engine, opened.document, project.target)
    _sort(facts.info)
    chains = tuple(toolchain_info(each) for each in engine.chains().toolchains())
    warnings, stored = tuple(opened.warnings), None
    if file is not None:
        yield Progress(say("Reading the calibration"), 0, 1)
        try:
            stored = read_stored(engine, opened.document, project, file)
        except CalibrationError as error:
            warnings = (*warnings, str(error))
    return OpenedSession(
        opened.document,
        facts,
        opened.weights,
        warnings,
        chains,
        stored,
        opened.document.stopped,
    )


def _sort(info: GraphInfo) -> None:
    """Sort the nodes by name and by module here, where no panel waits for it."""
    for kept in ("by_name", "modules"):
        getattr(info, kept)


def read_stored(
    engine: Engine, document: Document, project: Project, file: Path
) -> Measured | None:
    """Read the calibration kept beside a project file, if it still fits.

    Raises:
        CalibrationError: there is one, but it is damaged.
    """
    workflow = engine.workflow()
    calibration = workflow.stored_calibration(document, project, file)
    if calibration is None:
        return None
    return solved(engine, document, project, calibration)


def toolchain_info(toolchain: Any) -> ToolchainInfo:
    """Ask one toolchain whether it can be used here."""
    found = toolchain.available()
    return ToolchainInfo(toolchain.name, toolchain.title, found.available, found.why)


def read_facts(engine: Engine, document: Document, target: str) -> Facts:
    """Read an open document as plain values."""
    return _judged(engine, document, target, _bare_facts(document))


def _bare_facts(document: Document) -> Facts:
    return Facts(
        info=document.info(),
        diagnostics=(),
        edits=tuple(document.edits),
        cursor=document.cursor,
        rewrites=tuple(document.rewrites),
        notes=tuple(document.notes),
        landmarks=document.landmarks,
        left_out=document.left_out,
        misfit=document.misfit,
        owed=document.goal - document.cursor,
        is_judged=False,
    )


def _judged(engine: Engine, document: Document, target: str, facts: Facts) -> Facts:
    profile = engine.profile(target)
    return replace(
        facts,
        diagnostics=tuple(document.diagnostics(profile)),
        latency_ms=document.latency_ms(profile),
        hints=tuple(document.hints(profile)),
        is_judged=True,
    )


def change(
    engine: Engine,
    document: Document,
    before: Facts,
    target: str,
    action: Callable[[Document], object],
) -> Steps[Facts]:
    """Do something to the document and read it again.

    A big graph that the target has not been asked about yet is given without its
    judgement.
    """
    yield Progress(say("Editing"), 0, 1)
    with collector_paused():
        action(document)
        facts = _bare_facts(document)
        is_small = len(facts.info.nodes) <= JUDGED_AT_ONCE
        if is_small or document.is_judged(engine.profile(target)):
            return _judged(engine, document, target, facts)
        return carried(before, facts)


def carried(before: Facts, facts: Facts) -> Facts:
    """Add to bare facts what an earlier judgement said of ops that are still there."""
    then, now = before.info.by_name, facts.info.by_name

    def stays(name: str) -> bool:
        is_there = name in then and name in now
        return not name or (is_there and then[name].op == now[name].op)

    return replace(
        facts,
        diagnostics=tuple(each for each in before.diagnostics if stays(each.node)),
        latency_ms={n: each for n, each in before.latency_ms.items() if stays(n)},
        hints=tuple(each for each in before.hints if stays(each.node)),
    )


def undo(document: Document) -> None:
    """Go back one edit, if there is one: a wish may come late."""
    if document.can_undo:
        document.undo()


def redo(document: Document) -> None:
    """Do the undone edit again, if there is one."""
    if document.can_redo:
        document.redo()


def fix_all(engine: Engine, document: Document, target: str) -> None:
    """Apply every fix that keeps results, if there is one."""
    found = document.diagnostics(engine.profile(target))
    fixes = (fix for problem in found for fix in problem.fixes)
    if any(fix.is_applicable and fix.exact for fix in fixes):
        document.apply(FixAll(target))


def compare_targets(engine: Engine, document: Document) -> Steps[tuple[Coverage, ...]]:
    """Judge the network for every target there is."""
    return (yield from engine.workflow().compare_all_targets(document))


def judge(
    engine: Engine, document: Document, target: str, facts: Facts
) -> Steps[Facts]:
    """Ask a target about the graph of some facts, and give them with its judgement."""
    profile = engine.profile(target)
    asked = (document.diagnostics, document.latency_ms, document.hints)
    for done, ask in enumerate(asked):
        yield Progress(say("Looking for problems"), done, len(asked))
        with collector_paused():
            ask(profile)
    return _judged(engine, document, target, facts)


def preview(
    engine: Engine, document: Document, project: Project, edit: Edit
) -> Steps[EditPreview]:
    """Measure an edit on real images where there are some."""
    yield Progress(say("Measuring the change"), 0, 1)
    samples = engine.workflow().sample_inputs(document, project)
    return (yield from document.preview_steps(edit, samples))


def measure(engine: Engine, document: Document, state: SessionState) -> Steps[Measured]:
    """Calibrate and solve the ranges."""
    project = _project(state)
    calibration = yield from engine.workflow().calibrate_project(document, project)
    yield Progress(say("Choosing ranges"), 0, 1)
    return solved(engine, document, project, calibration, state.range_basis)


def solve(
    engine: Engine, document: Document, project: Project, measured: Measured
) -> Steps[Measured]:
    """Solve the ranges again by the project's method, without a data pass."""
    yield Progress(say("Choosing ranges"), 0, 1)
    return solved(engine, document, project, measured.calibration, measured.basis)


def solved(
    engine: Engine,
    document: Document,
    project: Project,
    calibration: Calibration,
    basis: Basis = (),
) -> Measured:
    """Bring a calibration and the table solved from it together."""
    workflow = engine.workflow()
    table = workflow.solve_project(document, project, calibration)
    return Measured(
        calibration,
        table,
        basis,
        read_ranges(calibration, table),
        workflow.project_range_findings(document, project, calibration, table),
    )


def rank(engine: Engine, document: Document, state: SessionState) -> Steps[Measured]:
    """Add to the ranges how much each node's rounding moves the outputs, in dB."""
    measured = _measured(state)
    found = yield from engine.workflow().project_sensitivity(
        document, _project(state), measured.table
    )
    return replace(measured, sensitivity=found.decibels_by_node())


def compare(engine: Engine, document: Document, state: SessionState) -> Steps[Compared]:
    """Judge the results, then run the image that agrees least for the panes."""
    workflow, project, measured = engine.workflow(), _project(state), _measured(state)
    comparison = yield from workflow.compare_project(document, project, measured.table)
    yield Progress(say("Drawing the worst image"), 0, 1)
    index = worst_image(comparison)
    panes: Panes | None = None
    with suppress(ComparisonError):  # outputs that are no picture have numbers only
        panes = workflow.panes_of(document, project, measured.table, index)
    return Compared(comparison, state.comparison_basis, panes, index)


def worst_image(comparison: Comparison) -> int:
    """Find the image whose quantized result agrees least with float, or is noisiest."""
    kept = [each.closeness for each in comparison.images]
    return kept.index(min(kept)) if kept else 0


def show_image(
    engine: Engine, document: Document, state: SessionState, index: int
) -> Steps[Panes]:
    """Run comparison image `index` three ways."""
    yield Progress(say("Running the image"), 0, 1)
    table = _measured(state).table
    return engine.workflow().panes_of(document, _project(state), table, index)


def build(engine: Engine, document: Document, state: SessionState) -> Steps[Compiled]:
    """Compile as the project says."""
    project = _project(state)
    settings = project.compile
    result = yield from engine.workflow().compile_project(
        document,
        project,
        _measured(state).calibration,
        settings.toolchain,
        settings.directory,
    )
    return Compiled(
        result, settings.toolchain, Path(settings.directory), state.table_basis
    )


def _project(state: SessionState) -> Project:
    assert state.project is not None
    return state.project


def _measured(state: SessionState) -> Measured:
    assert state.measured is not None
    return state.measured
