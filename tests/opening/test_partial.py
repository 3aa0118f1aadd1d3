"""A network that cannot be exported opens as far as it got, and tells where it ends."""

from __future__ import annotations

import importlib
import io
import json
import sys
from pathlib import Path

import pytest

from engine import sentence
from engine.document import Document
from engine.errors import EditError, SourceError
from engine.opening import exporter, opener
from engine.opening.opener import open_model
from engine.opening.source import InputSpec, ModelSource
from engine.progress import run
from engine.recipe import InsertStubs
from engine.targets.profile import load_profile

NETWORKS = """
import torch
from torch import nn

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
    def forward(self, x):
        return torch.relu(self.conv(x))

class Raises(Block):
    def forward(self, x):
        x = self.conv(x)
        raise ValueError("no such thing")

class Misshapen(Block):
    def forward(self, x):
        return self.conv(torch.cat([x, x], 1))

class Endless(Block):
    def forward(self, x):
        x = self.conv(x)
        while True:
            x = torch.relu(x)

class Counts(Block):
    def forward(self, x):
        for _ in range(int(x.sum().item() * 1e6) % 3 + 1):
            x = self.conv(x)
        return x

class Through(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        return torch.from_numpy(x.detach().numpy() * 2)
    @staticmethod
    def backward(context, gradient):
        return gradient * 2

class Foreign(Block):
    def forward(self, x):
        return Through.apply(self.conv(x))

class Missing(Block):
    def forward(self, x):
        import zz_no_such_package
        return x

class Leaves(Block):
    def forward(self, x):
        import sys
        sys.exit(3)

class Forks(Block):
    def forward(self, x):
        x = self.conv(x)
        both = Through.apply(torch.relu(x))
        return {"left": x + both, "right": [both]}

class Asserts(Block):
    def forward(self, x):
        assert x.shape[1] == 3, "three channels are wanted"
        return x

class Net(nn.Module):
    def __init__(self, middle):
        super().__init__()
        self.first, self.middle, self.last = Block(), middle, Block()
    def forward(self, picture):
        return self.last(self.middle(self.first(picture)))

class Headed(Net):
    def __init__(self, middle):
        super().__init__(middle)
        self.head = nn.Conv2d(4, 4, 1)
    def forward(self, picture):
        return self.head(super().forward(picture))

class ForkedNet(Net):
    def forward(self, picture):
        found = self.middle(self.first(picture))
        return self.last(found["left"]) + found["right"][0]

class Own(Net):
    def forward(self, picture):
        x = self.first(picture)
        y = self.last(picture)
        if x.sum().item() * 1e6 % 2 > 1:
            x = x.repeat(1, int(y.sum().item() * 1e6) % 3 + 1, 1, 1)[:, :4]
        return x + y * (x.sum().item() * 7 % 1)

class Sized(Net):
    def forward(self, picture):
        x = self.first(picture)
        found = torch.nonzero(x[0, 0] > 0.2)
        return self.last(x[:, :, : len(found.numpy()) % 7 + 1])

class Asks(Net):
    def forward(self, picture):
        x = self.first(picture)
        if x.mean().item() > 100:
            return x
        return x.no_such_method()

def asks(): return Asks(Block())
def headed(): return Headed(Counts())
def raises(): return Net(Raises())
def misshapen(): return Net(Misshapen())
def endless(): return Net(Endless())
def counts(): return Net(Counts())
def foreign(): return Net(Foreign())
def missing(): return Net(Missing())
def leaves(): return Net(Leaves())
def forks(): return ForkedNet(Forks())
def asserts(): return Net(Asserts())
def sized(): return Sized(Block())
def own(): return Own(Block())
def third(): return nn.Sequential(Block(), Block(), Raises(), Block())
def at_once(): return Raises2()

class Raises2(nn.Module):
    def forward(self, x):
        raise ValueError("at once")
"""
pytestmark = pytest.mark.filterwarnings("ignore:.*LeafSpec.*:FutureWarning")


