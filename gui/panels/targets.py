"""One network on every target: what runs, what is rewritten, what is refused."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.targets.records import Coverage
from gui.sentences import joined
from gui.theme import MARGIN, set_role
from gui.widgets.coverage_table import COVERAGE, CoverageView


class TargetsDialog(QDialog):
    """Stays open beside the work; `target_chosen` carries the name of a profile.

    It says that the network is being judged, or why it was not, and offers a way on.
    """

    target_chosen = Signal(str)
    retry_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Compare targets"))
        self._line = 0
        self._about = QLabel()
        self._about.setWordWrap(True)
        self.cancel, self.retry = QPushButton(), QPushButton()
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancel_requested)
        self.retry.setText(self.tr("Try again"))
        self.retry.clicked.connect(self.retry_requested)
        self.table = CoverageView()
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.detail.setMinimumHeight(58)
        set_role(self.detail, "dim")
        self.choose = QPushButton(self.tr("Use this target"))
        set_role(self.choose, "primary")
        self.choose.setEnabled(False)
        self._arrange()
        self.table.activated_target.connect(self.target_chosen)
        self.table.selectionModel().currentRowChanged.connect(self._explain)
        self.choose.clicked.connect(self._choose)
        self.show_judging()

    def _arrange(self) -> None:
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self._about, 1)
        for button in (self.cancel, self.retry):
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        row = QHBoxLayout()
        note = QLabel(
            self.tr("Latencies are estimates from peak figures; measure on the chip.")
        )
        set_role(note, "small")
        row.addWidget(note, 1)
        row.addWidget(close)
        row.addWidget(self.choose)
        column.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Make room for the words, once for every size of them."""
        line, room = self.fontMetrics().height(), self.screen().availableSize()
        if line != self._line:
            self._line = line
            self.resize(
                min(max(860, 54 * line), room.width()),
                min(max(430, 24 * line), room.height()),
            )
        super().showEvent(event)

    @property
    def about(self) -> str:
        """The line above the table."""
        return self._about.text()

    def show_judging(self) -> None:
        """Say that rows are coming; those of before stay as long."""
        self._say(self.tr("Judging the network for every target…"))
        self.cancel.setVisible(True)

    def show_failure(self, sentence: str) -> None:
        """Say why there are no rows, and offer to try again."""
        self.table.coverages().show((), "")
        self._say(sentence, is_bad=True)
        self.retry.setVisible(True)
        self._explain()

    def _say(self, sentence: str, *, is_bad: bool = False) -> None:
        self._about.setText(sentence)
        set_role(self._about, "error" if is_bad else "heading")
        self.cancel.setVisible(False)
        self.retry.setVisible(False)

    def show_rows(self, name: str, rows: Sequence[Coverage], current: str) -> None:
        """Show the targets for a network; `current` is the one in use."""
        ops = rows[0].ops if rows else 0
        words = self.tr("{name}: {count} ops on {targets} targets")
        self._say(words.format(name=name, count=ops, targets=len(rows)))
        before = self._selected()
        model = self.table.coverages()
        model.show(rows, current)
        kept = before.target if before else current
        numbers = [number for number, row in enumerate(rows) if row.target == kept]
        if rows:
            self.table.setCurrentIndex(model.index(numbers[0] if numbers else 0, 0))
        self._explain()

    def show_current(self, target: str) -> None:
        """Mark the target in use."""
        model = self.table.coverages()
        if model.current != target:
            model.mark(target)
            self._explain()

    def _selected(self) -> Coverage | None:
        index = self.table.currentIndex()
        return index.data(COVERAGE) if index.isValid() else None

    def _explain(self) -> None:
        row = self._selected()
        self.choose.setEnabled(
            row is not None and row.target != self.table.coverages().current
        )
        self.detail.setText(self._sentence(row) if row else "")

    def _sentence(self, row: Coverage) -> str:
        parts = []
        if row.refused_ops:
            parts.append(self.tr("Refused: {}.").format(_named(row.refused_ops)))
        if row.float_ops:
            parts.append(self.tr("In float: {}.").format(_named(row.float_ops)))
        if not parts:
            parts.append(self.tr("Everything runs once the rewrites are made."))
        parts.append(
            self.tr(
                "Without rewrites the chip takes {share} of the multiply-accumulates;"
                " channel padding leaves {used} of its work useful (estimate)."
            ).format(share=f"{row.mac_share:.1%}", used=f"{row.utilization:.0%}")
        )
        return joined(*parts)

    def _choose(self) -> None:
        row = self._selected()
        if row is not None:
            self.target_chosen.emit(row.target)


def _named(ops: Sequence[str]) -> str:
    return ", ".join(op.removeprefix("aten.") for op in ops)
