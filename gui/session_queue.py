"""One job at a time: what runs now, and what waits for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.jobs import Job, Work
from gui.session_state import Stage

SHUTDOWN_MS = 10_000


@dataclass(frozen=True, slots=True)
class Task:
    """Work for one stage. A long one is offered for cancelling and refuses company.

    A waiting task that only looks is dropped for a newer one of the same `look`.
    """

    stage: Stage
    work: Work
    done: Callable[[Any], None]
    is_long: bool = False
    look: str = ""


class TaskQueue(QObject):
    """Runs tasks in order on a thread; lives in the GUI thread."""

    moved = Signal()
    progressed = Signal(object, object)
    failed = Signal(object, object)
    crashed = Signal(object, str)
    cancelled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Task] = deque()
        self._job: Job | None = None
        self.task: Task | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs and nothing waits."""
        return self.task is None

    @property
    def accepts(self) -> bool:
        """Whether a new task would be taken: no long one runs."""
        return self.task is None or not self.task.is_long

    def submit(self, task: Task) -> None:
        """Run `task` when its turn comes."""
        if task.look:
            self._waiting = deque(t for t in self._waiting if t.look != task.look)
        self._waiting.append(task)
        self._start_next()

    def cancel(self) -> None:
        """Stop what runs after its present step, and forget what waits."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def stop(self) -> bool:
        """Cancel, and wait until the thread has ended; for leaving the program."""
        self.cancel()
        return self._job is None or self._job.wait(SHUTDOWN_MS)

    def _start_next(self) -> None:
        if self._job is not None or not self._waiting:
            return
        self.task = self._waiting.popleft()
        self._job = job = Job(self.task.work, self)
        job.progressed.connect(self.progressed)
        job.succeeded.connect(self._on_succeeded)
        job.failed.connect(self._on_failed)
        job.crashed.connect(self._on_crashed)
        job.cancelled.connect(self._on_cancelled)
        job.start()
        self.moved.emit()

    def _end(self) -> Task:
        assert self._job is not None
        assert self.task is not None
        task, job = self.task, self._job
        job.wait()
        job.deleteLater()
        self.task = self._job = None
        return task

    def _go_on(self) -> None:
        self._start_next()
        if self._job is None:
            self.moved.emit()

    def _on_succeeded(self, result: object) -> None:
        self._end().done(result)
        self._go_on()

    def _on_failed(self, error: object) -> None:
        self.failed.emit(self._end(), error)
        self._go_on()

    def _on_crashed(self, trace: str) -> None:
        self.crashed.emit(self._end(), trace)
        self._go_on()

    def _on_cancelled(self) -> None:
        self.cancelled.emit(self._end())
        self._go_on()
