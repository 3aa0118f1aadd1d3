"""What an edit would do: code before and after, and the measured difference."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.edit_effects import only_rounds
from engine.info import EditPreview
from gui.sentences import in_language
from gui.theme import set_role
from gui.widgets.preview_words import inputs_text
from gui.widgets.quantities import number_text, percent_text, shape_text
from gui.widgets.source_view import SourceView

MOST_SHAPES = 4
MOST_LINES = 8


class PreviewView(QWidget):
    """Shows an `EditPreview`, its verdict in words and colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = heading = QLabel(self.tr("Before → after"))
        set_role(heading, "heading")
        self._code = SourceView(wraps=True)
        self._code.setAccessibleName(self.tr("Code before and after"))
        self._shapes = QLabel()
        self._shapes.setWordWrap(True)
        self._verdict = QLabel()
        self._verdict.setWordWrap(True)
        for label in (heading, self._shapes, self._verdict):
            label.setSizePolicy(
                QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum
            )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(heading)
        layout.addWidget(self._code)
        layout.addWidget(self._shapes)
        layout.addWidget(self._verdict)
        layout.addStretch(1)

    @property
    def verdict(self) -> str:
        """The sentence below the code."""
        return self._verdict.text()

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What stands before (−) and after (+); hidden where there is nothing."""
        return self._code.lines

    @property
    def shapes(self) -> str:
        """What else is done, and what comes in another shape; empty without any."""
        return self._shapes.text()

    def show_preview(
        self, preview: EditPreview, effect: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Show the code of the changed nodes and how far results move.

        `effect` says in lines what the code does not: it stands in place of it.
        """
        code = [*self._listed("−", preview.before), *self._listed("+", preview.after)]
        self._code.show_lines(effect or code)
        for part in (self._heading, self._code):
            part.setVisible(bool(effect or code))
        self._shapes.setText(self._shape_lines(preview))
        self._shapes.setVisible(bool(self.shapes))
        self._verdict.setText(self._sentence(preview))
        is_same = preview.samples > 0 and preview.verdict != "changes results"
        is_safe = only_rounds(preview.edit) or is_same
        set_role(self._verdict, "ok" if is_safe else "error")

    def _listed(self, sign: str, lines: Sequence[str]) -> list[tuple[str, str]]:
        """The first of many lines, so that the verdict below them stays in sight."""
        shown = lines if len(lines) <= MOST_LINES + 1 else lines[:MOST_LINES]
        more = len(lines) - len(shown)
        last = [self.tr("… and {} more lines").format(more)] if more else []
        return [(sign, line) for line in (*shown, *last)]

    def _shape_lines(self, preview: EditPreview) -> str:
        lines = [
            self.tr("{node} yields {shape}").format(node=node, shape=shape_text(after))
            if before is None
            else self.tr("{node} yields {shape} instead of {before}").format(
                node=node, shape=shape_text(after), before=shape_text(before)
            )
            for node, before, after in preview.shapes[:MOST_SHAPES]
        ]
        lines[:0] = map(in_language, preview.notes)
        more = len(preview.shapes) - MOST_SHAPES
        if more > 0:
            lines.append(self.tr("and {} more in another shape").format(more))
        return "\n".join(lines)

    def _sentence(self, preview: EditPreview) -> str:
        if only_rounds(preview.edit):
            return self.tr("Float results stay; quantized ones change.")
        if preview.samples == 0:
            return self.tr("Not measured: there are no sample inputs.")
        if isinf(preview.max_abs_difference) and preview.comparable:
            return self.tr("Changes results: outputs become infinite or no number.")
        if isinf(preview.max_abs_difference):
            return self.tr(
                "Changes results: other outputs are returned, or in another shape."
            )
        if preview.verdict == "no difference":
            sentence = self.tr("No difference on {samples}.")
        elif preview.verdict == "within rounding":
            sentence = self.tr(
                "Within rounding: at most {relative} % of the largest output "
                "({absolute}) on {samples}."
            )
        else:
            sentence = self.tr(
                "Changes results: up to {relative} % of the largest output "
                "({absolute}) on {samples}."
            )
        return sentence.format(
            absolute=number_text(preview.max_abs_difference),
            relative=percent_text(preview.max_rel_difference),
            samples=inputs_text(preview.samples, is_random=preview.made_up),
        )
