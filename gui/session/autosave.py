"""Every accepted edit goes to disk at once, so that a killed window loses nothing.

Each window writes one project file of its own and holds a lock beside it; another file
tells which saved project the edits belong to. A file whose lock belongs to no living
process was left behind.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread
from uuid import uuid4

from platformdirs import user_data_path
from PySide6.QtCore import QLockFile, QObject, Signal

from engine.causes import cause_of
from engine.errors import ProjectError
from engine.project import Project, read_project, write_project
from engine.sentence import say
from engine.whole_file import write_whole

_ASIDE = re.compile(r"\.(\w+\.(?:json|origin))\.\w+")
_SEPARATOR = b"\n"
_COMPANIONS = (".origin", ".lock")


@dataclass(frozen=True, slots=True)
class Origin:
    """The project file that edits belong to, and what it held when they began."""

    path: Path
    digest: str


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A project of a window that ended without closing."""

    file: Path
    project: Project
    when: datetime
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Work of a window that ended without closing, which cannot be read here."""

    file: Path
    why: ProjectError
    when: datetime


class Autosave(QObject):
    """The autosave file of this window; `failed` carries the error of a late write."""

    failed = Signal(object)

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._writing, self._writers = Lock(), list[Thread]()
        self._latest: deque[tuple[Project, Origin | None]] = deque(maxlen=1)
        self._folder = folder or user_data_path("npu-studio") / "autosave"
        self._file = self._folder / f"{uuid4().hex}.json"
        self._lock: QLockFile | None = None

    def write(self, project: Project, origin: Origin | None = None) -> None:
        """Replace the autosaved project.

        Raises:
            ProjectError: the folder cannot be written.
        """
        if self._lock is None:
            self._make_folder()
            self._lock = _lock(self._file)
            self._lock.tryLock(0)
            self._write_origin(origin)
        write_project(project, self._file)

    def keep(self, project: Project, origin: Origin | None = None) -> None:
        """Begin to replace the autosaved project, which the disk may hold up a while.

        Projects are written in order, and one that a later follows need not be.
        """
        self._latest.append((project, origin))
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
                    self.write(*self._latest.pop())
                except ProjectError as error:
                    self.failed.emit(error)

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._not_kept(error) from error

    def _write_origin(self, origin: Origin | None) -> None:
        if origin is None:
            return
        words = origin.digest.encode() + _SEPARATOR + os.fsencode(origin.path)
        try:
            write_whole(_origin_file(self._file), words)
        except OSError as error:
            raise self._not_kept(error) from error

    def _not_kept(self, error: OSError) -> ProjectError:
        return ProjectError(
            say(
                "Edits cannot be kept in {folder} ({reason}); save the project often.",
                folder=self._folder,
                reason=cause_of(error),
            )
        )

    def clear(self) -> None:
        """There is nothing to recover: all is saved, or was given up."""
        self.finish()
        _remove(self._file)
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def left_behind(self) -> tuple[LeftBehind, ...]:
        """Find what dead windows left, the latest first."""
        return tuple(each for each in self._found() if isinstance(each, LeftBehind))

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Find what dead windows left that cannot be read, the latest first."""
        return tuple(each for each in self._found() if isinstance(each, Unreadable))

    def discard(self, left: LeftBehind | Unreadable) -> None:
        """Delete what a dead window left."""
        _remove(left.file)

    def sweep(self) -> None:
        """Delete what killed windows were amid writing; their last whole file stays."""
        for file in self._folder.glob("*"):
            if not self._is_of_living(file):
                with suppress(OSError):
                    file.unlink()

    def _is_of_living(self, file: Path) -> bool:
        """Whether a file is whole, or one that a living window is writing."""
        aside = _ASIDE.fullmatch(file.name)
        owner = file.with_name(aside[1] if aside else file.name).with_suffix(".json")
        is_alone = file.suffix in _COMPANIONS and not owner.exists()
        is_part = aside is not None or is_alone
        return not is_part or owner == self._file or not _is_abandoned(owner)

    def _found(self) -> list[LeftBehind | Unreadable]:
        files = [file for file in self._folder.glob("*.json") if file != self._file]
        found = [each for file in files if _is_abandoned(file) for each in _read(file)]
        return sorted(found, key=lambda each: each.when, reverse=True)


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


def _origin_file(file: Path) -> Path:
    return file.with_suffix(".origin")


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
    _origin_file(file).unlink(missing_ok=True)


def _read(file: Path) -> Iterator[LeftBehind | Unreadable]:
    """Read what was left, unless another window has taken it up meanwhile."""
    try:
        when = datetime.fromtimestamp(file.stat().st_mtime)
    except OSError:
        return
    try:
        yield LeftBehind(file, read_project(file), when, _read_origin(file))
    except ProjectError as error:
        if file.exists():
            yield Unreadable(file, error, when)


def _read_origin(file: Path) -> Origin | None:
    try:
        digest, _, path = _origin_file(file).read_bytes().partition(_SEPARATOR)
    except OSError:
        return None
    return Origin(Path(os.fsdecode(path)), digest.decode("ascii", "replace"))
