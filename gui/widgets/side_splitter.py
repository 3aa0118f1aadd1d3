"""A row of three whose middle has its room before the sides have all of theirs."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gui.type_size import unit_of

LEAST_MIDDLE = 460


class SideSplitter(QSplitter):
    """Sides as wide as wished, or as there is room beside the middle.

    A wish is what the user drags; a larger window gives it back, and the saved state
    is made of it. No side is narrower than its contents.
    """

    def __init__(self, parts: tuple[QWidget, QWidget, QWidget], *wished: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._wished, self._sides = wished, (parts[0], parts[2])
        for place, part in enumerate(parts):
            self.addWidget(part)
            self.setStretchFactor(place, int(place == 1))
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._wish)

    def saveState(self) -> QByteArray:
        """The widths wished for."""
        return QByteArray(" ".join(map(str, self._wished)).encode())

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview) -> bool:
        """Wish for saved widths; tells whether they are some."""
        data = state.data() if isinstance(state, QByteArray) else bytes(state)
        words = bytes(data).split()
        if len(words) != len(self._sides) or not all(map(bytes.isdigit, words)):
            return False
        self._wished = tuple(map(int, words))
        self._share()
        return True

    def show_sides(self, are_shown: bool = True) -> None:
        """Show the sides, or give all their room to the middle."""
        for side in self._sides:
            side.setVisible(are_shown)
        self.refresh()
        self._share()

    def toggle_sides(self) -> None:
        """Hide the sides, or show them again."""
        self.show_sides(self._sides[0].isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share()

    def _wish(self) -> None:
        left, _, right = self.sizes()
        self._wished = left, right

    def _share(self) -> None:
        if self._sides[0].isHidden():
            return
        narrowest = [side.minimumSizeHint().width() for side in self._sides]
        total = self.width() - 2 * self.handleWidth()
        least = round(LEAST_MIDDLE * unit_of(self.font()))
        both = list(map(max, self._wished, narrowest))
        lack = max(0, least - (total - sum(both)))
        share = min(1.0, lack / max(1, sum(both) - sum(narrowest)))
        left, right = (
            wide - round(share * (wide - low))
            for wide, low in zip(both, narrowest, strict=True)
        )
        self.setSizes([left, total - left - right, right])
