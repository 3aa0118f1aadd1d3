"""Says below that a big graph is being placed, and lets it be stopped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from gui.graph.canvas.view import GraphView

PATIENCE_MS = 250
MARGIN = 12


class PlacingNotice(QFrame):
    """Lies over the lower edge of a view while it places a graph."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view = view
        self.setObjectName("graphPlacing")
        self._text = QLabel(self)
        self._cancel = QToolButton(self)
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.clicked.connect(view.arrangement.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.addWidget(self._text)
        row.addWidget(self._cancel)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PATIENCE_MS)
        self._wait.timeout.connect(self._appear)
        view.arrangement.changed.connect(self._on_changed)
        view.installEventFilter(self)
        self.hide()

    def _on_changed(self, is_busy: bool) -> None:
        if is_busy:
            self._wait.start()
            return
        self._wait.stop()
        self.hide()

    def _appear(self) -> None:
        count = len(self.view.info().nodes)
        self._text.setText(self.tr("Placing %n nodes…", "", count))
        self._text.setAccessibleName(self._text.text())
        self._place()
        self.show()

    def _place(self) -> None:
        self.adjustSize()
        room = self.view.size()
        x = (room.width() - self.width()) // 2
        self.move(x, room.height() - self.height() - MARGIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the edge."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False
