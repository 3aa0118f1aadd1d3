"""Painting of one problem: mark, title, sentence, and the button that clears it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from engine.info import Diagnostic
from gui.marks import paint_mark
from gui.sentences import in_language, joined
from gui.theme import MARGIN, Theme, theme_of
from gui.type_size import grown
from gui.widgets.edit_words import first_fix, verb
from gui.widgets.engine_words import reference_text, severity_text, title_text
from gui.widgets.problem_heading import (
    heading_button,
    heading_height,
    paint_heading,
)
from gui.widgets.problem_rows import ProblemGroup
from gui.widgets.quantities import place_text
from gui.widgets.type_scale import SMALL, scaled

Index = QModelIndex | QPersistentModelIndex
DIAGNOSTIC = int(Qt.ItemDataRole.UserRole)
MODULE = DIAGNOSTIC + 1
STRONG = DIAGNOSTIC + 2
GROUP = DIAGNOSTIC + 3
_MARK = 11
_TOP = 8
_BUTTON_PADDING = 10


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a row lie, in the row's own coordinates."""

    title: QTextLayout
    detail: QTextLayout
    button: QRect
    height: int


class ProblemDelegate(QStyledItemDelegate):
    """Lays rows out once per width; a row is as high as its sentence needs."""

    fix_clicked = Signal(QModelIndex)
    heading_clicked = Signal(QModelIndex)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[object, ...], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Measure a row at the width of its list."""
        width = _width(option)
        problem: Diagnostic | None = index.data(DIAGNOSTIC)
        if problem is None:
            return QSize(width, heading_height(option.font))
        words = problem.title, index.data(MODULE), problem.message, problem.source
        key = (width, *words, bool(problem.fixes))
        height = self._heights.get(key)
        if height is None:
            height = self._heights[key] = parts(index, width, option.font).height
        return QSize(width, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Draw a row."""
        if index.data(GROUP) is not None:
            self._paint_heading(painter, option, index)
            return
        theme = theme_of(option.palette)
        diagnostic: Diagnostic = index.data(DIAGNOSTIC)
        rect = QRect(option.rect)
        row = parts(index, rect.width(), option.font)
        painter.save()
        _paint_background(painter, rect, option, theme)
        painter.translate(rect.topLeft())
        mark = grown(option.font, _MARK)
        box = QRectF(MARGIN, _TOP + grown(option.font, 3), mark, mark)
        paint_mark(painter, box, diagnostic.severity, theme)
        painter.setPen(QColor(theme.ink))
        left = _text_left(option.font)
        row.title.draw(painter, QPointF(left, _TOP))
        painter.setPen(QColor(theme.dim))
        below = _TOP + row.title.boundingRect().height() + 3
        row.detail.draw(painter, QPointF(left, below))
        fix = first_fix(diagnostic)
        if fix is not None:
            is_hot = _is_under_cursor(row.button.translated(rect.topLeft()), option)
            word, can_press = verb(fix.edit), fix.is_applicable
            _paint_button(painter, row.button, word, theme, is_hot, can_press)
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme, rect = theme_of(option.palette), QRect(option.rect)
        group: ProblemGroup = index.data(GROUP)
        painter.save()
        painter.setFont(option.font)
        _paint_background(painter, rect, option, theme)
        button = self.button_rect(option, index)
        room = button.left() - 8 if button.isValid() else rect.right() - MARGIN
        paint_heading(painter, rect, group, room, theme)
        if button.isValid():
            is_hot = _is_under_cursor(button, option)
            _paint_button(painter, button, heading_word(group), theme, is_hot)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Press the button under the mouse."""
        if event.type() is not QEvent.Type.MouseButtonRelease:
            return False
        assert isinstance(event, QMouseEvent)
        hit = self.button_rect(option, index).contains(event.position().toPoint())
        if index.data(GROUP) is not None:
            clicked = self.fix_clicked if hit else self.heading_clicked
            clicked.emit(model.index(index.row(), 0))
            return True
        fix = first_fix(index.data(DIAGNOSTIC))
        if fix is None or not fix.is_applicable or not hit:
            return False
        self.fix_clicked.emit(model.index(index.row(), 0))
        return True

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Over a greyed button say why; elsewhere name the constraint."""
        if not index.isValid() or index.data(GROUP) is not None:
            return False
        diagnostic: Diagnostic = index.data(DIAGNOSTIC)
        fix = first_fix(diagnostic)
        text = tip_text(diagnostic)
        if fix is not None and self.button_rect(option, index).contains(event.pos()):
            text = in_language(fix.reason) or title_text(fix.title)
        QToolTip.showText(event.globalPos(), text, view)
        return True

    def button_rect(self, option: QStyleOptionViewItem, index: Index) -> QRect:
        """Find the button of a row, in the list's coordinates."""
        rect = option.rect
        group = index.data(GROUP)
        if isinstance(group, ProblemGroup):
            return heading_button(group, heading_word(group), rect, option.font)
        row = parts(index, rect.width(), option.font)
        return row.button.translated(rect.topLeft())


