"""Files that are whole or not there: written aside, then renamed into place.

A file aside is called `.NAME.DIGITS`; of a long name it has the beginning.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

_SHOWN = 40


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step; it keeps its rights, and its group where it may.

    Raises:
        OSError: the folder cannot be written; the old file is whole.
    """
    aside = path.with_name(f".{path.name[:_SHOWN]}.{uuid4().hex}")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            _keep_owner(path, aside)
            shutil.copymode(path, aside)
        aside.replace(path)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """A digest of what a file holds, to see later whether it changed; "" for none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return ""


def _keep_owner(old: Path, new: Path) -> None:
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(new, -1, old.stat().st_gid)
