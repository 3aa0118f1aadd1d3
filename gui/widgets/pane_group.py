"""Float, calibrated and quantized beside each other, under a wipe, or blinking."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from engine.comparison.results import View
from gui.widgets.image_view import ImageView
from gui.widgets.pane_pictures import PANES, Pane, PanePictures
from gui.widgets.viewport import Viewport, best_columns, centred, fitted

Mode = Literal["side by side", "wipe", "blink"]
BLINK_MS = 600
OPACITY = 0.7
GAP = 8
MARK = 1.6
"""Width of the line around differing pixels, in screen pixels at least."""


class PaneGroup(QWidget):
    """Moves all panes together: there is one viewport, and it is here.

    Panes stand in one row, or in two where that shows wide images larger; a place that
    stays empty then is given to the picture alone.
    """

    pixel_hovered = Signal(object)
    pixel_clicked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: PanePictures | None = None
        self._values: Mapping[Pane, str] = {}
        self._mode: Mode = "side by side"
        self._other: View = "quantized"
        self._opacity = OPACITY
        self._has_marks = True
        self._has_label = False
        self._viewport = Viewport()
        self._is_fitted = True
        self._shows_other = False
        self._blink = QTimer(self)
        self._blink.setInterval(BLINK_MS)
        self._blink.timeout.connect(self._swap)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._placed: tuple[tuple[Pane, ...], int] = ((), 0)
        self.views: dict[Pane, ImageView] = {
            pane: self._view() for pane in (*PANES, "image")
        }
        self.views["float"].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._refresh()

    @property
    def viewport(self) -> Viewport:
        """Where every pane's image lies."""
        return self._viewport

    @property
    def pictures(self) -> PanePictures | None:
        """What is shown."""
        return self._pictures

    def show_pictures(
        self, pictures: PanePictures | None, values: Mapping[Pane, str]
    ) -> None:
        """Show an image's panes, with a value behind each title."""
        is_same = pictures is self._pictures and values == self._values
        if is_same and pictures is not None:
            return
        old = self._pictures.size if self._pictures else None
        self._pictures, self._values = pictures, values
        self._refresh()
        if pictures is not None and pictures.size != old:
            self.fit()

    def set_empty_text(self, text: str) -> None:
        """Say what to do while there is nothing to show."""
        self.views["float"].set_empty_text(text)

    def set_opacity(self, opacity: float) -> None:
        """Lay the classes over the image this strongly, 0 to 1."""
        self._opacity = opacity
        self._refresh()

    def set_marks(self, on: bool) -> None:
        """Surround the pixels that differ from float."""
        self._has_marks = on
        self._refresh()

    def set_label_shown(self, on: bool) -> None:
        """Show the ground truth beside the results."""
        self._has_label = on
        self._refresh()
        self._refit()

    def set_mode(self, mode: Mode, other: View = "quantized") -> None:
        """Choose how results are compared, and what float is compared with."""
        self._mode, self._other = mode, other
        self._shows_other = False
        self._refresh()
        self._refit()

    def fit(self) -> None:
        """Show the whole image, now and whenever the window changes."""
        self._is_fitted = True
        self._refit()

    def fill(self) -> None:
        """Show the middle of the image as large as the pane."""
        if self._pictures is not None:
            width, height = self._pictures.size
            pane = self._pane_size()
            self._centre(max(pane[0] / width, pane[1] / height))

    def show_actual_size(self) -> None:
        """Show one image pixel per screen pixel."""
        self._centre(1 / self.devicePixelRatioF())

    def zoom(self, factor: float) -> None:
        """Zoom about the middle of the panes."""
        if self._pictures is not None:
            width, height = self._pane_size()
            self._follow(self._viewport.zoomed(factor, width / 2, height / 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose rows and columns for the new size."""
        super().resizeEvent(event)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Blink only while visible."""
        super().showEvent(event)
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop blinking."""
        super().hideEvent(event)
        self._blink.stop()

    def _view(self) -> ImageView:
        view = ImageView(self)
        view.viewport_requested.connect(self._follow)
        view.fit_requested.connect(self.fit)
        view.pixel_hovered.connect(self.pixel_hovered)
        view.pixel_clicked.connect(self.pixel_clicked)
        view.border_moved.connect(view.set_border)
        view.resized.connect(self._refit)
        return view

    def _centre(self, scale: float) -> None:
        if self._pictures is not None:
            self._follow(centred(self._pictures.size, self._pane_size(), scale))

    def _follow(self, viewport: Viewport) -> None:
        self._is_fitted = False
        self._move(viewport)

    def _move(self, viewport: Viewport) -> None:
        """Move every pane; drawing anew may lay them out again, and so move them on."""
        old, self._viewport = self._viewport, viewport
        if mark_width(old.scale) != mark_width(viewport.scale):
            self._refresh()
        for view in self.views.values():
            view.set_viewport(self._viewport)

    def _refit(self) -> None:
        if self._is_fitted and self._pictures is not None:
            self._move(fitted(self._pictures.size, self._pane_size()))

    def _pane_size(self) -> tuple[float, float]:
        view = self.views["float"]
        return float(view.width()), float(view.height())

    def _arrangement(self) -> tuple[tuple[Pane, ...], int]:
        """Which panes are shown, and in how many columns."""
        if self._pictures is None or self._mode != "side by side":
            return ("float",), 1
        shown: tuple[Pane, ...] = ("float", "calibrated", "quantized")
        if self._has_label and self._pictures.has("label"):
            shown += ("label",)
        room = self.width(), self.height()
        columns = best_columns(len(shown), room, self._pictures.size, GAP)
        if len(shown) % columns:
            shown += ("image",)
        return shown, columns

    def _place(self, panes: tuple[Pane, ...], columns: int) -> None:
        if self._placed == (panes, columns):
            return
        self._placed = panes, columns
        for view in self.views.values():
            self._grid.removeWidget(view)
        for number, pane in enumerate(panes):
            self._grid.addWidget(self.views[pane], *divmod(number, columns))
        for pane, view in self.views.items():
            view.setVisible(pane in panes)

    def _refresh(self) -> None:
        panes, columns = self._arrangement()
        self._place(panes, columns)
        for pane in panes:
            self._fill(pane, self.views[pane])
        self._run_timer()

    def _fill(self, pane: Pane, view: ImageView) -> None:
        if self._pictures is None:
            view.show_images()
            view.set_caption("")
        elif self._mode == "wipe":
            view.show_images(self._picture("float"), self._picture(self._other))
            title = f"{self._title('float')} | {self._title(self._other)}"
            view.set_caption(title, "", self._note(self._other))
        else:
            shown = self._other if self._shows_other else pane
            view.show_images(self._picture(shown))
            value = self._values.get(shown, "")
            view.set_caption(self._title(shown), value, self._note(shown))

    def _picture(self, pane: Pane) -> QImage:
        assert self._pictures is not None
        marks = mark_width(self._viewport.scale) if self._has_marks else 0
        return self._pictures.picture(pane, self._opacity, marks)

    def _title(self, pane: Pane) -> str:
        titles: dict[Pane, str] = {
            "float": self.tr("Float"),
            "calibrated": self.tr("Calibrated"),
            "quantized": self.tr("Quantized int8"),
            "label": self.tr("Label"),
            "image": self.tr("Image"),
        }
        return titles[pane]

    def _note(self, pane: Pane) -> str:
        if pane not in ("calibrated", "quantized") or self._pictures is None:
            return ""
        share = 100 * self._pictures.differing(pane)
        return self.tr("{} % of pixels differ").format(f"{share:.1f}")

    def _run_timer(self) -> None:
        blinks = self._mode == "blink" and self._pictures is not None
        if blinks and self.isVisible():
            self._blink.start()
        else:
            self._blink.stop()

    def _swap(self) -> None:
        self._shows_other = not self._shows_other
        self._fill("float", self.views["float"])


def mark_width(scale: float) -> int:
    """Choose how many image pixels a mark takes, so that it is seen at this scale."""
    return min(max(math.ceil(MARK / scale), 1), 8)
