"""The stages of one long task as they come: ticked when over, moving before."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from engine.progress import Progress
from gui.marks import paint_mark
from gui.sentences import in_language
from gui.theme import set_role, theme_of
from gui.type_size import grown
from gui.widgets.removal import remove

MARK = 14


class StageList(QWidget):
    """Adds a row whenever a new stage reports; `clear` starts over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[str, StageRow] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The stages seen so far, in order."""
        return tuple(self._rows)

    @property
    def finished(self) -> tuple[str, ...]:
        """The stages that are over."""
        return tuple(n for n, row in self._rows.items() if row.mark.is_done)

    def clear(self) -> None:
        """Forget all stages."""
        for row in self._rows.values():
            for widget in (row.mark, row.name):
                remove(widget)
        self._rows = {}

    def show_progress(self, progress: Progress) -> None:
        """Show a report; the stages before it are over."""
        if progress.stage not in self._rows:
            self._add(progress.stage)
        for name, row in self._rows.items():
            row.show_done(name != progress.stage)
        self._rows[progress.stage].show_note(progress.note)

    def finish(self) -> None:
        """All stages are over."""
        for row in self._rows.values():
            row.show_done(True)

    def _add(self, name: str) -> None:
        row = StageRow(name)
        line = self._grid.rowCount()
        for column, widget in enumerate((row.mark, row.name)):
            self._grid.addWidget(widget, line, column, Qt.AlignmentFlag.AlignVCenter)
        self._rows[name] = row


class StageRow:
    """The mark and the name of one stage."""

    def __init__(self, name: str) -> None:
        self._title = in_language(name)
        self.mark, self.name = StageMark(), QLabel(self._title)

    def show_done(self, is_done: bool) -> None:
        """Tick the stage, or show that it is the present one."""
        self.mark.set_done(is_done)
        set_role(self.name, "dim" if is_done else "heading")
        if is_done:
            self.name.setText(self._title)

    def show_note(self, note: str) -> None:
        """Show what the stage is at."""
        self.name.setText(
            f"{self._title} · {in_language(note)}" if note else self._title
        )


class StageMark(QWidget):
    """A ring; ticked when the stage is over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_done = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as capital letters and a little more."""
        size = grown(self.font(), MARK)
        return QSize(size, size)

    def set_done(self, is_done: bool) -> None:
        """Tick or untick."""
        self.is_done = is_done
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tick or the ring."""
        theme, box = theme_of(self.palette()), QRectF(self.rect())
        painter = QPainter(self)
        if self.is_done:
            paint_mark(painter, box, "ok", theme)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.accent), 1.6))
            painter.drawArc(box.adjusted(1, 1, -1, -1), 60 * 16, 270 * 16)
        painter.end()