def parts(index: Index, width: int, font: QFont) -> Parts:
    """Lay out one row of the given width."""
    diagnostic: Diagnostic = index.data(DIAGNOSTIC)
    small = scaled(font, SMALL)
    fix = first_fix(diagnostic)
    button = QRect()
    whole = room = width - _text_left(font) - MARGIN
    if fix is not None:
        metrics = QFontMetrics(small)
        wide = metrics.horizontalAdvance(verb(fix.edit)) + 2 * _BUTTON_PADDING
        high = metrics.height() + 5
        button = QRect(width - MARGIN + 2 - wide, _TOP - 1, wide, high)
        room -= wide + 6
    words = _title(diagnostic, index.data(MODULE))
    title = _wrapped(breakable(words), font)
    bold = QTextLayout.FormatRange()
    bold.start, bold.length = 0, len(breakable(words[: index.data(STRONG)]))
    bold.format = QTextCharFormat()
    bold.format.setFontWeight(QFont.Weight.DemiBold)
    title.setFormats([bold])
    _break_lines(title, room)
    detail = _wrapped(detail_text(diagnostic), small)
    _break_lines(detail, whole)
    text = title.boundingRect().height() + 3 + detail.boundingRect().height()
    return Parts(title, detail, button, round(text) + 2 * _TOP + 1)


def detail_text(diagnostic: Diagnostic) -> str:
    """Write the sentence under the title, with the user's own line behind it."""
    place = place_text(diagnostic.source) if diagnostic.source else ""
    return joined(in_language(diagnostic.message), place)


def tip_text(diagnostic: Diagnostic) -> str:
    """Write severity, sentence, the user's own line and the source of the limit."""
    source = diagnostic.source
    lines = [
        f"{severity_text(diagnostic.severity)}: {in_language(diagnostic.message)}",
        f"{source.file}:{source.line}  {source.text.strip()}" if source else "",
        reference_text(diagnostic),
    ]
    return "\n".join(line for line in lines if line)


def heading_word(group: ProblemGroup) -> str:
    """Name the button that clears a whole group."""
    words = QCoreApplication.translate("ProblemDelegate", "Fix {}")
    return words.format(group.fixable)


def breakable(text: str) -> str:
    """Let the path of a module go on in the next line behind a dot, and not before."""
    return re.sub(r"(?<=\w)\.(?=\w)", ".\u200b", text)


def _title(diagnostic: Diagnostic, module: str) -> str:
    title = in_language(diagnostic.title)
    return f"{title} {module}" if module else title


def _text_left(font: QFont) -> int:
    """Where words begin, right of the mark."""
    return MARGIN + 10 + grown(font, _MARK)


def _wrapped(text: str, font: QFont) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    return layout


def _break_lines(layout: QTextLayout, width: int) -> None:
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 40))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()


def _width(option: QStyleOptionViewItem) -> int:
    view = option.widget
    if isinstance(view, QAbstractItemView):
        return view.viewport().width()
    return option.rect.width()


def _paint_background(
    painter: QPainter, rect: QRect, option: QStyleOptionViewItem, theme: Theme
) -> None:
    state = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, QColor(theme.accent_soft))
        if state & QStyle.StateFlag.State_HasFocus:
            bar = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(bar, QColor(theme.accent))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(theme.canvas))
    painter.setPen(QColor(theme.line))
    painter.drawLine(rect.topLeft(), rect.topRight())


def _is_under_cursor(rect: QRect, option: QStyleOptionViewItem) -> bool:
    return rect.contains(option.widget.mapFromGlobal(option.widget.cursor().pos()))


def _paint_button(
    painter: QPainter,
    rect: QRect,
    word: str,
    theme: Theme,
    is_hot: bool,
    can_press: bool = True,
) -> None:
    colour = QColor(theme.accent if can_press else theme.faint)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1))
    hot = is_hot and can_press
    painter.setBrush(QColor(theme.accent_soft if hot else theme.panel))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setFont(scaled(painter.font(), SMALL))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), word)
