from engine.info import SourceLine
from gui.source_opening import editor_command

LINE = SourceLine("/home/user/net.py", 12)


def test_the_first_editor_found_is_told_file_and_line():
    found = {"subl": "/bin/subl", "kate": "/bin/kate"}
    assert editor_command(LINE, found.get) == ("/bin/subl", ["/home/user/net.py:12"])
    assert editor_command(LINE, {"code": "code"}.get) == (
        "code",
        ["-g", "/home/user/net.py:12"],
    )


def test_without_an_editor_there_is_no_command():
    assert editor_command(LINE, {}.get) is None
