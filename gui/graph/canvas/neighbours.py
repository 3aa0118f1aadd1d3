"""What lies over a view already, for what is to lie beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Signal
from PySide6.QtWidgets import QWidget

from gui.graph.scene.camera import Bounds

KINDS = (
    QEvent.Type.Resize,
    QEvent.Type.Move,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.FontChange,
)


class Neighbours(QObject):
    """Widgets over one view; `changed` says that one of them, or the view, did."""

    changed = Signal()

    def __init__(self, view: QWidget, widgets: Sequence[QWidget]) -> None:
        super().__init__(view)
        self._widgets = tuple(widgets)
        for widget in (*self._widgets, view):
            widget.installEventFilter(self)

    def taken(self) -> list[Bounds]:
        """The places of those that are seen."""
        return [
            bounds_of(each.geometry()) for each in self._widgets if each.isVisible()
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell that one came, went, moved or grew."""
        if event.type() in KINDS:
            self.changed.emit()
        return False


def bounds_of(place: QRectF | QRect) -> Bounds:
    """Left, top, right and bottom."""
    left, top = float(place.x()), float(place.y())
    return left, top, left + place.width(), top + place.height()
