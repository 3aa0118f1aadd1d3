"""Pixels as channels and back: Focus, space to depth, depth to space."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import CONV, plain


def focus(x):
    parts = [x[..., ::2, ::2], x[..., 1::2, ::2], x[..., ::2, 1::2], x[..., 1::2, 1::2]]
    return torch.cat(parts, 1)


def regrouped(*order):
    def run(x):
        apart = x.reshape(1, 4, 4, 2, 4, 2).permute(0, *order, 2, 4)
        return apart.reshape(1, 16, 4, 4)

    return plain(run)


def yolo_focus(x):
    rows = [x[..., ::2, ::2], x[..., ::2, 1::2], x[..., 1::2, ::2], x[..., 1::2, 1::2]]
    return torch.cat(rows, 1)


TABLE = {
    "focus_as_convolution": (
        [
            (plain(focus), "cat", [CONV]),
            (plain(yolo_focus), "cat", "conv2d"),
        ],
        [
            (
                plain(lambda x: torch.cat([x, x], 1)),
                "cat",
                "it does not join strided slices of one value",
            ),
            (plain(lambda x: torch.cat([x, x], 2)), "cat", "it does not join channels"),
            (
                plain(lambda x: torch.cat([x[..., ::3, ::3], x[..., 1::3, 1::3]], 1)),
                "cat",
                "3 does not divide the size of",
            ),
            (
                plain(
                    lambda x: torch.cat([x[..., 2::2, 1:7:2], x[..., 3::2, 1:7:2]], 1)
                ),
                "cat",
                "is no strided slice of pixels",
            ),
            (
                plain(lambda x: torch.cat([x[..., 2::2, 2::2], x[..., 3::2, 3::2]], 1)),
                "cat",
                "its slices begin beyond the first step",
            ),
        ],
        0,
    ),
    "unshuffle_as_convolution": (
        [
            (plain(lambda x: F.pixel_unshuffle(x, 2)), "pixel_unshuffle", "conv2d"),
            (plain(lambda x: F.pixel_unshuffle(x, 4)), "pixel_unshuffle", "conv2d"),
        ],
        [
            (
                plain(lambda x: F.pixel_unshuffle(x[0], 2)),
                "pixel_unshuffle",
                "its input has 3 dimensions, not 4",
            ),
            (
                plain(lambda x: F.pixel_unshuffle(x[:, :0], 2)),
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
    "space_to_depth_as_convolution": (
        [
            (regrouped(3, 5, 1), "reshape", "conv2d"),
            (regrouped(1, 3, 5), "reshape", "conv2d"),
            (regrouped(5, 1, 3), "reshape", "conv2d"),
        ],
        [
            (
                plain(lambda x: x.reshape(1, 4, 64).relu()),
                "reshape",
                "it does not take pixels apart",
            ),
            (
                plain(
                    lambda x: (
                        x.reshape(1, 4, 4, 2, 4, 2)
                        .permute(0, 1, 2, 4, 3, 5)
                        .reshape(1, 16, 4, 4)
                    )
                ),
                "reshape",
                "it does not turn pixels into channels",
            ),
        ],
        0,
    ),
    "depth_to_space_as_one_op": (
        [
            (
                plain(
                    lambda x: (
                        x.view(1, 1, 2, 2, 8, 8)
                        .permute(0, 1, 4, 2, 5, 3)
                        .reshape(1, 1, 16, 16)
                    )
                ),
                "reshape",
                "pixel_shuffle",
            ),
            (
                plain(
                    lambda x: (
                        torch.cat([x, x * 2], 1)
                        .view(1, 2, 2, 2, 8, 8)
                        .permute(0, 1, 4, 2, 5, 3)
                        .contiguous()
                        .view(1, 2, 16, 16)
                    )
                ),
                "reshape",
                "mul cat pixel_shuffle",
            ),
        ],
        [
            (
                plain(lambda x: x.flatten(2)),
                "reshape",
                "it does not take channels apart",
            ),
            (
                plain(
                    lambda x: (
                        x.view(1, 1, 2, 2, 8, 8)
                        .permute(0, 1, 4, 3, 5, 2)
                        .reshape(1, 1, 16, 16)
                    )
                ),
                "reshape",
                "it does not turn channels into pixels",
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
