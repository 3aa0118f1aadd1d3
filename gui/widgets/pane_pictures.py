"""The pictures of one image's panes: overlay, opacity and marks, drawn on demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtGui import QColor, QImage

from engine.comparison.results import VIEWS, Panes, View
from gui.widgets.image_layers import to_qimage
from gui.widgets.overlay import (
    Array,
    Colour,
    blend,
    colourize,
    differing_fraction,
    disagreement,
    lookup_table,
    outline,
)

Pane = View | Literal["label", "image"]
PANES: tuple[Pane, ...] = (*VIEWS, "label")
"""The panes that show classes; `image` is the picture alone."""


class PanePictures:
    """Colours each class map once; only blending depends on the sliders."""

    def __init__(self, panes: Panes, palette: Sequence[Colour]) -> None:
        self._panes = panes
        self._palette = tuple(palette)
        self._table = lookup_table(palette)
        self._colours: dict[Pane, Array] = {}

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._panes.image.shape[1], self._panes.image.shape[0]

    def draws_like(self, other: PanePictures) -> bool:
        """Whether both draw the same image in the same colours."""
        return self._panes is other._panes and self._palette == other._palette

    def has(self, pane: Pane) -> bool:
        """Whether this pane has a class map."""
        return self._map(pane) is not None

    def picture(self, pane: Pane, opacity: float, marks: int) -> QImage:
        """Draw one pane, `marks` pixels wide around what differs from float."""
        classes = self._map(pane)
        if classes is None:
            return to_qimage(self._panes.image)
        if pane not in self._colours:
            self._colours[pane] = colourize(classes, self._table)
        pixels = blend(self._panes.image, self._colours[pane], opacity)
        if marks and pane in ("calibrated", "quantized"):
            mask = disagreement(classes, self._panes.maps["float"])
            pixels = outline(pixels, mask, marks)
        return to_qimage(pixels)

    def differing(self, pane: Pane) -> float:
        """Measure the share of pixels whose class differs from float."""
        classes = self._map(pane)
        if classes is None:
            return 0.0
        return differing_fraction(classes, self._panes.maps["float"])

    def class_at(self, pane: Pane, column: int, row: int) -> int | None:
        """Read the class of a pixel, None where the pane has no map."""
        classes = self._map(pane)
        return None if classes is None else int(classes[row, column])

    def colour(self, index: int) -> QColor:
        """Tell the colour of a class."""
        red, green, blue = (int(value) for value in self._table[index])
        return QColor(red, green, blue)

    def _map(self, pane: Pane) -> Array | None:
        if pane == "image":
            return None
        return self._panes.label if pane == "label" else self._panes.maps.get(pane)
