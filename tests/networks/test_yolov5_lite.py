"""YOLOv5-Lite is checkpoint-compatible, costs what is published, and decodes."""

import pytest
import torch
from torch import nn

from engine.networks.yolov5_lite import (
    ANCHORS,
    STRIDES,
    yolov5_lite_c,
    yolov5_lite_e,
    yolov5_lite_g,
    yolov5_lite_s,
)
from engine.networks.yolov5_lite_blocks import ShuffleUnit
from tests.networks.fingerprint import Published

FORMS = [
    Published(yolov5_lite_e, 386, 787_085, "981f85192ab6b71d", 0.357, (320, 320)),
    Published(yolov5_lite_s, 482, 1_649_853, "70926351e7da39e6", 0.822, (416, 416)),
    Published(yolov5_lite_c, 387, 4_591_901, "3bc0b87e6fde209e", 2.822, (512, 512)),
    Published(yolov5_lite_g, 482, 5_574_845, "3d2b91f5af3ff2fc", 8.017, (640, 640)),
]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_keys_shapes_and_cost_are_those_published(form):
    form.check()


@pytest.fixture
def network():
    torch.manual_seed(2)
    return yolov5_lite_e(classes=3).eval()


def test_the_export_form_returns_the_raw_maps_of_the_whole_form(network):
    picture = torch.rand(1, 3, 64, 96)
    with torch.no_grad():
        boxes, raw = network(picture)
        network.model[-1].export = True
        exported = network(picture)

    assert boxes.shape == (1, 3 * (8 * 12 + 4 * 6 + 2 * 3), 8)
    assert [tuple(each.shape[2:]) for each in raw] == [(8, 12, 8), (4, 6, 8), (2, 3, 8)]
    assert all(torch.equal(a, b) for a, b in zip(raw, exported, strict=True))


def test_an_undecided_prediction_is_an_anchor_in_the_middle_of_its_cell(network):
    for prediction in network.model[-1].m:
        nn.init.zeros_(prediction.weight)
    with torch.no_grad():
        boxes, _ = network(torch.rand(1, 3, 64, 96))

    first = 0
    for stride, anchors in zip(STRIDES, ANCHORS, strict=True):
        height, width = 64 // stride, 96 // stride
        level = boxes[0, first : first + 3 * height * width]
        level = level.view(3, height, width, 8)
        for each, (anchor_width, anchor_height) in enumerate(anchors):
            box = level[each, height - 1, width - 2].tolist()
            middle = [(width - 1.5) * stride, (height - 0.5) * stride]
            assert box == [*middle, anchor_width, anchor_height, *[0.5] * 4]
        first += 3 * height * width


def test_a_shuffle_unit_interleaves_what_it_passed_and_what_it_convolved():
    unit = ShuffleUnit(8, 8).eval()
    x = torch.randn(1, 8, 4, 4)

    with torch.no_grad():
        out = unit(x)
        assert torch.equal(out[:, ::2], x[:, :4])
        assert torch.equal(out[:, 1::2], unit.branch2(x[:, 4:]))


def test_every_batch_norm_has_the_trained_epsilon(network):
    norms = [each for each in network.modules() if isinstance(each, nn.BatchNorm2d)]

    assert {norm.eps for norm in norms} == {1e-3}
