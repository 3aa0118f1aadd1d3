"""One job at a time: what runs now, and what waits for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.session.jobs import Job, Work
from gui.session.state import Stage

SHUTDOWN_MS = 10_000


@dataclass(frozen=True, slots=True)
class Task:
    """Work for one stage. A long one is offered for cancelling and refuses company;
    its title begins the sentence that says so.

    A waiting task that only looks is dropped for a newer one of the same `look`. One
    that gives way stops for any other: it is done again after one that only looks, and
    forgotten where something is done.
    """

    stage: Stage
    work: Work
    done: Callable[[Any], None]
    title: str = ""
    look: str = ""
    gives_way: bool = False

    @property
    def is_long(self) -> bool:
        """Whether nothing else is begun meanwhile."""
        return bool(self.title)


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
        self._is_giving_way = self._is_closed = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs and nothing waits."""
        return self.task is None

    @property
    def refusing(self) -> str:
        """The title of the long task that runs or waits, so that none is taken."""
        running = () if self.task is None else (self.task,)
        return next((t.title for t in (*running, *self._waiting) if t.is_long), "")

    def submit(self, task: Task) -> None:
        """Run `task` when its turn comes."""
        if task.look:
            self._waiting = deque(t for t in self._waiting if t.look != task.look)
        else:
            self._waiting = deque(t for t in self._waiting if not t.gives_way)
        self._waiting.append(task)
        self._make_way(task)
        self._start_next()

    def cancel(self) -> None:
        """Stop what runs after its present step, and forget what waits."""
        self._waiting.clear()
        self._is_giving_way = False
        if self._job is not None:
            self._job.cancel()

    def forget_waiting(self) -> None:
        """Drop what waits: it was wished for something that is gone."""
        self._waiting.clear()

    def stop(self) -> bool:
        """Cancel, wait until the thread has ended, and begin nothing any more."""
        self._is_closed = True
        self.cancel()
        return self._job is None or self._job.wait(SHUTDOWN_MS)

    def _make_way(self, task: Task) -> None:
        running, job = self.task, self._job
        if running is None or job is None or not running.gives_way:
            return
        if not self._is_giving_way and task.look not in ("", running.look):
            self._waiting.append(running)
        self._is_giving_way = True
        job.cancel()

    def _start_next(self) -> None:
        if self._job is not None or not self._waiting or self._is_closed:
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

    def _has_given_way(self) -> bool:
        gave_way, self._is_giving_way = self._is_giving_way, False
        return gave_way

    def _go_on(self) -> None:
        self._start_next()
        if self._job is None:
            self.moved.emit()

    def _on_succeeded(self, result: object) -> None:
        task = self._end()
        if self._has_given_way():
            self._waiting = deque(each for each in self._waiting if each is not task)
        try:
            task.done(result)
        finally:
            self._go_on()

    def _on_failed(self, error: object) -> None:
        self._has_given_way()
        self.failed.emit(self._end(), error)
        self._go_on()

    def _on_crashed(self, trace: str) -> None:
        self._has_given_way()
        self.crashed.emit(self._end(), trace)
        self._go_on()

    def _on_cancelled(self) -> None:
        task = self._end()
        if not self._has_given_way():
            self.cancelled.emit(task)
        self._go_on()
