"""Convolutions that take in the paddings and convolutions before them."""

import warnings

import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import CONV, EVEN, built, conv, normed

NOT_POINTWISE = "it is no 1×1 convolution without padding"


def patches(kernel=3, padding=1, stride=1, bias=False, **options):
    later = nn.Conv2d(6, 4, kernel, stride, padding, **options)
    return built(
        lambda self, x: self.b(self.a(x)), a=nn.Conv2d(4, 6, 2, 2, bias=bias), b=later
    )


def padded(sides, mode="constant", value=None, **options):
    layer = nn.Conv2d(4, 2, 3, **options)
    return built(lambda self, x: self.conv(F.pad(x, sides, mode, value)), conv=layer)


def in_line(make=lambda x: x.squeeze(-1).mT, take=lambda y: y.mT[..., None], **options):
    """A convolution along channels, as attention to them has it."""

    def run(self, x):
        return take(self.line(make(x.mean((2, 3), True))))

    options = {"kernel_size": 3, "padding": 1} | options
    return built(run, line=nn.Conv1d(1, 1, **options))


def unevenly_padded():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return normed(nn.Conv2d(4, 2, 4, padding="same"))()


def pointwise(first, second):
    return built(lambda self, x: self.b(self.a(x)), a=first, b=second)


def read_twice(self, x):
    value = self.a(x)
    return self.b(value) + value


def read_padded(self, x):
    value = F.pad(x, (1, 1, 1, 1))
    return self.conv(value) + value[..., 1:-1, 1:-1]


def read_patches(self, x):
    value = self.a(x)
    return self.b(value) + value


TABLE = {
    "string_padding_as_numbers": (
        [
            (
                normed(nn.Conv2d(4, 2, 3, padding="same", dilation=2)),
                "conv2d",
                "conv2d",
            ),
            (normed(nn.Conv2d(4, 2, 3, 2, padding="valid")), "conv2d", "conv2d"),
        ],
        [
            (
                unevenly_padded,
                "conv2d",
                "its kernel (4, 4) is padded unevenly",
            ),
        ],
        0,
    ),
    "merge_padding_into_convolution": (
        [
            (padded((1, 1, 2, 2)), "conv2d", "conv2d"),
            (padded((1, 1), padding=1), "conv2d", "conv2d"),
        ],
        [
            (padded((0, 1, 0, 1)), "conv2d", "pad pads unevenly: [0, 1, 0, 1]"),
            (padded((1, 1), value=2.0), "conv2d", "pad pads with other values"),
            (padded((1, 1, 1, 1), "reflect"), "conv2d", "pad pads with other values"),
            (normed(conv()), "conv2d", "no padding comes before it"),
            (built(read_padded, conv=conv(3, 0)), "conv2d", "2 ops read pad"),
        ],
        0,
    ),
    "merge_patch_convolutions": (
        [
            (patches().on((2, 4, 6, 10), EVEN), "conv2d_1", "conv2d"),
            (patches(padding=0, stride=2, bias=True), "conv2d_1", "conv2d"),
            (patches(1, 0), "conv2d_1", "conv2d"),
        ],
        [
            (patches(bias=True), "conv2d_1", "the first bias was not added"),
            (patches(), "conv2d", "no convolution comes before it"),
            (
                built(lambda self, x: self.b(self.a(x)), a=conv(), b=conv()),
                "conv2d_1",
                "conv2d does not take patches side by side",
            ),
            (
                built(
                    lambda self, x: self.b(self.a(x)),
                    a=nn.Conv2d(4, 4, 2, 2, dilation=2, bias=False),
                    b=conv(),
                ),
                "conv2d_1",
                "conv2d does not take patches side by side",
            ),
            (
                built(
                    lambda self, x: self.b(self.a(x)),
                    a=nn.Conv2d(4, 4, 3, 3, bias=False),
                    b=conv(),
                ),
                "conv2d_1",
                "patches of (3, 3) leave a rest of its map",
            ),
            (patches(groups=2), "conv2d_1", "it is grouped or dilated"),
            (patches(dilation=2), "conv2d_1", "it is grouped or dilated"),
            (
                built(read_patches, a=nn.Conv2d(4, 4, 2, 2, bias=False), b=conv()),
                "conv2d_1",
                "2 ops read conv2d",
            ),
            (
                built(
                    lambda self, x: F.conv2d(self.a(x), self.b.weight * x.mean()),
                    a=nn.Conv2d(4, 4, 2, 2, bias=False),
                    b=conv(),
                ),
                "conv2d_1",
                "the weights of conv2d_1 are computed",
            ),
        ],
        1e-5,
    ),
    "merge_pointwise_into_convolution": (
        [
            (pointwise(conv(), conv(1, 0, out=3)), "conv2d_1", [CONV]),
            (
                pointwise(
                    nn.Conv2d(4, 6, 3, 2, 2, 2, bias=False), nn.Conv2d(6, 4, 1, 2)
                ),
                "conv2d_1",
                [CONV],
            ),
            (pointwise(conv(5, 2), conv(1, 0, bias=False)), "conv2d_1", [CONV]),
        ],
        [
            (
                pointwise(conv(out=1), nn.Conv2d(1, 4, 1)),
                "conv2d_1",
                "merged they take 9072 multiply-accumulates, now 2520",
            ),
            (pointwise(conv(), conv()), "conv2d_1", NOT_POINTWISE),
            (pointwise(conv(), conv(1, 1)), "conv2d_1", NOT_POINTWISE),
            (normed(conv()), "conv2d", "no convolution comes before it"),
            (
                pointwise(conv(groups=2), conv(1, 0)),
                "conv2d_1",
                "one of the two has groups",
            ),
            (
                built(read_twice, a=conv(), b=conv(1, 0)),
                "conv2d_1",
                "add reads conv2d too",
            ),
            (
                built(lambda self, x: self.b(self.a(x[0])), a=conv(), b=conv(1, 0)),
                "conv2d_1",
                "its value has 3 dimensions, not 4",
            ),
            (
                built(
                    lambda self, x: self.b(F.conv2d(x, self.a.weight * x.mean())),
                    a=conv(),
                    b=conv(1, 0),
                ),
                "conv2d_1",
                "the weights of conv2d are computed",
            ),
        ],
        1e-5,
    ),
    "channel_line_as_convolution": (
        [
            (in_line(bias=False), "conv1d", "mean conv2d"),
            (in_line(kernel_size=2, dilation=2), "conv1d", "mean conv2d"),
            (
                in_line(
                    lambda x: x.reshape(x.shape[0], 1, -1),
                    lambda y: y.reshape(y.shape[0], -1, 1, 1),
                    stride=2,
                ),
                "conv1d",
                "mean conv2d",
            ),
        ],
        [
            (
                in_line(take=lambda y: y * 2),
                "conv1d",
                "it convolves no line that moves make and take back",
            ),
            (
                in_line(lambda x: x.expand(-1, -1, 1, 2).reshape(-1, 1, 8)),
                "conv1d",
                "its line is not all channels of an image of one pixel",
            ),
            (
                in_line(take=lambda y: y[..., None]),
                "conv1d",
                "what it yields becomes no image of one pixel",
            ),
        ],
        1e-6,
    ),
}
