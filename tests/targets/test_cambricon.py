"""What a port of a detector to MLU270 met by hand is found, and fixed with a click."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.recipe import FixAll
from engine.rewriting.edits import apply_edit
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, opened

MLU = load_profile("cambricon-mlu270")


def decode(value, stride):
    """Turn offsets into boxes as detectors do: grids, strides, assigned slices."""
    height, width = value.shape[2:]
    rows, columns = torch.meshgrid(
        torch.arange(height), torch.arange(width), indexing="ij"
    )
    grid = torch.stack((columns, rows), 2).view(1, -1, 2).float()
    strides = torch.full((1, height * width, 1), float(stride))
    boxes = value.flatten(2).permute(0, 2, 1).clone()
    boxes[..., :2] = (boxes[..., :2] + grid) * strides
    boxes[..., 2:4] = torch.exp(boxes[..., 2:4]) * strides
    return boxes


def detector(self, x):
    x = F.silu(self.stem(x))
    return torch.cat([decode(self.near(x), 2), decode(self.far(x), 4)], 1)


@pytest.fixture(scope="module")
def model():
    return opened(
        detector,
        image(3, 16, 16),
        stem=nn.Conv2d(3, 8, 3, 2, 1),
        near=nn.Conv2d(8, 9, 1),
        far=nn.Conv2d(8, 9, 3, 2, 1),
    )


def test_exactly_what_the_card_lacks_is_found(model):
    found = diagnose(model, MLU)
    assert {each.severity for each in found} == {"error"}
    counts = {}
    for each in found:
        counts[each.message] = counts.get(each.message, 0) + 1
    assert counts == {
        "MLU270 has no silu.": 1,
        "MLU270 has no arange.": 4,
        "MLU270 has no meshgrid.": 2,
        "MLU270 has no full.": 2,
        "MLU270 has no slice_scatter.": 4,
    }


def test_fixing_all_leaves_nothing_and_the_same_boxes(model):
    fixed = apply_edit(model, FixAll(MLU.name))
    assert diagnose(fixed, MLU) == ()
    x = image(3, 16, 16)
    (before,), (after,) = model(x), fixed(x)
    assert (before - after).abs().max() <= 1e-5 * before.abs().max()


# what the card takes, the like of it that it does not take, and what is said
EDGES = [
    (
        lambda x: F.max_pool2d(x, 3, 2),
        lambda x: F.max_pool2d(x, 3, 2, ceil_mode=True),
        "takes ceil_mode=False; this one has True.",
    ),
    (
        lambda x: F.avg_pool2d(x, 2),
        lambda x: F.avg_pool2d(x, 2, divisor_override=3),
        "takes no divisor_override; this one has 3.",
    ),
    (
        lambda x: x.mean((2, 3)),
        lambda x: x.mean((1, 2, 3)),
        "at most 2 of its axes to be reduced; this one has 3.",
    ),
    (
        lambda x: x @ x,
        lambda x: x[0] @ x[0],
        "takes values with 4 dimensions; this one has 3.",
    ),
    (
        lambda x: x / 2,
        lambda x: torch.div(x, 2, rounding_mode="floor"),
        "takes no rounding_mode; this one has floor.",
    ),
    (
        lambda x: x.clamp(0, 1),
        lambda x: x[None].clamp(0, 1),
        "takes values with 0 to 4 dimensions; this one has 5.",
    ),
    (
        lambda x: F.pad(x, (1, 1, 1, 1)),
        lambda x: F.pad(x, (1, 1, 1, 1), mode="reflect"),
        "takes the pad mode constant; this one has reflect.",
    ),
    (
        lambda x: (x > 0).any(),
        lambda x: x.any(),
        "takes values of type bool or uint8; this one has float32.",
    ),
]


@pytest.mark.parametrize(("taken", "refused", "words"), EDGES)
def test_the_card_takes_what_its_guide_says_and_no_more(taken, refused, words):
    def found(function):
        return [
            each.message for each in diagnose(opened(lambda _, x: function(x)), MLU)
        ]

    assert found(taken) == []
    assert [message.endswith(words) for message in found(refused)] == [True]


def test_int16_is_for_convolutions_and_linear_ops():
    scheme = MLU.quantization
    assert {"aten.conv2d", "aten.linear"} <= set(scheme.int16_ops)
    assert (scheme.scale_divisor, scheme.int16_divisor) == (127, 32767)
    assert not scheme.int32_output
