"""How often a tensor takes each value, and where its grid ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme, theme_of
from gui.widgets.quantities import number_text
from gui.widgets.tensor_range import TensorRange
from gui.widgets.type_scale import SMALL, scaled

_INSET = 10
_AXIS = 22
_TOP = 24


class Histogram(QWidget):
    """Counts on a logarithmic scale; clipped values are red, the ends are marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tensor: TensorRange | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_tensor(self, tensor: TensorRange | None) -> None:
        """Show a tensor's histogram, or ask for one."""
        self._tensor = tensor
        self.setAccessibleName(self._sentence())
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a wide, low picture."""
        return QSize(420, 190)

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(160, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw card, bars, axis and the ends of the grid."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self.palette())
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.canvas))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 7, 7)
        painter.setFont(scaled(self.font(), SMALL))
        tensor = self._tensor
        if tensor is None or not tensor.histogram.size:
            painter.setPen(QColor(theme.dim))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(
                frame.adjusted(16, 8, -16, -8), int(flags), self._sentence()
            )
            return
        area = frame.adjusted(_INSET, _TOP, -_INSET, -_AXIS)
        span = visible_span(tensor)
        _paint_bars(painter, area, tensor, span, theme)
        _paint_axis(painter, area, span, theme)
        _paint_ends(painter, area, tensor, span, theme)
        painter.setPen(QColor(theme.dim))
        top = QRectF(area.left(), 4, area.width(), _TOP - 6)
        middle = Qt.AlignmentFlag.AlignVCenter
        text = painter.fontMetrics().elidedText(
            self._sentence(), Qt.TextElideMode.ElideMiddle, int(top.width())
        )
        painter.drawText(top, int(Qt.AlignmentFlag.AlignLeft | middle), text)

    def _sentence(self) -> str:
        tensor = self._tensor
        if tensor is None:
            return self.tr("Select a tensor to see how its values are spread.")
        low, high = tensor.clip
        return self.tr("{name}: grid {low} … {high}, {share} % clipped").format(
            name=tensor.name,
            low=number_text(low),
            high=number_text(high),
            share=number_text(100 * tensor.clipped),
        )


def visible_span(tensor: TensorRange) -> tuple[float, float]:
    """Choose the values shown: all that were seen, with the ends of the grid near."""
    low, high = float(tensor.edges[0]), float(tensor.edges[-1])
    room = max(high - low, 1e-12)
    clip_low, clip_high = tensor.clip
    low = max(min(low, clip_low), low - 0.5 * room)
    high = min(max(high, clip_high), high + 0.5 * room)
    margin = 0.02 * (high - low)
    return low - margin, high + margin


def columns(
    tensor: TensorRange, span: tuple[float, float], count: int
) -> NDArray[np.float64]:
    """Gather the counts into `count` equal columns over `span`."""
    centres = (tensor.edges[1:] + tensor.edges[:-1]) / 2
    place = (centres - span[0]) / (span[1] - span[0]) * count
    index = np.clip(place.astype(int), 0, count - 1)
    gathered = np.bincount(index, weights=tensor.histogram, minlength=count)
    return gathered.astype(np.float64)


def _paint_bars(
    painter: QPainter,
    area: QRectF,
    tensor: TensorRange,
    span: tuple[float, float],
    theme: Theme,
) -> None:
    bins = max(min(tensor.histogram.size, int(area.width() // 3)), 1)
    heights = np.log1p(columns(tensor, span, bins))
    heights = heights / max(float(heights.max()), 1e-12) * area.height()
    step = area.width() / bins
    half = tensor.scale / 2 + (span[1] - span[0]) / bins / 2
    low, high = tensor.clip[0] - half, tensor.clip[1] + half
    painter.setPen(Qt.PenStyle.NoPen)
    inside, outside = QColor(theme.accent), QColor(theme.error)
    inside.setAlphaF(0.75)
    for number in np.flatnonzero(heights > 0):
        value = span[0] + (number + 0.5) / bins * (span[1] - span[0])
        painter.setBrush(inside if low <= value <= high else outside)
        left = area.left() + float(number) * step
        height = float(heights[number])
        painter.drawRect(QRectF(left, area.bottom() - height, step - 0.6, height))


def _paint_axis(
    painter: QPainter, area: QRectF, span: tuple[float, float], theme: Theme
) -> None:
    painter.setPen(QPen(QColor(theme.edge), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    painter.setPen(QColor(theme.dim))
    below = QRectF(area.left(), area.bottom() + 2, area.width(), _AXIS - 4)
    middle = Qt.AlignmentFlag.AlignVCenter
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    painter.drawText(below, int(left | middle), number_text(span[0]))
    painter.drawText(below, int(right | middle), number_text(span[1]))
    zero = _place(0.0, area, span)
    if area.left() + 50 < zero < area.right() - 50:
        box = QRectF(zero - 10, below.top(), 20, below.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "0")


def _paint_ends(
    painter: QPainter,
    area: QRectF,
    tensor: TensorRange,
    span: tuple[float, float],
    theme: Theme,
) -> None:
    painter.setPen(QPen(QColor(theme.warning), 1.5, Qt.PenStyle.DashLine))
    for value in tensor.clip:
        x = _place(value, area, span)
        if area.left() <= x <= area.right():
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))


def _place(value: float, area: QRectF, span: tuple[float, float]) -> float:
    return area.left() + (value - span[0]) / (span[1] - span[0]) * area.width()
