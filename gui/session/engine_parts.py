"""The parts of the engine that a session drives, as the jobs see them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from engine.comparison.results import Comparison, Panes
from engine.info import Diagnostic
from engine.opening.source import WeightReport
from engine.progress import Steps
from engine.project import Project
from engine.states import StateDifference, StateFacts
from engine.targets.records import Coverage

if TYPE_CHECKING:
    from engine.document import Document
    from engine.quantization.calibration import Calibration
    from engine.quantization.qtable import QTable
    from engine.quantization.sensitivity import Sensitivity
    from engine.toolchains.toolchain import CompileResult


class Opening(Protocol):
    """A project's model with its edits replayed."""

    @property
    def document(self) -> Document:
        """The open document."""

    @property
    def weights(self) -> WeightReport | None:
        """How the checkpoint fitted."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know."""


class Workflow(Protocol):
    """The part of the engine a session drives; `engine.workflow` is one."""

    def open_project_document(
        self, project: Project, /, *, reached: bool = False, may_wait: bool = False
    ) -> Steps[Any]:
        """Open the project's model and replay its edits."""

    def sample_inputs(self, document: Document, project: Project, /) -> Any:
        """Real inputs to measure an edit on."""

    def state_facts(
        self, document: Document, project: Project, number: int, /
    ) -> StateFacts:
        """Read one state of the recipe in numbers."""

    def compare_states(
        self, document: Document, project: Project, before: int, after: int, /
    ) -> StateDifference:
        """Tell two states of the recipe apart."""

    def compare_documents(
        self, before: Document, after: Document, project: Project, /
    ) -> StateDifference:
        """Tell two networks apart."""

    def stored_calibration(
        self, document: Document, project: Project, project_file: Path, /
    ) -> Calibration | None:
        """Read the calibration beside a project file, if it still fits."""

    def calibrate_project(
        self, document: Document, project: Project, /
    ) -> Steps[Calibration]:
        """Measure ranges."""

    def solve_project(
        self, document: Document, project: Project, calibration: Calibration, /
    ) -> QTable:
        """Turn ranges into scales."""

    def compare_all_targets(self, document: Document, /) -> Steps[tuple[Coverage, ...]]:
        """Judge the network for every target."""

    def project_range_findings(
        self,
        document: Document,
        project: Project,
        calibration: Calibration,
        table: QTable,
        /,
    ) -> tuple[Diagnostic, ...]:
        """Find the tensors that int8 holds badly."""

    def project_sensitivity(
        self, document: Document, project: Project, table: QTable, /
    ) -> Steps[Sensitivity]:
        """Rank the roundings."""

    def compare_project(
        self, document: Document, project: Project, table: QTable, /
    ) -> Steps[Comparison]:
        """Judge results."""

    def panes_of(
        self, document: Document, project: Project, table: QTable, index: int, /
    ) -> Panes:
        """Run one comparison image three ways."""

    def compile_project(
        self,
        document: Document,
        project: Project,
        calibration: Calibration,
        toolchain: str,
        directory: str | Path,
        /,
    ) -> Steps[CompileResult]:
        """Compile and check."""


class Chains(Protocol):
    """Lists the compilers; `engine.toolchains.catalogue` is one."""

    def toolchains(self) -> tuple[Any, ...]:
        """Every toolchain the studio knows."""
