"""What the calibrate, compare and compile pages show of a session's state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton

from engine.errors import ImageError
from engine.feed import picture_of
from engine.images import list_images
from engine.progress import Progress
from engine.project import Project
from gui.panels.calibration import CalibrationPanel, CalibrationView
from gui.panels.comparison import ComparisonPanel
from gui.panels.compile import CompilePanel
from gui.sentences import still_running
from gui.session.state import SessionState, Stage


@dataclass(slots=True)
class MeasuringPages:
    """The three pages that run the network."""

    calibration: CalibrationPanel
    comparison: ComparisonPanel
    compilation: CompilePanel
    _shown: tuple[object, ...] = ()

    def show_state(self, state: SessionState) -> None:
        """Show a snapshot on all three, unless they show the like of it."""
        project = state.project
        if project is None or self._shown == (shown := shown_of(state)):
            return
        self._shown = shown
        if not _runs(state, "calibrate"):
            view = calibration_view(state)
            self.calibration.show(project.calibration, project.preprocessing, view)
        if not _runs(state, "compare"):
            self._show_comparison(state, project)
        self._show_compilation(state, project)

    def show_progress(
        self, stage: Stage, progress: Progress, seconds_left: float | None
    ) -> None:
        """Show how far the running stage is, on its own page."""
        match stage:
            case "calibrate":
                self.calibration.show_progress(progress, seconds_left)
            case "compare":
                self.comparison.show_progress(progress, seconds_left)
            case "compile":
                self.compilation.show_progress(progress, seconds_left)

    def start_button(self, stage: Stage) -> QPushButton:
        """The button that starts the work of one of the three stages."""
        bars = {
            "calibrate": self.calibration.run_bar,
            "compare": self.comparison.run_bar,
            "compile": self.compilation.run,
        }
        return bars[stage].start_button

    def _show_comparison(self, state: SessionState, project: Project) -> None:
        compared = state.compared
        self.comparison.show(
            compared.comparison if compared else None,
            compared.panes if compared else None,
            project.comparison,
            stale="compare" in state.stale,
            blocked=ranges_missing(state),
        )

    def _show_compilation(self, state: SessionState, project: Project) -> None:
        settings = project.compile
        self.compilation.show(
            state.toolchains,
            settings.toolchain,
            settings.directory or default_folder(state, project),
            state.compiled,
            is_stale="compile" in state.stale,
            is_running=_runs(state, "compile"),
            blocked=ranges_missing(state),
        )


def shown_of(state: SessionState) -> tuple[object, ...]:
    """All that the three pages show of a state; an edit alone changes little of it."""
    project = state.project
    if project is not None:
        project = replace(project, edits=(), landmarks=(), left_out=(), cursor=0)
    return (
        project,
        state.path,
        input_size(state),
        state.measured,
        state.compared,
        state.compiled,
        state.toolchains,
        state.stale,
        state.is_long and state.busy,
    )


def calibration_view(state: SessionState) -> CalibrationView:
    """A calibration as the page shows it."""
    files = images_in(state.project.calibration.images if state.project else "")
    blocked = _other_job(state, "calibrate")
    size, beside = input_size(state), inputs_beside(state)
    view = CalibrationView(files, size, blocked=blocked, beside=beside)
    if state.measured is None:
        return view
    calibration = state.measured.calibration
    return CalibrationView(
        files=files,
        input_size=size,
        images=calibration.images,
        tensors=state.measured.ranges,
        seconds=calibration.seconds,
        float_seconds=calibration.float_seconds,
        peak_memory_mb=calibration.peak_memory_mb,
        is_stale="calibrate" in state.stale,
        blocked=blocked,
        beside=beside,
    )


def default_folder(state: SessionState, project: Project) -> str:
    """Where to compile to until the user says: beside the project, or at home."""
    if state.path is not None:
        return str(state.path.parent / "build")
    return str(Path.home() / "npu-studio" / project.source.title.replace("_", "-"))


def images_in(folder: str) -> tuple[str, ...]:
    """The images of a folder; none if there is no such folder."""
    if not folder:
        return ()
    try:
        return tuple(str(path) for path in list_images(folder))
    except ImageError:
        return ()


def input_size(state: SessionState) -> tuple[int, int]:
    """The (height, width) of the network's picture; zeros if it takes none."""
    picture = picture_of(state.info.inputs) if state.info else None
    return (picture.shape[2], picture.shape[3]) if picture else (0, 0)


def inputs_beside(state: SessionState) -> tuple[str, ...]:
    """The names of the inputs whose values lie beside the pictures."""
    inputs = state.info.inputs if state.info else ()
    picture = picture_of(inputs)
    return tuple(each.name for each in inputs if picture and each is not picture)


def ranges_missing(state: SessionState) -> str:
    """Why neither comparing nor compiling can start; empty if both can."""
    if state.is_long:
        return still_running(state.running)
    if state.measured is None:
        return _tr("Calibrate first: the ranges are not measured yet.")
    if "calibrate" in state.stale:
        return _tr("Calibrate again: the network or its settings have changed.")
    return ""


def _other_job(state: SessionState, stage: str) -> str:
    if state.is_long and state.busy != stage:
        return still_running(state.running)
    return ""


def _runs(state: SessionState, stage: str) -> bool:
    return state.is_long and state.busy == stage


def _tr(text: str) -> str:
    return QCoreApplication.translate("Pages", text)
