"""The choices of an export: format, part, size, pages, colours and file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.exporting.offscreen import ENDINGS, FORMATS, LOOKS, SCALES, Wanted
from gui.graph.exporting.pages import PAPERS
from gui.graph.exporting.sheet import REGIONS, Region
from gui.sentences import joined
from gui.theme import set_role
from gui.widgets.choice_box import choice_box
from gui.widgets.file_field import FileField

WIDEST = 1 << 17
INDENT = 7
LINES = 3
"""Room for the reasons, so that the dialog keeps its size."""


class ExportForm(QWidget):
    """Shows and changes a `Wanted`; `changed` carries none, ask for `wanted`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = (0.0, 0.0)
        self._width = 0
        self._is_quiet = False
        self.format = choice_box(self._formats(), self.tr("Format"))
        self.regions: dict[Region, QRadioButton] = {}
        self._group = QButtonGroup(self)
        for region, text in self._regions().items():
            self.regions[region] = QRadioButton(text)
            self._group.addButton(self.regions[region])
            self.regions[region].toggled.connect(self._lead_tab)
        self.scale, self.width_px = QDoubleSpinBox(), QSpinBox()
        self.paper = choice_box(self._papers(), self.tr("Pages"))
        self.overlap = QDoubleSpinBox()
        self.look = choice_box(self._looks(), self.tr("Colours"))
        self.transparent = QCheckBox(self.tr("Transparent background"))
        self.file = FileField(self.tr("File"), "", saves=True)
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.why.setMinimumHeight(LINES * self.why.fontMetrics().lineSpacing())
        set_role(self.why, "small")
        self._set_up_numbers()
        self._place()
        self._connect()

    @property
    def wanted(self) -> Wanted:
        """What is chosen."""
        chosen = (region for region, each in self.regions.items() if each.isChecked())
        return Wanted(
            self.format.currentData(),
            Path(self.file.path),
            next(chosen, "whole"),
            scale=self.scale.value() / 100,
            width=self._width if self.width_px.isEnabled() else 0,
            look=self.look.currentData(),
            is_transparent=self.transparent.isChecked()
            and self.transparent.isEnabled(),
            paper=self.paper.currentData(),
            overlap_mm=self.overlap.value(),
        )

    def show_wanted(self, wanted: Wanted) -> None:
        """Show choices; nothing is emitted."""
        self._is_quiet = True
        for box, value in (
            (self.format, wanted.format),
            (self.look, wanted.look),
            (self.paper, wanted.paper),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.regions[wanted.region].setChecked(True)
        self.scale.setValue(wanted.scale * 100)
        self.transparent.setChecked(wanted.is_transparent)
        self.overlap.setValue(wanted.overlap_mm)
        self.file.set_path(str(wanted.path))
        self._width = wanted.width
        self._is_quiet = False
        self._show_width()

    def show_reasons(self, reasons: Mapping[str, str]) -> None:
        """Grey out what does not go together, with the reason beside and below."""
        fields: dict[str, QWidget] = {
            "look": self.look,
            "transparent": self.transparent,
            "scale": self.scale,
            "width": self.width_px,
            "paper": self.paper,
            "overlap": self.overlap,
            **{region: each for region, each in self.regions.items()},
        }
        for key, field in fields.items():
            reason = reasons.get(key, "")
            field.setEnabled(not reason)
            field.setToolTip(reason)
            field.setAccessibleDescription(reason)
        lines = dict.fromkeys(reasons[key] for key in fields if key in reasons)
        self.why.setText(joined(*lines))

    def show_size(self, size: tuple[float, float]) -> None:
        """Take over how large the drawing is, in its own units."""
        self._size = size
        self._show_width()

    def _show_width(self) -> None:
        """Let the width follow the scale, or the scale a width that was typed."""
        self._is_quiet = True
        if not self._width:
            self.width_px.setValue(round(self._size[0] * self.scale.value() / 100))
        elif self._size[0]:
            self.scale.setValue(100 * self._width / self._size[0])
        self._is_quiet = False

    def _set_up_numbers(self) -> None:
        self.scale.setRange(100 * SCALES[0], 100 * SCALES[1])
        self.scale.setDecimals(1)
        self.scale.setSingleStep(25)
        self.scale.setSuffix(" %")
        self.scale.setAccessibleName(self.tr("Scale"))
        self.width_px.setRange(1, WIDEST)
        self.width_px.setSingleStep(100)
        self.width_px.setSuffix(" px")
        self.width_px.setSpecialValueText("–")
        self.width_px.setAccessibleName(self.tr("Width"))
        self.overlap.setRange(0, 100)
        self.overlap.setDecimals(0)
        self.overlap.setSuffix(" mm")
        self.overlap.setAccessibleName(self.tr("Overlap"))
        for field in (self.scale, self.width_px, self.overlap):
            field.lineEdit().setTextMargins(INDENT, 0, 0, 0)

    def _place(self) -> None:
        parts = QWidget()
        column = QVBoxLayout(parts)
        column.setContentsMargins(0, 5, 0, 0)
        column.setSpacing(4)
        for each in self.regions.values():
            column.addWidget(each)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Format"), self.format)
        form.addRow(self.tr("What"), parts)
        size = _row(self.scale, QLabel(self.tr("or width")), self.width_px)
        form.addRow(self.tr("Size"), size)
        pages = _row(self.paper, QLabel(self.tr("sharing")), self.overlap)
        form.addRow(self.tr("Pages"), pages)
        look = _row(self.look, self.transparent)
        form.addRow(self.tr("Colours"), look)
        for row, field in ((size, self.scale), (pages, self.paper), (look, self.look)):
            label = form.labelForField(row)
            if isinstance(label, QLabel):
                label.setBuddy(field)
        form.addRow(self.tr("File"), self.file)
        form.addRow("", self.why)

    def _lead_tab(self) -> None:
        """Let Tab come to the part that is chosen; arrow keys choose another."""
        for each in self.regions.values():
            is_reached = each.isChecked() or self._group.checkedButton() is None
            policy = Qt.FocusPolicy
            each.setFocusPolicy(policy.StrongFocus if is_reached else policy.ClickFocus)

    def _connect(self) -> None:
        self.format.activated.connect(self._on_format)
        for box in (self.look, self.paper):
            box.activated.connect(self._tell)
        self._group.buttonClicked.connect(self._tell)
        self.transparent.clicked.connect(self._tell)
        self.scale.valueChanged.connect(self._on_scale)
        self.width_px.valueChanged.connect(self._on_width)
        self.overlap.valueChanged.connect(self._tell)
        self.file.path_changed.connect(self._tell)

    def _on_format(self) -> None:
        path = Path(self.file.path)
        if path.suffix.lower() in {f".{each}" for each in ENDINGS.values()}:
            ending = ENDINGS[self.format.currentData()]
            self._is_quiet = True
            self.file.set_path(str(path.with_suffix(f".{ending}")))
            self._is_quiet = False
        self._tell()

    def _on_scale(self) -> None:
        if not self._is_quiet:
            self._width = 0
            self._show_width()
            self._tell()

    def _on_width(self, width: int) -> None:
        if not self._is_quiet:
            self._width = width
            self._show_width()
            self._tell()

    def _tell(self, *_: Any) -> None:
        if not self._is_quiet:
            self.changed.emit()

    def _formats(self) -> dict[str, str]:
        texts = {
            "svg": self.tr("SVG: vectors, for drawing programs and papers"),
            "png": self.tr("PNG: a picture of any size"),
            "pdf": self.tr("PDF: for printing, on one page or many"),
            "html": self.tr("HTML: a page to move and search in, without NPU Studio"),
            "dot": self.tr("DOT: for Graphviz"),
            "json": self.tr("JSON: nodes, edges and problems for programs"),
            "fx-code": self.tr("fx code: the nodes as PyTorch"),
            "host-code": self.tr("Host code: the decoding left to the host"),
        }
        return {each: texts[each] for each in FORMATS}

    def _regions(self) -> dict[Region, str]:
        texts: dict[Region, str] = {
            "view": self.tr("What the view shows"),
            "selection": self.tr("The selection"),
            "whole": self.tr("The whole graph, modules as they are"),
            "opened": self.tr("The whole graph, all modules open"),
        }
        return {each: texts[each] for each in REGIONS}

    def _papers(self) -> dict[str, str]:
        texts = {
            "one": self.tr("One page, as large as the drawing"),
            "a4": self.tr("Sheets of A4"),
            "a3": self.tr("Sheets of A3"),
        }
        return {each: texts[each] for each in PAPERS}

    def _looks(self) -> dict[str, str]:
        texts = {
            "shown": self.tr("As shown"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }
        return {each: texts[each] for each in LOOKS}


def with_name(wanted: Wanted, folder: Path, name: str) -> Wanted:
    """The same in a file named after a network."""
    letters = "".join(each if each.isalnum() else " " for each in name.lower())
    stem = "-".join(letters.split())
    file = folder / f"{stem or 'graph'}.{ENDINGS[wanted.format]}"
    return replace(wanted, path=file)


def _row(*widgets: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return whole
