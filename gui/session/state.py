"""What the window shows of a session: one frozen snapshot of plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.comparison.results import Comparison, Panes
from engine.info import Diagnostic, EditPreview, GraphInfo, Rewrite
from engine.landmarks import Landmarks
from engine.opening.source import WeightReport
from engine.project import Project
from engine.recipe import Edit, Misfit, Recipe
from gui.widgets.tensor_range import TensorRange

if TYPE_CHECKING:
    from engine.quantization.calibration import Calibration
    from engine.quantization.qtable import QTable
    from engine.toolchains.toolchain import CompileResult

Stage: TypeAlias = Literal["open", "inspect", "fix", "calibrate", "compare", "compile"]
STAGES: tuple[Stage, ...] = (
    "open",
    "inspect",
    "fix",
    "calibrate",
    "compare",
    "compile",
)
Judgement: TypeAlias = Literal["known", "awaited", "failed"]
Basis: TypeAlias = tuple[object, ...]
"""Everything a result was made from; two results with equal bases are equal."""


@dataclass(frozen=True)
class Facts:
    """An open document as plain values, read on the job's thread.

    `latency_ms` is the estimate per op on the target, `hints` what is no problem but
    good to know there. Where they are not judged, they are those of an earlier graph,
    of nodes that are still there, until the target has been asked about this one.
    `rewrites` tells where the last edit applied rules, `notes` what it did besides, and
    `landmarks` what the nodes of the edits are known by. `left_out` numbers edits that
    are kept and not made, and tells why they do not fit; `misfit` is the one that what
    follows it waits for, and `owed` counts the edits that are to hold then besides.
    """

    info: GraphInfo
    diagnostics: tuple[Diagnostic, ...]
    edits: Recipe
    cursor: int
    latency_ms: Mapping[str, float] = field(default_factory=dict)
    hints: tuple[Diagnostic, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    notes: tuple[str, ...] = ()
    landmarks: Landmarks = ()
    left_out: Mapping[int, str] = field(default_factory=dict)
    misfit: Misfit | None = None
    owed: int = 0
    is_judged: bool = True

    @cached_property
    def counts(self) -> Counter[str]:
        """How many diagnostics have each severity."""
        return Counter(each.severity for each in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Measured:
    """A calibration with the range table solved from it, and both as plain values.

    `findings` are the ranges that int8 holds badly. `sensitivity` is the outputs' error
    that rounding at a node causes, in dB of their energy; empty until it is measured.
    """

    calibration: Calibration
    table: QTable
    basis: Basis
    ranges: tuple[TensorRange, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    sensitivity: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison and the image now shown of it."""

    comparison: Comparison
    basis: Basis
    panes: Panes | None = None
    index: int = -1


@dataclass(frozen=True, slots=True)
class Compiled:
    """What one toolchain wrote."""

    result: CompileResult
    toolchain: str
    directory: Path
    basis: Basis


@dataclass(frozen=True, slots=True)
class ToolchainInfo:
    """One compiler, and why it cannot be used here if it cannot."""

    name: str
    title: str
    available: bool
    why: str = ""


