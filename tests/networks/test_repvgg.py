"""RepVGG is checkpoint-compatible in both forms, and costs what is published."""

import pytest
import torch
from torch import nn

from engine.networks.repvgg import (
    Block,
    repvgg_a0,
    repvgg_a1,
    repvgg_a2,
    repvgg_b0,
    repvgg_b1g4,
)
from tests.networks.fingerprint import Published

SIZE = (224, 224)
DEPLOY = {"deploy": True}
FORMS = [
    Published(repvgg_a0, 351, 9_108_968, "30a5e4cf5324ac5f", 1.513, SIZE),
    Published(repvgg_a1, 351, 14_092_264, "9015b8fbe868a5d7", 2.626, SIZE),
    Published(repvgg_a2, 351, 28_210_600, "285b44d71e34732b", 5.685, SIZE),
    Published(repvgg_b0, 453, 15_817_960, "1f457adaa0885063", 3.397, SIZE),
    Published(repvgg_b1g4, 453, 39_966_056, "82fa8997b4148bdf", 8.119, SIZE),
    Published(repvgg_a0, 46, 8_309_384, "2be59353d6035eca", 1.361, SIZE, DEPLOY),
    Published(repvgg_a1, 46, 12_789_864, "c428852c6178bc86", 2.364, SIZE, DEPLOY),
    Published(repvgg_a2, 46, 25_499_944, "04fd9ebe35d529db", 5.117, SIZE, DEPLOY),
    Published(repvgg_b0, 58, 14_339_048, "7318538a422cfc4e", 3.058, SIZE, DEPLOY),
    Published(repvgg_b1g4, 58, 36_125_416, "b53a11d5437884c3", 7.307, SIZE, DEPLOY),
]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_keys_shapes_and_cost_are_those_published(form):
    form.check()


@pytest.mark.parametrize(
    ("factory", "identities", "blocks"), [(repvgg_a0, 17, 22), (repvgg_b0, 23, 28)]
)
def test_only_blocks_that_keep_their_shape_have_an_identity_branch(
    factory, identities, blocks
):
    with torch.device("meta"):
        network = factory()
    found = [each for each in network.modules() if isinstance(each, Block)]

    assert len(found) == blocks
    assert sum(each.rbr_identity is not None for each in found) == identities


def test_every_other_block_of_b1g4_is_grouped_by_four():
    with torch.device("meta"):
        network = repvgg_b1g4()
    groups = [
        each.rbr_dense.conv.groups
        for each in network.modules()
        if isinstance(each, Block)
    ]

    assert groups == [1, *[1, 4] * 13, 1]


def test_a_block_sums_its_branches_before_its_relu():
    block = Block(4, 4, stride=1, groups=1, deploy=False).eval()
    nn.init.constant_(block.rbr_identity.bias, 0.5)
    x = torch.randn(1, 4, 6, 6)

    with torch.no_grad():
        branches = block.rbr_dense(x) + block.rbr_1x1(x) + block.rbr_identity(x)
        assert torch.equal(block(x), torch.relu(branches))