class InThisProcess:
    """The exporter at work here: what it says is what it says in a process of its own.

    Only starting an interpreter and importing torch in it, which take seconds, are
    left out.
    """

    log, status = "", 0

    def __init__(self, command):
        self._request = json.loads(Path(command[-1]).read_text(encoding="utf-8"))

    def messages(self):
        stream = io.StringIO()
        exporter._run(self._request, exporter.Reporter(stream))
        yield from map(json.loads, stream.getvalue().splitlines())

    def close(self):
        pass


@pytest.fixture
def source(tmp_path, monkeypatch):
    """Networks of a file, which the exporter opens in this process."""
    opener._load_our_torch()
    monkeypatch.setattr(opener, "ForeignProcess", InThisProcess)
    monkeypatch.setattr(exporter, "_sibling", _beside_the_exporter)
    monkeypatch.setattr(exporter, "_sentences", lambda: sentence)
    monkeypatch.setattr(exporter, "_watch_files", set)
    monkeypatch.setattr(sys, "path", sys.path.copy())
    monkeypatch.delitem(sys.modules, "networks", raising=False)
    monkeypatch.chdir(tmp_path)
    yield written(tmp_path, monkeypatch)
    sys.modules.pop("networks", None)


def _beside_the_exporter(name):
    return importlib.import_module(f"engine.opening.{name}")


