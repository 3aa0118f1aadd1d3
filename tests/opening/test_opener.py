"""Opening: another process does the work, and whatever it does, one sentence comes."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.errors import CheckpointError, SourceError
from engine.opening import opener
from engine.opening.graph import digest, get_tensor
from engine.opening.opener import content_digest, open_model
from engine.opening.source import InputSpec, ModelSource
from engine.progress import run

NETWORK = """
import torch
from torch import nn
import zz_width

class Net(nn.Module):
    def __init__(self, depth=1):
        super().__init__()
        print("building", depth)
        layers = [nn.Conv2d(3, zz_width.WIDTH, 1), nn.ReLU(inplace=True)]
        self.layers = nn.Sequential(*layers * depth)
    def forward(self, picture):
        out = self.layers(picture)
        if out.mean() > 1e9:
            return {"out": picture}
        return {"out": out}

def leave():
    import os
    print("farewell")
    os._exit(7)
"""
pytestmark = pytest.mark.filterwarnings("ignore:.*LeafSpec.*:FutureWarning")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("NPU_STUDIO_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "zz_width.py").write_text("WIDTH = 4\n", encoding="utf-8")
    (folder / "net.py").write_text(NETWORK, encoding="utf-8")
    return ModelSource(
        "python",
        str(folder / "net.py"),
        "Net",
        {"depth": 1},
        inputs=(InputSpec((1, 3, 8, 8)),),
    )


@pytest.fixture
def acting(monkeypatch, tmp_path):
    """Put a script in the exporter's place, to see how its end is told."""

    def act(script):
        file = tmp_path / "acting.py"
        say = (
            "import json, os, sys, time\ndef say(**m): print(json.dumps(m), flush=1)\n"
        )
        file.write_text(f"{say}{script}\n", encoding="utf-8")
        monkeypatch.setattr(opener, "_EXPORTER", file)

    return act


def refusal(source, timeout=60.0):
    with pytest.raises(SourceError) as caught:
        run(open_model(source, timeout))
    return str(caught.value)


def test_a_network_opens_with_its_checkpoint_and_again_from_the_cache(
    project, tmp_path, monkeypatch
):
    torch.manual_seed(9)
    state = {
        "layers.0.weight": torch.rand(4, 3, 1, 1),
        "layers.0.bias": torch.rand(4),
        "extra": torch.ones(1),
    }
    file = str(tmp_path / "best.pt")
    torch.save({"state_dict": {f"module.{k}": v for k, v in state.items()}}, file)
    source = replace(project, checkpoint=file)
    stages = []
    opened = run(open_model(source), lambda progress: stages.append(progress.stage))
    assert [*dict.fromkeys(stages)][-1] == "reading"
    assert {"starting interpreter", "exporting"} <= set(stages)
    assert opened.weights.matched == 2
    assert (opened.weights.wrapper, opened.weights.prefix) == ("state_dict", "module.")
    assert opened.weights.unexpected == ("module.extra",)
    weight = next(
        get_tensor(opened.model, node)
        for node in opened.model.graph.find_nodes(op="get_attr")
        if node.target == "layers.0.weight"
    )
    assert torch.equal(weight, state["layers.0.weight"])
    (picture,) = opened.model.graph.find_nodes(op="placeholder")
    assert picture.name == "picture"
    line = f"{project.location}:14 (if out.mean() > 1e9:)"
    assert opened.model.meta["decisions"] == (("value", line),)

    monkeypatch.setattr(opener, "_EXPORTER", tmp_path / "gone.py")
    again = run(open_model(source))
    assert digest(again.model) == digest(opened.model)
    assert again.weights == opened.weights
    assert again.model.meta["decisions"] == opened.model.meta["decisions"]

    (Path(project.location).parent / "zz_width.py").write_text("WIDTH = 6\n")
    assert "gone.py" in refusal(source)


def test_code_that_ends_its_interpreter_is_named_with_its_last_words(project):
    message = refusal(replace(project, target="leave", arguments={}))
    assert "ended its interpreter with status 7 while building" in message
    assert message.endswith("Its last words: farewell")


def test_a_bundled_network_opens_without_options():
    source = ModelSource("zoo", "pidnet-s", inputs=(InputSpec((1, 3, 64, 128)),))
    opened = run(open_model(source))
    convolutions = opened.model.graph.find_nodes(
        op="call_function", target=torch.ops.aten.conv2d.default
    )
    assert len(convolutions) == 75
    assert opened.weights is None


def test_an_endless_loop_ends_at_the_timeout(project, acting):
    acting(
        "time.sleep(0.7)\nsay(kind='stage', name='importing')\n"
        "while True: time.sleep(1)"
    )
    message = refusal(project, timeout=0.5)
    assert "did not finish importing within 0.5 s" in message


