"""Modules bypassed and cut off as a whole, by their paths."""

import pytest
import torch
from torch import nn

from engine.document import Document
from engine.errors import EditError
from engine.recipe import Bypass, DeleteBranch, Several
from engine.rewriting.edits import apply_edit
from engine.rewriting.offers import choices_at
from tests.rewriting.exporting import image, names, opened, ops


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(4, channels, 1)

    def forward(self, x):
        return self.conv(x).relu() + x[:, :1]


def blocks():
    return opened(
        lambda self, x: x.sigmoid() + self.blocks(x) * self.gate(x.neg()),
        blocks=nn.Sequential(*(Block(4) for _ in range(3))),
        gate=nn.Sequential(nn.Conv2d(4, 4, 1), nn.ReLU()),
    )


def inside(model, path):
    return [
        node.name
        for node in model.graph.nodes
        if node.op == "call_function" and f"{node.meta['module']}.".startswith(path)
    ]


@pytest.mark.parametrize(
    ("chosen", "edit"),
    [
        (("blocks.1.",), Bypass("blocks.1")),
        (("blocks.0.", "blocks.1."), Several((Bypass("blocks.0"), Bypass("blocks.1")))),
        (("blocks.",), Bypass("blocks")),
    ],
)
def test_modules_chosen_whole_are_bypassed_by_their_paths(chosen, edit):
    model = blocks()
    gone = [name for path in chosen for name in inside(model, path)]
    offer = choices_at(model, gone).offer("bypass")
    assert (offer.edit, offer.reason) == (edit, "")
    made = apply_edit(model, edit)
    left = {node.name for node in made.graph.nodes if node.op == "call_function"}
    assert left == {*inside(model, "")} - {*gone}


def test_what_read_a_bypassed_module_reads_what_it_read():
    model = opened(
        lambda self, x: self.blocks(x.abs()).neg(),
        blocks=nn.Sequential(Block(4), Block(4)),
    )
    x = image()
    assert torch.equal(apply_edit(model, Bypass("blocks"))(x)[0], -x.abs())


def test_a_module_whose_shape_is_needed_is_not_bypassed_and_the_reason_is_told():
    model = opened(
        lambda self, x: self.head(self.blocks(x)),
        blocks=nn.Sequential(nn.Conv2d(4, 6, 1), nn.ReLU()),
        head=nn.Conv2d(6, 2, 1),
    )
    offer = choices_at(model, inside(model, "blocks.")).offer("bypass")
    assert "relu (1×6×8×8) cannot read inputs_0 (1×4×8×8)" in offer.reason
    with pytest.raises(EditError, match="keep the shape and type"):
        apply_edit(model, Bypass("blocks"))
    with pytest.raises(EditError, match=r"no node blocks\.7"):
        apply_edit(model, Bypass("blocks.7"))


def test_each_call_of_a_module_is_bypassed():
    model = opened(
        lambda self, x: self.act(x).neg() + self.act(x.abs()),
        act=nn.Sequential(nn.ReLU(), nn.Sigmoid()),
    )
    edited = apply_edit(model, Bypass("act"))
    assert ops(edited) == ["aten.neg.default", "aten.abs.default", "aten.add.Tensor"]


def test_branches_that_hold_one_another_are_deleted_once():
    model = blocks()
    chosen = [*inside(model, "blocks.0."), *inside(model, "blocks.2.")]
    offer = choices_at(model, chosen).offer("delete_branch")
    assert (offer.edit, offer.reason) == (DeleteBranch("blocks.0"), "")
    both = choices_at(model, [*inside(model, "gate."), "sigmoid"])
    left = {*names(apply_edit(model, both.offer("delete_branch").edit))}
    assert left.isdisjoint(["sigmoid", "neg", "add_3", "mul"])


def test_a_bypassed_module_is_one_step_that_is_saved_and_made_again():
    model = blocks()
    document = Document(model, "net")
    document.apply(Bypass("blocks.1"))
    (mark,) = document.landmarks[0]
    assert (mark.op, mark.name) == ("module", "blocks.1")
    again = Document(model, "net", document.edits)
    assert again.digest == document.digest
    document.undo()
    assert names(document.model) == names(model)
