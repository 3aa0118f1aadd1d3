"""What `npu-studio fix` and `npu-studio edit` do, and the JSON object they print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.document import Document
from engine.errors import EditError
from engine.project import Project
from engine.recipe import ApplyEverywhere, Edit, FixAll
from engine.result_rows import applied_row, diagnostic_row, preview_row
from engine.result_schema import AppliedRow, EditRow, FixResult
from engine.rewriting.catalogue import rules
from engine.targets.profile import load_profile
from engine.workflow import sample_inputs


def fix(
    document: Document, project: Project, everything: bool, names: tuple[str, ...]
) -> tuple[Project, FixResult]:
    """Apply the named rules everywhere, then all fixes if asked.

    Raises:
        EditError: a rule is unknown or matches nothing.
    """
    check_rules(names)
    wanted: list[Edit] = [ApplyEverywhere(name) for name in names]
    if everything:
        wanted.append(FixAll(project.target))
    return edit(document, project, wanted)


def check_rules(names: Iterable[str]) -> None:
    """Check the names of rules.

    Raises:
        EditError: one of them is unknown.
    """
    known = rules()
    for name in names:
        if name not in known:
            raise EditError(f"There is no rule '{name}'; `npu-studio rules` lists all.")


def check_target(edit: Edit | None) -> None:
    """Check the target that all is to be fixed for, if one is named.

    Raises:
        TargetError: there is no such target, or its file is malformed.
    """
    if isinstance(edit, FixAll):
        load_profile(edit.target)


def change_recipe(
    document: Document, taken_in: Iterable[int], deleted: Iterable[int]
) -> None:
    """Make edits again that were left out, then delete others that are.

    Raises:
        EditError: one of them is not left out, or there is none of that number.
    """
    again = {*taken_in}
    for number in sorted(again - {*document.left_out}):
        raise EditError(f"Edit {number} is not left out.")
    document.leave_out({*document.left_out} - again)
    for number in sorted({*deleted}, reverse=True):
        document.delete(number)


def edit(
    document: Document, project: Project, wanted: Sequence[Edit]
) -> tuple[Project, FixResult]:
    """Measure and make some edits, one undo step each.

    Raises:
        EditError: one of them cannot be made.
    """
    samples = sample_inputs(document, project)
    edits: list[EditRow] = []
    applied: list[AppliedRow] = []
    for each in wanted:
        edits.append(preview_row(document.preview(each, samples)))
        document.apply(each)
        applied += [applied_row(rewrite) for rewrite in document.rewrites]
    info, left = document.info(), document.diagnostics(load_profile(project.target))
    edited = replace(
        project,
        edits=document.edits,
        landmarks=document.landmarks,
        left_out=tuple(document.left_out),
        cursor=document.goal,
    )
    return edited, {
        "applied": applied,
        "edits": edits,
        "remaining": [diagnostic_row(found, info) for found in left],
        "max_abs_difference": _largest(row["max_abs_difference"] for row in edits),
        "max_rel_difference": _largest(row["max_rel_difference"] for row in edits),
        "digest": document.digest,
    }


def _largest(differences: Iterable[float | None]) -> float | None:
    """The largest of some differences, None where one cannot be told."""
    known = list(differences)
    return None if None in known else max(filter(None, known), default=0.0)
