"""No command writes over a file that it was not asked to replace."""

import json

import pytest

from engine import edit_cli, workflow
from engine.project import read_project

WORDS = ("edit", "zoo:pidnet-s", "--input", "1x3x64x128", "Bypass node=relu")


@pytest.fixture
def other(tmp_path):
    file = tmp_path / "other.json"
    file.write_text("what somebody needs", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "words", [WORDS, ("fix", "zoo:pidnet-s", "--input", "1x3x64x128", "--all")]
)
def test_a_file_that_is_there_stays_and_is_replaced_by_force(call, words, other):
    status, out, err = call(*words, "-o", other)
    assert (status, out) == (2, "")
    assert err == (
        f"{other} is there already; give another name, or --force to replace it.\n"
    )
    assert other.read_text("utf-8") == "what somebody needs"
    status, _, err = call(*words, "-o", other, "--force")
    assert status in (0, 1), err
    assert read_project(other).edits


def test_another_project_is_not_replaced_but_its_own_is(call, small_street):
    second = small_street.with_name("second.json")
    assert call("edit", small_street, "Bypass node=relu", "-o", second)[0] in (0, 1)
    before = small_street.read_bytes()
    assert call("edit", second, "Bypass node=relu_1", "-o", small_street)[0] == 2
    assert small_street.read_bytes() == before
    assert call("edit", second, "Bypass node=relu_1", "-o", second)[0] in (0, 1)
    assert len(read_project(second).edits) == 2


def test_a_project_that_is_changed_while_it_is_edited_stays(
    call, small_street, monkeypatch
):
    opened = edit_cli._opened

    def meanwhile(*given):
        found = opened(*given)
        small_street.write_text("changed", encoding="utf-8")
        return found

    monkeypatch.setattr(edit_cli, "_opened", meanwhile)
    status, _, err = call("edit", small_street, "Bypass node=relu", "-o", small_street)
    assert status == 2
    assert "was changed meanwhile" in err
    assert small_street.read_text("utf-8") == "changed"


def test_calibrating_keeps_what_was_saved_meanwhile(call, small_street, monkeypatch):
    calibrate = workflow.calibrate

    def meanwhile(*given):
        content = json.loads(small_street.read_text("utf-8"))
        content["description"] = "saved by the window"
        small_street.write_text(json.dumps(content), encoding="utf-8")
        return (yield from calibrate(*given))

    monkeypatch.setattr(workflow, "calibrate", meanwhile)
    words = ("--limit", 1, "--method", "kl")
    status, _, err = call("calibrate", small_street, *words)
    assert status == 0, err
    found = read_project(small_street)
    assert found.description == "saved by the window"
    assert (found.calibration.method, found.calibration.limit) == ("kl", 1)


def test_a_folder_is_no_project_file(call, tmp_path):
    folder = tmp_path / "folder.json"
    folder.mkdir()
    status, _, err = call(*WORDS, "-o", folder)
    assert (status, err) == (2, f"{folder} is a folder; give the name of a file.\n")