@dataclass(frozen=True)
class SessionState:
    """One moment of a session. Nothing in it ever changes.

    `path` is the project file once saved, `file_digest` what it held when it was read
    or written last; `unsaved` says that it lags behind. `busy`
    is the stage whose job runs now, `is_long` whether it makes other wishes wait, and
    `running` its title then.
    `stopped` says why only a part of the network could be opened.
    """

    project: Project | None = None
    path: Path | None = None
    file_digest: str = ""
    unsaved: bool = False
    facts: Facts | None = None
    weights: WeightReport | None = None
    warnings: tuple[str, ...] = ()
    stopped: str = ""
    preview: EditPreview | None = None
    measured: Measured | None = None
    compared: Compared | None = None
    compiled: Compiled | None = None
    toolchains: tuple[ToolchainInfo, ...] = ()
    busy: Stage | None = None
    is_long: bool = False
    running: str = ""
    failed: frozenset[Stage] = field(default_factory=frozenset)

    @property
    def is_open(self) -> bool:
        """Whether there is a network."""
        return self.facts is not None

    @property
    def target(self) -> str:
        """The chip the network is for, empty without a network."""
        return self.project.target if self.project else ""

    @property
    def info(self) -> GraphInfo | None:
        """The network as edited."""
        return self.facts.info if self.facts else None

    @property
    def judgement(self) -> Judgement:
        """How much is known of what the target says of the network as edited."""
        if self.facts is None or self.facts.is_judged:
            return "known"
        return "failed" if "inspect" in self.failed else "awaited"

    @property
    def is_judged(self) -> bool:
        """Whether the problems are those of the network as edited."""
        return self.judgement == "known"

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What the target has against it, and what a calibration that fits revealed.

        They may be an earlier graph's where this one is not judged.
        """
        found = self.facts.diagnostics if self.facts else ()
        return (*found, *self._findings)

    @property
    def _findings(self) -> tuple[Diagnostic, ...]:
        """What a calibration that fits revealed."""
        if self.measured is None or "calibrate" in self.stale:
            return ()
        return self.measured.findings

    @property
    def hints(self) -> tuple[Diagnostic, ...]:
        """What is no problem but good to know on the target."""
        return self.facts.hints if self.facts else ()

    @property
    def edits(self) -> Recipe:
        """Every edit that has a state, also those undone or left out."""
        if self.facts is None or self.misfit is None:
            return self.facts.edits if self.facts else ()
        return self.facts.edits[: self.misfit.number - 1]

    @property
    def waiting(self) -> Recipe:
        """The edit that does not fit the network, and those behind it."""
        return self.facts.edits[len(self.edits) :] if self.facts else ()

    @property
    def misfit(self) -> Misfit | None:
        """The edit that does not fit the network, and why."""
        return self.facts.misfit if self.facts else None

    @property
    def left_out(self) -> Mapping[int, str]:
        """The edits that are kept and not made, by number, and why they do not fit."""
        return self.facts.left_out if self.facts else {}

    @property
    def made(self) -> tuple[Edit | None, ...]:
        """What leads from each state to the next, None for an edit left out."""
        edits = enumerate(self.edits, 1)
        return tuple(None if n in self.left_out else edit for n, edit in edits)

    @property
    def cursor(self) -> int:
        """How many edits are in force."""
        return self.facts.cursor if self.facts else 0

    @property
    def latency_ms(self) -> Mapping[str, float]:
        """How long the target is estimated to need for each op."""
        return self.facts.latency_ms if self.facts else {}

    @property
    def can_undo(self) -> bool:
        """Whether an edit is in force."""
        return any(self.made[: self.cursor])

    @property
    def can_redo(self) -> bool:
        """Whether an edit was undone."""
        return any(self.made[self.cursor :])

    def count(self, severity: str) -> int:
        """How many diagnostics have that severity."""
        judged = self.facts.counts[severity] if self.facts else 0
        return judged + sum(each.severity == severity for each in self._findings)

    @property
    def stale(self) -> frozenset[Stage]:
        """Stages whose result was made from something that has changed since."""
        return frozenset(
            stage
            for stage, made, now in self._bases()
            if made is not None and made != now
        )

    def _bases(self) -> tuple[tuple[Stage, Basis | None, Basis], ...]:
        measured = self.measured.basis if self.measured else None
        compared = self.compared.basis if self.compared else None
        compiled = self.compiled.basis if self.compiled else None
        return (
            ("calibrate", measured, self.range_basis),
            ("compare", compared, self.comparison_basis),
            ("compile", compiled, self.table_basis),
        )

    @property
    def range_basis(self) -> Basis:
        """What ranges would be measured from now."""
        if self.project is None or self.facts is None:
            return ()
        calibration = self.project.calibration
        return (
            self.facts.info.digest,
            self.project.target,
            self.project.preprocessing,
            calibration.images,
            calibration.limit,
        )

    @property
    def table_basis(self) -> Basis:
        """What a range table would be solved from now."""
        method = self.project.calibration.method if self.project else ""
        return (*self.range_basis, method)

    @property
    def comparison_basis(self) -> Basis:
        """What a comparison would be made from now."""
        settings = self.project.comparison if self.project else None
        return (*self.table_basis, settings)
