"""One line that says how a node fares on the target, with its mark."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from engine.info import Severity
from gui.marks import mark_pixmap
from gui.sentences import joined
from gui.theme import Mark, set_role, theme_of
from gui.type_size import grown


class VerdictLabel(QWidget):
    """Mark, verdict and the sentence behind it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark_name: Mark = "ok"
        self._mark = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)

    @property
    def text(self) -> str:
        """What is written."""
        return self._text.text()

    def show_verdict(self, severity: Severity | None, sentence: str = "") -> None:
        """Say it; no severity means the node runs as it is."""
        self._mark_name = severity or "ok"
        words: dict[Severity | None, str] = {
            "error": self.tr("Cannot run."),
            "warning": self.tr("Runs with a warning."),
            "advice": self.tr("Could be better."),
            "hint": self.tr("Runs as it is."),
            None: self.tr("Runs as it is."),
        }
        self._text.setText(joined(words[severity], sentence))
        set_role(self._text, "error" if severity == "error" else "dim")
        self._mark.show()
        self._paint_mark()

    def show_unknown(self, *, is_awaited: bool) -> None:
        """Say that the target has not been asked, or that it could not be."""
        self._mark.hide()
        self._text.setText(
            self.tr("checking…") if is_awaited else self.tr("not checked")
        )
        set_role(self._text, "dim")

    def changeEvent(self, event: QEvent) -> None:
        """Take the mark's colour from the new theme, its size from the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._paint_mark()

    def _paint_mark(self) -> None:
        ratio = max(self.devicePixelRatioF(), 1.0)
        pixmap: QPixmap = mark_pixmap(
            self._mark_name, theme_of(self.palette()), grown(self.font(), 14), ratio
        )
        self._mark.setPixmap(pixmap)
        self._mark.setContentsMargins(0, 2, 0, 0)
