"""Files dropped on the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

DROPPED = (".pt2", ".py", ".json")


class DropTarget(QObject):
    """Takes one model or project file; `dropped` carries its path, after the drag."""

    dropped = Signal(str)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer drags and drops; leave the rest alone."""
        if not isinstance(event, QDropEvent):
            return False
        urls = event.mimeData().urls()
        word = urls[0].toLocalFile() if len(urls) == 1 else ""
        if not word.endswith(DROPPED):
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            QTimer.singleShot(0, self, lambda: self.dropped.emit(word))
        return True
