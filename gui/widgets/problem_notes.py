"""What is to be said of a node's problems below the sentence of the gravest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engine.info import Diagnostic
from gui.marks import mark_pixmap
from gui.sentences import in_language
from gui.theme import set_role, theme_of
from gui.type_size import grown
from gui.widgets.engine_words import reference_text, severity_text
from gui.widgets.removal import remove

_MARK = 12


class ProblemNotes(QWidget):
    """Where the first problem's limit is written, then a row for each other problem."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Diagnostic, ...] = ()
        self._marks: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is written, row by row."""
        return tuple(label.text() for label in self.findChildren(QLabel, "note"))

    def show_problems(self, problems: Sequence[Diagnostic]) -> None:
        """Replace all rows; the first problem's sentence is told above them."""
        self._problems = tuple(problems)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                remove(widget)
        self._marks = []
        for row, problem in enumerate(self._problems):
            if row:
                self._add(row, problem)
            self._add_reference(row, problem)
        self.setVisible(self._grid.count() > 0)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of the marks from the new theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _add(self, row: int, problem: Diagnostic) -> None:
        mark = QLabel()
        mark.setContentsMargins(0, 3, 0, 0)
        mark.setToolTip(severity_text(problem.severity))
        self._marks.append(mark)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(mark, 2 * row, 0, top)
        text = self.tr("{title}: {message}").format(
            title=in_language(problem.title), message=in_language(problem.message)
        )
        self._grid.addWidget(_label(text), 2 * row, 1)

    def _add_reference(self, row: int, problem: Diagnostic) -> None:
        if problem.reference:
            source = _label(reference_text(problem))
            set_role(source, "small")
            self._grid.addWidget(source, 2 * row + 1, 1)

    def _dress(self) -> None:
        theme, ratio = theme_of(self.palette()), max(self.devicePixelRatioF(), 1.0)
        size = grown(self.font(), _MARK)
        for mark, problem in zip(self._marks, self._problems[1:], strict=True):
            mark.setPixmap(mark_pixmap(problem.severity, theme, size, ratio))


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("note")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_role(label, "dim")
    return label
