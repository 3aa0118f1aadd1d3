"""DeepLabV3+ is checkpoint-compatible under either name of its blocks."""

import pytest
import torch
from torch import nn

from engine.networks.deeplabv3plus import deeplabv3plus_m0, deeplabv3plus_m1
from engine.opening.checkpoint import load_weights
from tests.networks.fingerprint import Published

SIZE = (1024, 2048)
FORMS = [
    Published(deeplabv3plus_m0, 684, 3_312_115, "06fb3d0ffc1dc9ca", 16.610, SIZE),
    Published(deeplabv3plus_m1, 900, 3_476_819, "29f7b0c800897579", 38.519, SIZE),
]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_keys_shapes_and_cost_are_those_published(form):
    form.check()


@pytest.mark.parametrize(
    ("factory", "distinct"), [(deeplabv3plus_m0, 402), (deeplabv3plus_m1, 510)]
)
def test_every_backbone_block_is_kept_once_under_two_names(factory, distinct):
    state = factory().state_dict()

    assert len({value.data_ptr() for value in state.values()}) == distinct


@pytest.fixture
def small():
    torch.manual_seed(4)
    return deeplabv3plus_m0(classes=3).eval()


@pytest.mark.parametrize("kept", ["_blocks_conv", "mod2"])
def test_a_checkpoint_with_one_name_of_the_blocks_loads_whole(small, kept, tmp_path):
    dropped = {"_blocks_conv": "mod2", "mod2": "_blocks_conv"}[kept]
    state = small.state_dict()
    half = {key: value for key, value in state.items() if f".{dropped}." not in key}
    torch.save({"epoch": 1, "state_dict": half}, tmp_path / "best.pth.tar")
    other = deeplabv3plus_m0(classes=3).eval()

    report = load_weights(other, str(tmp_path / "best.pth.tar"))

    assert report["missing"] == []
    assert report["unexpected"] == []
    picture = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        assert torch.equal(other(picture), small(picture))


def test_the_training_form_adds_logits_of_the_two_finer_features():
    with torch.device("meta"):
        network = deeplabv3plus_m0(augment=True).eval()
        heads = network(torch.empty(1, 3, 128, 256))

    sizes = [tuple(head.shape) for head in heads]
    assert sizes == [(1, 19, 16, 32), (1, 19, 8, 16), (1, 19, 16, 32)]


def test_every_batch_norm_has_the_trained_epsilon(small):
    norms = [each for each in small.modules() if isinstance(each, nn.BatchNorm2d)]

    assert {norm.eps for norm in norms} == {2e-5}
