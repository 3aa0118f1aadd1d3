"""Windows that reach over the edge of a map, and windows along a line."""

import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import EVEN, ODD, built, flat, plain


def largest(*sides, **options):
    return plain(lambda x: F.max_pool2d(x, *sides, **options))


def averaged(*sides, **options):
    return plain(lambda x: F.avg_pool2d(x, *sides, **options))


def along(layer):
    return built(lambda self, x: self.layer(x.flatten(2)), layer=layer)


REPEATED = "slice cat max_pool2d"
SCALED = "avg_pool2d mul"
PADDED = "constant_pad_nd avg_pool2d mul"
ROW = "reshape conv2d"

TABLE = {
    "maximum_without_ceil_mode": (
        [
            (largest(2, ceil_mode=True).on(ODD), "max_pool2d", REPEATED),
            (largest(2, ceil_mode=True).on(EVEN), "max_pool2d", "max_pool2d"),
            (largest(3, 2, 1, ceil_mode=True).on(ODD), "max_pool2d", "max_pool2d"),
            (largest(3, 2, 1, ceil_mode=True).on(EVEN), "max_pool2d", REPEATED),
            (
                largest((5, 2), (4, 5), (1, 0), ceil_mode=True).on(EVEN),
                "max_pool2d",
                REPEATED,
            ),
            (largest(3, 5, ceil_mode=True), "max_pool2d", REPEATED),
            (
                plain(lambda x: F.max_pool2d(x[0], 2, 4, ceil_mode=True)).on(ODD),
                "max_pool2d",
                "select " + REPEATED,
            ),
        ],
        [
            (largest(2), "max_pool2d", "it has no ceil mode"),
            (
                largest(2, 2, dilation=2, ceil_mode=True).on(EVEN),
                "max_pool2d",
                "a dilated window may miss the last row and column",
            ),
        ],
        0,
    ),
    "average_of_whole_windows": (
        [
            (averaged(2, ceil_mode=True).on(ODD), "avg_pool2d", PADDED),
            (averaged(2, ceil_mode=True).on(EVEN), "avg_pool2d", "avg_pool2d"),
            (averaged(3, 2, 1, count_include_pad=False), "avg_pool2d", SCALED),
            (averaged(3, 2, 1, ceil_mode=True).on(ODD), "avg_pool2d", "avg_pool2d"),
            (averaged(3, 2, 1, ceil_mode=True).on(EVEN), "avg_pool2d", PADDED),
            (
                averaged((3, 2), (2, 3), (1, 0), True, count_include_pad=False).on(ODD),
                "avg_pool2d",
                SCALED,
            ),
            (
                averaged((3, 2), (2, 3), (1, 0), True, count_include_pad=False).on(
                    EVEN
                ),
                "avg_pool2d",
                PADDED,
            ),
            (averaged(3, divisor_override=4), "avg_pool2d", SCALED),
            (averaged(2, 4, 1, True, divisor_override=3), "avg_pool2d", SCALED),
            (
                plain(lambda x: F.avg_pool2d(x[0], 3, 2, ceil_mode=True)).on(EVEN),
                "avg_pool2d",
                "select " + PADDED,
            ),
        ],
        [
            (averaged(3, 2, 1), "avg_pool2d", "it divides by the size of its windows"),
            (
                plain(lambda x: F.avg_pool2d((x * 9).long(), 2, ceil_mode=True)),
                "avg_pool2d",
                "it averages integers and rounds",
            ),
        ],
        1e-6,
    ),
    "line_as_image": (
        [
            (along(nn.Conv1d(4, 6, 3, 2, 1)), "conv1d", ROW),
            (
                along(nn.Conv1d(4, 4, 3, dilation=2, groups=2, bias=False)),
                "conv1d",
                ROW,
            ),
            (
                along(nn.ConvTranspose1d(4, 6, 3, 2, 1, 1, 2)),
                "conv_transpose1d",
                "reshape conv_transpose2d",
            ),
            (
                flat(
                    lambda x: F.max_pool1d(x, 3, padding=1, dilation=1, ceil_mode=True)
                ),
                "max_pool1d",
                "reshape max_pool2d",
            ),
            (
                flat(lambda x: F.avg_pool1d(x, 4, 3, 2, count_include_pad=False)),
                "avg_pool1d",
                "reshape avg_pool2d",
            ),
            (
                flat(lambda x: F.adaptive_avg_pool1d(x, 5)),
                "adaptive_avg_pool1d",
                "reshape adaptive_avg_pool2d",
            ),
            (
                plain(lambda x: F.avg_pool1d(x[0, 0], 2)),
                "avg_pool1d",
                "select reshape avg_pool2d",
            ),
            (
                built(
                    lambda self, x: F.conv1d(x[0, 0], x[0, 1:, :, :2]),
                    one=nn.Identity(),
                ),
                "conv1d",
                "select slice reshape conv2d",
            ),
        ],
        "every line of them is a row of an image",
        1e-6,
    ),
}
