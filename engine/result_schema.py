"""The JSON that `inspect --json` and `fix --json` print: their keys and types.

Keys are never renamed or dropped, since scripts read them; new ones may be added.
"""

from __future__ import annotations

from typing import TypedDict

from engine.info import Severity


class FixRow(TypedDict):
    """One way out of a problem; `reason` says why it does not apply, or is empty.

    An exact one equals what it replaces up to float rounding, and `--all` makes it.
    """

    title: str
    exact: bool
    reason: str


class DiagnosticRow(TypedDict):
    """One broken limit at one node; `node` is empty for the whole network.

    `module` is the path of the node's module, empty at the top of the network.
    `op` is the ATen overload, `source` the user's `file:line`, or empty; `reference`
    is where the limit is documented.
    """

    severity: Severity
    node: str
    module: str
    op: str
    constraint: str
    title: str
    message: str
    source: str
    fixes: list[FixRow]
    reference: str


class EditRow(TypedDict):
    """One edit with its words, and how far the outputs moved on `samples` inputs.

    `verdict` is `no difference`, `within rounding` (relative, up to 1e-5) or
    `changes results`. A difference is null where outputs cannot be compared: there are
    others, or they have another shape. `notes` say what it did besides.
    """

    edit: str
    notes: list[str]
    removed: list[str]
    added: list[str]
    max_abs_difference: float | None
    max_rel_difference: float | None
    samples: int
    verdict: str


class AppliedRow(TypedDict):
    """One rule applied at one node, measured on that node's own values."""

    rule: str
    node: str
    max_abs_difference: float
    max_rel_difference: float


class MismatchRow(TypedDict):
    """One weight whose shape in the file is not that in the network."""

    name: str
    in_file: str
    in_network: str


class WeightsRow(TypedDict):
    """How a checkpoint fitted: how many weights matched, and every one that did not.

    `wrapper` is the key they were found under, `prefix` what was cut off their names.
    """

    file: str
    matched: int
    wrapper: str
    prefix: str
    missing: list[str]
    unexpected: list[str]
    mismatched: list[MismatchRow]


class LeftOutRow(TypedDict):
    """An edit that a project keeps and goes without; `why` is empty where it fits."""

    number: int
    edit: str
    why: str


class InspectResult(TypedDict):
    """What `inspect` prints; the exit status is 1 if a diagnostic is an error.

    `stopped` says why only a part could be opened, or is empty. `digest` identifies
    the graph with its weights. `range_findings` need a calibrated project.
    """

    name: str
    target: str
    nodes: int
    parameters: int
    macs: int
    diagnostics: list[DiagnosticRow]
    range_findings: list[DiagnosticRow]
    hints: list[DiagnosticRow]
    int32_candidates: list[str]
    weights: WeightsRow | None
    warnings: list[str]
    left_out: list[LeftOutRow]
    stopped: str
    digest: str


class FixResult(TypedDict):
    """What `fix` prints; the exit status is 1 if an error remains."""

    applied: list[AppliedRow]
    edits: list[EditRow]
    remaining: list[DiagnosticRow]
    max_abs_difference: float | None
    max_rel_difference: float | None
    digest: str