def written(tmp_path, monkeypatch):
    monkeypatch.setenv("NPU_STUDIO_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "networks.py"
    file.write_text(NETWORKS, encoding="utf-8")
    inputs = (InputSpec((1, 4, 8, 8)),)
    return lambda name: ModelSource("python", str(file), name, inputs=inputs)


def reached(source, timeout=120.0):
    opened = run(open_model(source, timeout, reached=True))
    document = Document(opened.model, "net")
    profile = load_profile("horizon-bayes")
    first = document.diagnostics(profile)[0]
    return opened, document.info(), first


def line_of(words):
    return next(n for n, text in enumerate(NETWORKS.splitlines(), 1) if words in text)


@pytest.mark.parametrize(
    ("name", "line", "word"),
    [
        ("raises", 'ValueError("no such thing")', "no such thing"),
        ("misshapen", "torch.cat([x, x], 1)", "channels"),
        ("missing", "import zz_no_such_package", "zz_no_such_package"),
        ("leaves", "sys.exit(3)", "SystemExit"),
        ("asserts", "three channels", "three channels are wanted"),
        ("third", 'ValueError("no such thing")', "no such thing"),
    ],
)
def test_a_trace_ends_at_the_line_that_fails(source, name, line, word):
    opened, info, first = reached(source(name))
    assert word in opened.stopped
    assert (first.severity, first.op) == ("error", "npu.opaque.default")
    assert first.message == opened.stopped
    assert first.source is not None
    assert first.source.line == line_of(line)
    node = info.by_name[first.node]
    assert node.title == "the rest of the network"
    assert node.source == first.source
    assert node.users == ("output",)
    assert "relu" in info.by_name


@pytest.mark.parametrize(
    ("name", "kind", "line"),
    [
        ("counts", "Counts", "in range(int(x.sum()"),
        ("foreign", "Foreign", "x.detach().numpy() * 2"),
        ("forks", "Forks", "x.detach().numpy() * 2"),
    ],
)
def test_a_module_that_fails_is_one_box_in_a_whole_graph(source, name, kind, line):
    opened, info, first = reached(source(name))
    boxes = [node for node in info.nodes if node.op == "npu.opaque.default"]
    assert {box.title for box in boxes} == {kind}
    assert {box.module for box in boxes} == {"middle"}
    assert all(box.inputs == ("relu",) for box in boxes)
    assert first.source is not None
    assert first.source.line == line_of(line)
    after = [node for node in info.nodes if node.module.startswith("last")]
    assert [node.op for node in after] == ["aten.conv2d.default", "aten.relu.default"]
    assert opened.stopped.startswith("The network runs but cannot be exported")
    assert opened.stopped.endswith(
        f":{line_of(line)} ({NETWORKS.splitlines()[line_of(line) - 1].strip()}); "
        "mend the code there and open the network again."
    )
    assert first.message == opened.stopped


def test_several_results_of_one_box_are_told_once(source):
    opened, info, _ = reached(source("forks"))
    boxes = [node for node in info.nodes if node.op == "npu.opaque.default"]
    assert len(boxes) == 2
    profile = load_profile("horizon-bayes")
    found = Document(opened.model, "net").diagnostics(profile)
    assert [each.constraint for each in found].count("traced") == 1


def test_code_of_the_network_itself_ends_the_trace_behind_what_it_read(source):
    opened, info, first = reached(source("own"))
    assert info.by_name[first.node].title == "the rest of the network"
    assert first.source is not None
    assert first.source.line == line_of("if x.sum().item()")
    assert {node.module for node in info.nodes} >= {"first", "last"}
    assert first.message == opened.stopped
    assert f":{first.source.line} (if x.sum().item()" in opened.stopped
    sums = [node.name for node in info.nodes if node.op.startswith("aten.sum")]
    found = Document(opened.model, "net").diagnostics(load_profile("horizon-bayes"))
    assert sums
    assert not any(each.node in sums for each in found), "one cause is told once"


def test_a_trace_that_ends_before_the_line_that_fails_tells_of_both(source):
    opened, _, first = reached(source("sized"))
    assert first.source is not None
    assert first.source.line == line_of("torch.nonzero")
    assert first.message == opened.stopped
    said = (f":{line_of(words)} (" for words in ("found.numpy()", "torch.nonzero"))
    assert all(each in opened.stopped for each in said)
    assert opened.stopped.endswith("; mend both and open the network again.")


def test_the_box_tells_why_the_network_fails_and_not_only_where_the_trace_ends(source):
    opened, _, first = reached(source("asks"))
    assert first.source is not None
    assert first.source.line == line_of("x.no_such_method()")
    for said in (opened.stopped, first.message):
        assert "no_such_method" in said


def test_an_endless_loop_is_shown_up_to_the_loop(source, monkeypatch):
    monkeypatch.setattr(exporter, "_SOON", 0.2)
    opened, info, first = reached(source("endless"), 1.0)
    assert "did not finish exporting" in opened.stopped
    assert first.source is not None
    assert line_of("while True") <= first.source.line <= line_of("while True") + 1
    assert info.by_name["conv2d_1"].module == "middle.conv"
    assert first.message == opened.stopped
    assert f"It is shown up to {first.source.file}:" in opened.stopped


def test_a_network_that_fails_at_once_is_only_a_sentence(source):
    with pytest.raises(SourceError, match="at once"):
        run(open_model(source("at_once"), reached=True))


def test_without_the_wish_a_part_of_a_network_is_refused(source, tmp_path):
    with pytest.raises(SourceError, match="no such thing"):
        run(open_model(source("raises")))
    assert list((tmp_path / "cache").glob("*")) == []


def test_a_process_of_its_own_reaches_the_same_and_keeps_nothing(
    source, tmp_path, monkeypatch
):
    here, info, first = reached(source("forks"))
    monkeypatch.undo()
    there, same, told = reached(written(tmp_path, monkeypatch)("forks"))
    assert (there.stopped, same, told) == (here.stopped, info, first)
    assert list((tmp_path / "cache").glob("*")) == []


def test_a_part_of_a_network_cannot_be_edited(source):
    opened, info, _ = reached(source("headed"))
    document = Document(opened.model, "net")
    with pytest.raises(EditError, match="only as far as it could be traced"):
        document.apply(InsertStubs())
    assert document.info() == info
    profile = load_profile("horizon-bayes")
    hints = document.hints(profile)
    assert hints
    assert not any(each.fixes for each in (*hints, *document.diagnostics(profile)))
