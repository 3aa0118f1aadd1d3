"""What the colours on the canvas mean, in its lower left corner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil
from operator import itemgetter

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from gui.commands.shortcuts import pressed
from gui.graph.canvas.hover import measure_title
from gui.graph.canvas.view import GraphView
from gui.graph.painting.painter import TEXT_SCALE
from gui.graph.painting.swatches import paint_swatch
from gui.graph.scene.heat import RAMP, Scale, scale_of, value_at, written
from gui.graph.tools.legend_names import legend_names
from gui.type_size import unit_of

MARGIN, PADDING = 12, 10
ROW, TITLE = 17, 19
BAR = QSize(190, 10)
SWATCH = QSizeF(16, 11)
TEXT_SIZE = 11
STEP = 0.05
HIGHEST = 0.42
"""So much of the height of the canvas one column takes at most."""
WIDEST, LARGEST = 0.22, 0.06
"""So much of its width and its area kinds of colours take before they fold."""


class LegendInterface(QAccessibleWidget):
    """A slider where there is a threshold to move, else a button with words."""

    def __init__(self, legend: Legend) -> None:
        super().__init__(legend)
        self._legend = legend

    def role(self) -> QAccessible.Role:
        """What it is now."""
        is_slider = self._legend.scale() is not None
        return QAccessible.Role.Slider if is_slider else QAccessible.Role.Button


@cache
def _tell_of_legends() -> None:
    QAccessible.installFactory(_made)


def _made(_: str, asked: QObject) -> QAccessibleInterface | None:
    """Make the interface of a legend, which keeps it alive."""
    return asked.interface() if isinstance(asked, Legend) else None


class Legend(QWidget):
    """Follows the colour mode of a view; `rows` are what it names, from the top.

    A click folds it to its title, and so does a small canvas until it is clicked.
    """

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view = view
        self._wishes: dict[bool, bool] = {}
        self._is_large = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._was_far, self._top, self._each, self._column = False, 0, 1, 0
        self._drags = False
        self._interface: LegendInterface | None = None
        _tell_of_legends()
        self._measure()
        view.mode_changed.connect(self._place)
        view.graph_changed.connect(self._place)
        view.camera_changed.connect(self._on_camera)
        view.chosen.changed.connect(self._place)
        view.finding.changed.connect(self._place)
        view.finding.kept.connect(self._place)
        view.installEventFilter(self)
        self._place()

    def interface(self) -> LegendInterface:
        """What a screen reader is told."""
        if self._interface is None:
            self._interface = LegendInterface(self)
        return self._interface

    def _measure(self) -> None:
        """Grow with the system's text."""
        unit = unit_of(self.view.font())
        self._font = QFont(self.view.font())
        self._font.setPixelSize(round(TEXT_SIZE * unit))
        self._row, self._heading = round(ROW * unit), round(TITLE * unit)
        self._bar, self._swatch = BAR * unit, SWATCH * unit

    def scale(self) -> Scale | None:
        """The scale shown, None where the colours stand for kinds."""
        picture = self.view.picture
        return scale_of(picture.scene, picture.mode, picture.heat)

    def title(self) -> str:
        """What is measured; empty for severities and families."""
        return measure_title(self.view.picture)

    def ends(self) -> tuple[str, str]:
        """The values at the left and the right end of the scale."""
        scale = self.scale()
        if scale is None:
            return "", ""
        if scale.is_empty:
            return self.tr("nothing here has any"), ""
        return self._written(scale.low), self._written(scale.high)

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Everything else a colour stands for that is painted now, with its name."""
        picture, is_near = self.view.picture, not self.is_far
        found = set[str](picture.marks.changes.values())
        found |= {"found"} if len(picture.hits) else set()
        found |= {"kept"} if picture.kept else set()
        found |= {"edited"} if picture.marks.edited and is_near else set()
        if picture.traced or len(picture.chosen) > 1:
            found |= {"selected"} | ({"traced"} if picture.traced else set())
        found |= {"int32"} if picture.marks.int32 and is_near else set()
        if picture.mode == "severity":
            found |= set(picture.marks.severities.values())
        if picture.mode in ("severity", "family"):
            found |= {box.family for box in picture.scene.graph.boxes}
        names = legend_names()
        return tuple((key, names[key]) for key in names if key in found)

    def _shown_rows(self) -> tuple[tuple[str, str], ...]:
        return () if self._has_title_alone else self.rows()

    @property
    def is_folded(self) -> bool:
        """Whether only the title is shown; kinds fold where they take much room."""
        is_scale = self.scale() is not None
        return self._wishes.get(is_scale, self._is_large and not is_scale)

    @property
    def _has_title_alone(self) -> bool:
        return self.is_folded or (self.scale() is not None and self._is_narrow)

    @property
    def _is_narrow(self) -> bool:
        """Whether the ends of the scale find no room beside each other."""
        metrics = QFontMetricsF(self._font)
        ends = sum(metrics.horizontalAdvance(end) for end in self.ends())
        return ends + PADDING > self._bar_width

    @property
    def _room(self) -> int:
        aside = self.view.eye.aside
        return max(ROW, self.view.width() - aside - 2 * (MARGIN + PADDING))

    @property
    def _bar_width(self) -> int:
        return min(self._bar.width(), self._room)

    def fold(self) -> None:
        """Leave only the title, or show all again."""
        self._wishes[self.scale() is not None] = not self.is_folded
        self._place()
        self.view.mode_changed.emit()

    @property
    def is_far(self) -> bool:
        """Whether boxes are painted as plain blocks."""
        return self.view.camera.scale < TEXT_SCALE

    def _place(self, *_: object) -> None:
        scale, every = self.scale(), self.rows()
        is_shown = bool(every) or scale is not None
        self.setVisible(is_shown)
        if not is_shown:
            return
        self._is_large = scale is None and self._takes_much(*self._size_of(every, None))
        width, height = self._size_of(self._shown_rows(), scale)
        self.resize(width + 2 * PADDING, height + 2 * PADDING - 4)
        self.move(MARGIN, self.view.height() - self.height() - MARGIN)
        self.setToolTip(self._hint(scale))
        told = [
            self.tr("Legend"),
            self.title(),
            *self.ends(),
            *map(itemgetter(1), every),
        ]
        self.setAccessibleName(", ".join(filter(None, told)))
        self.update()

    def _takes_much(self, width: int, height: int) -> bool:
        across, down = self.view.width() - self.view.eye.aside, self.view.height()
        is_wide = width + 2 * PADDING > WIDEST * across
        return is_wide and width * height > LARGEST * across * down

    def _hint(self, scale: Scale | None) -> str:
        if scale is None:
            return self.tr("Click to fold the legend, or to open it again")
        return self.tr(
            "Drag along the bar to leave lower values plain; a click on the title "
            "leaves only that"
        )

    def _size_of(
        self, rows: Sequence[tuple[str, str]], scale: Scale | None
    ) -> tuple[int, int]:
        """Room for the scale, and for rows below it in as few columns as are low."""
        metrics = QFontMetricsF(self._font)
        width = height = self._top = 0
        if scale is not None or not rows:
            told = self._heading_text()
            words = metrics.horizontalAdvance(f"{told}  {self.threshold()}".rstrip())
            width, height = min(ceil(words) + 1, self._room), self._heading
            if not self._has_title_alone:
                width = max(self._bar_width, width)
                height += self._bar.height() + self._row
            self._top = height
        if rows:
            most = max(3, int(self.view.height() * HIGHEST) // self._row)
            columns = ceil(len(rows) / most)
            self._each = ceil(len(rows) / columns)
            widest = max(metrics.horizontalAdvance(name) for _, name in rows)
            self._column = round(widest + self._swatch.width() + 8 + PADDING)
            width = max(width, self._column * columns - PADDING)
            height += self._row * self._each
        return width, height

    def _on_camera(self) -> None:
        """Boxes look otherwise from afar."""
        if self._was_far != self.is_far:
            self._was_far = self.is_far
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner in the canvas's font."""
        if event.type() == QEvent.Type.FontChange:
            self._measure()
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the threshold here, or fold: kinds anywhere, a scale by its title."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        is_below = event.position().y() > PADDING - 3 + self._heading
        self._drags = is_below and self.scale() is not None
        if self._drags:
            self._drag(event.position().x())
        else:
            self.fold()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the threshold along."""
        if self._drags and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the threshold with the arrows, fold with Space, leave with Escape."""
        steps = {"less": -STEP, "more": STEP}
        key = pressed(event, "legend")
        step = steps.get(key)
        if key == "fold":
            self.fold()
        elif event.matches(QKeySequence.StandardKey.Cancel):
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif step is None or self.scale() is None or self._has_title_alone:
            super().keyPressEvent(event)
        else:
            self.view.colouring.set_threshold(self.view.picture.least + step)

    def _drag(self, x: float) -> None:
        self.view.colouring.set_threshold((x - PADDING) / self._bar_width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a scale bar, or a sign and a name per row."""
        colours = self.view.picture.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        ground = QColor(colours.card)
        ground.setAlpha(236)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(ground)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 7, 7)
        if self._top:
            self._paint_scale(painter)
        for place, (key, name) in enumerate(self._shown_rows()):
            column, row = divmod(place, self._each)
            top = PADDING - 2 + self._top + self._row * row
            self._paint_row(painter, PADDING + self._column * column, top, key, name)
        painter.end()

    def _paint_scale(self, painter: QPainter) -> None:
        colours = self.view.picture.colours
        area = QRectF(PADDING, PADDING - 3, self.width() - 2 * PADDING, self._heading)
        painter.setPen(QColor(colours.ink))
        middle = Qt.AlignmentFlag.AlignVCenter
        threshold = self.threshold()
        room = area.width() - QFontMetricsF(self._font).horizontalAdvance(threshold)
        elide, told = Qt.TextElideMode.ElideRight, self._heading_text()
        told = QFontMetricsF(self._font).elidedText(told, elide, room)
        painter.drawText(area, middle, told)
        painter.setPen(QColor(colours.accent))
        right = Qt.AlignmentFlag.AlignRight
        painter.drawText(area, middle | right, threshold)
        if not self._has_title_alone:
            self._paint_bar(painter, area)
        elif self.hasFocus():
            painter.drawLine(area.bottomLeft(), area.bottomRight())

    def _heading_text(self) -> str:
        title = self.title() or self.tr("Legend")
        return f"{'▸' if self._has_title_alone else '▾'} {title}"

    def _paint_bar(self, painter: QPainter, area: QRectF) -> None:
        colours, middle = self.view.picture.colours, Qt.AlignmentFlag.AlignVCenter
        bar = QRectF(PADDING, area.bottom(), self._bar_width, self._bar.height())
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for place, colour in enumerate(RAMP):
            gradient.setColorAt(place / (len(RAMP) - 1), QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 3, 3)
        self._paint_threshold(painter, bar)
        painter.setPen(QColor(colours.dim))
        below = QRectF(PADDING, bar.bottom() + 1, self._bar_width, self._row)
        low, high = self.ends()
        painter.drawText(below, middle | Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(below, middle | Qt.AlignmentFlag.AlignRight, high)

    def _paint_threshold(self, painter: QPainter, bar: QRectF) -> None:
        """A handle on the bar; what lies below it is veiled."""
        colours, least = self.view.picture.colours, self.view.picture.least
        x = bar.left() + least * bar.width()
        veil = QColor(colours.card)
        veil.setAlphaF(0.75)
        painter.fillRect(QRectF(bar.topLeft(), QPointF(x, bar.bottom())), veil)
        line = colours.accent if self.hasFocus() else colours.ink
        painter.setPen(QPen(QColor(line), 2 if self.hasFocus() else 1.2))
        painter.setBrush(QColor(colours.card))
        handle = QRectF(x - 3, bar.top() - 3, 6, bar.height() + 6)
        painter.drawRoundedRect(handle, 3, 3)

    def threshold(self) -> str:
        """The value at the threshold, empty where there is none."""
        picture, scale = self.view.picture, self.scale()
        if scale is None or picture.least <= 0:
            return ""
        return f"≥ {self._written(value_at(scale, picture.least))}"

    def _written(self, value: float) -> str:
        picture = self.view.picture
        return written(value, picture.mode, picture.heat)

    def _paint_row(
        self, painter: QPainter, left: int, top: int, key: str, name: str
    ) -> None:
        picture = self.view.picture
        high = (self._row - self._swatch.height()) / 2
        area = QRectF(QPointF(left, top + high), self._swatch)
        paint_swatch(painter, area, key, picture, is_far=self.is_far)
        painter.setPen(QColor(picture.colours.dim))
        words = QRectF(area.right() + 8, top, self.width(), self._row)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
