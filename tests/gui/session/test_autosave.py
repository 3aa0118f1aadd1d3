import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import ProjectError
from engine.opening.source import ModelSource
from engine.project import Project, read_project
from engine.recipe import ApplyRule
from gui.session.autosave import Autosave, Origin

PROJECT = Project(
    ModelSource("zoo", "net"), "net", edits=(ApplyRule("keep", "sum_1"),), cursor=1
)
ROOT = Path(__file__).resolve().parents[3]
WRITES_AND_WAITS = """
import sys, time
from pathlib import Path
from engine.project import read_project
from gui.session.autosave import Autosave
autosave = Autosave(Path(sys.argv[1]))
autosave.write(read_project(sys.argv[2]))
print("written", flush=True)
time.sleep(60)
"""


@pytest.fixture
def window(tmp_path):
    from engine.project import write_project

    write_project(PROJECT, tmp_path / "p.json")
    process = subprocess.Popen(
        [sys.executable, "-c", WRITES_AND_WAITS, tmp_path / "a", tmp_path / "p.json"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        assert process.stdout.readline() == "written\n"
        yield process
        process.kill()


def test_what_a_killed_window_wrote_is_found_whole(window, tmp_path):
    os.kill(window.pid, signal.SIGKILL)
    window.wait()
    (left,) = Autosave(tmp_path / "a").left_behind()
    assert left.project == PROJECT


def test_what_a_living_window_writes_is_not_offered(window, tmp_path):
    assert Autosave(tmp_path / "a").left_behind() == ()


def test_what_was_discarded_is_not_found_again(window, tmp_path):
    window.kill()
    window.wait()
    autosave = Autosave(tmp_path / "a")
    autosave.discard(autosave.left_behind()[0])
    assert autosave.left_behind() == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"format": 99, "source": {}}', "by a newer NPU Studio"),
    ],
)
def test_work_that_cannot_be_read_is_told_and_stays(tmp_path, text, why):
    (tmp_path / "x.json").write_text(text)
    autosave = Autosave(tmp_path)
    assert autosave.left_behind() == ()
    (left,) = autosave.unreadable()
    assert why in str(left.why)
    assert left.file.exists()
    autosave.discard(left)
    assert autosave.unreadable() == ()


def test_edits_remember_the_file_they_belong_to(tmp_path):
    origin = Origin(tmp_path / "caf\udce9\nnew.json", "abc")
    window = Autosave(tmp_path / "a")
    window.write(PROJECT, origin)
    window._lock.unlock()
    autosave = Autosave(tmp_path / "a")
    (left,) = autosave.left_behind()
    assert left.origin == origin
    autosave.discard(left)
    assert list((tmp_path / "a").iterdir()) == []


def test_what_a_killed_window_was_amid_writing_is_swept_and_the_whole_file_stays(
    window, tmp_path
):
    (file,) = (tmp_path / "a").glob("*.json")
    parts = [
        file.with_name(f".{file.name}.12ab"),
        file.with_name(f".{file.stem}.origin.12ab"),
    ]
    for part in parts:
        part.write_text("{")
    autosave = Autosave(tmp_path / "a")
    autosave.sweep()
    assert all(part.exists() for part in parts)
    window.kill()
    window.wait()
    alone = file.with_name("dead.origin")
    alone.write_text("")
    autosave.sweep()
    assert not any(part.exists() for part in (*parts, alone))
    assert len(autosave.left_behind()) == 1


def test_edits_of_a_network_in_a_folder_that_is_no_utf8_are_kept(tmp_path):
    source = ModelSource("python", "/data/\udcd6\udcd0/net.py", "Net")
    autosave = Autosave(tmp_path)
    autosave.keep(replace(PROJECT, source=source))
    autosave.finish()
    (file,) = tmp_path.glob("*.json")
    assert read_project(file).source == source
    autosave.clear()


def test_two_writes_at_once_disturb_each_other_not(qtbot, tmp_path):
    autosave, told = Autosave(tmp_path), []
    autosave.failed.connect(told.append)
    for cursor in (0, 1) * 20:
        autosave.keep(PROJECT)
        autosave.write(replace(PROJECT, cursor=cursor))
    autosave.finish()
    (file,) = tmp_path.glob("*.json")
    assert read_project(file).edits == PROJECT.edits
    assert told == []
    autosave.clear()


def test_of_projects_kept_one_after_the_other_the_last_one_is_written(tmp_path):
    autosave = Autosave(tmp_path)
    for cursor in (1, 0, 1, 0):
        autosave.keep(replace(PROJECT, cursor=cursor))
    autosave.finish()
    (file,) = tmp_path.glob("*.json")
    assert read_project(file) == replace(PROJECT, cursor=0)
    autosave.clear()


def test_a_project_that_is_being_written_when_all_is_given_up_leaves_no_file(tmp_path):
    autosave = Autosave(tmp_path)
    autosave.keep(PROJECT)
    autosave.clear()
    assert list(tmp_path.glob("*.json")) == []


def test_a_project_that_cannot_be_kept_is_said(qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    autosave = Autosave(tmp_path / "file" / "autosave")
    with qtbot.waitSignal(autosave.failed) as caught:
        autosave.keep(PROJECT)
    assert "save the project often" in str(caught.args[0])
    autosave.finish()


def test_ones_own_file_is_not_left_behind(tmp_path):
    autosave = Autosave(tmp_path)
    autosave.write(PROJECT)
    assert autosave.left_behind() == ()
    autosave.clear()
    assert list(tmp_path.glob("*.json")) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectError, match="save the project often"):
        Autosave(tmp_path / "file" / "autosave").write(PROJECT)
