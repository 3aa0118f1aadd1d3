"""To 4 dimensions and back again: the two rules undo each other."""

import dataclasses

import pytest
import torch

from engine.recipe import ApplyEverywhere, ApplyRule
from engine.rewriting.catalogue import rules
from engine.rewriting.edits import apply_edit
from engine.rewriting.expansion import Expander
from engine.rewriting.verification import distance
from engine.targets.calls import ops_of
from tests.rewriting.catalogue import CATALOGUE
from tests.rewriting.exporting import opened, ops

UP, BACK = "compute_with_four_dimensions", "compute_with_own_dimensions"
FIVE = "unsqueeze permute reshape matmul"
"""Of more than 4 dimensions a matrix product keeps two, which are not found again."""
IMAGE = "select reshape mul"
"""An operand alone is written as an image; the op has been one on images before."""
SITES = [
    pytest.param(build, node, id=f"{node}-{number}")
    for number, (build, node, ops_after) in enumerate(CATALOGUE[UP][0])
    if ops_after not in (FIVE, IMAGE)
]


def raised(model, up, node):
    """The op that computes as an image what the node computed."""
    (was,) = [each for each in model.graph.nodes if each.name == node]
    (image_op,) = [
        each.name
        for each in up.graph.nodes
        if each.target is was.target and each.name.startswith(f"{node}_")
    ]
    return image_op


@pytest.mark.parametrize(("build", "node"), SITES)
def test_back_from_four_dimensions_is_where_one_came_from(build, node):
    model = build()
    up = apply_edit(model, ApplyRule(UP, node))
    back = apply_edit(up, ApplyRule(BACK, raised(model, up, node)))
    assert ops(back) == ops(model)
    x = torch.randn(build.shapes[0])
    for before, after in zip(model(x), back(x), strict=True):
        assert distance(before, after) == 0


LOWERED = [
    pytest.param(build, node, id=f"{node}-{number}")
    for number, (build, node, _) in enumerate(CATALOGUE[BACK][0])
]


@pytest.mark.parametrize(("build", "node"), LOWERED)
def test_computing_with_own_dimensions_never_takes_more_ops(build, node):
    model = build()
    edited = apply_edit(model, ApplyRule(BACK, node))
    assert len(ops_of(edited.graph)) <= len(ops_of(model.graph))


def in_between(x, steps):
    x = x.reshape(1, 1, 4, 12)
    for _ in range(steps):
        x = x.relu() * 2
    return x.reshape(4, 12)


def test_ops_between_reshapes_are_looked_at_once_for_all_of_them():
    """Of a long row of ops, each would otherwise look at all the others."""
    looked = []
    own = rules()[BACK]

    def find(node):
        looked.append(node)
        return own.find_site(node)

    model = opened(lambda _, x: in_between(x, 20), torch.randn(4, 12))
    watched = dataclasses.replace(own, find_site=find)
    found = list(Expander().matching(watched, model.graph.nodes))
    assert found == [each for each in ops_of(model.graph) if each.target in own.targets]
    assert len(looked) == 1
    assert ops(apply_edit(model, ApplyEverywhere(BACK))) == ops(model)[1:-1]