def test_a_crash_is_named_by_its_signal(project, acting):
    acting("say(kind='stage', name='building')\nos.kill(os.getpid(), 11)")
    assert "crashed with SIGSEGV while building" in refusal(project)


def test_errors_of_the_exporter_keep_their_kind(project, acting):
    acting("say(kind='error', of='checkpoint', sentence='It does not fit.')")
    with pytest.raises(CheckpointError, match=r"^It does not fit\.$"):
        run(open_model(project))
    acting("say(kind='error', of='source', sentence='It does not run.')")
    with pytest.raises(SourceError, match=r"^It does not run\.$"):
        run(open_model(project))


def test_noise_on_the_protocol_is_shown_and_not_obeyed(project, acting, tmp_path):
    shown = tmp_path / "shown"
    acting(
        "print('hello')\nprint('[1]')\nprint('{}', flush=True)\n"
        f"while not os.path.exists({str(shown)!r}): time.sleep(0.01)\n"
        "say(kind='error', of='source', sentence='End.')"
    )

    def see(progress):
        if progress.note == "{}":
            shown.touch()

    with pytest.raises(SourceError, match="End"):
        run(open_model(project, 60), see)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_closing_kills_the_process_and_its_children(project, acting, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    child = (
        f"import time\nwith open({str(pipe)!r}, 'w') as end:\n"
        "    print('here', file=end, flush=True)\n"
        "    time.sleep(60)\n    print('lived on', file=end)\n"
    )
    acting(
        f"import subprocess\nsubprocess.Popen([sys.executable, '-c', {child!r}])\n"
        "time.sleep(60)"
    )
    steps = open_model(project)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(end, "rb", buffering=0) as reading:
        while not reading.read(64):
            next(steps)
        steps.close()
        os.set_blocking(end, True)
        assert reading.read(64) == b""


def test_cancel_can_come_while_nothing_is_said(project, acting):
    acting("time.sleep(60)\nsay(kind='error', of='source', sentence='Waited for.')")
    steps = open_model(project)
    stages = {next(steps).stage for _ in range(6)}
    steps.close()
    assert stages == {"starting interpreter"}


def test_the_exporter_leaves_when_its_parent_is_gone():
    script = Path(opener.__file__).with_name("exporter.py")
    code = (
        "import runpy, sys, time\n"
        f"exporter = runpy.run_path({str(script)!r})\n"
        "exporter['_end_with_parent']()\n"
        "time.sleep(60)\n"
    )
    process = opener.ForeignProcess([sys.executable, "-c", code])
    process._process.stdin.close()
    assert [said for said in process.messages() if said is not None] == []
    status = process.status
    process.close()
    assert status == 3


def test_an_interpreter_without_torch_is_named(project, tmp_path):
    bare = tmp_path / "bare-python"
    bare.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -S -E "$@"\n', encoding="utf-8"
    )
    bare.chmod(0o755)
    assert "has no torch" in refusal(replace(project, python=str(bare)))


def test_what_is_no_interpreter_is_named(project, tmp_path):
    fake = tmp_path / "fake"
    fake.write_text("#!/bin/sh\necho no such option >&2\nexit 2\n", encoding="utf-8")
    fake.chmod(0o755)
    message = refusal(replace(project, python=str(fake)))
    assert message.startswith(f"{fake} is no Python that can run the exporter")
    fake.write_text("#!/nowhere/python\n", encoding="utf-8")
    assert "cannot be started" in refusal(replace(project, python=str(fake)))
    missing = replace(project, python=str(tmp_path / "none"))
    assert "There is no Python interpreter" in refusal(missing)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"location": "/nowhere/net.py"}, "There is no file /nowhere/net.py"),
        ({"inputs": ()}, "Net needs the shape of its input; give one as --input"),
        ({"checkpoint": "/nowhere/w.pt"}, "There is no checkpoint /nowhere/w.pt"),
        ({"kind": "zoo", "location": "unet"}, "There is no bundled network unet"),
        ({"kind": "pt2", "location": "/nowhere/x.pt2"}, "There is no file /nowhere/x"),
    ],
)
def test_what_can_be_seen_at_once_starts_no_process(project, acting, change, sentence):
    acting("say(kind='error', of='source', sentence='started')")
    assert sentence in refusal(replace(project, **change))


def test_content_digest_follows_code_checkpoint_and_arguments(project, tmp_path):
    checkpoint = tmp_path / "w.pt"
    checkpoint.write_bytes(b"one")
    source = replace(project, checkpoint=str(checkpoint))
    digests = {content_digest(source), content_digest(replace(source, arguments={}))}
    checkpoint.write_bytes(b"two")
    digests.add(content_digest(source))
    (Path(project.location).parent / "zz_width.py").write_text("WIDTH = 5\n")
    digests.add(content_digest(source))
    assert len(digests) == 4
    os.utime(project.location, (1, 1))
    assert content_digest(source) in digests
