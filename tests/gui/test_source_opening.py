"""A node's line opens in the editor the user has chosen."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from engine.errors import SourceError
from engine.info import SourceLine
from gui.settings import SYSTEM_EDITOR, Settings
from gui.source_opening import command_of, editor_command, open_source, refusal

LINE = SourceLine("/home/user/my net.py", 12)


def here(name):
    return f"/bin/{name}"


def test_the_first_editor_found_is_told_file_and_line():
    found = {"subl": "/bin/subl", "kate": "/bin/kate"}
    assert editor_command(LINE, found.get) == ("/bin/subl", ["/home/user/my net.py:12"])
    assert editor_command(LINE, {"code": "code"}.get) == (
        "code",
        ["-g", "/home/user/my net.py:12"],
    )


def test_without_an_editor_there_is_no_command():
    assert editor_command(LINE, {}.get) is None


def test_a_command_of_ones_own_keeps_words_whole_whatever_a_file_is_called():
    command = command_of('vi "+call cursor({line}, 1)" {file}', LINE, here)
    assert command == ("/bin/vi", ["+call cursor(12, 1)", "/home/user/my net.py"])


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("", "Type a command"),
        ("code -g", "where the file goes"),
        ("{file}", "where the file goes"),
        ('code "{file}', "quotation mark"),
        ("no-such-editor {file}", "no program no-such-editor"),
    ],
)
def test_a_wrong_command_is_told_in_one_sentence(template, sentence):
    assert sentence in refusal(template)
    with pytest.raises(SourceError, match=sentence):
        command_of(template, LINE)


def test_a_right_command_is_not_refused():
    assert refusal("anything {file}:{line}", here) == ""


def test_the_program_is_started_with_the_line(tmp_path):
    told = tmp_path / "told"
    script = tmp_path / "editor.py"
    script.write_text(f"import sys; open({str(told)!r}, 'w').write(repr(sys.argv[1:]))")
    open_source(LINE, f"{sys.executable} {script} +{{line}} {{file}}")
    deadline = time.monotonic() + 20
    while not (told.exists() and told.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert told.read_text() == repr(["+12", "/home/user/my net.py"])


def test_the_system_opens_the_file_where_that_is_chosen(monkeypatch):
    asked = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: asked.append(url.toLocalFile()) or True
    )
    open_source(LINE, SYSTEM_EDITOR)
    assert asked == [LINE.file]


def test_nothing_that_opens_it_is_one_sentence(monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    with pytest.raises(SourceError, match="choose one in the preferences"):
        open_source(LINE, SYSTEM_EDITOR)


def test_the_editor_is_remembered(tmp_path):
    settings = Settings(Path(tmp_path) / "settings.ini")
    assert settings.editor == ""
    settings.editor = "code -g {file}:{line}"
    settings.sync()
    again = Settings(Path(tmp_path) / "settings.ini")
    assert again.editor == "code -g {file}:{line}"
