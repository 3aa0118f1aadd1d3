"""Every accepted edit goes to disk at once, so that a killed window loses nothing.

Each window writes one project file of its own and holds a lock beside it. A file whose
lock belongs to no living process was left behind.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread
from uuid import uuid4

from platformdirs import user_data_path
from PySide6.QtCore import QLockFile, QObject, Signal

from engine.errors import ProjectError
from engine.project import Project, read_project, write_project


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A project of a window that ended without closing."""

    file: Path
    project: Project
    when: datetime


class Autosave(QObject):
    """The autosave file of this window; `failed` carries the error of a late write."""

    failed = Signal(object)

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._writing, self._writers = Lock(), list[Thread]()
        self._latest: deque[Project] = deque(maxlen=1)
        self._folder = folder or user_data_path("npu-studio") / "autosave"
        self._file = self._folder / f"{uuid4().hex}.json"
        self._lock: QLockFile | None = None

    def write(self, project: Project) -> None:
        """Replace the autosaved project.

        Raises:
            ProjectError: the folder cannot be written.
        """
        if self._lock is None:
            self._make_folder()
            self._lock = _lock(self._file)
            self._lock.tryLock(0)
        write_project(project, self._file)

    def keep(self, project: Project) -> None:
        """Begin to replace the autosaved project, which the disk may hold up a while.

        Projects are written in order, and one that a later follows need not be.
        """
        self._latest.append(project)
        writer = Thread(target=self._write_latest, name="autosave")
        self._writers = [each for each in self._writers if each.is_alive()]
        self._writers.append(writer)
        writer.start()

    def finish(self) -> None:
        """Wait until the latest project is written."""
        for each in self._writers:
            each.join()

    def _write_latest(self) -> None:
        with self._writing:
            if self._latest:
                try:
                    self.write(self._latest.pop())
                except ProjectError as error:
                    self.failed.emit(error)

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ProjectError(
                f"Edits cannot be kept in {self._folder} ({error.strerror}); save the "
                "project often."
            ) from error

    def clear(self) -> None:
        """There is nothing to recover: all is saved, or was given up."""
        self.finish()
        self._file.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def left_behind(self) -> tuple[LeftBehind, ...]:
        """Find what dead windows left, the latest first."""
        if not self._folder.is_dir():
            return ()
        files = [file for file in self._folder.glob("*.json") if file != self._file]
        found = [_read(file) for file in files if _is_abandoned(file)]
        return tuple(
            sorted(filter(None, found), key=lambda each: each.when, reverse=True)
        )

    def discard(self, left: LeftBehind) -> None:
        """Delete what a dead window left."""
        left.file.unlink(missing_ok=True)


def _lock(file: Path) -> QLockFile:
    lock = QLockFile(str(file.with_suffix(".lock")))
    lock.setStaleLockTime(0)
    return lock


def _is_abandoned(file: Path) -> bool:
    lock = _lock(file)
    if not lock.tryLock(0):
        return False
    lock.unlock()
    return True


def _read(file: Path) -> LeftBehind | None:
    try:
        project = read_project(file)
    except ProjectError:
        return None
    return LeftBehind(file, project, datetime.fromtimestamp(file.stat().st_mtime))
