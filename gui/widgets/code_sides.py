"""The code of two states beside each other, line by line."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.widgets.code_diff import CodeDiff

Row = tuple[str, str]
NAMES = 2
"""So many lines at the beginning of a unified diff name the two."""


class CodeSides(QWidget):
    """Shows a unified diff as two columns that scroll together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before, self.after = CodeDiff(), CodeDiff()
        self.before.setAccessibleName(_tr("Code before"))
        self.after.setAccessibleName(_tr("Code after"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        for one, other in ((self.before, self.after), (self.after, self.before)):
            row.addWidget(one, 1)
            one.verticalScrollBar().valueChanged.connect(
                other.verticalScrollBar().setValue
            )

    def show_diff(self, text: str) -> None:
        """Show a unified diff, empty where there is none."""
        rows = list(rows_of(text))
        self.before.show_diff("\n".join(left for left, _ in rows))
        self.after.show_diff("\n".join(right for _, right in rows))


def rows_of(text: str) -> Iterator[Row]:
    """Lines of a unified diff in pairs, with their signs; empty where one has none.

    Lines that went stand beside those that came in their place.
    """
    lines = text.splitlines()[NAMES:]
    for is_change, run in itertools.groupby(lines, lambda line: line[:1] in "+-"):
        found = list(run)
        if not is_change:
            yield from ((line, line) for line in found)
            continue
        gone = [line for line in found if line.startswith("-")]
        come = [line for line in found if line.startswith("+")]
        yield from itertools.zip_longest(gone, come, fillvalue="")


def _tr(text: str) -> str:
    return QCoreApplication.translate("CodeSides", text)
