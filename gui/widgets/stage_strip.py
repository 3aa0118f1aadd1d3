"""The states of the recipe in a row: a click goes to one, two pinned are compared."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from engine.info import Severity
from engine.recipe import Recipe
from engine.states import StateFacts
from gui.commands.shortcuts import pressed
from gui.marks import paint_mark
from gui.theme import Theme, theme_of
from gui.type_size import grown
from gui.widgets.module_hierarchy import SEVERITIES
from gui.widgets.state_words import nodes_text, preview_text, reason_text, state_title
from gui.widgets.type_scale import SMALL, TINY, scaled

CHIP = int(Qt.ItemDataRole.UserRole)
NARROWEST, WIDEST, MARK, PAD = 150, 200, 8, 9
CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Chip:
    """One state as drawn; `problems` is None while it is being counted."""

    title: str
    size: str
    problems: Mapping[Severity, int] | None
    is_current: bool
    is_undone: bool
    is_pinned: bool = False


class StageStrip(QListWidget):
    """Left and right choose, Enter goes there, Space pins; a second pin compares."""

    jump_requested = Signal(int)
    compare_requested = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Stages"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setItemDelegate(StageDelegate(self))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._pinned: tuple[int, ...] = ()
        self._cursor = 0
        self._chips: tuple[Chip, ...] = ()
        self.hide()

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What is drawn, the opened model first."""
        return self._chips

    @property
    def pinned(self) -> tuple[int, ...]:
        """The states pinned for comparing."""
        return self._pinned

    def show_states(
        self,
        edits: Recipe,
        cursor: int,
        states: Sequence[StateFacts | None],
        left_out: Container[int] = (),
    ) -> None:
        """Show all states; without edits there is only one, and the strip hides.

        Edits that are `left_out`, by number, have a state like the one before.
        """
        self._cursor = cursor
        self._pinned = tuple(each for each in self._pinned if each <= len(edits))
        chips = [
            self._chip(edits, number, cursor, states)
            for number in range(len(edits) + 1)
        ]
        for number, chip in enumerate(chips):
            if number in left_out:
                chips[number] = replace(chip, size=reason_text(""), is_undone=True)
        self.setVisible(bool(edits))
        self._show(tuple(chips), [*self._previews(edits, states)])

    def _chip(
        self,
        edits: Recipe,
        number: int,
        cursor: int,
        states: Sequence[StateFacts | None],
    ) -> Chip:
        facts = states[number] if number < len(states) else None
        return Chip(
            f"{number}  {state_title(edits, number)}",
            nodes_text(facts.nodes) if facts else self.tr("counting…"),
            facts.problems if facts else None,
            number == cursor,
            number > cursor,
            number in self._pinned,
        )

    def _previews(
        self, edits: Recipe, states: Sequence[StateFacts | None]
    ) -> Sequence[str]:
        known = [*states, *[None] * (len(edits) + 1 - len(states))]
        hint = self.tr("Click to go there; Ctrl+click two of them to compare.")
        previews = []
        for number, facts in enumerate(known):
            title = state_title(edits, number, known)
            before = known[number - 1] if number else None
            text = preview_text(title, before, facts) if facts else title
            previews.append(f"{text}\n{hint}")
        return previews

    def _show(self, chips: tuple[Chip, ...], previews: Sequence[str]) -> None:
        if len(chips) != self.count():
            self.clear()
            for _ in chips:
                self.addItem(QListWidgetItem())
            self._fit()
        for number, (chip, preview) in enumerate(zip(chips, previews, strict=True)):
            item = self.item(number)
            item.setData(CHIP, chip)
            item.setToolTip(preview)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, preview)
        moved = [c.is_current for c in chips] != [c.is_current for c in self._chips]
        self._chips = chips
        if moved:
            self.setCurrentRow(self._cursor)
            self.scrollToItem(self.item(self._cursor))
        self.viewport().update()

    def pin(self, number: int) -> None:
        """Pin a state or let it go; the second one asks to compare both."""
        if number in self._pinned:
            self._pinned = tuple(each for each in self._pinned if each != number)
        else:
            self._pinned = (*self._pinned, number)[-2:]
        self._chips = tuple(
            Chip(
                each.title,
                each.size,
                each.problems,
                each.is_current,
                each.is_undone,
                row in self._pinned,
            )
            for row, each in enumerate(self._chips)
        )
        for row, chip in enumerate(self._chips):
            self.item(row).setData(CHIP, chip)
        if len(self._pinned) == 2:
            self.compare_requested.emit(min(self._pinned), max(self._pinned))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to a state, or pin it with Ctrl."""
        item = self.itemAt(event.position().toPoint())
        if item is None or event.button() != Qt.MouseButton.LeftButton:
            return
        number = self.row(item)
        self.setCurrentRow(number)
        if event.modifiers() & CONTROL:
            self.pin(number)
        elif number != self._cursor:
            self.jump_requested.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the chosen state on Enter, pin it on Space."""
        number = self.currentRow()
        wanted = pressed(event, "strip") if number >= 0 else ""
        if wanted == "go":
            self.jump_requested.emit(number)
        elif wanted == "pin":
            self.pin(number)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the chips."""
        super().resizeEvent(event)
        self._fit()

    @property
    def chip_width(self) -> int:
        """As wide as there is room for all, within limits."""
        room, font = self.width() // max(self.count(), 1), self.font()
        return min(max(room, NARROWEST), grown(font, WIDEST))

    def _fit(self) -> None:
        """Be as high as a chip and, where they are many, the scroll bar."""
        is_long = self.count() * self.chip_width > self.width()
        bar = self.horizontalScrollBar().sizeHint().height() if is_long else 0
        height = _chip_height(QFontMetrics(self.font())) + bar
        if self.height() != height:
            self.setFixedHeight(height)
        self.scheduleDelayedItemsLayout()


class StageDelegate(QStyledItemDelegate):
    """Paints a chip: number and edit above, problems and nodes below."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give every chip the same size."""
        strip = self.parent()
        width = (
            strip.chip_width
            if isinstance(strip, StageStrip)
            else grown(option.font, WIDEST)
        )
        return QSize(width, _chip_height(option.fontMetrics))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one chip."""
        chip: Chip = index.data(CHIP)
        theme = theme_of(option.palette)
        rect = QRectF(option.rect).adjusted(3, 3, -3, -3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_card(painter, rect, option, chip, theme)
        inner = rect.adjusted(PAD, 4, -PAD, -4)
        font = scaled(option.font, SMALL, bold=chip.is_current)
        painter.setFont(font)
        painter.setPen(QColor(theme.dim if chip.is_undone else theme.ink))
        metrics = QFontMetrics(font)
        title = metrics.elidedText(
            chip.title, Qt.TextElideMode.ElideRight, int(inner.width())
        )
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop), title)
        painter.setFont(scaled(option.font, TINY))
        painter.setPen(QColor(theme.dim))
        if chip.problems is not None:
            end = _paint_problems(painter, inner, chip.problems, option.font, theme)
            inner.setLeft(end)
        bottom = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight)
        if painter.fontMetrics().horizontalAdvance(chip.size) <= inner.width():
            painter.drawText(inner, bottom, chip.size)
        painter.restore()


def _paint_card(
    painter: QPainter,
    rect: QRectF,
    option: QStyleOptionViewItem,
    chip: Chip,
    theme: Theme,
) -> None:
    hovered = option.state & QStyle.StateFlag.State_MouseOver
    focused = option.state & QStyle.StateFlag.State_HasFocus
    line = theme.accent if chip.is_current or chip.is_pinned else theme.line
    pen = QPen(QColor(theme.edge if hovered and line == theme.line else line), 1.0)
    if chip.is_undone:
        pen.setStyle(Qt.PenStyle.DashLine)
    if focused or chip.is_pinned:
        pen.setWidthF(2.0)
    painter.setPen(pen)
    painter.setBrush(QColor(theme.accent_soft if chip.is_current else theme.panel))
    painter.drawRoundedRect(rect, 6, 6)
    if chip.is_pinned:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(QRectF(rect.right() - 11, rect.top() + 5, 6, 6))


def _paint_problems(
    painter: QPainter,
    rect: QRectF,
    problems: Mapping[Severity, int],
    font: QFont,
    theme: Theme,
) -> float:
    """Paint signs and numbers, and return where they end."""
    metrics = painter.fontMetrics()
    x, middle = rect.left(), rect.bottom() - metrics.height() / 2
    shown = [each for each in SEVERITIES if problems.get(each)]
    mark = grown(font, MARK)
    if not shown:
        paint_mark(painter, QRectF(x, middle - mark / 2, mark, mark), "ok", theme)
    for severity in shown:
        paint_mark(painter, QRectF(x, middle - mark / 2, mark, mark), severity, theme)
        text = str(problems[severity])
        base = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(int(x + mark + 3), int(base), text)
        x += mark + 3 + metrics.horizontalAdvance(text) + 8
    return x if shown else x + mark + 8


def _chip_height(metrics: QFontMetrics) -> int:
    return 2 * metrics.height() + 20
