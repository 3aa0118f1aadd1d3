"""Whole branches taken out, and several edits as one."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.document import Document
from engine.errors import EditError
from engine.opening.graph import digest
from engine.recipe import Bypass, DeleteBranch, Rename, SetPrecision, Several, describe
from engine.rewriting.edits import apply_edit
from tests.rewriting.exporting import image, names, opened, ops, tiny_pidnet


def residual():
    return opened(
        lambda self, x: self.second(self.first(x).relu()) + x,
        first=nn.Conv2d(4, 6, 3, padding=1),
        second=nn.Conv2d(6, 4, 3, padding=1),
    )


def gated():
    """A squeeze-and-excitation gate."""
    return opened(
        lambda self, x: x * self.fc(x.mean((2, 3), keepdim=True)).sigmoid(),
        fc=nn.Conv2d(4, 4, 1),
    )


@pytest.mark.parametrize("node", ["conv2d", "relu", "conv2d_1"])
def test_any_node_of_a_residual_branch_takes_out_all_of_it(node):
    edited = apply_edit(residual(), DeleteBranch(node))
    assert names(edited) == ["inputs_0", "output"]


@pytest.mark.parametrize("node", ["mean", "conv2d", "sigmoid"])
def test_a_deleted_gate_leaves_what_it_scaled(node):
    edited = apply_edit(gated(), DeleteBranch(node))
    x = image()
    assert torch.equal(edited(x)[0], x)


def test_a_concatenation_loses_the_item_and_the_shapes_behind_it_follow():
    model = opened(lambda _, x: torch.cat([x.relu(), x.sigmoid(), x.tanh()], 1).neg())
    edited = apply_edit(model, DeleteBranch("sigmoid"))
    x = image()
    assert torch.equal(edited(x)[0], -torch.cat([x.relu(), x.tanh()], 1))
    shapes = {node.name: tuple(node.meta["val"].shape) for node in edited.graph.nodes
              if node.op == "call_function"}  # fmt: skip
    assert shapes["neg"] == (1, 8, 8, 8)


def test_a_concatenation_of_one_is_none():
    model = opened(lambda _, x: torch.cat([x.relu(), x.sigmoid()], 1).neg())
    edited = apply_edit(model, DeleteBranch("sigmoid"))
    assert ops(edited) == ["aten.relu.default", "aten.neg.default"]


def test_a_branch_to_an_output_takes_the_output_with_it():
    model = opened(lambda _, x: (x.relu(), x.sigmoid().neg()))
    edited = apply_edit(model, DeleteBranch("neg"))
    assert names(edited) == ["inputs_0", "relu", "output"]
    assert len(edited(image())) == 1


def test_the_term_that_stays_of_a_difference_is_the_first():
    model = opened(lambda _, x: x.relu() - x.sigmoid())
    assert ops(apply_edit(model, DeleteBranch("sigmoid"))) == ["aten.relu.default"]
    with pytest.raises(EditError, match=r"ends in sub \(aten.sub\), which cannot do"):
        apply_edit(model, DeleteBranch("relu"))


def test_a_quotient_hands_on_its_dividend_and_cannot_do_without_it():
    model = opened(lambda _, x: x.relu() / x.sigmoid())
    assert ops(apply_edit(model, DeleteBranch("sigmoid"))) == ["aten.relu.default"]
    with pytest.raises(EditError, match=r"ends in div \(aten.div\), which cannot do"):
        apply_edit(model, DeleteBranch("relu"))


@pytest.mark.parametrize(
    ("network", "node", "reason"),
    [
        (lambda _, x: x.relu().neg(), "relu", "whole network"),
        (lambda _, x: x.relu(), "inputs_0", "no branch"),
        (lambda _, x: torch.add(x.relu(), x, alpha=2), "relu", "cannot do without"),
        (lambda _, x: x @ x.relu(), "relu", "cannot do without"),
        (lambda _, x: torch.stack([x.relu(), x, x], 1), "relu", "cannot do without"),
    ],
)
def test_what_cannot_be_missing_is_said(network, node, reason):
    with pytest.raises(EditError, match=reason):
        apply_edit(opened(network), DeleteBranch(node))


def test_a_branch_whose_width_is_needed_behind_the_join_is_refused():
    model = opened(
        lambda self, x: self.conv(torch.cat([x.relu(), x.sigmoid()], 1)),
        conv=nn.Conv2d(8, 4, 1),
    )
    with pytest.raises(EditError, match="conv2d cannot be computed"):
        apply_edit(model, DeleteBranch("relu"))


def test_each_branch_of_a_whole_network_is_deleted_or_refused_and_nothing_mutates():
    model = tiny_pidnet()
    before, done = digest(model), 0
    for node in [each for each in model.graph.nodes if each.op == "call_function"][::9]:
        try:
            edited = apply_edit(model, DeleteBranch(node.name))
        except EditError:
            continue
        edited.graph.lint()
        edited(image(3, 64, 128))
        assert node.name not in names(edited)
        done += 1
    assert done > 10
    assert digest(model) == before


def test_several_edits_are_one_step():
    model = gated()
    document = Document(model, "net")
    edit = Several((SetPrecision("mean", "int16"), Bypass("sigmoid")))
    before = document.digest
    document.apply(edit)
    assert document.edits == (edit,)
    assert "sigmoid" not in names(document.model)
    assert Document(model, "net", (edit,)).digest == document.digest
    document.undo()
    assert document.digest == before


def test_a_later_one_of_several_edits_knows_what_an_earlier_one_named():
    edit = Several((Rename("sigmoid", "gate"), Bypass("gate")))
    assert ops(apply_edit(gated(), edit)) == ops(apply_edit(gated(), Bypass("sigmoid")))


def test_where_one_of_several_is_refused_none_is_made():
    document = Document(gated(), "net")
    with pytest.raises(EditError, match="no node sigmoid"):
        document.apply(Several((Bypass("sigmoid"), Bypass("sigmoid"))))
    with pytest.raises(EditError, match="No node is chosen"):
        document.apply(Several(()))
    assert document.edits == ()


def test_several_edits_are_described_by_the_first_and_their_number():
    edits = (Bypass("a"), Bypass("b"), Bypass("c"))
    assert describe(Several(edits)) == "bypass a and 2 more"
    assert describe(Several(edits[:1])) == "bypass a"


def test_a_branch_that_ends_in_a_computed_weight_is_refused():
    model = opened(
        lambda self, x: F.conv2d(torch.relu(x), self.conv.weight * x.mean()) + x,
        image(),
        conv=nn.Conv2d(4, 4, 1),
    )
    with pytest.raises(EditError):
        apply_edit(model, DeleteBranch("mean"))
