"""Where the selection is: the graph and its modules, each with a menu of its likes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from gui.commands.shortcuts import pressed
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.parts import Part, walk


def inner_parts(graph: DrawnGraph, key: str) -> tuple[Part, ...]:
    """The parts inside the part of a key; the outermost for an empty key."""
    if not key:
        return graph.parts
    return next((part.parts for part in walk(graph.parts) if part.key == key), ())


class Breadcrumbs(QFrame):
    """A click goes to a part; the sign before it, or Down, offers its siblings.

    `clicked` carries the key of a part, empty for the whole graph. Parts between the
    first and the last go into the menu of one sign where they find no room.
    """

    clicked = Signal(str)
    changed = Signal()

    def __init__(
        self, parent: QWidget, inside: Callable[[str], tuple[Part, ...]]
    ) -> None:
        super().__init__(parent)
        self._inside = inside
        self.setObjectName("graphCrumbs")
        self.setAccessibleName(self.tr("Path of the selection"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(2)
        self._menu = QMenu(self)
        self.parts: list[QToolButton] = []
        self._signs: list[QToolButton] = []
        self._gap: QToolButton | None = None
        self.hide()

    def show_path(self, path: tuple[tuple[str, str], ...]) -> None:
        """Show (title, key) pairs from the outermost inwards."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.parts, self._signs, self._gap = [], [], None
        around = ""
        for place, (title, key) in enumerate(path):
            if place:
                self._signs.append(self._add_sign(around, key))
            part = self._add_part(title, key, around if place else None)
            self.parts.append(part)
            if not place and len(path) > 2:
                self._gap = self._add_gap()
            around = key
        if path and self._inside(around):
            self._add_last_sign(around)
        self.setVisible(bool(path and path[0][0]))
        self.changed.emit()

    def fit(self, width: int) -> None:
        """Write as much of the path as finds room in this many pixels."""
        for part in self.parts:
            part.setText(part.accessibleName())
        inner = list(zip(self._signs, self.parts[1:-1], strict=False))
        for sign, part in inner:
            self._write(sign, part, is_written=True)
        for sign, part in inner:
            if self._row.sizeHint().width() <= width:
                break
            self._write(sign, part, is_written=False)
        if (missing := self._row.sizeHint().width() - width) > 0:
            self._shorten(missing)

    def _write(self, sign: QToolButton, part: QToolButton, *, is_written: bool) -> None:
        sign.setVisible(is_written)
        part.setVisible(is_written)
        if self._gap is not None:
            self._gap.setVisible(not is_written)
        self._row.invalidate()

    def _shorten(self, missing: int) -> None:
        """Leave out the middle of the longest titles until they are shorter."""
        shown = [part for part in self.parts if not part.isHidden()]
        widths = [part.fontMetrics().horizontalAdvance(part.text()) for part in shown]
        room, most = max(0, sum(widths) - missing), max(widths)
        while most > 0 and sum(min(width, most) for width in widths) > room:
            most -= 1
        for part in shown:
            metrics = part.fontMetrics()
            middle = Qt.TextElideMode.ElideMiddle
            part.setText(metrics.elidedText(part.text(), middle, most))
            part.setToolTip(part.accessibleName())
        self._row.invalidate()

    def menu_of(self, around: str, chosen: str) -> QMenu:
        """The parts inside a part; the chosen one is ticked."""
        self._menu.clear()
        for part in self._inside(around):
            action = self._menu.addAction(part.title.replace("&", "&&"))
            action.setData(part.key)
            action.setCheckable(part.key == chosen)
            action.setChecked(part.key == chosen)
            action.triggered.connect(lambda _=False, to=part.key: self.clicked.emit(to))
            if part.key == chosen:
                self._menu.setActiveAction(action)
        return self._menu

    def _add_part(self, title: str, key: str, around: str | None) -> QToolButton:
        part = QToolButton(self)
        part.setText(title)
        part.setAutoRaise(True)
        part.setAccessibleName(title)
        part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        part.clicked.connect(lambda: self.clicked.emit(key))
        part.setProperty("around", around)
        part.setProperty("part", key)
        part.installEventFilter(self)
        self._row.addWidget(part)
        part.show()
        return part

    def _add_gap(self) -> QToolButton:
        gap = QToolButton(self)
        gap.setText("…")
        gap.setAutoRaise(True)
        gap.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        gap.setAccessibleName(self.tr("Path of the selection"))
        gap.setToolTip(gap.accessibleName())
        gap.clicked.connect(lambda: self._open_gap(gap))
        self._row.addWidget(gap)
        gap.hide()
        return gap

    def hidden_parts(self) -> QMenu:
        """The parts that found no room."""
        self._menu.clear()
        for part in self.parts:
            if part.isHidden():
                title = part.accessibleName().replace("&", "&&")
                self._menu.addAction(title, part.click)
        return self._menu

    def _open_gap(self, gap: QToolButton) -> None:
        self.hidden_parts().popup(gap.mapToGlobal(gap.rect().bottomLeft()))

    def _add_sign(self, around: str, chosen: str) -> QToolButton:
        sign = QToolButton(self)
        sign.setObjectName("graphCrumbSign")
        sign.setText("›")
        sign.setAutoRaise(True)
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sign.setAccessibleName(self.tr("Other modules here"))
        sign.setToolTip(sign.accessibleName())
        sign.clicked.connect(lambda: self._open(sign, around, chosen))
        sign.setProperty("around", around)
        sign.setProperty("part", chosen)
        sign.installEventFilter(self)
        self._row.addWidget(sign)
        sign.show()
        return sign

    def _add_last_sign(self, around: str) -> None:
        """Offer what is inside the last part; a part's own menu offers its siblings."""
        sign = self._add_sign(around, "")
        sign.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sign.setAccessibleName(self.tr("Modules inside"))
        sign.setToolTip(sign.accessibleName())

    def _open(self, below: QWidget, around: str, chosen: str) -> None:
        menu = self.menu_of(around, chosen)
        if not menu.isEmpty():
            menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down opens the menu of a part's siblings; Left and Right walk the parts."""
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QToolButton):
            return False
        if event.type() != QEvent.Type.KeyPress:
            return False
        match pressed(event, "crumbs"):
            case "siblings":
                around, key = watched.property("around"), watched.property("part")
                self._open(watched, around or "", key if around is not None else "")
            case "left":
                self.focusNextPrevChild(False)
            case "right":
                self.focusNextPrevChild(True)
            case _:
                return False
        return True
