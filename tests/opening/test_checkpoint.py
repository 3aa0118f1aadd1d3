"""Weights meet a network by name, and a file can run nothing."""

import ast
import collections
import io
import json
import os
import pickle
import struct
from pathlib import Path

import numpy
import pytest
import torch
from torch import nn

from engine.opening import checkpoint
from engine.opening.checkpoint import load_weights, read_checkpoint
from engine.opening.failure import CheckpointFailure

STANDALONE = [
    "exporter",
    "building",
    "tracing",
    "value_tracing",
    "checkpoint",
    "remedies",
    "unpickling",
    "failure",
    "operators",
]


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.blocks = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2))
        self.register_buffer("scratch", torch.zeros(3), persistent=False)


class RunsCommand:
    """A pickle that writes a file when it is loaded by the ordinary unpickler."""

    def __init__(self, evidence: Path) -> None:
        self.evidence = evidence

    def __reduce__(self):
        return os.system, (f"touch {self.evidence}",)


class LoadsBytes:
    """A pickle that smuggles a second pickle through torch's own loader."""

    def __reduce__(self):
        return torch.storage._load_from_bytes, (b"anything",)


def weights(seed: int = 3) -> dict[str, torch.Tensor]:
    torch.manual_seed(seed)
    state = Net().state_dict()
    return {
        k: torch.rand_like(v) if v.is_floating_point() else v for k, v in state.items()
    }


def loaded_equal(model: nn.Module, expected: dict[str, torch.Tensor]) -> bool:
    state = model.state_dict()
    return all(torch.equal(state[name], value) for name, value in expected.items())


def save(content: object, folder: Path, **options) -> str:
    file = str(folder / "weights.pt")
    torch.save(content, file, **options)
    return file


@pytest.mark.parametrize(
    "wrapper", ["", "state_dict", "model", "model_state", "net", "ema", "a.b"]
)
@pytest.mark.parametrize("prefix", ["", "model.", "module.", "_orig_mod.", "a.b."])
def test_wrappers_and_prefixes_are_recognised(tmp_path, wrapper, prefix):
    content = {prefix + name: value for name, value in weights().items()}
    for key in reversed(wrapper.split(".") if wrapper else []):
        content = {"epoch": 3, key: content}
    model = Net()
    report = load_weights(model, save(content, tmp_path))
    assert loaded_equal(model, weights())
    assert (report["wrapper"], report["prefix"]) == (wrapper, prefix)
    assert report["matched"] == len(weights())
    assert report["missing"] == report["unexpected"] == report["mismatched"] == []


def test_a_bare_file_loads_into_a_wrapped_network(tmp_path):
    wrapped = nn.Module()
    wrapped.model = Net()
    report = load_weights(wrapped, save(weights(), tmp_path))
    assert loaded_equal(wrapped.model, weights())
    assert report["prefix"] == "+model."


@pytest.mark.parametrize(("plain", "averaged"), [("model", "ema"), ("p", "p_ema")])
def test_averaged_weights_are_preferred_among_equals(tmp_path, plain, averaged):
    model = Net()
    content = {plain: weights(1), averaged: weights(2), "optimizer": {"state": {}}}
    assert load_weights(model, save(content, tmp_path))["wrapper"] == averaged
    assert loaded_equal(model, weights(2))


def test_every_key_that_does_not_fit_is_listed(tmp_path):
    content = {f"model.{name}": value for name, value in weights().items()}
    del content["model.norm.bias"], content["model.norm.num_batches_tracked"]
    content["model.blocks.2.weight"] = torch.zeros(5, 4)
    content["model.extra.weight"] = torch.zeros(2)
    content["loss.weight"] = torch.ones(19)
    report = load_weights(Net(), save(content, tmp_path))
    assert report["missing"] == ["norm.bias"]
    assert report["unexpected"] == ["model.extra.weight", "loss.weight"]
    assert report["mismatched"] == [("model.blocks.2.weight", "5×4", "2×4")]
    assert report["unused"] == ["extra", "loss"]


@pytest.mark.parametrize("prefix", ["", "model.", "+model."])
def test_parts_that_the_network_has_not_are_named_from_outside(tmp_path, prefix):
    own = "" if prefix[:1] == "+" else prefix
    more = ("head.a.weight", "head.b.weight", "blocks.7.conv.weight", "norm.odd")
    content = {**weights(), **dict.fromkeys(more, torch.zeros(2))}
    file = save({own + name: value for name, value in content.items()}, tmp_path)
    network = Net()
    if prefix == "+model.":
        network = nn.Module()
        network.model = Net()
    report = load_weights(network, file)
    assert (report["prefix"], len(report["unexpected"])) == (prefix, 4)
    assert report["unused"] == ["head", "blocks.7", "norm.odd"]


def test_half_precision_is_widened(tmp_path):
    content = {name: value.half() for name, value in weights().items()}
    model = Net()
    load_weights(model, save(content, tmp_path))
    assert model.conv.weight.dtype == torch.float32
    assert torch.equal(model.conv.weight, weights()["conv.weight"].half().float())


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "legacy"])
def test_a_whole_pickled_network_gives_its_weights(tmp_path, zipped):
    network = Net()
    network.load_state_dict(weights())
    content = {"epoch": 1, "model": network.half(), "best": collections.Counter()}
    file = save(content, tmp_path, _use_new_zipfile_serialization=zipped)
    model = Net()
    report = load_weights(model, file)
    assert report["matched"] == len(weights())
    assert torch.equal(model.conv.weight, weights()["conv.weight"].half().float())
    assert "scratch" not in report["unexpected"]


