"""Tab goes through a window as one reads it, whenever its parts were made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cmp_to_key

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QRadioButton,
    QScrollArea,
    QWidget,
)

TAB = Qt.FocusPolicy.TabFocus
NEXT, BACK = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason


def step_focus(window: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next or previous widget of a window, in a ring."""
    order = list(reading_order(window))
    if not order:
        return False
    focused = QApplication.focusWidget()
    here = _place_of(focused, order)
    if here < 0:
        inside = [each for each in order if focused and focused.isAncestorOf(each)]
        target = (inside or order)[0 if forward else -1]
    else:
        target = order[(here + (1 if forward else -1)) % len(order)]
    target.setFocus(NEXT if forward else BACK)
    _scroll_to(target)
    return True


def reading_order(widget: QWidget) -> Iterator[QWidget]:
    """All that takes the focus by Tab: from the top, and in a row from the left.

    What lies in one part is not left before the part is done.
    """
    for child in sorted(_children(widget), key=cmp_to_key(_compare)):
        if _takes_focus(child):
            yield child
        yield from reading_order(child)


def _children(widget: QWidget) -> list[QWidget]:
    children = widget.findChildren(
        QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
    )
    return [each for each in children if each.isVisible() and not each.isWindow()]


def _takes_focus(widget: QWidget) -> bool:
    if widget.focusPolicy() & TAB != TAB or not widget.isEnabled():
        return False
    return widget.focusProxy() is None and not _stands_back(widget)


def _stands_back(widget: QWidget) -> bool:
    """Of several radio buttons only the chosen one is a stop."""
    if not isinstance(widget, QRadioButton) or widget.isChecked():
        return False
    return any(each.isChecked() and each.isEnabled() for each in _rivals(widget))


def _rivals(button: QRadioButton) -> list[QAbstractButton]:
    group: QButtonGroup | None = button.group()
    if group is not None:
        return group.buttons()
    return [*button.window().findChildren(QRadioButton)]


def _compare(one: QWidget, other: QWidget) -> int:
    """Tell which of two neighbours is read first."""
    first, second = one.geometry(), other.geometry()
    if _is_above(first, second):
        return -1
    if _is_above(second, first):
        return 1
    return first.left() - second.left() or first.top() - second.top()


def _is_above(one: QRect, other: QRect) -> bool:
    """Whether one lies higher, with less than half of the lower one beside it."""
    shared = one.bottom() - other.top()
    return one.top() < other.top() and 2 * shared < min(one.height(), other.height())


def _place_of(widget: QWidget | None, order: list[QWidget]) -> int:
    """Where the focus is; a part of something stands for the whole."""
    each: QWidget | None = widget
    while each is not None and each not in order:
        each = each.parentWidget()
    return order.index(each) if each is not None else -1


def _scroll_to(widget: QWidget) -> None:
    around: QWidget | None = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
