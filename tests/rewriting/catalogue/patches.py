"""Patches of an image, cut out by hand and multiplied by a matrix."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import CONV, EVEN, ODD, built, held

WIDE = (2, 4, 6, 10)
MATRIX, TALL = torch.randn(16, 5), torch.randn(5, 36)
NONE, OTHERS = "it multiplies no patches", "its vectors are no patches of an image"


def embedded(cut, count=16):
    """Patches of two by two pixels, and what a vision transformer makes of them."""
    return built(lambda self, x: self.embed(cut(x)), embed=nn.Linear(count, 5))


def split(x):
    return x.reshape(x.shape[0], 4, x.shape[2] // 2, 2, x.shape[3] // 2, 2)


def channels_first(x):
    return split(x).permute(0, 2, 4, 1, 3, 5).reshape(x.shape[0], -1, 16)


def channels_last(x):
    return split(x).permute(0, 2, 4, 3, 5, 1).flatten(3)


def strips(x):
    return split(x).permute(0, 2, 3, 4, 1, 5).reshape(x.shape[0], -1, 8)


def planes(x):
    return split(x).permute(0, 1, 2, 4, 3, 5).flatten(4)


def unfolded(weight, x):
    apart = x.unfold(2, 2, 2).unfold(3, 2, 2).permute(0, 2, 3, 1, 4, 5)
    return apart.reshape(x.shape[0], -1, 16) @ weight


def overlapping(weight, x):
    apart = x.unfold(2, 2, 1).unfold(3, 2, 1).permute(0, 2, 3, 1, 4, 5)
    return apart.reshape(x.shape[0], -1, 16) @ weight


def image_again(self, x):
    made = self.embed(F.unfold(x, 3, padding=1).transpose(1, 2))
    return made.transpose(1, 2).view(x.shape[0], 5, *x.shape[2:])


PLAIN = "conv2d permute reshape"
TABLE = {
    "multiplied_patches_as_convolution": (
        [
            (embedded(channels_first).on(WIDE, EVEN), "reshape", PLAIN),
            (embedded(channels_last).on(WIDE), "linear", "conv2d permute"),
            (embedded(strips, 8).on(WIDE), "permute", PLAIN),
            (held(unfolded, MATRIX).on(WIDE, EVEN), "unfold", PLAIN),
            (built(image_again, embed=nn.Linear(36, 5)), "im2col", [CONV]),
            (
                held(lambda w, x: w @ F.unfold(x, 3, 2, 1, 2), TALL),
                "matmul",
                "conv2d reshape",
            ),
            (
                held(lambda w, x: (w @ F.unfold(x, 3)).view(-1, 5, 5, 7), TALL).on(ODD),
                "im2col",
                [CONV],
            ),
        ],
        [
            (embedded(lambda x: x.flatten(1), 252), "linear", OTHERS),
            (embedded(lambda x: x.relu(), 9), "linear", NONE),
            (embedded(planes, 4).on(WIDE), "linear", OTHERS),
            (held(lambda w, x: w @ w.t() + x[0, 0, 0, 0], TALL), "matmul", NONE),
            (built(lambda _, x: x.flatten(2) + 1), "reshape", NONE),
            (embedded(lambda x: x[0].unfold(1, 4, 2).flatten(2), 36), "unfold", NONE),
            (
                built(lambda _, x: F.unfold(x, 2).mT @ x[0, 0, 0, 0].expand(16, 5)),
                "im2col",
                "the weights of matmul are computed",
            ),
            (
                embedded(lambda x: F.unfold(x, 2).unflatten(1, (4, 4)).flatten(2), 192),
                "im2col",
                OTHERS,
            ),
            (
                held(overlapping, MATRIX).on(WIDE),
                "unfold",
                "its windows overlap, or leave values out",
            ),
        ],
        1e-5,
    ),
}
