"""Dilated windows in terms of windows without holes."""

import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import EVEN, ODD, conv, normed, plain

WHOLE = "it takes no steps"
SOLID = "its kernel has no holes"


def dilated(dilation, padding, stride=1, **options):
    return normed(conv(3, padding, dilation=dilation, stride=stride, **options))


def pooled(kernel, stride, padding, dilation):
    return plain(lambda x: F.max_pool2d(x, kernel, stride, padding, dilation))


WOVEN = "slice cat conv2d channel_shuffle pixel_shuffle"
POOLED = "slice cat max_pool2d channel_shuffle pixel_shuffle"
LINE = normed(nn.Conv2d(4, 2, 3, padding=2, dilation=2)).on((4, 7, 9))

TABLE = {
    "strided_dilation_on_every_pixel": (
        [
            (dilated(2, 2, 2), "conv2d", "slice conv2d"),
            (dilated(2, 2, 2, groups=4).on(EVEN), "conv2d", "slice conv2d"),
            (dilated(2, 1, 2).on(ODD), "conv2d", "slice conv2d"),
            (dilated(2, 3, 2).on(EVEN), "conv2d", "slice constant_pad_nd conv2d"),
            (dilated((1, 2), (1, 2), 2), "conv2d", "slice conv2d"),
            (dilated(3, 3, 2), "conv2d", "conv2d slice"),
            (dilated(2, 2, 4), "conv2d", "slice conv2d"),
            (dilated(4, 4, 2), "conv2d", "slice conv2d"),
            (dilated((2, 3), (2, 3), (1, 2), bias=False), "conv2d", "conv2d slice"),
        ],
        [
            (dilated(2, 2), "conv2d", WHOLE),
            (dilated(1, 1, 2), "conv2d", SOLID),
            (LINE, "conv2d", SOLID),
        ],
        1e-5,
    ),
    "dilation_by_phases": (
        [
            (dilated(2, 2).on(EVEN), "conv2d", WOVEN),
            (dilated(2, 2).on(ODD), "conv2d", f"constant_pad_nd {WOVEN}"),
            (dilated(2, 1, groups=2).on(EVEN), "conv2d", f"constant_pad_nd {WOVEN}"),
            (
                dilated(3, 3, out=1).on((2, 4, 6, 9)),
                "conv2d",
                "slice cat conv2d pixel_shuffle",
            ),
            (dilated((4, 2), (4, 2), bias=False).on(EVEN), "conv2d", WOVEN),
        ],
        [
            (dilated(2, 2, 2), "conv2d", "it takes steps"),
            (dilated((2, 3), 3), "conv2d", "its dilations (2, 3) share no factor"),
            (dilated(1, 1), "conv2d", SOLID),
        ],
        1e-5,
    ),
    "dilated_maximum_by_phases": (
        [
            (pooled(5, 1, 2, 2).on(EVEN, (2, 4, 6, 10)), "max_pool2d", POOLED),
            (pooled(3, 1, 1, 2).on(EVEN), "max_pool2d", POOLED),
            (pooled(2, 2, 0, 2).on(EVEN), "max_pool2d", "slice max_pool2d"),
            (pooled((3, 2), (1, 3), (1, 0), 2).on(EVEN), "max_pool2d", POOLED),
            (pooled(2, 1, 1, 3).on((2, 4, 6, 9)), "max_pool2d", POOLED),
        ],
        [
            (pooled(3, 1, 1, 1), "max_pool2d", SOLID),
            (
                pooled(3, 1, 0, (2, 1)).on(EVEN),
                "max_pool2d",
                "its dilations (2, 1) differ",
            ),
            (
                pooled(3, 1, 1, 2).on(ODD),
                "max_pool2d",
                "its map of (7, 9) is no multiple of the holes",
            ),
            (
                plain(lambda x: F.max_pool2d(x, 2, 3, 0, 2, ceil_mode=True)).on(EVEN),
                "max_pool2d",
                "its last windows reach over the edge",
            ),
        ],
        0,
    ),
}
