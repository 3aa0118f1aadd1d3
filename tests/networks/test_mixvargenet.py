"""MixVarGENet is checkpoint-compatible with and without fusion."""

import pytest
import torch
from torch import nn

from engine.networks.mixvargenet import Block, Design, mixvargenet
from tests.networks.fingerprint import Published

FUSION = {"fusion": True}
FORMS = [
    Published(mixvargenet, 287, 2_310_744, "7b5166c7150cd9a7", 1.034, (224, 224)),
    Published(
        mixvargenet, 392, 2_630_520, "26317d849f010009", 1.103, (224, 224), FUSION
    ),
]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_keys_shapes_and_cost_are_those_published(form):
    form.check()


@pytest.mark.parametrize("fusion", [False, True])
def test_features_halve_from_stage_to_stage(fusion):
    with torch.device("meta"):
        network = mixvargenet(fusion=fusion).eval()
        features = network.features(torch.empty(1, 3, 512, 512))

    sizes = [(each.shape[1], 512 // each.shape[2]) for each in features]
    assert sizes == [(32, 2), (32, 4), (64, 8), (96, 16), (160, 32)]


def test_the_trunk_has_the_published_weights():
    with torch.device("meta"):
        network = mixvargenet()
    head = sum(value.numel() for value in network.output.parameters())
    everything = sum(value.numel() for value in network.parameters())

    assert everything - head == 1_116_832


def test_the_stem_has_no_activation():
    network = mixvargenet().eval()
    nn.init.constant_(network.mod1[1].bias, -9.0)

    with torch.no_grad():
        assert network.mod1(torch.randn(1, 3, 32, 32)).max() < 0


def test_a_block_adds_what_the_finer_stages_send_before_its_one_relu():
    block = Block(32, 32, Design(factor=2), fused=(16,)).eval()
    x, other = torch.randn(1, 32, 8, 8), torch.randn(1, 16, 8, 8)

    with torch.no_grad():
        expected = torch.relu(block.conv(x) + x + block.fusion_layers[0](other))
        assert torch.equal(block(x, [other]), expected)
