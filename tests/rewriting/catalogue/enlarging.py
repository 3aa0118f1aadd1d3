"""Transposed convolutions as convolutions, whose results lie side by side."""

import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import built, normed


def enlarged(kernel, stride, padding=0, **options):
    return normed(nn.ConvTranspose2d(4, 6, kernel, stride, padding, **options))


def by_computed_weights(self, x):
    return F.conv_transpose2d(x, self.layer.weight * x.mean())


CROPPED = "conv2d pixel_shuffle slice"

TABLE = {
    "enlarging_as_convolution": (
        [
            (enlarged(3, 1, 1), "conv_transpose2d", "conv2d"),
            (enlarged(3, 1, 2, groups=2, bias=False), "conv_transpose2d", "conv2d"),
            (enlarged(2, 1, 2), "conv_transpose2d", "conv2d slice"),
            (enlarged((3, 2), 1, dilation=2), "conv_transpose2d", "conv2d"),
            (enlarged(2, 2), "conv_transpose2d", "conv2d pixel_shuffle"),
            (
                enlarged(4, 2, 1, groups=2),
                "conv_transpose2d",
                CROPPED,
            ),
            (
                enlarged(3, 2, 1, output_padding=1, bias=False),
                "conv_transpose2d",
                CROPPED,
            ),
            (enlarged(2, 3, output_padding=2), "conv_transpose2d", CROPPED),
            (
                enlarged(3, 2, 1, dilation=(1, 2)),
                "conv_transpose2d",
                CROPPED,
            ),
        ],
        [
            (
                enlarged(2, (1, 2)),
                "conv_transpose2d",
                "its strides (1, 2) differ along rows and columns",
            ),
            (
                enlarged(2, 2).on((4, 7, 9)),
                "conv_transpose2d",
                "it enlarges no image of 4 dimensions",
            ),
            (
                built(by_computed_weights, layer=nn.ConvTranspose2d(4, 6, 2)),
                "conv_transpose2d",
                "the weights of conv_transpose2d are computed",
            ),
        ],
        1e-5,
    ),
}
