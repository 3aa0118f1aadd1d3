"""The user's own editor, at a line."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from engine.info import SourceLine

_EDITORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("code", ("-g", "{file}:{line}")),
    ("codium", ("-g", "{file}:{line}")),
    ("cursor", ("-g", "{file}:{line}")),
    ("pycharm", ("--line", "{line}", "{file}")),
    ("charm", ("--line", "{line}", "{file}")),
    ("subl", ("{file}:{line}",)),
    ("kate", ("--line", "{line}", "{file}")),
    ("gedit", ("+{line}", "{file}")),
)
"""Editors with windows, and how each is told a line."""


def editor_command(
    source: SourceLine, which: Callable[[str], str | None] = shutil.which
) -> tuple[str, list[str]] | None:
    """Find an editor that can be told a line; None where there is none."""
    for name, words in _EDITORS:
        program = which(name)
        if program is not None:
            place = {"file": source.file, "line": source.line}
            return program, [word.format(**place) for word in words]
    return None


def open_source(source: SourceLine) -> bool:
    """Open a file at a line, or without it; tells whether something was opened."""
    command = editor_command(source)
    if command is not None:
        started, _ = QProcess.startDetached(*command)
        return bool(started)
    return QDesktopServices.openUrl(QUrl.fromLocalFile(source.file))
