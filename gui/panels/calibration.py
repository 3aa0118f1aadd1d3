"""Measure the ranges of every tensor on images, and look at what was found."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.images import Preprocessing
from engine.progress import Progress
from engine.project import CalibrationSettings
from gui.theme import MARGIN, set_role
from gui.widgets.banner import Banner
from gui.widgets.calibration_form import CalibrationForm
from gui.widgets.content_width import ContentWidth
from gui.widgets.histogram import Histogram
from gui.widgets.preprocessing_form import PreprocessingForm
from gui.widgets.quantities import seconds_text
from gui.widgets.run_bar import RunBar
from gui.widgets.section_header import section_label
from gui.widgets.tensor_range import TensorRange
from gui.widgets.tensor_table import TensorTable


@dataclass(frozen=True, slots=True)
class CalibrationView:
    """What the panel shows of a calibration, as plain values.

    `files` are the images found in the chosen folder; `input_size` is the network's
    (height, width). `images` counts those measured, 0 before the first pass; seconds
    are of the pass and of the float network alone on the same images. `blocked` says
    why no pass can start, if none can; `beside` names the inputs besides the picture.
    """

    files: tuple[str, ...] = ()
    input_size: tuple[int, int] = (0, 0)
    images: int = 0
    tensors: tuple[TensorRange, ...] = ()
    seconds: float = 0.0
    float_seconds: float = 0.0
    peak_memory_mb: float = 0.0
    is_stale: bool = False
    blocked: str = ""
    beside: tuple[str, ...] = ()


class CalibrationPanel(QWidget):
    """Shows settings and results; the method can change after the pass."""

    start_requested = Signal(object, object)
    cancel_requested = Signal()
    method_changed = Signal(str)
    settings_changed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = CalibrationForm()
        self.preprocessing = PreprocessingForm()
        self.run_bar = RunBar(self.tr("Calibrate"))
        self.banner = Banner()
        self.table = TensorTable()
        self.table.setAccessibleName(self.tr("Measured tensors"))
        self.histogram = Histogram()
        self._summary = QLabel()
        self._summary.setWordWrap(True)
        set_role(self._summary, "heading")
        self._warning = QLabel()
        self._warning.setWordWrap(True)
        set_role(self._warning, "small")
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMargin(40)
        set_role(self._empty, "dim")
        self._results = QStackedWidget()
        self._arrange()
        self._connect()
        self.show()

    @property
    def summary(self) -> str:
        """The sentence above the table."""
        return self._summary.text()

    @property
    def warning(self) -> str:
        """How many ranges are stretched by outliers, empty if none is."""
        return self._warning.text()

    def show(
        self,
        settings: CalibrationSettings | None = None,
        preprocessing: Preprocessing | None = None,
        state: CalibrationView | None = None,
    ) -> None:
        """Show settings and what was measured with them."""
        settings = settings or CalibrationSettings()
        state = state or CalibrationView()
        self.form.show_settings(settings, state.files)
        self.preprocessing.show_preprocessing(
            preprocessing or Preprocessing(), state.input_size
        )
        obstacle = state.blocked or self._obstacle(settings, state)
        self.run_bar.show_idle(obstacle)
        self._empty.setText(self._empty_text(state, obstacle))
        self._results.setCurrentIndex(1 if state.tensors else 0)
        self._summary.setText(self._summary_of(state))
        self._warning.setText(self._warning_of(state))
        self._warning.setVisible(bool(self._warning.text()))
        self.table.show_tensors(state.tensors)
        self.banner.show_text(
            self.tr("The network changed since these ranges were measured.")
            if state.is_stale and state.tensors
            else ""
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Get ready to plot while the user is still choosing images."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.histogram.prepare)

    def show_progress(
        self, progress: Progress, seconds_left: float | None = None
    ) -> None:
        """Show how far a running pass is."""
        self.run_bar.show_progress(progress, seconds_left)

    def _arrange(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._settings_side())
        splitter.addWidget(self._results)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([330, 900])
        splitter.setChildrenCollapsible(False)
        self._results.addWidget(self._empty)
        self._results.addWidget(self._result_side())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _settings_side(self) -> QWidget:
        page = QFrame()
        set_role(page, "panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN, 10, MARGIN, 10)
        column.setSpacing(9)
        column.addWidget(section_label(self.tr("Calibration")))
        column.addWidget(self.form)
        column.addSpacing(6)
        column.addWidget(section_label(self.tr("Preprocessing")))
        column.addWidget(self.preprocessing)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        side = QWidget()
        ContentWidth(scroll, 280)
        whole = QVBoxLayout(side)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, 6, MARGIN, 12)
        foot.addWidget(self.run_bar)
        whole.addLayout(foot)
        return side

    def _result_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(MARGIN, 10, MARGIN, 12)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addWidget(self._summary)
        column.addWidget(self._warning)
        parts = QSplitter(Qt.Orientation.Vertical)
        for part in (self.table, self.histogram):
            parts.addWidget(part)
        parts.setChildrenCollapsible(False)
        parts.setSizes([300, 200])
        column.addWidget(parts, 1)
        return side

    def _connect(self) -> None:
        self.form.changed.connect(self._announce)
        self.form.method_changed.connect(self.method_changed)
        self.preprocessing.changed.connect(self._announce)
        self.table.tensor_chosen.connect(self.histogram.show_tensor)
        self.run_bar.start_clicked.connect(self._start)
        self.run_bar.cancel_clicked.connect(self.cancel_requested)

    def _announce(self) -> None:
        self.settings_changed.emit(self.form.settings, self.preprocessing.preprocessing)

    def _start(self) -> None:
        self.start_requested.emit(self.form.settings, self.preprocessing.preprocessing)

    def _obstacle(self, settings: CalibrationSettings, state: CalibrationView) -> str:
        if not settings.images:
            return self.tr("Choose a folder of images first.")
        if not state.files:
            return self.tr("This folder holds no images; choose another.")
        return ""

    def _empty_text(self, state: CalibrationView, obstacle: str) -> str:
        if state.blocked:
            return state.blocked
        if obstacle:
            text = self.tr(
                "Choose a folder of images at the left: one pass over them measures "
                "the range of every tensor."
            )
        else:
            text = self.tr("Press Calibrate to measure the range of every tensor.")
        if not state.beside:
            return text
        more = self.tr(
            "The network also takes {}; put the values beside each image: for 0001.png "
            "arrays of these names in 0001.npz, or 0001.{}.npy."
        )
        return f"{text}\n\n{more.format(', '.join(state.beside), state.beside[0])}"

    def _summary_of(self, state: CalibrationView) -> str:
        facts = [
            self.tr("{} images").format(state.images),
            self.tr("{} tensors").format(len(state.tensors)),
            seconds_text(state.seconds),
        ]
        if state.float_seconds > 0:
            ratio = state.seconds / state.float_seconds
            facts.append(self.tr("{} × float").format(f"{ratio:.1f}"))
        if state.peak_memory_mb > 0:
            facts.append(f"{state.peak_memory_mb:.0f} MB")
        return " · ".join(facts)

    def _warning_of(self, state: CalibrationView) -> str:
        count = sum(tensor.is_wasteful for tensor in state.tensors)
        if not count:
            return ""
        if count == 1:
            return self.tr(
                "1 range is stretched by a few huge values (marked in the table)."
            )
        return self.tr(
            "{} ranges are stretched by a few huge values (marked in the table)."
        ).format(count)
