"""A ring around whatever has the focus, for whoever moves it by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from gui.graph.canvas.view import GraphView
from gui.theme import theme_of

WIDTH, AWAY = 2.0, 3
KEY = QEvent.Type.KeyPress
MOVES = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
)


class KeyboardRing(QObject):
    """Follows the focus through a window and its dialogs; the mouse puts it away."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._home = window
        self._ring: _Ring | None = None
        self._watched: list[QWidget] = []
        self._focused: QWidget | None = None
        self._input = _LastInput(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay around what has the focus when it or something around it moves."""
        if event.type() in MOVES:
            self._place()
        return False

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """Show the ring unless the mouse, or the window's first showing, moved it.

        What the program moves it to shows it unless the mouse was used last, and a
        dialog at once where a key has opened it.
        """
        if not isValid(self._home):
            return
        for inside in filter(None, (self._home, now)):
            self._input.watch(inside.window())
        for watched in self._watched:
            if isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        windows = {each.window() for each in (before, now) if each is not None}
        is_moved = before is not None and len(windows) == 1
        is_by_key = is_moved if self._input.last is None else self._input.last == KEY
        is_wanted = is_by_key and not by_mouse
        self._focused = now if is_wanted and self._is_ours(now) else None
        each: QWidget | None = self._focused
        while each is not None and not each.isWindow():
            each.installEventFilter(self)
            self._watched.append(each)
            each = each.parentWidget()
        self._place()

    def _is_ours(self, widget: QWidget | None) -> bool:
        """A canvas has a ring of its own."""
        if widget is None or isinstance(widget, GraphView):
            return False
        window: QWidget | None = widget.window()
        while window is not None and window is not self._home:
            window = window.parentWidget()
        return window is self._home

    def _place(self) -> None:
        widget = self._focused
        if widget is None or not isValid(widget) or not widget.isVisible():
            if self._ring is not None and isValid(self._ring):
                self._ring.hide()
            return
        if self._ring is None or not isValid(self._ring):
            self._ring = _Ring(self._home)
        if self._ring.parentWidget() is not widget.window():
            self._ring.setParent(widget.window())
        area = ring_rect(widget)
        self._ring.setGeometry(area)
        self._ring.setVisible(not area.isEmpty())
        self._ring.raise_()


class _LastInput(QObject):
    """What was pressed last in a window or its dialogs, a key or a button of the mouse.

    `last` is the kind of its event, None before any.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.last: QEvent.Type | None = None

    def watch(self, window: QWidget) -> None:
        """Follow what the system sends to a window that is shown."""
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of a key or a button; nothing is kept from the window."""
        if event.type() in (KEY, QEvent.Type.MouseButtonPress):
            self.last = event.type()
        return False


class _Ring(QWidget):
    """Lies over a window and lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme_of(self.palette()).accent), WIDTH))
        inner = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(inner, 6, 6)
        painter.end()


def ring_rect(widget: QWidget) -> QRect:
    """Where the ring lies in the window: around a widget, but just inside a view.

    What is scrolled out of sight is left out.
    """
    window = widget.window()
    rect = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    is_view = isinstance(widget, (QAbstractItemView, QAbstractScrollArea))
    if not is_view:
        rect = rect.adjusted(-AWAY, -AWAY, AWAY, AWAY)
    around: QWidget | None = widget.parentWidget()
    while around is not None and around is not window:
        if isinstance(around, QScrollArea):
            port = around.viewport()
            seen = QRect(port.mapTo(window, QPoint(0, 0)), port.size())
            rect &= seen.adjusted(-AWAY, -AWAY, AWAY, AWAY)
        around = around.parentWidget()
    return rect & window.rect()
