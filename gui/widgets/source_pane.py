"""The user's whole Python file, with a mark at every line that made nodes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from engine.info import Severity
from gui.commands.shortcuts import pressed
from gui.marks import paint_mark
from gui.theme import Theme, code_font, theme_of
from gui.type_size import grown

_WORDS = re.compile(
    r"(?P<comment>#.*$)|(?P<string>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"
    r"|(?P<keyword>\b(?:def|class|return|if|elif|else|for|in|while|import|from|as|with"
    r"|not|and|or|is|None|True|False|self|super|lambda|raise|try|except|yield|pass)\b)"
    r"|(?P<number>\b\d[\d_.e]*\b)"
)
MARK = 10
WRITING = (QKeySequence.StandardKey.Delete, QKeySequence.StandardKey.Cut)


@dataclass(frozen=True, slots=True)
class LineMark:
    """The nodes a line made, in order, and the gravest of their problems."""

    nodes: tuple[str, ...]
    severity: Severity | None = None


class PythonColours(QSyntaxHighlighter):
    """Comments, strings, keywords and numbers in the colours of a theme."""

    def __init__(self, view: QPlainTextEdit) -> None:
        super().__init__(view.document())
        self._view = view

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        theme = theme_of(self._view.palette())
        colours = {
            "comment": theme.dim,
            "string": theme.ok,
            "keyword": theme.accent,
            "number": theme.warning,
        }
        for match in _WORDS.finditer(text):
            form = QTextCharFormat()
            form.setForeground(QColor(colours[str(match.lastgroup)]))
            start, end = match.span()
            self.setFormat(start, end - start, form)


class SourcePane(QPlainTextEdit):
    """Read only; a click on a marked line, or Enter, asks for the line's nodes.

    `nodes_requested` carries all nodes of a line and the one to look at; asking again
    goes on to the line's next node.
    """

    nodes_requested = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(self.tr("Source file"))
        self.setTabChangesFocus(True)
        self._marks: Mapping[int, LineMark] = {}
        self._node, self._line, self._text = "", 0, ""
        self._colours = PythonColours(self)
        self._gutter = Gutter(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        self.setFont(code_font(self.font()))
        self._make_room()

    @property
    def marks(self) -> Mapping[int, LineMark]:
        """What the lines made, by their numbers from 1."""
        return self._marks

    @property
    def line(self) -> int:
        """The line that made the node shown, 0 for none."""
        return self._line

    def show_file(
        self, text: str, marks: Mapping[int, LineMark], line: int, node: str
    ) -> None:
        """Show a file at the line that made a node."""
        if text != self._text:
            self._text = text
            self.setPlainText(text)
        self._marks, self._line, self._node = marks, line, node
        block = self.document().findBlockByNumber(line - 1)
        if line and block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()
        self._mark_line()
        self._gutter.update()

    def _mark_line(self) -> None:
        block = self.document().findBlockByNumber(self._line - 1)
        if not self._line or not block.isValid():
            self.setExtraSelections([])
            return
        here = QTextEdit.ExtraSelection()
        here.cursor = QTextCursor(block)
        form = QTextCharFormat()
        form.setBackground(QColor(theme_of(self.palette()).accent_soft))
        form.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        here.format = form
        self.setExtraSelections([here])

    def ask(self, line: int) -> None:
        """Ask for the nodes of a line, or for the next of them."""
        mark = self._marks.get(line)
        if mark is None or not mark.nodes:
            return
        nodes, place = mark.nodes, 0
        if self._node in nodes:
            place = (nodes.index(self._node) + 1) % len(nodes)
        self._node = nodes[place]
        self.nodes_requested.emit(nodes, nodes[place])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click, not a selection of text, asks for the line's nodes."""
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            place = self.cursorForPosition(event.position().toPoint())
            self.ask(place.blockNumber() + 1)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that take text away from taking nodes away."""
        if event.type() is QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if any(map(event.matches, WRITING)):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the nodes of the line, N and P go to other marked lines."""
        match pressed(event, "source"):
            case "nodes":
                self.ask(self.textCursor().blockNumber() + 1)
            case "next":
                self._go_to_mark(1)
            case "previous":
                self._go_to_mark(-1)
            case _:
                super().keyPressEvent(event)

    def _go_to_mark(self, step: int) -> None:
        """Put the cursor into the next (1) or previous (-1) line that made nodes."""
        here = self.textCursor().blockNumber() + 1
        lines = sorted(self._marks, reverse=step < 0)
        beyond = (line for line in lines if (line - here) * step > 0)
        line = next(beyond, None) or next(iter(lines), here)
        block = self.document().findBlockByNumber(line - 1)
        self.setTextCursor(QTextCursor(block))
        self.ensureCursorVisible()

    def changeEvent(self, event: QEvent) -> None:
        """Take over another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_gutter"):
            self._colours.rehighlight()
            self._mark_line()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the numbers at the left and the line in sight."""
        super().resizeEvent(event)
        self._make_room()
        if event.size().height() != event.oldSize().height():
            self.centerCursor()

    def gutter_width(self) -> int:
        """Room for the marks and the largest number."""
        digits = len(str(max(self.blockCount(), 1)))
        return (
            grown(self.font(), MARK)
            + 14
            + self.fontMetrics().horizontalAdvance("9") * digits
        )

    def _make_room(self) -> None:
        width = self.gutter_width()
        self.setViewportMargins(width, 0, 0, 0)
        area = self.contentsRect()
        self._gutter.setGeometry(QRect(area.left(), area.top(), width, area.height()))

    def _follow(self, rect: QRect, dy: int) -> None:
        self._gutter.update()

    def paint_gutter(self, painter: QPainter, theme: Theme) -> None:
        """Paint numbers and marks of the lines on the screen."""
        block, width = self.firstVisibleBlock(), self._gutter.width()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > self.height():
                return
            line = block.blockNumber() + 1
            mark = self._marks.get(line)
            painter.setFont(self.font())
            painter.setPen(QColor(theme.ink if mark else theme.dim))
            room = QRect(0, round(place.top()), width - 6, round(place.height()))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight), str(line))
            if mark is not None:
                self._paint_mark(painter, room, mark, theme)
            block = block.next()

    def _paint_mark(
        self, painter: QPainter, room: QRect, mark: LineMark, theme: Theme
    ) -> None:
        size = grown(self.font(), MARK)
        top = room.top() + (room.height() - size) / 2
        place = QRect(3, round(top), size, size).toRectF()
        if mark.severity is not None:
            paint_mark(painter, place, mark.severity, theme)
            return
        painter.fillRect(place.adjusted(3, 1, -4, -1), QColor(theme.accent))


class Gutter(QWidget):
    """The numbers and marks beside the text."""

    def __init__(self, pane: SourcePane) -> None:
        super().__init__(pane)
        self._pane = pane

    def sizeHint(self) -> QSize:
        """As wide as the numbers."""
        return QSize(self._pane.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and what the pane says."""
        theme = theme_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.canvas))
        self._pane.paint_gutter(painter, theme)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a mark asks for its nodes."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position().toPoint()
        at.setX(1)
        self._pane.ask(self._pane.cursorForPosition(at).blockNumber() + 1)
