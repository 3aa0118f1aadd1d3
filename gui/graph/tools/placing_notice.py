"""Says below that a big graph is being placed, and lets it be stopped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from gui.graph.canvas.neighbours import Neighbours
from gui.graph.canvas.view import GraphView
from gui.graph.scene.free_places import free_place

PATIENCE_MS = 250
MARGIN = 12


class PlacingNotice(QFrame):
    """Lies over the lower edge of a view while it places a graph, if there is room."""

    def __init__(self, view: GraphView, beside: Sequence[QWidget]) -> None:
        super().__init__(view)
        self.view, self._is_wanted = view, False
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
        self._neighbours = Neighbours(view, beside)
        self._neighbours.changed.connect(self._place)
        self.hide()

    def _on_changed(self, is_busy: bool) -> None:
        if is_busy:
            self._wait.start()
            return
        self._wait.stop()
        self._is_wanted = False
        self.hide()

    def _appear(self) -> None:
        count = len(self.view.info().nodes)
        self._text.setText(self.tr("Placing %n nodes…", "", count))
        self._text.setAccessibleName(self._text.text())
        self._is_wanted = True
        self._place()

    def _place(self) -> None:
        """In the middle, or where its neighbours leave room, as low as that can be."""
        if not self._is_wanted:
            return
        self.adjustSize()
        view, size = self.view, (self.width(), self.height())
        top, right = view.eye.inset + MARGIN, view.width() - view.eye.aside - MARGIN
        room = float(MARGIN), float(top), float(right), float(view.height() - MARGIN)
        place = free_place(size, room, self._neighbours.taken())
        if place is not None:
            self.move(round(place[0]), round(place[1]))
        self.setVisible(place is not None)
