"""A unified diff of code: lines told apart by sign and colour."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from gui.theme import Theme, code_font, theme_of


class CodeDiff(QPlainTextEdit):
    """Shows what `difflib` writes; what is equal and far from a change is left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(code_font(self.font()))
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.document().setDocumentMargin(10)
        self.setAccessibleName(self.tr("Difference of the code"))
        self.setPlaceholderText(self.tr("The code of the two is the same."))

    def show_diff(self, text: str) -> None:
        """Show a unified diff, empty where there is none."""
        self.setPlainText(text)
        self._colour()

    def copy_all(self) -> None:
        """Put the whole diff on the clipboard."""
        QGuiApplication.clipboard().setText(self.toPlainText())

    def changeEvent(self, event: QEvent) -> None:
        """Colour again when the theme changes."""
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)

    def _colour(self) -> None:
        self.setExtraSelections(list(self._coloured(theme_of(self.palette()))))

    def _coloured(self, theme: Theme) -> Iterator[QTextEdit.ExtraSelection]:
        block = self.document().begin()
        while block.isValid():
            colours = _colours(block.text(), theme)
            if colours is not None:
                yield _background(QTextCursor(block), QColor(colours[1]))
                yield _ink(QTextCursor(block), QColor(colours[0]))
            block = block.next()


def _background(cursor: QTextCursor, colour: QColor) -> QTextEdit.ExtraSelection:
    """Fill a line to the edge of the view."""
    selection = QTextEdit.ExtraSelection()
    form = selection.format
    form.setBackground(colour)
    form.setProperty(QTextFormat.Property.FullWidthSelection, True)
    selection.cursor, selection.format = cursor, form
    return selection


def _ink(cursor: QTextCursor, colour: QColor) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    cursor.movePosition(
        QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
    )
    form = selection.format
    form.setForeground(colour)
    selection.cursor, selection.format = cursor, form
    return selection


def _colours(line: str, theme: Theme) -> tuple[str, str] | None:
    """Ink and background of a line; None for one that is equal."""
    if line.startswith(("+++", "---")):
        return theme.dim, theme.canvas
    return {
        "+": (theme.ok, theme.ok_soft),
        "-": (theme.error, theme.error_soft),
        "@": (theme.accent, theme.accent_soft),
    }.get(line[:1])
