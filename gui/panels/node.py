"""The selected node: facts, the user's own code, its fixes and its precision."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.info import (
    Diagnostic,
    EditPreview,
    Fix,
    NodeInfo,
    Severity,
    SourceLine,
)
from engine.quantities import short_count
from engine.recipe import ApplyRule
from gui.sentences import in_language
from gui.session.state import Judgement
from gui.theme import MARGIN, set_role
from gui.widgets.content_width import ContentWidth
from gui.widgets.facts_table import Fact, FactsTable
from gui.widgets.fix_card import FixCard
from gui.widgets.module_hierarchy import SEVERITIES
from gui.widgets.node_edit_section import NodeEditSection
from gui.widgets.preview_view import PreviewView
from gui.widgets.problem_notes import ProblemNotes
from gui.widgets.quantities import number_text, place_text, shape_text
from gui.widgets.removal import remove
from gui.widgets.source_view import SourceView, lines_around
from gui.widgets.tensor_range import TensorRange
from gui.widgets.verdict_label import VerdictLabel

PRECISIONS = ("auto", "int8", "int16", "int32", "float")


LETTERS = 40

WEIGHT = re.compile(r"\([\d×]+\)$")
"""The shape behind the name of a weight; other arguments have fields of their own."""


class NodePanel(QScrollArea):
    """Shows one node, or says how to choose one."""

    fix_requested = Signal(object)
    fix_everywhere_requested = Signal(str)
    preview_requested = Signal(object)
    fix_looked_at = Signal(object)
    precision_requested = Signal(str, str)
    precision_spread = Signal(str)
    node_selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Selected node"))
        self._node, self._is_op, self._is_looked_at = "", False, False
        self._title = _label("title")
        self._verdict, self._notes = VerdictLabel(), ProblemNotes()
        self._facts = FactsTable()
        self._facts.link_followed.connect(self.node_selected)
        self._precision = self._precision_box()
        self.spread = self._spread_button()
        self.editing = NodeEditSection()
        self._code_caption = _label("small")
        self._code = SourceView()
        self._code.setAccessibleName(self.tr("Your code"))
        self._code_missing = _label("small")
        self._fixes = QVBoxLayout()
        self._fixes.setSpacing(8)
        self._fixes_heading = _heading(self.tr("Fixes"))
        self._preview = PreviewView()
        self._empty = _label("dim")
        self._empty.setText(
            self.tr("Select a node in the graph to see what it computes.")
        )
        self._body = QWidget()
        self._kept: QWidget | None = None
        self._arrange()
        self.verticalScrollBar().rangeChanged.connect(self._reveal_arguments)
        self.show(None)

    def show(
        self,
        info: NodeInfo | None = None,
        diagnostics: Sequence[Diagnostic] = (),
        source_text: str = "",
        alike: Mapping[str, int] | None = None,
        measured: TensorRange | None = None,
        judgement: Judgement = "known",
    ) -> None:
        """Show a node with its own diagnostics.

        `source_text` is the whole file of `info.source`, empty where it cannot be
        read; `alike` counts, per rule, the nodes it would rewrite; `measured` is what
        calibration saw of its output. Where the graph's judgement is not known, the
        diagnostics are an earlier graph's.
        """
        self._empty.setVisible(info is None)
        self._body.setVisible(info is not None)
        if info is None:
            self._node = ""
            return
        if info.name != self._node:
            self._preview.hide()
            self.verticalScrollBar().setValue(0)
        self._node = info.name
        self._title.setText(info.title)
        worst = worst_severity(diagnostics)
        ranked = sorted(diagnostics, key=lambda d: SEVERITIES.index(d.severity))
        if judgement == "known":
            sentence = in_language(ranked[0].message) if ranked else ""
            self._verdict.show_verdict(worst, sentence)
        else:
            self._verdict.show_unknown(is_awaited=judgement == "awaited")
        self._notes.show_problems(ranked)
        self._facts.show_facts([*self._facts_of(info), *self._measured(measured)])
        if info.inputs:
            self._facts.add_links(self.tr("Takes"), info.inputs)
        if info.users:
            self._facts.add_links(self.tr("Feeds"), info.users)
        self._show_precision(info)
        self._show_code(info, source_text, worst)
        self._show_fixes(diagnostics, alike or {})

    @property
    def preview_verdict(self) -> str:
        """What the preview says of results."""
        return self._preview.verdict

    def show_preview(self, preview: EditPreview | None, reveal: bool = True) -> None:
        """Show what an edit would do, or nothing, and scroll to it."""
        self._preview.setVisible(preview is not None)
        if preview is not None:
            self._preview.show_preview(preview)
        if preview is not None and reveal:
            QTimer.singleShot(0, self._reveal_preview)

    def edit_arguments(self) -> None:
        """Scroll to the arguments, with the focus in the first one."""
        if self.editing.arguments.focus_first():
            self._kept = self.focusWidget()
            QTimer.singleShot(0, self._reveal_arguments)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll where the user wants to look, whatever was kept in sight."""
        self._kept = None
        super().wheelEvent(event)

    def _reveal_arguments(self) -> None:
        """Scroll to the arguments as often as the page grows by what comes before."""
        if self._kept is not None and self._kept is self.focusWidget():
            self.ensureWidgetVisible(self.editing.arguments, 0, 20)
            self.ensureWidgetVisible(self._kept, 0, 20)

    def _reveal_preview(self) -> None:
        """Scroll to the preview, once the page has grown by it."""
        self.ensureWidgetVisible(self._preview, 0, 20)

    def _arrange(self) -> None:
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self._title)
        body.addWidget(self._verdict)
        body.addWidget(self._notes)
        body.addWidget(self._facts)
        body.addLayout(self._precision_row())
        body.addWidget(self.spread, 0, Qt.AlignmentFlag.AlignRight)
        body.addSpacing(4)
        body.addWidget(_heading(self.tr("Your code")))
        for widget in (self._code, self._code_caption, self._code_missing):
            body.addWidget(widget)
        body.addSpacing(4)
        body.addWidget(self._fixes_heading)
        body.addLayout(self._fixes)
        body.addSpacing(4)
        body.addWidget(self._preview)
        body.addSpacing(4)
        body.addWidget(self.editing)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.addWidget(self._empty)
        layout.addWidget(self._body)
        layout.addStretch(1)
        self.setWidget(page)
        ContentWidth(self, most_letters=LETTERS)

    def _precision_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Precision"))
        names = {"auto": self.tr("Automatic (int8)"), "float": self.tr("float")}
        for precision in PRECISIONS:
            box.addItem(names.get(precision, precision), precision)
        box.activated.connect(self._ask_for_precision)
        return box

    def _spread_button(self) -> QPushButton:
        button = QPushButton()
        set_role(button, "link")
        button.clicked.connect(
            lambda: self.precision_spread.emit(str(self._precision.currentData()))
        )
        button.hide()
        return button

    def show_precision_rights(self, refusal: str, count: int) -> None:
        """Grey the precision with a reason; offer it for all `count` nodes alike."""
        self._precision.setEnabled(self._is_op and not refusal)
        self._precision.setToolTip(refusal)
        self._precision.setAccessibleDescription(refusal)
        self.spread.setText(self.tr("Use it for all {} like this").format(count))
        self.spread.setVisible(self._is_op and count > 1 and not refusal)

    def _precision_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        label = _label("dim")
        label.setText(self.tr("Precision"))
        label.setWordWrap(False)
        label.setMinimumWidth(84)
        label.setBuddy(self._precision)
        row.addWidget(label)
        row.addWidget(self._precision, 1)
        return row

    def _facts_of(self, info: NodeInfo) -> list[Fact]:
        module = " · ".join(word for word in (info.module, info.module_type) if word)
        facts = [
            (self.tr("Node"), info.name),
            (self.tr("Op"), info.op),
            (self.tr("Output"), f"{shape_text(info.shape)} {info.dtype}"),
            (self.tr("Module"), module or "–"),
        ]
        if info.parameters:
            facts.append((self.tr("Parameters"), short_count(info.parameters)))
        if info.macs:
            facts.append((self.tr("MACs"), short_count(info.macs)))
        if info.origin:
            facts.append((self.tr("Replaces"), info.origin))
        if info.range is not None:
            low, high = map(number_text, info.range)
            words = self.tr("{low} to {high}, set by hand").format(low=low, high=high)
            facts.append((self.tr("Range"), words))
        facts += [each for each in info.arguments if WEIGHT.search(each[1])]
        return facts

    def _measured(self, of: TensorRange | None) -> list[Fact]:
        if of is None:
            return []
        low, high = number_text(of.minimum), number_text(of.maximum)
        return [
            (self.tr("Values"), self.tr("{low} to {high}").format(low=low, high=high)),
            (self.tr("Scale"), f"{number_text(of.scale)} · int{of.bits}"),
        ]

    def _show_precision(self, info: NodeInfo) -> None:
        chosen = info.precision or "auto"
        self._precision.setCurrentIndex(self._precision.findData(chosen))
        self._is_op = info.kind == "op"
        self._precision.setEnabled(self._is_op)
        self.spread.hide()

    def _ask_for_precision(self) -> None:
        self.precision_requested.emit(self._node, str(self._precision.currentData()))

    def _show_code(self, info: NodeInfo, text: str, severity: Severity | None) -> None:
        lines: list[tuple[str, str]] = []
        marked = -1
        if info.source is not None:
            lines, marked = lines_around(text, info.source.line)
            if not lines and info.source.text:
                lines, marked = [(str(info.source.line), info.source.text)], 0
            self._code_caption.setText(self._place(info.source))
            self._code_caption.setToolTip(info.source.file)
        self._code.show_lines(lines, marked, severity)
        self._code.setVisible(bool(lines))
        self._code_caption.setVisible(bool(lines))
        self._code_missing.setVisible(not lines)
        self._code_missing.setText(self._why_no_code(info))

    def _place(self, source: SourceLine) -> str:
        """Where a line stands, and which line of the network leads there."""
        if source.called_from is None:
            return place_text(source)
        return self.tr("{place}, called from {caller}").format(
            place=place_text(source), caller=place_text(source.called_from)
        )

    def _why_no_code(self, info: NodeInfo) -> str:
        if info.source is not None:
            return self.tr("{} cannot be read any more.").format(info.source.file)
        if info.kind == "input":
            return self.tr("This is an input of the network.")
        return self.tr("This node has no line in your own files.")

    def _show_fixes(
        self, diagnostics: Sequence[Diagnostic], alike: Mapping[str, int]
    ) -> None:
        self._drop_cards()
        fixes = [fix for diagnostic in diagnostics for fix in diagnostic.fixes]
        for fix in sorted(dict.fromkeys(fixes), key=lambda fix: bool(fix.reason)):
            rule = fix.edit.rule if isinstance(fix.edit, ApplyRule) else ""
            card = FixCard(fix, alike.get(rule, 0))
            card.applied.connect(self.fix_requested)
            card.applied_everywhere.connect(self.fix_everywhere_requested)
            card.previewed.connect(self.preview_requested)
            card.looked_at.connect(self._look_at)
            self._fixes.addWidget(card)
        self._fixes_heading.setVisible(bool(fixes))

    def _drop_cards(self) -> None:
        """Take the cards away; the focus that leaves one must not find the next."""
        while (item := self._fixes.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, FixCard):
                widget.looked_at.disconnect(self._look_at)
                remove(widget)
        if self._is_looked_at:
            self._look_at(None)

    def _look_at(self, fix: Fix | None) -> None:
        self._is_looked_at = fix is not None
        self.fix_looked_at.emit(fix)


def worst_severity(diagnostics: Sequence[Diagnostic]) -> Severity | None:
    """Find the most serious of some diagnostics, None without any."""
    found = {diagnostic.severity for diagnostic in diagnostics}
    return next((severity for severity in SEVERITIES if severity in found), None)


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_role(label, role)  # type: ignore[arg-type]
    return label


def _heading(text: str) -> QLabel:
    label = _label("heading")
    label.setText(text)
    return label
