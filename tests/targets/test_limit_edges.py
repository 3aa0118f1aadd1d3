"""Limits at their edge: the last value that is kept, and one side of several."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.targets.calls import ops_of
from engine.targets.constraints import CONSTRAINTS
from tests.rewriting.exporting import image, opened
from tests.targets.window_cases import applied, called, conv


def resized(*size):
    return lambda: called(lambda x: F.interpolate(x, size=size))


def transposed(kernel, stride, padding):
    return lambda: applied(nn.ConvTranspose2d(4, 4, kernel, stride, padding))


def pooled(x):
    values, indices = F.adaptive_max_pool2d(x, 4, return_indices=True)
    return values.neg(), indices.float()


# limit, its value, the network, what is seen in its first op
EDGES = [
    ("max_ratio", 4, resized(2, 8), "the ratio 0.25×1"),
    ("max_ratio", 4, resized(8, 40), "the ratio 1×5"),
    ("max_ratio", 4, resized(3, 32), None),
    ("centre_sampling", True, resized(12, 16), "corners, from 8×8 to 12×16"),
    ("max_extent", 16, lambda: called(lambda x: x[..., :16], image(width=17)), "17"),
    ("max_extent", 16, lambda: called(torch.relu, torch.randn(17)), "17"),
    ("max_batch", 2, lambda: called(lambda x: x[:2], image(batch=3)), "3"),
    ("max_batch", 2, lambda: called(torch.relu, torch.randn(17)), None),
    ("max_plane", 64, lambda: called(lambda x: x[:, :, :8], image(height=9)), "72"),
    ("max_values", 256, lambda: called(lambda x: x[:, :, :8], image(height=9)), "288"),
    ("max_axes", 3, lambda: called(lambda x: x.sum()), "4"),
    ("max_axes", 1, lambda: called(lambda x: x.sum(-1)), None),
    ("max_reduced", 64, lambda: called(lambda x: F.instance_norm(x)), None),
    ("max_reduced", 63, lambda: called(lambda x: F.instance_norm(x)), "64"),
    ("max_reduced", 128, lambda: applied(nn.GroupNorm(2, 4)), None),
    ("max_reduced", 127, lambda: applied(nn.GroupNorm(2, 4)), "128"),
    ("indices", False, lambda: called(pooled), "some that are"),
    ("max_channels", 4, lambda: applied(nn.BatchNorm2d(4)), None),
    ("max_channels", 4, lambda: called(torch.relu, torch.randn(9)), None),
    ("max_channels", 4, lambda: called(lambda x: x[:, :4], image(5)), "5"),
    (
        "max_channels",
        8,
        lambda: opened(
            lambda self, x: self.op(x), torch.randn(4, 9, 9), op=nn.Conv2d(4, 9, 1)
        ),
        "9",
    ),
    ("max_leaving_channels", 4, lambda: applied(conv(1)), None),
    (
        "max_out_channels",
        3,
        lambda: opened(lambda self, x: (y := self.op(x), y.relu()), op=conv(1)),
        "4",
    ),
    (
        "max_out_channels",
        4,
        lambda: opened(lambda self, x: self.op(x).relu(), op=conv(1)),
        None,
    ),
    (
        "padding_below_half_kernel",
        True,
        transposed(4, 2, (0, 2)),
        "kernel 4×4 and padding 0×2",
    ),
    (
        "padding_within_stride",
        True,
        transposed(3, 2, (0, 2)),
        "kernel 3×3, stride 2×2 and padding 0×2",
    ),
    (
        "kernel_reaches_stride",
        True,
        transposed(2, (1, 3), 0),
        "kernel 2×2 and stride 1×3",
    ),
    ("dilated_stride", 1, lambda: applied(conv(3, 2, dilation=(1, 2))), "2×2"),
    (
        "count_include_pad",
        True,
        lambda: applied(nn.AvgPool2d(3, padding=(1, 0), count_include_pad=False)),
        "False",
    ),
    ("min_input_rank", 2, lambda: called(torch.matmul, *torch.randn(2, 3, 3)), None),
    ("tensor_first", True, lambda: called(torch.sub, torch.randn(1), image()), None),
    (
        "running_statistics",
        True,
        lambda: called(
            lambda x: F.batch_norm(x, torch.zeros(4), torch.ones(4), training=True)
        ),
        "False",
    ),
]


@pytest.mark.parametrize(("name", "limit", "network", "expected"), EDGES)
def test_a_limit_holds_up_to_its_edge(name, limit, network, expected):
    checks = [CONSTRAINTS[name].check(node, limit) for node in ops_of(network().graph)]
    assert next((seen for seen in checks if seen is not None), None) == expected


def test_a_large_constant_before_the_minus_sign_is_a_tensor():
    model = called(lambda x: torch.ones(1, 4, 8, 8) - x)
    node = ops_of(model.graph)[-1]
    assert CONSTRAINTS["tensor_first"].check(node, True) is None
