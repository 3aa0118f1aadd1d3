"""What a compilation left: files, the self-check's verdict, speed, exceptions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.sentences import in_language
from gui.session.state import Compiled
from gui.theme import MARGIN, SPACING, Mark, set_role
from gui.widgets.latency_bars import LatencyBars
from gui.widgets.mark_sign import MarkSign
from gui.widgets.reason_list import ReasonList

if TYPE_CHECKING:
    from engine.toolchains.toolchain import Artifact, SelfCheck

WIDTH = 720


class CompileResultView(QScrollArea):
    """Rebuilds itself from one result."""

    folder_requested = Signal(object)
    report_requested = Signal(object)
    node_selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        set_role(self, "canvas")
        self.setAccessibleName(self.tr("Result"))
        self._shown: tuple[Compiled | None, bool] | None = None
        self.verdict = ""

    def show_result(self, compiled: Compiled | None, is_stale: bool) -> None:
        """Show a result, or what will stand here."""
        if self._shown == (compiled, is_stale):
            return
        self._shown = (compiled, is_stale)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(26, 20, 26, 20)
        column.setSpacing(SPACING)
        if compiled is None:
            self.verdict = ""
            self._fill_empty(column)
        else:
            self._fill(column, compiled, is_stale)
        column.addStretch(1)
        page.setMaximumWidth(WIDTH)
        self.setWidget(page)

    def _fill_empty(self, column: QVBoxLayout) -> None:
        column.addWidget(_label(self.tr("Result"), "title"))
        hint = self.tr(
            "The compiled files will be listed here, with a check that the runtime "
            "gives the same integers as the studio, and the measured speed."
        )
        column.addWidget(_label(hint, "dim"))

    def _fill(self, column: QVBoxLayout, compiled: Compiled, is_stale: bool) -> None:
        result = compiled.result
        column.addLayout(self._heading(compiled))
        if is_stale:
            words = self.tr("The network or its ranges have changed since.")
            column.addLayout(self._marked("warning", words))
        if result.self_check is not None:
            column.addLayout(self._check(result.self_check))
        column.addSpacing(12)
        column.addWidget(_label(self.tr("Files"), "heading"))
        column.addWidget(self._files(result.artifacts))
        if result.latency_ms:
            column.addSpacing(12)
            column.addWidget(_label(self.tr("Latency on this machine"), "heading"))
            bars = LatencyBars()
            names = {"float": self.tr("float")}
            latencies = result.latency_ms.items()
            bars.show_latencies({names.get(key, key): ms for key, ms in latencies})
            column.addWidget(bars)
        column.addSpacing(12)
        self._add_exceptions(column, result.not_integer)

    def _heading(self, compiled: Compiled) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(_label(self.tr("Result"), "title"), 1)
        folder = QPushButton(self.tr("Open folder"))
        folder.clicked.connect(lambda: self.folder_requested.emit(compiled.directory))
        row.addWidget(folder)
        report = _report(compiled.result.artifacts)
        if report is not None:
            button = QPushButton(self.tr("Open report"))
            button.clicked.connect(lambda: self.report_requested.emit(report))
            row.addWidget(button)
        return row

    def _check(self, check: SelfCheck) -> QHBoxLayout:
        if check.mismatches == 0:
            self.verdict = self.tr(
                "Self-check passed: {values} values of {images} images are equal bit "
                "for bit."
            ).format(values=f"{check.values:,}", images=check.images)
            if check.rounded:
                self.verdict = self.tr(
                    "Self-check passed: {values} values of {images} images are equal "
                    "bit for bit, once {rounded} values that float operations compute "
                    "inside the network are taken on the next integer, as ONNX Runtime "
                    "rounds them: the last digits of float numbers differ from one "
                    "runtime to the next."
                ).format(
                    values=f"{check.values:,}",
                    images=check.images,
                    rounded=f"{check.rounded:,}",
                )
            return self._marked("ok", self.verdict)
        self.verdict = self.tr(
            "Self-check failed: {count} of {values} values differ. {first}"
        ).format(
            count=f"{check.mismatches:,}",
            values=f"{check.values:,}",
            first=in_language(check.first_difference),
        )
        return self._marked("error", self.verdict)

    def _marked(self, mark: Mark, words: str) -> QHBoxLayout:
        sign = MarkSign(mark)
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_label(words, "heading"), 1)
        return row

    def _files(self, artifacts: tuple[Artifact, ...]) -> QFrame:
        card = QFrame()
        set_role(card, "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(MARGIN, 10, MARGIN, 10)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, artifact in enumerate(artifacts):
            name = _label(Path(artifact.path).name, "code")
            name.setWordWrap(False)
            name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            name.setToolTip(str(artifact.path))
            grid.addWidget(name, row, 0)
            grid.addWidget(_label(in_language(artifact.kind), "dim"), row, 1)
            size = _label(size_text(artifact.bytes), "dim")
            grid.addWidget(size, row, 2, Qt.AlignmentFlag.AlignRight)
        return card

    def _add_exceptions(
        self, column: QVBoxLayout, nodes: tuple[tuple[str, str], ...]
    ) -> None:
        if not nodes:
            words = self.tr("Every operation runs in integers.")
            column.addLayout(self._marked("ok", words))
            return
        words = self.tr("Not in integers ({})").format(len(nodes))
        column.addWidget(_label(words, "heading"))
        reasons = ReasonList(nodes)
        reasons.node_selected.connect(self.node_selected)
        column.addWidget(reasons)


def size_text(count: int) -> str:
    """Write bytes as 812 B, 14.2 kB or 7.6 MB."""
    for unit, name in ((1_000_000, "MB"), (1_000, "kB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} B"


def _report(artifacts: tuple[Artifact, ...]) -> Path | None:
    pages = [Path(each.path) for each in artifacts]
    return next((page for page in pages if page.suffix == ".html"), None)


def _label(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    set_role(label, role)  # type: ignore[arg-type]
    return label
