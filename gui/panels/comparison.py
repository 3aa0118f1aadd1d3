"""Float, calibrated and quantized results side by side, image by image."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.comparison.results import VIEWS, Comparison, ImageResult, Panes
from engine.progress import Progress
from engine.project import ComparisonSettings
from gui.commands.shortcuts import pressed
from gui.theme import MARGIN, set_role
from gui.widgets.banner import Banner
from gui.widgets.comparison_form import ComparisonForm
from gui.widgets.comparison_summary import ComparisonSummary, class_name
from gui.widgets.filmstrip import Filmstrip, Frame
from gui.widgets.image_view import NOTCH
from gui.widgets.pane_group import PaneGroup
from gui.widgets.pane_pictures import PANES, Pane, PanePictures
from gui.widgets.pane_toolbar import PaneToolbar
from gui.widgets.pixel_readout import PixelReadout, Reading
from gui.widgets.run_bar import RunBar

THUMBNAIL = QSize(132, 84)


class ComparisonPanel(QWidget):
    """Shows a comparison and one image of it; worst images come first.

    PageUp, PageDown and the arrow keys go from image to image; plus and minus zoom,
    0 shows the whole image.
    """

    start_requested = Signal(object)
    cancel_requested = Signal()
    image_requested = Signal(int)
    settings_changed = Signal(object)
    pixel_selected = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._panes: Panes | None = None
        self._settings = ComparisonSettings()
        self.toolbar = PaneToolbar()
        self.panes = PaneGroup()
        self.strip = Filmstrip(THUMBNAIL)
        self.strip.setAccessibleName(self.tr("Compared images, worst first"))
        self._strip_note = QLabel()
        set_role(self._strip_note, "small")
        self.banner = Banner()
        self.summary = ComparisonSummary()
        self.readout = PixelReadout()
        self.form = ComparisonForm()
        self.run_bar = RunBar(self.tr("Compare"))
        self._arrange()
        self._connect()
        self.show()

    def show(
        self,
        comparison: Comparison | None = None,
        panes: Panes | None = None,
        settings: ComparisonSettings | None = None,
        stale: bool = False,
        blocked: str = "",
    ) -> None:
        """Show results; `blocked` says why a comparison cannot start, if it cannot."""
        settings = settings or ComparisonSettings()
        self._comparison, self._panes = comparison, panes
        self._settings = settings
        self.form.show_settings(settings)
        self.summary.show_comparison(comparison)
        self.run_bar.show_idle(self._obstacle(settings, blocked))
        self.panes.set_empty_text(self._empty_text(settings, blocked))
        self._show_panes(panes, settings)
        self._show_strip(comparison, panes)
        self.banner.show_text(
            self.tr("The network or its ranges changed since this comparison.")
            if stale and comparison is not None
            else ""
        )

    def show_progress(
        self, progress: Progress, seconds_left: float | None = None
    ) -> None:
        """Show how far a running comparison is."""
        self.run_bar.show_progress(progress, seconds_left)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the previous or next image, or zoom."""
        match pressed(event, "images"):
            case "next":
                self.strip.step(1)
            case "previous":
                self.strip.step(-1)
            case "zoom_in":
                self.panes.zoom(NOTCH)
            case "zoom_out":
                self.panes.zoom(1 / NOTCH)
            case "fit":
                self.panes.fit()
            case _:
                super().keyPressEvent(event)

    def _arrange(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(10, 8, 10, 6)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addWidget(self.toolbar)
        column.addWidget(self.panes, 1)
        strip = QHBoxLayout()
        strip.addWidget(self.strip, 1)
        column.addLayout(strip)
        column.addWidget(self._strip_note)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self._side())
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setCollapsible(0, False)
        splitter.setSizes([1100, 300])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _side(self) -> QFrame:
        side = QFrame()
        set_role(side, "panel")
        column = QVBoxLayout(side)
        column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        column.setSpacing(10)
        column.addWidget(self.summary, 1)
        column.addWidget(self.readout)
        column.addWidget(self.form)
        column.addWidget(self.run_bar)
        return side

    def _connect(self) -> None:
        self.toolbar.mode_changed.connect(self.panes.set_mode)
        self.toolbar.opacity_changed.connect(self.panes.set_opacity)
        self.toolbar.marks_toggled.connect(self.panes.set_marks)
        self.toolbar.label_toggled.connect(self.panes.set_label_shown)
        self.toolbar.fit_clicked.connect(self.panes.fit)
        self.toolbar.fill_clicked.connect(self.panes.fill)
        self.toolbar.actual_size_clicked.connect(self.panes.show_actual_size)
        self.panes.pixel_hovered.connect(self._read_pixel)
        self.panes.pixel_clicked.connect(self.pixel_selected)
        self.strip.image_chosen.connect(self.image_requested)
        self.form.changed.connect(self.settings_changed)
        self.run_bar.start_clicked.connect(self._start)
        self.run_bar.cancel_clicked.connect(self.cancel_requested)

    def _start(self) -> None:
        self.start_requested.emit(self.form.settings)

    def _obstacle(self, settings: ComparisonSettings, blocked: str) -> str:
        if blocked or settings.images:
            return blocked
        return self.tr("Choose a folder of images first.")

    def _empty_text(self, settings: ComparisonSettings, blocked: str) -> str:
        if blocked:
            return blocked
        if not settings.images:
            return self.tr(
                "Choose a folder of images at the right to see the float, calibrated "
                "and quantized results beside each other."
            )
        if self._comparison is not None:
            return self.tr(
                "The outputs are no picture of classes; the figures compare their "
                "values."
            )
        return self.tr("Press Compare to run the three networks on your images.")

    def _show_panes(self, panes: Panes | None, settings: ComparisonSettings) -> None:
        self.toolbar.setVisible(panes is not None)
        self.readout.show_pixel(None)
        self.readout.setVisible(panes is not None)
        if panes is None:
            self.panes.show_pictures(None, {})
            return
        self.toolbar.set_label_available(panes.label is not None)
        palette = self._comparison.palette if self._comparison else ()
        pictures = PanePictures(panes, palette or settings.palette)
        shown = self.panes.pictures
        if shown is not None and shown.draws_like(pictures):
            pictures = shown
        self.panes.show_pictures(pictures, self._values())

    def _values(self) -> dict[Pane, str]:
        """Write the mean overlap behind the titles of the panes."""
        scores = self._comparison.scores if self._comparison else {}
        values: dict[Pane, str] = {}
        for view in VIEWS:
            if view in scores:
                values[view] = f"{scores[view].miou:.3f}"
        if "float" in values:
            values["float"] = self.tr("mIoU {}").format(values["float"])
        return values

    def _show_strip(self, comparison: Comparison | None, panes: Panes | None) -> None:
        frames = worst_first(comparison) if comparison else ()
        path = panes.path if panes else ""
        current = next((f.index for f in frames if f.path == path), -1)
        self.strip.setVisible(bool(frames))
        self._strip_note.setVisible(bool(frames))
        self.strip.show_frames(frames, current)
        count = len(frames)
        words = self.tr("1 image") if count == 1 else self.tr("{} images").format(count)
        self._strip_note.setText(self.tr("Worst first · {}").format(words))

    def _read_pixel(self, place: tuple[int, int] | None) -> None:
        pictures = self.panes.pictures
        if place is None or pictures is None:
            self.readout.show_pixel(None)
            return
        reference = pictures.class_at("float", *place)
        readings = []
        for pane, title in self._titles().items():
            found = pictures.class_at(pane, *place)
            if found is not None:
                differs = pane != "label" and found != reference
                name, colour = self._class_name(found), pictures.colour(found)
                readings.append(Reading(title, name, colour, differs))
        self.readout.show_pixel(place, readings)

    def _titles(self) -> dict[Pane, str]:
        words = (
            self.tr("Float"),
            self.tr("Calibrated"),
            self.tr("Quantized"),
            self.tr("Label"),
        )
        return dict(zip(PANES, words, strict=True))

    def _class_name(self, index: int) -> str:
        classes = self._comparison.classes if self._comparison else ()
        if index == 255:
            return self.tr("not labelled")
        return class_name(classes or self._settings.classes, index)


def worst_first(comparison: Comparison) -> tuple[Frame, ...]:
    """Order the images by how little the quantized network agrees with float.

    Where there are no classes to agree, the noisiest come first.
    """
    images = comparison.images
    order = sorted(range(len(images)), key=lambda index: images[index].closeness)
    return tuple(Frame(images[i].path, i, _closeness_text(images[i])) for i in order)


def _closeness_text(image: ImageResult) -> str:
    share = image.agreement.get("quantized")
    if share is not None:
        return f"{100 * share:.1f} %"
    decibels = image.sqnr_db.get("quantized")
    return "" if decibels is None else f"{decibels:.1f} dB"
