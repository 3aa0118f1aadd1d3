"""Averages over windows and over whole maps, which chips spell differently."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import EVEN, ODD, plain


def averaged(*sides, **options):
    return plain(lambda x: F.avg_pool2d(x, *sides, **options))


TWICE = ["aten.avg_pool2d.default"] * 2

TABLE = {
    "adaptive_pool_as_pool": (
        [
            (
                plain(lambda x: F.adaptive_avg_pool2d(x, (2, 4))).on(EVEN),
                "adaptive_avg_pool2d",
                ["aten.avg_pool2d.default"],
            ),
            (
                plain(lambda x: F.interpolate(x, size=(7, 3), mode="area")).on(ODD),
                "adaptive_avg_pool2d",
                "avg_pool2d",
            ),
            (
                plain(lambda x: F.adaptive_avg_pool2d(x, (3, 4))).on(ODD),
                "adaptive_avg_pool2d",
                "avg_pool2d",
            ),
        ],
        [
            (
                plain(lambda x: F.adaptive_avg_pool2d(x, 4)),
                "adaptive_avg_pool2d",
                "windows for (4, 4) of (7, 9) differ in size or distance",
            ),
            (
                plain(lambda x: F.adaptive_avg_pool2d(x[:, :0], 2)),
                "adaptive_avg_pool2d",
                "its input of 2×0×7×9 is no image",
            ),
        ],
        1e-6,
    ),
    "pool_as_depthwise": (
        [
            (averaged(5, 1, 2), "avg_pool2d", "conv2d"),
            (averaged((3, 5), 2, (1, 2)), "avg_pool2d", "conv2d"),
            (averaged(9, 4, 4), "avg_pool2d", "conv2d"),
            (averaged(3, 2, count_include_pad=False), "avg_pool2d", "conv2d"),
            (
                averaged(3, 2, 1, count_include_pad=False, divisor_override=5),
                "avg_pool2d",
                "conv2d",
            ),
        ],
        [
            (
                averaged(3, 2, 1, count_include_pad=False),
                "avg_pool2d",
                "its windows at the edge divide by fewer values",
            ),
            (
                averaged(3, 3, ceil_mode=True),
                "avg_pool2d",
                "its last windows reach over the edge",
            ),
            (
                plain(lambda x: F.avg_pool2d(x[0], 2)),
                "avg_pool2d",
                "it averages no images of floating-point numbers",
            ),
            (
                plain(lambda x: F.avg_pool2d((x * 9).long(), 4)),
                "avg_pool2d",
                "it averages no images of floating-point numbers",
            ),
        ],
        1e-6,
    ),
    "pool_as_mean": (
        [
            (
                plain(lambda x: F.adaptive_avg_pool2d(x, 1)),
                "adaptive_avg_pool2d",
                ["aten.mean.dim"],
            ),
            (
                plain(lambda x: F.adaptive_avg_pool2d(x, (1, 1)).flatten(1)),
                "adaptive_avg_pool2d",
                "mean reshape",
            ),
        ],
        [
            (
                plain(lambda x: F.adaptive_avg_pool2d(x, 2)),
                "adaptive_avg_pool2d",
                "it pools to (2, 2), not to one value",
            ),
        ],
        1e-6,
    ),
    "mean_as_pool": (
        [
            (
                plain(lambda x: x.mean((2, 3), keepdim=True)),
                "mean",
                ["aten.adaptive_avg_pool2d.default"],
            ),
            (
                plain(lambda x: x.mean((-1, -2))),
                "mean",
                ["aten.adaptive_avg_pool2d.default", "aten.reshape.default"],
            ),
            (
                plain(lambda x: x.mean((1, 2, 3), keepdim=True)),
                "mean",
                ["aten.adaptive_avg_pool2d.default", "aten.mean.dim"],
            ),
        ],
        [
            (
                plain(lambda x: x.mean(1)),
                "mean",
                "it is no mean over rows and columns of 4 dimensions",
            ),
            (
                plain(lambda x: x.mean((2, 3), dtype=torch.float64)),
                "mean",
                "dtype is torch.float64",
            ),
        ],
        1e-6,
    ),
    "adaptive_maximum_as_pool": (
        [
            (
                plain(lambda x: F.adaptive_max_pool2d(x, (2, 4))).on(EVEN),
                "adaptive_max_pool2d",
                "max_pool2d",
            ),
            (
                plain(lambda x: F.adaptive_max_pool2d(x, 1)),
                "adaptive_max_pool2d",
                "max_pool2d",
            ),
            (
                plain(lambda x: F.adaptive_max_pool2d(x, (3, 4))).on(ODD),
                "adaptive_max_pool2d",
                "max_pool2d",
            ),
        ],
        [
            (
                plain(lambda x: F.adaptive_max_pool2d(x, 4)),
                "adaptive_max_pool2d",
                "windows for (4, 4) of (7, 9) differ in size or distance",
            ),
            (
                plain(lambda x: F.adaptive_max_pool2d(x, 2, return_indices=True)),
                "adaptive_max_pool2d",
                "its indices are read",
            ),
        ],
        0,
    ),
    "whole_pool_as_mean": (
        [
            (plain(lambda x: F.avg_pool2d(x, x.shape[2:])), "avg_pool2d", "mean"),
            (plain(lambda x: F.avg_pool2d(x, x.shape[2:], 1)), "avg_pool2d", "mean"),
        ],
        [
            (
                plain(lambda x: F.avg_pool2d(x, 4)),
                "avg_pool2d",
                "its kernel (4, 4) does not cover the whole map",
            ),
            (
                averaged((7, 9), divisor_override=3),
                "avg_pool2d",
                "divisor_override is 3",
            ),
            (
                plain(lambda x: F.avg_pool2d((x * 9).long(), (7, 9))),
                "avg_pool2d",
                "it averages integers and rounds",
            ),
        ],
        1e-6,
    ),
    "pool_in_two_steps": (
        [
            (averaged(4), "avg_pool2d", TWICE),
            (averaged(8).on(EVEN), "avg_pool2d", TWICE),
            (averaged(6, 6), "avg_pool2d", TWICE),
            (averaged(4, 2), "avg_pool2d", TWICE),
            (averaged(4, 6), "avg_pool2d", TWICE),
            (averaged(6, 7), "avg_pool2d", TWICE),
            (averaged((1, 8)), "avg_pool2d", TWICE),
            (averaged(4, 4, count_include_pad=False), "avg_pool2d", TWICE),
            (averaged(4, 4, ceil_mode=True).on(EVEN), "avg_pool2d", TWICE),
        ],
        [
            (averaged(7), "avg_pool2d", "windows of 7×7 every 7×7 values are not made"),
            (averaged(4, 3), "avg_pool2d", "windows of 4×4 every 3×3 values are not"),
            (averaged(4, 2, 2), "avg_pool2d", "it pads by 2×2"),
            (averaged(4, divisor_override=3), "avg_pool2d", "it divides by 3"),
            (averaged(6, 6, ceil_mode=True), "avg_pool2d", "reach over the edge"),
            (
                plain(lambda x: F.avg_pool2d((x * 9).long(), 4)),
                "avg_pool2d",
                "it averages integers and rounds",
            ),
        ],
        1e-6,
    ),
}
