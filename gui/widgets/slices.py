"""Work in the window's own thread that lets it answer in between."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

SLICE_S = 0.012
"""Less than a frame."""
_END = object()


class Slices(QObject):
    """Does one piece of work at a time, a slice in each turn of the event loop."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether some of the work is left."""
        return self._timer.isActive()

    def begin(self, steps: Iterator[None], *, is_long: bool) -> None:
        """Do this instead of what was being done; at once unless it is long."""
        self.stop()
        if is_long:
            self._steps = steps
            self._timer.start(0)
        else:
            for _ in steps:
                pass

    def stop(self) -> None:
        """Leave the rest of the work undone."""
        self._timer.stop()
        self._steps = iter(())

    def _go_on(self) -> None:
        end = time.thread_time() + SLICE_S
        while time.thread_time() < end:
            if next(self._steps, _END) is _END:
                self.stop()
                return
