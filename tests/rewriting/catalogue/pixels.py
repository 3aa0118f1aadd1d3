"""Pixels as channels and back: Focus, space to depth, depth to space."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import CONV, EVEN, plain


def focus(x):
    parts = [x[..., ::2, ::2], x[..., 1::2, ::2], x[..., ::2, 1::2], x[..., 1::2, 1::2]]
    return torch.cat(parts, 1)


WIDE = (2, 4, 6, 10)
"""A batch whose rows and columns are even, so that every step of two ends with them."""


def yolo_focus(x):
    rows = [x[..., ::2, ::2], x[..., ::2, 1::2], x[..., 1::2, ::2], x[..., 1::2, 1::2]]
    return torch.cat(rows, 1)


TABLE = {
    "focus_as_convolution": (
        [
            (plain(focus).on(WIDE, EVEN), "cat", [CONV]),
            (plain(yolo_focus).on(WIDE, EVEN), "cat", "conv2d"),
        ],
        [
            (
                plain(lambda x: torch.cat([x, x], 1)),
                "cat",
                "it does not join strided slices of one value",
            ),
            (plain(lambda x: torch.cat([x, x], 2)), "cat", "it does not join channels"),
            (
                plain(
                    lambda x: torch.cat([x[..., ::3, ::3], x[..., 1::3, 1::3]], 1)
                ).on(EVEN),
                "cat",
                "3 does not divide the size of",
            ),
            (
                plain(
                    lambda x: torch.cat([x[..., 2::2, 1:7:2], x[..., 3::2, 1:7:2]], 1)
                ).on(WIDE),
                "cat",
                "is no strided slice of pixels",
            ),
            (
                plain(
                    lambda x: torch.cat([x[..., 2::2, 2::2], x[..., 3::2, 3::2]], 1)
                ).on(WIDE),
                "cat",
                "its slices begin beyond the first step",
            ),
        ],
        0,
    ),
    "unshuffle_as_convolution": (
        [
            (
                plain(lambda x: F.pixel_unshuffle(x, 2)).on(WIDE, EVEN),
                "pixel_unshuffle",
                "conv2d",
            ),
            (
                plain(lambda x: F.pixel_unshuffle(x, 4)).on(EVEN),
                "pixel_unshuffle",
                "conv2d",
            ),
        ],
        [
            (
                plain(lambda x: F.pixel_unshuffle(x[0], 2)).on(EVEN),
                "pixel_unshuffle",
                "its input has 3 dimensions, not 4",
            ),
            (
                plain(lambda x: F.pixel_unshuffle(x[:, :0], 2)).on(EVEN),
                "pixel_unshuffle",
                "its input has no channels",
            ),
        ],
        0,
    ),
    "shuffle_of_pixels_as_convolution": (
        [
            (
                plain(lambda x: F.pixel_shuffle(x, 2)),
                "pixel_shuffle",
                "conv_transpose2d",
            ),
            (
                plain(lambda x: F.pixel_shuffle(torch.cat([x, x], 1), 2)),
                "pixel_shuffle",
                "cat conv_transpose2d",
            ),
        ],
        [
            (
                plain(lambda x: F.pixel_shuffle(x[0], 2)),
                "pixel_shuffle",
                "its input has 3 dimensions, not 4",
            ),
        ],
        0,
    ),
    "windows_as_convolution": (
        [
            (
                plain(lambda x: F.unfold(x, 2, stride=2)),
                "im2col",
                "conv2d reshape",
            ),
            (
                plain(lambda x: F.unfold(x, (3, 1), 2, (2, 0))),
                "im2col",
                "conv2d reshape",
            ),
        ],
        "all its options enter the formula",
        0,
    ),
}
