"""What the colours on the canvas mean, in its lower left corner."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from gui.commands.shortcuts import pressed
from gui.graph.canvas.hover import measure_title
from gui.graph.canvas.view import GraphView
from gui.graph.painting.change_signs import pen_of
from gui.graph.painting.type_size import unit_of
from gui.graph.scene.changes import CHANGES
from gui.graph.scene.family_names import family_names
from gui.graph.scene.heat import RAMP, Scale, scale_of, value_at, written

MARGIN, PADDING = 12, 10
ROW, TITLE = 17, 19
BAR = QSize(190, 10)
SWATCH = 11.0
TEXT_SIZE = 11
STEP = 0.05
FADED = 0.15


class Legend(QWidget):
    """Follows the colour mode of a view; `rows` are what it names, from the top."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view, self.is_faded = view, False
        self.setToolTip(self.tr("Drag along the bar to leave lower values plain"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._measure()
        view.mode_changed.connect(self._place)
        view.graph_changed.connect(self._place)
        view.installEventFilter(self)
        self._place()

    def _measure(self) -> None:
        """Grow with the system's text."""
        unit = unit_of(self.view.font())
        self._font = QFont(self.view.font())
        self._font.setPixelSize(round(TEXT_SIZE * unit))
        self._row, self._heading = round(ROW * unit), round(TITLE * unit)
        self._bar = BAR * unit

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
        """The severities or families that occur, with their names."""
        picture = self.view.picture
        if picture.mode == "severity":
            words = {
                "error": self.tr("Error"),
                "warning": self.tr("Warning"),
                "advice": self.tr("Advice"),
            }
            found: set[str] = set(picture.marks.severities.values())
            found |= set(picture.marks.changes.values())
            words |= self._changes()
            return tuple((key, words[key]) for key in words if key in found)
        if picture.mode != "family":
            return ()
        present = {box.family for box in picture.scene.graph.boxes}
        names = family_names()
        return tuple((key, names[key]) for key in names if key in present)

    def _changes(self) -> dict[str, str]:
        return {
            "added": self.tr("Added"),
            "removed": self.tr("Removed"),
            "changed": self.tr("Changed"),
        }

    def _place(self) -> None:
        rows, scale = self.rows(), self.scale()
        is_shown = bool(rows) or scale is not None
        self.setVisible(is_shown)
        self.setAttribute(
            Qt.WidgetAttribute.WA_TransparentForMouseEvents, scale is None
        )
        policy = Qt.FocusPolicy.NoFocus if scale is None else Qt.FocusPolicy.TabFocus
        self.setFocusPolicy(policy)
        if not is_shown:
            return
        metrics = QFontMetricsF(self._font)
        words = metrics.horizontalAdvance(f"{self.title()}  {self.threshold()}")
        width, height = (
            max(self._bar.width(), round(words)),
            self._heading + self._bar.height() + self._row,
        )
        if scale is None:
            widest = max(metrics.horizontalAdvance(name) for _, name in rows)
            width, height = round(widest + SWATCH + 8), self._row * len(rows)
        self.resize(width + 2 * PADDING, height + 2 * PADDING - 4)
        self.move(MARGIN, self.view.height() - self.height() - MARGIN)
        told = [self.title(), *self.ends(), *(name for _, name in rows)]
        self.setAccessibleName(", ".join(filter(None, told)))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner in the canvas's font; let what is under it be seen."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._fade(self.geometry().contains(event.position().toPoint()))
        if event.type() == QEvent.Type.Leave:
            self._fade(False)
        if event.type() == QEvent.Type.FontChange:
            self._measure()
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._place()
        return False

    def _fade(self, is_over: bool) -> None:
        """Show what lies under kinds of colours while the pointer is there."""
        faded = is_over and self.scale() is None
        if faded != self.is_faded:
            self.is_faded = faded
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the threshold here."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the threshold along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the threshold with the arrow keys."""
        steps = {"less": -STEP, "more": STEP}
        step = steps.get(pressed(event, "legend"))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.view.colouring.set_threshold(self.view.picture.least + step)

    def _drag(self, x: float) -> None:
        self.view.colouring.set_threshold((x - PADDING) / self._bar.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a scale bar, or a sign and a name per row."""
        colours = self.view.picture.colours
        painter = QPainter(self)
        painter.setOpacity(FADED if self.is_faded else 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        ground = QColor(colours.card)
        ground.setAlpha(236)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(ground)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 7, 7)
        if self.scale() is None:
            for place, (key, name) in enumerate(self.rows()):
                self._paint_row(painter, PADDING - 2 + self._row * place, key, name)
        else:
            self._paint_scale(painter)
        painter.end()

    def _paint_scale(self, painter: QPainter) -> None:
        colours = self.view.picture.colours
        area = QRectF(PADDING, PADDING - 3, self.width() - 2 * PADDING, self._heading)
        painter.setPen(QColor(colours.ink))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle, self.title())
        painter.setPen(QColor(colours.accent))
        right = Qt.AlignmentFlag.AlignRight
        painter.drawText(area, middle | right, self.threshold())
        bar = QRectF(PADDING, area.bottom(), self._bar.width(), self._bar.height())
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for place, colour in enumerate(RAMP):
            gradient.setColorAt(place / (len(RAMP) - 1), QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 3, 3)
        self._paint_threshold(painter, bar)
        painter.setPen(QColor(colours.dim))
        below = QRectF(PADDING, bar.bottom() + 1, self._bar.width(), self._row)
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

    def _paint_row(self, painter: QPainter, top: float, key: str, name: str) -> None:
        colours = self.view.picture.colours
        is_family = self.view.picture.mode == "family"
        painter.setPen(QColor(colours.dim))
        area = QRectF(PADDING + SWATCH + 8, top, self.width(), self._row)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
        for change in CHANGES:
            if key == change:
                box = QRectF(PADDING, top + 4, SWATCH, self._row - 8)
                painter.setPen(pen_of(change, colours, 1.6))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box)
                return
        colour = colours.families[key] if is_family else colours.severity(key)[0]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        x, y = PADDING + SWATCH / 2, top + self._row / 2
        half = SWATCH / 2
        if is_family:
            painter.drawRoundedRect(
                QRectF(x - half, y - half + 1, SWATCH, SWATCH - 2), 2, 2
            )
        elif key == "error":
            painter.drawEllipse(QPointF(x, y), half - 0.5, half - 0.5)
        else:
            corners = [
                (x, y - half),
                (x + half, y + half - 1),
                (x - half, y + half - 1),
            ]
            if key == "advice":
                corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
