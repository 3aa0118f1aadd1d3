"""What the boxes of one view are coloured by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.graph.scene.colours import ColourMode
from gui.graph.scene.heat import Heat

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView


class Colouring(QObject):
    """Mode, measure and threshold of one view; `measures` are those in its menu."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view
        self.measures: tuple[Heat, ...] = ()

    def show_mode(self, mode: ColourMode) -> None:
        """Colour by kind or by one of the numbers every graph has."""
        self._view.show_as(replace(self._view.picture, mode=mode, least=0.0))
        self._view.mode_changed.emit()

    def show(self, heat: Heat | None) -> None:
        """Colour by any number, or by severity."""
        mode: ColourMode = "heat" if heat else "severity"
        picture = replace(self._view.picture, heat=heat, mode=mode, least=0.0)
        self._view.show_as(picture)
        self._view.mode_changed.emit()

    def offer(self, measures: tuple[Heat, ...]) -> None:
        """Have these numbers in the menu; the one shown is renewed, or ends."""
        before, heat = self.measures, self._view.picture.heat
        self.measures = measures
        if heat is not None and heat in before:
            again = (each for each in measures if each.title == heat.title)
            self._renew(next(again, None))
        self._view.mode_changed.emit()

    def _renew(self, heat: Heat | None) -> None:
        """Take over other numbers; what the boxes are coloured by stays as it is."""
        picture = self._view.picture
        if heat is None and picture.mode == "heat":
            self.show(None)
        else:
            self._view.show_as(replace(picture, heat=heat))

    def set_threshold(self, share: float) -> None:
        """Leave boxes plain whose place on the scale, from 0 to 1, is below this."""
        least = min(1.0, max(0.0, share))
        self._view.show_as(replace(self._view.picture, least=least))
        self._view.mode_changed.emit()
