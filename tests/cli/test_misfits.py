"""A project whose network was changed since: the edit is named, and can be left out."""

import json

import pytest

from engine.cli import main
from tests.cli.test_refusals import refused

BODY = "        x = torch.relu(self.body(x))\n"
NET = f"""
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        for name in ("stem", "body", "head"):
            self.add_module(name, nn.Conv2d(4, 4, 3, padding=1))

    def forward(self, x):
        x = torch.relu(self.stem(x))
{BODY}        return torch.relu(self.head(x))
"""
EDITS = (
    "SetPrecision node=conv2d precision=int16",
    "SetPrecision node=conv2d_1 precision=int16",
    "Bypass node=relu_2",
)


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """A project with three edits, whose network has lost the second's node since."""
    folder = tmp_path_factory.mktemp("edited")
    net, project = folder / "net.py", folder / "net.json"
    net.write_text(NET)
    words = ("--input", "1x4x8x8", "--target", "onnxruntime-cpu")
    for source, edit in zip((f"{net}:Net", project, project), EDITS, strict=True):
        assert main(["edit", str(source), edit, *words, "-o", str(project)]) == 0
        words = ()
    net.write_text(NET.replace(BODY, ""))
    return project


@pytest.fixture
def changed(edited):
    """That project, to be written over; its network is exported for the first test."""
    before = edited.read_bytes()
    yield edited
    edited.write_bytes(before)


def test_the_edit_is_named_with_both_ways_to_go_on(call, changed):
    before = changed.read_bytes()
    err = refused(call, "inspect", changed)
    assert err.startswith("Edit 2 (conv2d_1 in int16) does not fit this model: ")
    assert "--without 2 goes on without it, --at 1 before it." in err
    assert refused(call, "edit", changed, "Bypass node=relu", "-o", changed) == err
    assert changed.read_bytes() == before


def test_a_project_goes_on_without_an_edit_and_keeps_it(call, call_json, changed):
    found = call_json("inspect", changed, "--without", 2)
    ((number, edit, why),) = [each.values() for each in found["left_out"]]
    assert (number, edit) == (2, "conv2d_1 in int16")
    assert "is not in the network any more" in why
    call_json("edit", changed, "--without", 2, "-o", changed)
    status, _, err = call("inspect", changed)
    assert status == 0
    assert "Edit 2 (conv2d_1 in int16) is left out: conv2d_1 (" in err
    written = json.loads(changed.read_text())
    assert (len(written["edits"]), written["left_out"]) == (3, [2])
    assert call_json("inspect", changed)["digest"] == found["digest"]


def test_an_edit_left_out_is_taken_in_again_or_deleted(call, call_json, changed):
    call_json("edit", changed, "--without", 2, "--without", 3, "-o", changed)
    call_json("edit", changed, "--with", 3, "--delete", 2, "-o", changed)
    written = json.loads(changed.read_text())
    assert (len(written["edits"]), written.get("left_out", [])) == (2, [])
    assert refused(call, "edit", changed, "--with", 1) == "Edit 1 is not left out.\n"
    assert "leave it out first" in refused(call, "edit", changed, "--delete", 1)


def test_a_project_stops_before_an_edit_and_keeps_it(call, call_json, changed):
    status, out, err = call("inspect", changed, "--at", 1, "--json")
    assert (status, len(json.loads(out)["warnings"])) == (0, 1)
    assert "Edit 2 (conv2d_1 in int16) does not fit" in err
    call_json("edit", changed, "--at", 1, EDITS[2].replace("_2", ""), "-o", changed)
    written = json.loads(changed.read_text())
    assert [each["edit"] for each in written["edits"]] == [
        "SetPrecision",
        "Bypass",
        "SetPrecision",
        "Bypass",
    ]
    assert written["cursor"] == 2


def test_the_states_around_an_edit_left_out_are_the_same(call_json, changed):
    found = call_json("diff", changed, "--without", 2, "--from", 1, "--to", 2)
    assert found["same"]


def test_of_two_projects_the_second_is_named_where_its_edit_does_not_fit(call, changed):
    err = refused(call, "diff", changed, changed, "--at", 0)
    assert f"`npu-studio edit {changed} --without 2 -o FILE`" in err


@pytest.mark.parametrize("command", ["inspect", "fix", "edit", "compile", "run"])
def test_there_must_be_an_edit_to_leave_out(call, changed, command):
    words = ("-o", changed) if command in ("fix", "edit") else ()
    words += ("--all",) if command == "fix" else ()
    err = refused(call, command, changed, "--without", 9, *words)
    assert err == "There is no edit 9 to leave out; this recipe has 3.\n"
