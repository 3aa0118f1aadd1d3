"""Weights of other states lie in files, and read the same from there."""

import errno
import weakref

import pytest
import torch
from torch import nn

from engine.document import Document
from engine.errors import ScratchError
from engine.opening.graph import digest, get_tensor
from engine.recipe import FuseBatchNorm, Rename
from engine.rewriting import scratch
from engine.system import collector_paused
from tests.rewriting.exporting import image, opened


@pytest.fixture
def document():
    model = opened(
        lambda m, x: torch.relu(m.norm(m.convolution(x))),
        convolution=nn.Conv2d(4, 64, 9, padding=4),
        norm=nn.BatchNorm2d(64),
    )
    return Document(model, "normed")


def weights(model):
    nodes = model.graph.find_nodes(op="get_attr")
    return {str(node.target): get_tensor(model, node) for node in nodes}


def copies(model):
    return {name: tensor.clone() for name, tensor in weights(model).items()}


def is_equal(model, kept):
    found = weights(model)
    return found.keys() == kept.keys() and all(
        torch.equal(found[name], kept[name]) for name in kept
    )


def test_undo_and_redo_restore_the_weights_from_files_bit_by_bit(
    document, tmp_path, monkeypatch
):
    before = copies(document.model)
    document.put_weights_away(tmp_path)
    document.apply(FuseBatchNorm())
    folded = copies(document.model)
    document.put_weights_away(tmp_path)
    monkeypatch.setattr("engine.kept_models.apply_edit", None)
    for _ in range(2):
        document.undo()
        assert is_equal(document.model, before)
        document.put_weights_away(tmp_path)
        document.redo()
        assert is_equal(document.model, folded)
        document.put_weights_away(tmp_path)


def test_a_model_held_while_its_weights_are_put_away_computes_the_same(
    document, tmp_path
):
    model, x = document.model, image()
    expected = model(x)[0]
    document.apply(FuseBatchNorm())
    document.put_weights_away(tmp_path)
    assert torch.equal(model(x)[0], expected)
    assert torch.equal(document.model_at(0)(x)[0], expected)


def test_graphs_that_were_left_are_gone_without_a_search_for_garbage(
    document, tmp_path
):
    document.put_weights_away(tmp_path)
    with collector_paused():
        for number in range(3):
            document.apply(Rename("relu", f"active_{number}"))
            left = weakref.ref(document.model)
            document.undo()
            assert document.model is document.base
            document.put_weights_away()
            assert left() is None
    assert digest(document.base) == document.digest


def test_replaying_the_recipe_gives_what_the_files_gave(document, tmp_path):
    document.apply(Rename("relu", "active"))
    document.apply(FuseBatchNorm())
    document.put_weights_away(tmp_path)
    document.undo()
    document.put_weights_away(tmp_path)
    document.redo()
    again = Document(document.base, "normed", document.edits)
    assert again.digest == document.digest
    assert is_equal(again.model, weights(document.model))


def test_nothing_is_left_in_the_folder(document, tmp_path):
    (tmp_path / "crashed.weights").write_bytes(b"left")
    document.apply(FuseBatchNorm())
    document.put_weights_away(tmp_path)
    document.undo()
    assert not list(tmp_path.iterdir())


def test_weights_of_states_that_were_cut_off_are_given_up(document, tmp_path):
    document.put_weights_away(tmp_path)
    document.apply(FuseBatchNorm())
    document.undo()
    document.put_weights_away(tmp_path)
    kept = document.bytes_in_files
    document.apply(Rename("relu", "active"))
    document.put_weights_away(tmp_path)
    assert kept > 0
    assert document.bytes_in_files == 0


def test_a_full_disk_is_told_once_and_loses_nothing(document, tmp_path, monkeypatch):
    def full(stream, tensor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(scratch, "_write", full)
    before = copies(document.model)
    document.apply(FuseBatchNorm())
    with pytest.raises(ScratchError, match="stay in memory"):
        document.put_weights_away(tmp_path)
    document.put_weights_away(tmp_path)
    document.undo()
    assert is_equal(document.model, before)
    assert not list(tmp_path.iterdir())
