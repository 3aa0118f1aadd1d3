"""What is wrong with the words of a command is said before any work is done."""

import json

import pytest

from engine import workflow


@pytest.fixture
def project(small_street, monkeypatch):
    """A project whose network must not be opened."""

    def refuse(*given, **named):
        raise AssertionError("the network was opened first")

    monkeypatch.setattr(workflow, "open_model", refuse)
    return small_street


def refused(call, *words):
    status, out, err = call(*words)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    return err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("compile", "--toolchain", "nope"), "There is no toolchain 'nope'"),
        (("compile", "--toolchain", "horizon"), "horizon"),
        (("compile", "-o", "{file}/out"), "is no folder"),
        (("compare", "-o", "{file}"), "is no folder"),
        (("compare", "--images", "/nowhere"), "There is no folder /nowhere"),
        (("compare", "--labels", "/nowhere"), "has no label"),
        (("calibrate", "--images", "/nowhere"), "There is no folder /nowhere"),
        (("calibrate", "--method", "mean"), "There is no range method 'mean'"),
        (("calibrate", "--target", "moon"), "moon"),
        (("run", "-o", "{file}"), "is no folder"),
        (("fix", "--rule", "nope", "-o", "new.json"), "There is no rule 'nope'"),
        (("edit", "ApplyRule rule=nope node=relu"), "There is no rule 'nope'"),
        (("edit", "FixAll target=moon"), "There is no target 'moon'"),
        (("edit", "--at", "9"), "There is no state 9; this recipe has 0 edits"),
        (("edit", "Bypass"), "Bypass needs node"),
        (("inspect", "--arg", "planes"), "planes is no argument"),
        (("inspect", "--input", "1xthree"), "1xthree is no input shape"),
        (("targets", "--arg", "planes"), "planes is no argument"),
        (("diff", "--from", "9"), "There is no state 9; this recipe has 0 edits"),
        (("diff", "sample:street", "--from", "1"), "--from and --to"),
    ],
)
def test_wrong_words_are_refused_before_the_network_is_opened(
    call, project, tmp_path, words, sentence
):
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    command, *others = (word.format(file=file) for word in words)
    assert sentence in refused(call, command, project, *others)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_project_without_images_is_told_so_at_once(call, project):
    content = json.loads(project.read_text("utf-8"))
    content["calibration"]["images"] = ""
    project.write_text(json.dumps(content), encoding="utf-8")
    for command in ("calibrate", "sensitivity", "compile", "run"):
        assert "No calibration images are chosen" in refused(call, command, project)


def test_a_network_of_floats_alone_has_nothing_to_calibrate(call, tmp_path):
    (tmp_path / "net.py").write_text(
        "from torch import nn\n"
        "class Net(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.conv = nn.Conv2d(3, 4, 3)\n"
        "    def forward(self, x): return self.conv(x)\n"
    )
    file = tmp_path / "net.json"
    words = ("--input", "1x3x8x8", "-o", file, "--target", "onnxruntime-cpu")
    edits = (
        "SetPrecision node=x precision=float",
        "SetPrecision node=conv2d precision=float",
    )
    status, _, err = call("edit", f"{tmp_path / 'net.py'}:Net", *edits, *words)
    assert status == 0, err
    images = "resources/samples/street/calibration"
    assert "so there is nothing to calibrate" in refused(
        call, "calibrate", file, "--images", images
    )
