"""YOLOX is checkpoint-compatible, costs what is published, and decodes to pixels."""

import math

import pytest
import torch
from torch import nn

from engine.networks.yolox import STRIDES, yolox_nano, yolox_s, yolox_tiny
from tests.networks.fingerprint import Published

FORMS = [
    Published(yolox_nano, 642, 912_159, "0df52c1007aa778c", 0.523, (416, 416)),
    Published(yolox_tiny, 462, 5_055_855, "aed9543150f5086a", 3.206, (416, 416)),
    Published(yolox_s, 462, 8_968_255, "a09f6c709923d207", 13.343, (640, 640)),
]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_keys_shapes_and_cost_are_those_published(form):
    form.check()


@pytest.fixture
def network():
    torch.manual_seed(2)
    return yolox_nano(classes=3, width=8).eval()


def test_both_spellings_of_the_decode_compute_the_same(network):
    picture = torch.rand(2, 3, 64, 96) * 255
    with torch.no_grad():
        written = network(picture)
        network.head.assigning = False
        joined = network(picture)

    assert written.shape == (2, 8 * 12 + 4 * 6 + 2 * 3, 8)
    assert torch.equal(written, joined)


def test_an_undecided_prediction_is_a_cell_of_one_stride_at_its_corner(network):
    head = network.head
    for prediction in [*head.cls_preds, *head.reg_preds, *head.obj_preds]:
        nn.init.zeros_(prediction.weight)
    with torch.no_grad():
        rows = network(torch.rand(1, 3, 64, 96))[0]

    first = 0
    for stride in STRIDES:
        height, width = 64 // stride, 96 // stride
        level = rows[first : first + height * width].view(height, width, 8)
        row, column = height - 1, width - 2
        expected = [column * stride, row * stride, stride, stride, 0.5, 0.5, 0.5, 0.5]
        assert level[row, column].tolist() == expected
        first += height * width


def test_extents_are_exponential_and_scores_are_probabilities(network):
    head = network.head
    for prediction in [*head.cls_preds, *head.reg_preds, *head.obj_preds]:
        nn.init.zeros_(prediction.weight)
        nn.init.ones_(prediction.bias)
    with torch.no_grad():
        first = network(torch.rand(1, 3, 64, 64))[0, 0]

    assert first[:2].tolist() == [8, 8]
    assert first[2:4].tolist() == pytest.approx([8 * math.e] * 2)
    assert first[4:].tolist() == pytest.approx([1 / (1 + math.exp(-1))] * 4)


def test_every_batch_norm_has_the_trained_epsilon(network):
    norms = [each for each in network.modules() if isinstance(each, nn.BatchNorm2d)]

    assert {norm.eps for norm in norms} == {1e-3}
    assert {norm.momentum for norm in norms} == {0.03}