def test_safetensors_are_read_without_the_package(tmp_path):
    safetensors = pytest.importorskip("safetensors.torch")
    file = str(tmp_path / "weights.safetensors")
    content = {**weights(), "half": torch.rand(3).bfloat16(), "none": torch.zeros(0)}
    safetensors.save_file(content, file, metadata={"format": "pt"})
    read = read_checkpoint(file)
    assert read.keys() == content.keys()
    assert all(torch.equal(read[name], value) for name, value in content.items())


def test_safetensors_offsets_outside_the_file_are_refused(tmp_path):
    entry = {"dtype": "F32", "shape": [4], "data_offsets": [0, 4096]}
    header = json.dumps({"w": entry}).encode()
    file = tmp_path / "weights.safetensors"
    file.write_bytes(struct.pack("<Q", len(header)) + header + bytes(16))
    with pytest.raises(CheckpointFailure, match="is not a checkpoint or is damaged"):
        read_checkpoint(str(file))


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_pickle_that_runs_a_command_runs_nothing(tmp_path, protocol):
    evidence = tmp_path / "evidence"
    content = pickle.dumps({"w": RunsCommand(evidence)}, protocol)
    file = tmp_path / "weights.pt"
    file.write_bytes(content)
    with pytest.raises(CheckpointFailure):
        load_weights(Net(), str(file))
    assert not evidence.exists()
    pickle.loads(content)
    assert evidence.exists()


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "legacy"])
def test_a_command_among_weights_is_named_and_refused(tmp_path, zipped):
    evidence = tmp_path / "evidence"
    content = {**weights(), "hook": RunsCommand(evidence)}
    file = save(content, tmp_path, _use_new_zipfile_serialization=zipped)
    with pytest.raises(CheckpointFailure, match=r"asks to run posix\.system"):
        load_weights(Net(), file)
    assert not evidence.exists()


def test_nested_pickles_are_refused(tmp_path):
    file = save({**weights(), "inner": LoadsBytes()}, tmp_path)
    with pytest.raises(CheckpointFailure, match="_load_from_bytes"):
        load_weights(Net(), file)


def test_weights_of_another_network_are_refused(tmp_path):
    content = {"conv.weight": torch.zeros(8, 3, 3, 3), "fc.weight": torch.zeros(2, 2)}
    with pytest.raises(CheckpointFailure, match="belongs to another network: 0 of 10"):
        load_weights(Net(), save(content, tmp_path))


def test_a_refused_checkpoint_changes_nothing(tmp_path):
    torch.manual_seed(5)
    model = Net()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    few = {"conv.weight": weights()["conv.weight"]}
    with pytest.raises(CheckpointFailure, match="belongs to another network: 1 of 10"):
        load_weights(model, save(few, tmp_path))
    assert loaded_equal(model, before)


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "legacy"])
@pytest.mark.parametrize("kept", [0, 10, 300, 900])
def test_a_truncated_file_is_one_sentence(tmp_path, zipped, kept):
    file = save(weights(), tmp_path, _use_new_zipfile_serialization=zipped)
    os.truncate(file, kept)
    with pytest.raises(CheckpointFailure, match="is not a checkpoint or is damaged"):
        load_weights(Net(), file)


@pytest.mark.parametrize("content", [b"hello world\n", b"\x89PNG\r\n\x1a\n" * 9, b"{}"])
def test_another_kind_of_file_is_one_sentence(tmp_path, content):
    file = tmp_path / "weights.pt"
    file.write_bytes(content)
    with pytest.raises(CheckpointFailure, match="is not a checkpoint or is damaged"):
        load_weights(Net(), str(file))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid x\n", "git lfs pull"),
        (b"\n<!DOCTYPE html><html></html>", "is a web page, not the weights"),
        (b"\x89HDF\r\n\x1a\n" + bytes(60), "is an HDF5 file"),
    ],
)
def test_what_stands_where_a_checkpoint_should_is_named(tmp_path, content, sentence):
    file = tmp_path / "weights.pth"
    file.write_bytes(content)
    with pytest.raises(CheckpointFailure, match=sentence):
        load_weights(Net(), str(file))


def test_archives_of_other_tools_are_named(tmp_path):
    arrays, program = str(tmp_path / "weights.npz"), str(tmp_path / "net.pt2")
    numpy.savez(arrays, weight=numpy.zeros(3))
    exported = torch.export.export(nn.ReLU(), (torch.zeros(1),))
    torch.export.save(exported, program)
    with pytest.raises(CheckpointFailure, match="is a NumPy archive"):
        load_weights(Net(), arrays)
    with pytest.raises(CheckpointFailure, match="is an exported program"):
        load_weights(Net(), program)


def test_a_file_without_tensors_is_refused(tmp_path):
    with pytest.raises(CheckpointFailure, match="holds no named weights"):
        load_weights(Net(), save({"epoch": 3}, tmp_path))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CheckpointFailure, match="There is no checkpoint"):
        load_weights(Net(), str(tmp_path / "none.pt"))


@pytest.mark.parametrize("name", STANDALONE)
def test_what_runs_elsewhere_is_python_3_8_and_needs_only_torch(name):
    folder = Path(checkpoint.__file__).parent
    source = (folder / f"{name}.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert all(a.name.split(".")[0] != "engine" for a in node.names)
        if isinstance(node, ast.ImportFrom) and not node.level:
            assert (node.module or "").split(".")[0] != "engine"


def test_inert_objects_take_any_state_and_do_nothing():
    ordered = collections.OrderedDict(a=1)
    defaults = collections.defaultdict(list, b=[2])
    stream = io.BytesIO(pickle.dumps([ordered, defaults, Path("x"), {3}, 1 + 2j]))
    unpickled = checkpoint.PICKLE_MODULE.load(stream)
    assert unpickled[0] == ordered
    assert unpickled[3] == {3}
    assert type(unpickled[1]).__mro__[1].__name__ == "Inert"
