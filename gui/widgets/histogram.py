"""How often a tensor takes each value, and where its grid ends."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from gui.theme import Theme, theme_of
from gui.widgets.quantities import number_text
from gui.widgets.tensor_range import TensorRange

_COLUMNS = 160


class Histogram(QWidget):
    """Counts on a logarithmic scale; clipped values are red, the ends are marked.

    The plot library is loaded by `prepare` or the first tensor, not with the window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tensor: TensorRange | None = None
        self._plot: Any = None
        self._empty = QLabel(self._sentence())
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._caption = QLabel()
        self._caption.setWordWrap(True)
        self._card = QWidget()
        self._column = QVBoxLayout(self._card)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.addWidget(self._caption)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._card)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_tensor(self, tensor: TensorRange | None) -> None:
        """Show a tensor's histogram, or ask for one."""
        self._tensor = tensor if tensor is not None and tensor.histogram.size else None
        sentence = self._sentence()
        self.setAccessibleName(sentence)
        self._caption.setText(sentence)
        self._pages.setCurrentWidget(self._card if self._tensor else self._empty)
        self._draw()

    def sizeHint(self) -> QSize:
        """Ask for a wide, low picture."""
        return QSize(420, 210)

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(160, 140)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

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

    def prepare(self) -> None:
        """Load the plot library before a result waits for it."""
        if self._plot is None:
            self._plot = _make_plot()
            self._column.addWidget(self._plot, 1)

    def _draw(self) -> None:
        if self._tensor is None:
            return
        self.prepare()
        _fill(self._plot, self._tensor, theme_of(self.palette()))


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


def _make_plot() -> Any:
    import pyqtgraph

    plot = pyqtgraph.PlotWidget()
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setMouseEnabled(x=True, y=False)
    plot.hideAxis("left")
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return plot


def _fill(plot: Any, tensor: TensorRange, theme: Theme) -> None:
    import pyqtgraph

    span = visible_span(tensor)
    counts = columns(tensor, span, _COLUMNS)
    width = (span[1] - span[0]) / _COLUMNS
    centres = span[0] + (np.arange(_COLUMNS) + 0.5) * width
    reach = tensor.scale / 2 + width / 2
    inside = (centres >= tensor.clip[0] - reach) & (centres <= tensor.clip[1] + reach)
    plot.clear()
    plot.setBackground(QColor(theme.canvas))
    for kept, colour in ((inside, theme.accent), (~inside, theme.error)):
        shown = kept & (counts > 0)
        bars = pyqtgraph.BarGraphItem(
            x=centres[shown],
            height=np.log1p(counts[shown]),
            width=width * 0.9,
            pen=None,
            brush=QColor(colour),
        )
        plot.addItem(bars)
    for end in tensor.clip:
        pen = pyqtgraph.mkPen(theme.warning, width=1.5, style=Qt.PenStyle.DashLine)
        plot.addItem(pyqtgraph.InfiniteLine(end, pen=pen))
    axis = plot.getAxis("bottom")
    axis.setPen(pyqtgraph.mkPen(theme.edge))
    axis.setTextPen(pyqtgraph.mkPen(theme.dim))
    plot.setXRange(*span, padding=0)
    plot.setYRange(0, float(np.log1p(counts).max()) * 1.05, padding=0)
