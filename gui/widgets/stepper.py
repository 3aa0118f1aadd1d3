"""The pipeline as a row of steps, each with its state and a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from gui.commands.shortcuts import pressed
from gui.theme import MARGIN, Theme, theme_of
from gui.type_size import unit_of
from gui.widgets.type_scale import SMALL, TINY, scaled

Status = Literal["todo", "busy", "done", "stale", "error"]
BADGE = 16.0
PADDING = 12.0
GAP = 7.0
CHEVRON = 15
HEIGHT = 32


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called, how it stands, and a note like `6 problems`."""

    name: str
    title: str
    status: Status = "todo"
    note: str = ""
    hint: str = ""


class Stepper(QWidget):
    """A row of steps; Left and Right walk it, Enter and Space choose."""

    chosen = Signal(str)

    def __init__(self, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN - 2, 6, MARGIN, 6)
        self._row.setSpacing(0)
        self.buttons = tuple(StepButton(n, s) for n, s in enumerate(steps, start=1))
        for button in self.buttons:
            if button.number > 1:
                self._row.addWidget(Chevron())
            self._row.addWidget(button)
            button.clicked.connect(self._choose)
        self._row.addStretch(1)
        self._current = ""

    @property
    def current(self) -> str:
        """The name of the step being shown."""
        return self._current

    def show_steps(self, steps: Sequence[Step], current: str) -> None:
        """Show how every step stands, and which one is open."""
        self._current = current
        for button, step in zip(self.buttons, steps, strict=True):
            button.show_step(step, step.name == current)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line below the row."""
        painter = QPainter(self)
        painter.setPen(QColor(theme_of(self.palette()).line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the steps with the arrow keys."""
        moves = {"left": -1, "right": 1}
        move = moves.get(pressed(event, "steps"))
        focused = [n for n, b in enumerate(self.buttons) if b.hasFocus()]
        if move is None or not focused:
            super().keyPressEvent(event)
            return
        self.buttons[(focused[0] + move) % len(self.buttons)].setFocus()

    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, StepButton):
            self.chosen.emit(button.step.name)


class StepButton(QAbstractButton):
    """One painted step: a badge, a title, a note."""

    def __init__(self, number: int, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.step, self.is_current = number, step, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._take_over(step)

    def show_step(self, step: Step, is_current: bool) -> None:
        """Show how the step stands; what it shows already is not painted again."""
        if (self.step, self.is_current) != (step, is_current):
            self.step, self.is_current = step, is_current
            self._take_over(step)

    def _take_over(self, step: Step) -> None:
        statuses: dict[Status, str] = {
            "busy": self.tr("running"),
            "done": self.tr("done"),
            "stale": self.tr("out of date"),
            "error": self.tr("with errors"),
        }
        words = [step.title, step.note, statuses.get(step.status, "")]
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setToolTip(step.hint)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as title and note."""
        width = 2 * PADDING + self._badge + GAP + self._title_width()
        if self.step.note:
            width += GAP + self._note_width()
        return QSize(round(width + 0.5), self._high())

    def minimumSizeHint(self) -> QSize:
        """Room for the title; a note that does not fit is cut."""
        width = 2 * PADDING + self._badge + GAP + self._title_width()
        return QSize(round(width + 0.5), self._high())

    @property
    def _badge(self) -> float:
        return BADGE * unit_of(self.font())

    def _high(self) -> int:
        return max(HEIGHT, QFontMetrics(self.font()).height() + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses as Space does; arrows go to the row."""
        match pressed(event, "steps"):
            case "go":
                self.click()
            case "":
                super().keyPressEvent(event)
            case _:
                event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, badge, title and note."""
        theme = theme_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, theme)
        colour = self._colour(theme)
        left = PADDING
        badge = QRectF(0, 0, self._badge, self._badge)
        badge.moveCenter(QPointF(left + self._badge / 2, self.height() / 2))
        self._paint_badge(painter, badge, colour)
        left += self._badge + GAP
        painter.setFont(scaled(self.font(), bold=self.is_current))
        painter.setPen(colour)
        self._paint_text(painter, left, self._title_width(), self.step.title)
        left += self._title_width() + GAP
        painter.setFont(scaled(self.font(), SMALL))
        painter.setPen(self._note_colour(theme))
        self._paint_text(
            painter, left, self.width() - PADDING / 2 - left, self.step.note
        )
        painter.end()

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
        if self.is_current:
            painter.setBrush(QColor(theme.accent_soft))
        elif self.underMouse():
            painter.setBrush(QColor(theme.canvas))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 3, -1, -3), 7, 7)

    def _paint_badge(self, painter: QPainter, badge: QRectF, colour: QColor) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.4 * unit_of(self.font())))
        ring = badge.adjusted(0.7, 0.7, -0.7, -0.7)
        if self.step.status == "busy":
            painter.drawArc(ring, 60 * 16, 270 * 16)
        else:
            painter.drawEllipse(ring)
        if self.step.status == "done":
            painter.drawPolyline(_tick(badge))
            return
        sign = {"stale": "↻", "error": "!"}.get(self.step.status, str(self.number))
        painter.setFont(scaled(self.font(), TINY * 0.92, bold=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, sign)

    def _paint_text(
        self, painter: QPainter, left: float, width: float, text: str
    ) -> None:
        room = QRectF(left, 0, max(width + 1, 0), self.height())
        words = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, round(room.width() + 1)
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _colour(self, theme: Theme) -> QColor:
        if self.is_current or self.step.status == "busy":
            return QColor(theme.accent)
        colours = {"done": theme.ok, "stale": theme.warning, "error": theme.error}
        return QColor(colours.get(self.step.status, theme.dim))

    def _note_colour(self, theme: Theme) -> QColor:
        colours = {"stale": theme.warning, "error": theme.error}
        return QColor(colours.get(self.step.status, theme.dim))

    def _title_width(self) -> float:
        font = scaled(self.font(), bold=self.is_current)
        return QFontMetricsF(font).horizontalAdvance(self.step.title)

    def _note_width(self) -> float:
        return QFontMetricsF(scaled(self.font(), SMALL)).horizontalAdvance(
            self.step.note
        )


class Chevron(QWidget):
    """The small arrow between two steps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """As wide as the arrow with room on both sides."""
        return QSize(CHEVRON, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme_of(self.palette()).faint), 1.4))
        centre, unit = (
            QPointF(self.width() / 2, self.height() / 2),
            unit_of(self.font()),
        )
        corners = (QPointF(-2, -4), QPointF(2, 0), QPointF(-2, 4))
        points = [centre + corner * unit for corner in corners]
        painter.drawPolyline(QPolygonF(points))
        painter.end()


def _tick(box: QRectF) -> QPolygonF:
    corners = ((0.29, 0.53), (0.44, 0.67), (0.72, 0.35))
    return QPolygonF(
        [
            QPointF(box.left() + x * box.width(), box.top() + y * box.height())
            for x, y in corners
        ]
    )
