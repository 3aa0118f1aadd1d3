"""The result of a comparison in figures: agreement, noise, classes."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.comparison.results import Comparison
from gui.theme import set_role
from gui.widgets.class_table import ClassRow, ClassTable


class ComparisonSummary(QWidget):
    """Shows all images together; says what is missing otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = _label("small", self.tr("Agreement with float"))
        self._agreement = _label("big")
        self._details = _label("small")
        self._hint = _label("dim")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table = ClassTable()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self._caption, self._agreement, self._details):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(self._hint)
        layout.addWidget(self.table, 1000)
        layout.addStretch(1)
        self.show_comparison(None)

    @property
    def agreement(self) -> str:
        """The large figure."""
        return self._agreement.text()

    @property
    def details(self) -> str:
        """The line below it."""
        return self._details.text()

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show the figures of all images."""
        for widget in (self._caption, self._agreement, self._details):
            widget.setVisible(comparison is not None)
        rows = class_rows(comparison) if comparison else ()
        self.table.setVisible(bool(rows))
        self.table.show_rows(rows)
        self._hint.setVisible(not rows)
        self._hint.setText(self._missing(comparison))
        if comparison is not None:
            self._show_figures(comparison, rows)

    def _show_figures(self, comparison: Comparison, rows: tuple[ClassRow, ...]) -> None:
        """Show how often classes agree; of values, how far they are above the noise."""
        share = comparison.agreement.get("quantized")
        noises = [each.sqnr_db.get("quantized") for each in comparison.outputs]
        if share is not None:
            self._caption.setText(self.tr("Agreement with float"))
            self._agreement.setText(f"{100 * share:.1f} %")
            self._details.setText(self._details_of(comparison, rows))
            return
        known = [noise for noise in noises if noise is not None] or [math.nan]
        text = " · ".join(f"{noise:.1f}" for noise in known)
        self._caption.setText(self.tr("Signal to noise, against float"))
        self._agreement.setText(f"{min(known):.1f} dB")
        self._details.setText(self.tr("each output: {} dB").format(text))

    def _missing(self, comparison: Comparison | None) -> str:
        if comparison is None:
            return self.tr("Figures appear here after the first comparison.")
        if not comparison.agreement:
            return self.tr("The outputs are values, such as boxes, and not classes.")
        return self.tr(
            "Choose a folder of labels to see the overlap of each class. If the "
            "outputs are boxes or features, say below that they are values."
        )

    def _details_of(self, comparison: Comparison, rows: tuple[ClassRow, ...]) -> str:
        decibels = comparison.sqnr_db.get("quantized", math.nan)
        parts = [self.tr("logits {} dB").format(f"{decibels:.1f}")]
        falling = sum(row.falls for row in rows)
        if rows and not falling:
            parts.append(self.tr("no class falls > 0.01"))
        elif falling == 1:
            parts.append(self.tr("1 class falls > 0.01"))
        elif falling:
            text = self.tr("{} classes fall > 0.01")
            parts.append(text.format(falling))
        return " · ".join(parts)


def class_rows(comparison: Comparison) -> tuple[ClassRow, ...]:
    """Pair the overlap of each class before and after quantization."""
    before = comparison.scores.get("float")
    after = comparison.scores.get("quantized")
    if before is None or after is None:
        return ()
    pairs = enumerate(zip(before.iou, after.iou, strict=True))
    return tuple(
        ClassRow(
            class_name(comparison.classes, index),
            _colour(comparison, index),
            *overlaps,
        )
        for index, overlaps in pairs
    )


def class_name(classes: tuple[str, ...], index: int) -> str:
    """Name a class, by its number where it has no name."""
    return classes[index] if index < len(classes) else f"{index}"


def _colour(comparison: Comparison, index: int) -> tuple[int, int, int]:
    palette = comparison.palette
    return palette[index] if index < len(palette) else (128, 128, 128)


def _label(role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    set_role(label, role)  # type: ignore[arg-type]
    return label
