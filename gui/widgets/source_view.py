"""A few lines of code with numbers, one of them marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.info import Severity
from gui.theme import code_font, theme_of

AROUND = 3
LEAST = 8
"""Letters that a row of broken code has room for, however narrow the view is."""
REST = "  "
"""What sets the rest of a broken line in."""
_PADDING = 10
_INSET = 8


class SourceView(QWidget):
    """Painted code; what does not fit ends in an ellipsis and is in the tooltip.

    One that `wraps` goes on in the next row instead.
    """

    def __init__(self, parent: QWidget | None = None, *, wraps: bool = False) -> None:
        super().__init__(parent)
        self._wraps = wraps
        self._lines: tuple[tuple[str, str], ...] = ()
        self._marked = -1
        self._severity: Severity | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What is shown: (number or sign, text)."""
        return self._lines

    @property
    def marked(self) -> int:
        """Position of the marked line among those shown, -1 for none."""
        return self._marked

    def show_lines(
        self,
        lines: Sequence[tuple[str, str]],
        marked: int = -1,
        severity: Severity | None = None,
    ) -> None:
        """Show numbered lines; the marked one takes the severity's colour."""
        self._lines, self._marked, self._severity = tuple(lines), marked, severity
        text = "\n".join(f"{number} {line}" for number, line in lines)
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self._keep_height()
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as much height as broken lines need in this width."""
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        if self._wraps:
            self.setFixedHeight(self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        """Be as high as the rows are many."""
        rows = len(self._rows(width)) if self._wraps else len(self._lines)
        return self._line_height() * max(rows, 1) + 2 * _INSET

    def sizeHint(self) -> QSize:
        """Be as high as the lines are many."""
        high = self._line_height() * max(len(self._lines), 1) + 2 * _INSET
        return QSize(200, high)

    def minimumSizeHint(self) -> QSize:
        """Give way in width, never in height."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a card, the mark and the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self.palette())
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.canvas))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 7, 7)
        high = self._line_height()
        if 0 <= self._marked < len(self._lines):
            soft = QColor(theme.accent_soft)
            if self._severity is not None:
                soft = theme.severity(self._severity)
                soft.setAlphaF(0.15)
            painter.fillRect(
                QRectF(1, _INSET + self._marked * high, self.width() - 2, high), soft
            )
        painter.setFont(self._font())
        metrics = painter.fontMetrics()
        gutter, room = self._gutter(), self._room(self.width())
        right = Qt.TextElideMode.ElideRight
        rows = self._rows(self.width()) if self._wraps else self._lines
        for row, (number, line) in enumerate(rows):
            base = _INSET + row * high + (high + metrics.ascent()) / 2 - 1
            painter.setPen(QColor(theme.dim))
            painter.drawText(QPointF(_PADDING, base), number)
            painter.setPen(QColor(theme.ink))
            text = line if self._wraps else metrics.elidedText(line, right, room)
            painter.drawText(QPointF(_PADDING + gutter + 8, base), text)

    def _gutter(self) -> int:
        metrics = QFontMetrics(self._font())
        widths = (metrics.horizontalAdvance(number) for number, _ in self._lines)
        return max(widths, default=0)

    def _room(self, width: int) -> int:
        return width - 2 * _PADDING - self._gutter() - 8

    def _rows(self, width: int) -> list[tuple[str, str]]:
        """The lines broken where they do not fit, the rest of each set in a little."""
        font, metrics = self._font(), QFontMetricsF(self._font())
        room = max(self._room(width), metrics.horizontalAdvance("x" * LEAST))
        rows: list[tuple[str, str]] = []
        for number, line in self._lines:
            first, *others = _broken(line, font, room, metrics.horizontalAdvance(REST))
            rows += [(number, first), *(("", REST + each) for each in others)]
        return rows

    def _font(self) -> QFont:
        return code_font(self.font())

    def _line_height(self) -> int:
        return round(QFontMetrics(self._font()).height() * 1.28)


def _broken(line: str, font: QFont, room: float, inset: float) -> list[str]:
    """Break a line between words where it can be, in any script, else anywhere.

    All parts but the first have less room, by `inset` pixels.
    """
    layout = QTextLayout(line, font)
    parts: list[str] = []
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    while (row := layout.createLine()).isValid():
        row.setLineWidth(room - inset if parts else room)
        start = row.textStart()
        parts.append(line[start : start + row.textLength()].rstrip())
    layout.endLayout()
    return parts or [""]


def lines_around(text: str, line: int) -> tuple[list[tuple[str, str]], int]:
    """Cut the lines about `line` (from 1) out of a file, without common indent.

    Returns the numbered lines and the position of `line` among them; nothing and -1
    where the file has no such line.
    """
    lines = text.expandtabs(4).splitlines()
    if not 1 <= line <= len(lines):
        return [], -1
    first = max(line - AROUND, 1)
    chosen = lines[first - 1 : line + AROUND - 1]
    while chosen and not chosen[-1].strip() and first + len(chosen) - 1 > line:
        chosen.pop()
    indents = (len(text) - len(text.lstrip()) for text in chosen if text.strip())
    indent = min(indents, default=0)
    numbered = [(str(first + row), text[indent:]) for row, text in enumerate(chosen)]
    return numbered, line - first
