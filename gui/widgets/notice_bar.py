"""A calm line under the pipeline: what went wrong, what to try, and a way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from gui.marks import paint_mark
from gui.theme import MARGIN, Mark, set_role, theme_of
from gui.type_size import grown
from gui.widgets.announcing import announce

SHORT_MS, LONG_MS = 6000, 15000
MARK = 14
MARKS: dict[str, Mark] = {"error": "error", "info": "advice"}


def always() -> bool:
    """Hold until something else is said."""
    return True


class NoticeBar(QWidget):
    """Shows one sentence; an error stays until closed, the rest leaves by itself.

    What no longer holds is taken back.

    What was just done can be undone beside it.
    """

    details_requested = Signal()
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: Mark = "advice"
        self._holds: Callable[[], bool] = always
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details = QPushButton(self.tr("Details"))
        self.details.clicked.connect(self.details_requested)
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.clicked.connect(self.undo_requested)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.clear)
        row = self._row = QHBoxLayout(self)
        self._indent()
        row.addWidget(self.text, 1)
        for button in (self.undo, self.details, close):
            set_role(button, "flat")
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setVisible(False)

    def say(
        self,
        text: str,
        kind: Literal["error", "info"],
        *,
        offers_undo: bool = False,
        has_details: bool = False,
        holds: Callable[[], bool] = always,
    ) -> None:
        """Show a sentence for as long as it holds; an error always has details."""
        self._holds = holds
        self._mark = MARKS[kind]
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.details.setVisible(kind == "error" or has_details)
        self.undo.setVisible(offers_undo)
        self.setVisible(True)
        announce(self, text, is_urgent=kind == "error")
        if kind == "error":
            self._timer.stop()
        else:
            self._timer.start(LONG_MS if offers_undo or has_details else SHORT_MS)
        self.update()

    @property
    def said(self) -> str:
        """The sentence that is shown, empty if there is none."""
        return self.text.text()

    def outdate(self, said: str) -> None:
        """Take back what was said of something that has changed; errors stay."""
        if said == self.said and self._timer.isActive():
            self.clear()

    @Slot()
    def review(self) -> None:
        """Take back what was said if it no longer holds, also an error."""
        if not self._holds():
            self.clear()

    def clear(self) -> None:
        """Say nothing."""
        self._timer.stop()
        self._holds = always
        self.text.clear()
        self.setVisible(False)

    def changeEvent(self, event: QEvent) -> None:
        """Make room for a larger mark beside larger letters."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._indent()

    def _indent(self) -> None:
        left = MARGIN + grown(self.font(), MARK) + 10
        self._row.setContentsMargins(left, 7, MARGIN, 7)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, its lower line, and the mark."""
        theme = theme_of(self.palette())
        painter = QPainter(self)
        soft = theme.severity_soft("error")
        ground = soft if self._mark == "error" else QColor(theme.canvas)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QColor(theme.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        mark = grown(self.font(), MARK)
        top = (self.height() - mark) / 2
        paint_mark(painter, QRectF(MARGIN, top, mark, mark), self._mark, theme)
        painter.end()
