"""What the reference articles changed by hand is found and fixed on the networks."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
import torch

from engine.document import Document
from engine.opening.graph import digest
from engine.recipe import EndAtPredictions, FixAll, FuseBatchNorm, Reparameterize
from engine.targets.profile import load_profile, profiles
from tests.benchmarks.reference_networks import (
    CLAIM,
    errors,
    fix_all,
    open_small,
)

SMALL = ("yolox-nano", "yolov5-lite-e", "repvgg-a0")
SITES = {
    "yolox-nano": {
        "silu": 104,
        "slice_scatter": 2,
        "arange": 6,
        "meshgrid": 3,
        "full": 3,
        "sigmoid": 6,
        "batch_norm": 104,
    },
    "yolov5-lite-e": {
        "silu": 2,
        "slice_scatter": 6,
        "arange": 6,
        "meshgrid": 3,
        "transpose": 14,
        "split": 11,
        "sigmoid": 3,
        "batch_norm": 63,
    },
    "repvgg-a0": {"batch_norm": 22 + 22 + 17, "conv2d": 44, "add": 44},
}
"""How often an op stands in the graph as opened: the sites of hand edits."""


@cache
def opened(name: str) -> Document:
    return open_small(name)


@pytest.fixture(params=SMALL)
def document(request):
    found = opened(request.param)
    yield found
    found.jump(0)


def ops(document: Document) -> Counter[str]:
    """Count the calls by the bare name of their op."""
    calls = document.model.graph.nodes
    names = [str(node.target) for node in calls if node.op == "call_function"]
    return Counter(name.split(".")[1] for name in names if name.startswith("aten."))


def test_every_site_of_a_hand_edit_stands_in_the_graph(document):
    found = ops(document)

    expected = SITES[document.name]
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("target", [each.name for each in profiles()])
def test_fix_all_leaves_only_what_no_rule_can_clear_and_keeps_the_result(
    document, target
):
    before = digest(document.model)
    row = fix_all(document, load_profile(target))

    assert row.difference <= CLAIM
    assert row.undone == ()
    assert row.after <= row.before
    assert digest(document.model) == before


def test_nothing_is_left_that_journey_5_refuses(document):
    bayes = load_profile("horizon-bayes")
    if errors(document, bayes):
        document.apply(FixAll(bayes.name))

    assert errors(document, bayes) == []


@pytest.mark.parametrize("name", ["yolox-nano", "yolov5-lite-e"])
@pytest.mark.parametrize("target", ["horizon-bayes", "cambricon-mlu270"])
def test_a_detector_that_ends_at_its_predictions_is_fixed_whole(name, target):
    document, profile = opened(name), load_profile(target)
    try:
        document.apply(EndAtPredictions())
        document.apply(FixAll(target))

        assert errors(document, profile) == []
    finally:
        document.jump(0)


@pytest.mark.parametrize("folded_first", [False, True])
def test_repvgg_becomes_its_deploy_form(folded_first):
    document = opened("repvgg-a0")
    x = torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        before = document.model(x)[0]
    try:
        if folded_first:
            document.apply(FuseBatchNorm())
        document.apply(Reparameterize())
        with torch.no_grad():
            after = document.model(x)[0]

        found = ops(document)
        assert (found["conv2d"], found["batch_norm"], found["add"]) == (22, 0, 0)
        assert document.info().parameters == 8_309_384
        assert (after - before).abs().max() <= 1e-4 * before.abs().max()
    finally:
        document.jump(0)
