"""What a dragged wire would do: where it fits, and by how much results would move."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from engine.choices import Slot, Source
from engine.info import EditPreview
from engine.recipe import Rewire, Several
from gui.graph.canvas.wiring import Wiring
from gui.session.choices import Choosing
from gui.session.session import Session
from gui.widgets.preview_words import difference_text

REST_MS = 150


class WireMeasuring(QObject):
    """Tells the wiring what fits a dragged end, by shape, then with all that follows.

    What is under the pointer is measured while the wire rests there.
    """

    def __init__(self, session: Session, choosing: Choosing, wiring: Wiring) -> None:
        super().__init__(wiring)
        self._session, self._choosing, self._wiring = session, choosing, wiring
        self._aim: Rewire | Several | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._measure)
        self._wiring.started.connect(self._ask)
        self._wiring.pulled.connect(self._ask_sources)
        self._wiring.aimed.connect(self._on_aimed)

    def _ask(self, source: str) -> None:
        def show(slots: tuple[Slot, ...]) -> None:
            self._wiring.show_targets(source, slots)

        def show_first(slots: tuple[Slot, ...]) -> None:
            show(slots)
            self._choosing.ask_tried_targets(source, show)

        self._choosing.ask_targets(source, show_first)

    def _ask_sources(self, slot: Slot) -> None:
        def show(sources: tuple[Source, ...]) -> None:
            self._wiring.show_sources(slot, sources)

        def show_first(sources: tuple[Source, ...]) -> None:
            show(sources)
            self._choosing.ask_tried_sources(slot, show)

        self._choosing.ask_sources(slot.node, slot.name, show_first)

    def _on_aimed(self, edit: Rewire | Several | None) -> None:
        self._aim = edit
        if edit is None:
            self._rest.stop()
        else:
            self._rest.start()

    def _measure(self) -> None:
        edit = self._aim
        if edit is None:
            return

        def measured(preview: EditPreview) -> None:
            is_random = not self._session.project.calibration.images
            self._wiring.tell(edit, difference_text(preview, is_random=is_random))

        self._choosing.measure(
            edit, measured, lambda reason: self._wiring.refuse(edit, reason)
        )
