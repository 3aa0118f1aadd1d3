"""How far an edit moves results, in words."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf

from PySide6.QtCore import QCoreApplication

from engine.edit_effects import only_rounds
from engine.info import EditPreview, Fix, Rewrite
from engine.recipe import ApplyRule
from gui.sentences import in_language
from gui.widgets.quantities import number_text, percent_text


def place_difference_text(rewrites: Sequence[Rewrite]) -> str:
    """Say what was measured at the rewritten places; empty without any."""
    if not rewrites:
        return ""
    largest = max(rewrites, key=lambda each: each.max_rel_difference)
    if not largest.max_abs_difference:
        return _tr("no difference where it was rewritten")
    return _tr(
        "at most {relative} % of the largest value ({absolute}) where it was rewritten"
    ).format(
        relative=percent_text(largest.max_rel_difference),
        absolute=number_text(largest.max_abs_difference),
    )


def claim_text(fix: Fix) -> str:
    """Say what a fix promises of results."""
    if fix.exact:
        return _tr("exact, up to rounding")
    if isinstance(fix.edit, ApplyRule):
        return _tr("approximation: changes results")
    return _tr("changes results")


def is_told_twice(fix: Fix, preview: EditPreview) -> bool:
    """Whether what was measured says again that results change."""
    is_announced = not fix.exact and not isinstance(fix.edit, ApplyRule)
    return is_announced and preview.verdict == "changes results"


def noted_text(preview: EditPreview, measured: str) -> str:
    """What an edit does besides, before what was measured of it."""
    return " · ".join(filter(None, (*map(in_language, preview.notes), measured)))


def difference_text(preview: EditPreview, *, is_random: bool) -> str:
    """Say by how much the outputs move, and on what that was measured."""
    if only_rounds(preview.edit):
        return _tr("float results stay")
    if isinf(preview.max_abs_difference) and preview.comparable:
        return _tr("changes results: outputs become infinite or no number")
    if isinf(preview.max_abs_difference):
        return _tr("changes results: other outputs, or in another shape")
    samples = inputs_text(preview.samples, is_random=is_random)
    words = _tr("no difference on {samples}")
    if preview.verdict == "within rounding":
        words = _tr(
            "within rounding: at most {relative} % of the largest output "
            "({absolute}) on {samples}"
        )
    if preview.verdict == "changes results":
        words = _tr(
            "changes results by up to {relative} % of the largest output ({absolute}) "
            "on {samples}"
        )
    return words.format(
        absolute=number_text(preview.max_abs_difference),
        relative=percent_text(preview.max_rel_difference),
        samples=samples,
    )


def inputs_text(count: int, *, is_random: bool) -> str:
    """Say on what something was measured: made-up inputs, or images of the project."""
    if is_random:
        return (
            _tr("1 tried input") if count == 1 else _tr("{} tried inputs").format(count)
        )
    if count == 1:
        return _tr("1 example image")
    return _tr("{} example images").format(count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Preview", text)
