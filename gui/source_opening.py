"""The user's own editor, at a line."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from engine.errors import SourceError
from engine.info import SourceLine
from gui.settings import SYSTEM_EDITOR

Which = Callable[[str], str | None]
_EDITORS = (
    "code -g {file}:{line}",
    "codium -g {file}:{line}",
    "cursor -g {file}:{line}",
    "pycharm --line {line} {file}",
    "charm --line {line} {file}",
    "subl {file}:{line}",
    "kate --line {line} {file}",
    "gedit +{line} {file}",
)
"""Editors with windows, and how each is told a line."""


def editor_command(
    source: SourceLine, which: Which = shutil.which
) -> tuple[str, list[str]] | None:
    """Find an editor that can be told a line; None where there is none."""
    for template in _EDITORS:
        if which(template.split()[0]) is not None:
            return command_of(template, source, which)
    return None


def command_of(
    template: str, source: SourceLine, which: Which = shutil.which
) -> tuple[str, list[str]]:
    """Fill a template of words in which {file} and {line} stand for a place.

    A word stays one whatever the file is called.

    Raises:
        SourceError: the template is none, or its program is not installed.
    """
    problem = refusal(template, which)
    if problem:
        raise SourceError(problem)
    name, *words = shlex.split(template)
    filled = [
        word.replace("{line}", str(source.line)).replace("{file}", source.file)
        for word in words
    ]
    return which(name) or name, filled


def refusal(template: str, which: Which = shutil.which) -> str:
    """Say what is wrong with a template; empty if nothing is."""
    try:
        words = shlex.split(template)
    except ValueError:
        return _tr("A quotation mark is not closed.")
    if not words:
        return _tr("Type a command, such as {}").format("code -g {file}:{line}")
    if not any("{file}" in word for word in words[1:]):
        return _tr("The command has to say where the file goes: {}.").format("{file}")
    if which(words[0]) is None:
        return _tr("There is no program {} here.").format(words[0])
    return ""


def open_source(source: SourceLine, editor: str = "") -> None:
    """Open a file at a line with a command, or with what is found on this system.

    Raises:
        SourceError: the command is wrong, or nothing could be started.
    """
    command = None
    if editor == "":
        command = editor_command(source)
    elif editor != SYSTEM_EDITOR:
        command = command_of(editor, source)
    if command is not None:
        is_open, _ = QProcess.startDetached(*command)
    else:
        is_open = QDesktopServices.openUrl(QUrl.fromLocalFile(source.file))
    if not is_open:
        text = _tr("No editor could be started for {}; choose one in the preferences.")
        raise SourceError(text.format(source.file))


def _tr(text: str) -> str:
    return QCoreApplication.translate("SourceOpening", text)
