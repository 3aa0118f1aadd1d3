"""Long work on a thread: a job drives `Steps`, reports them and can be cancelled."""

from __future__ import annotations

import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from engine.errors import EngineError
from engine.progress import Progress, Steps

Work = Callable[[], Steps[Any]]
"""Makes the steps. Called on the job's thread, so that heavy imports happen there."""

REPORT_INTERVAL = 0.05


class TimeLeft:
    """Seconds left of a stage, from the pace of its latest units.

    The first unit is not counted: it pays for imports, caches and allocations.
    """

    def __init__(self, window: int = 16) -> None:
        self._seen: deque[tuple[float, int]] = deque(maxlen=window)
        self._stage = ""

    def update(self, progress: Progress, now: float) -> float | None:
        """Take one report made at `now` seconds; None while there is no pace yet."""
        if progress.stage != self._stage or self._goes_back(progress.done):
            self._stage = progress.stage
            self._seen.clear()
        if progress.done > 0:
            self._seen.append((now, progress.done))
        return self._estimate(progress)

    def _goes_back(self, done: int) -> bool:
        return bool(self._seen) and done < self._seen[-1][1]

    def _estimate(self, progress: Progress) -> float | None:
        if len(self._seen) < 2:
            return None
        (start, first), (end, last) = self._seen[0], self._seen[-1]
        if last <= first:
            return None
        return (end - start) / (last - first) * max(0, progress.total - last)


class Throttle:
    """Lets a report through if the last one is old enough or it says something new."""

    def __init__(self, interval: float = REPORT_INTERVAL) -> None:
        self._interval = interval
        self._last = float("-inf")
        self._stage: str | None = None

    def passes(self, progress: Progress, now: float) -> bool:
        """Whether to show `progress`, made at `now` seconds."""
        is_news = progress.stage != self._stage or progress.done >= progress.total
        if not is_news and now - self._last < self._interval:
            return False
        self._last, self._stage = now, progress.stage
        return True


class Job(QThread):
    """Steps on a thread. Exactly one of the four endings is emitted.

    `progressed` carries a `Progress` and the seconds left (or None), `succeeded` the
    result, `failed` an `EngineError`, `crashed` the traceback of a bug.
    """

    progressed = Signal(object, object)
    succeeded = Signal(object)
    failed = Signal(object)
    crashed = Signal(str)
    cancelled = Signal()

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Stop after the present step; the generator is closed and tidies up."""
        self._stop.set()

    def run(self) -> None:
        """Drive the steps; called by Qt on the thread."""
        try:
            self._drive(self._work())
        except EngineError as error:
            self.failed.emit(error)
        except Exception:  # noqa: BLE001 - a bug is reported, not swallowed
            self.crashed.emit(traceback.format_exc())

    def _drive(self, steps: Steps[Any]) -> None:
        time_left, throttle = TimeLeft(), Throttle()
        while not self._stop.is_set():
            try:
                progress = next(steps)
            except StopIteration as stop:
                self.succeeded.emit(stop.value)
                return
            now = time.monotonic()
            seconds = time_left.update(progress, now)
            if throttle.passes(progress, now):
                self.progressed.emit(progress, seconds)
        steps.close()
        self.cancelled.emit()
