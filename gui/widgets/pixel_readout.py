"""What every pane says about the pixel under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme_of
from gui.widgets.class_table import draw_swatch
from gui.widgets.type_scale import scaled

_ROWS = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """The class one pane gives a pixel; `differs` from float is written bold."""

    pane: str
    name: str
    colour: QColor
    differs: bool = False


class PixelReadout(QWidget):
    """Keeps its height, so that nothing jumps while the mouse moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place: tuple[int, int] | None = None
        self._readings: tuple[Reading, ...] = ()
        self.setAccessibleName(self.tr("Pixel under the cursor"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What is shown."""
        return self._readings

    def show_pixel(
        self, place: tuple[int, int] | None, readings: Sequence[Reading] = ()
    ) -> None:
        """Show the classes of a pixel (column, row), or ask for one."""
        self._place, self._readings = place, tuple(readings)
        self.update()

    def sizeHint(self) -> QSize:
        """Leave room for every pane."""
        return QSize(200, _ROWS * self._row_height())

    def minimumSizeHint(self) -> QSize:
        """Give way in width only."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw place and classes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self.palette())
        high = self._row_height()
        painter.setFont(scaled(self.font(), bold=self._place is not None))
        painter.setPen(QColor(theme.ink if self._place else theme.dim))
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        wraps = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
        if self._place is None:
            painter.drawText(self.rect(), wraps, self._heading())
            return
        painter.drawText(QRect(0, 0, self.width(), high), left, self._heading())
        third = max(self.width() * 2 // 5, 90)
        for row, reading in enumerate(self._readings, start=1):
            top = row * high
            painter.setFont(self.font())
            painter.setPen(QColor(theme.dim))
            painter.drawText(QRect(0, top, third, high), left, reading.pane)
            draw_swatch(painter, third, top + high / 2, reading.colour)
            painter.setFont(scaled(self.font(), bold=reading.differs))
            painter.setPen(QColor(theme.error if reading.differs else theme.ink))
            room = QRect(third + 20, top, self.width() - third - 20, high)
            name = painter.fontMetrics().elidedText(
                reading.name, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, left, name)

    def _heading(self) -> str:
        if self._place is None:
            return self.tr("Point at a pixel to read its classes.")
        column, row = self._place
        return self.tr("Pixel ({x}, {y})").format(x=column, y=row)

    def _row_height(self) -> int:
        return QFontMetrics(self.font()).height() + 6
