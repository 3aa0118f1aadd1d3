"""Normalization: batch norm with frozen statistics, layer norm."""

import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import CONV, EVEN, ODD, built, conv, normed


def convolved_and_normed(convolution, norm):
    return built(lambda self, x: self.norm(self.conv(x)), conv=convolution, norm=norm)


def read_twice():
    def network(self, x):
        value = self.conv(x)
        return self.norm(value) + value

    return built(network, conv=nn.Conv2d(4, 6, 3), norm=nn.BatchNorm2d(6))


MEANS = ["aten.mean.dim", "aten.sub.Tensor", "aten.mul.Tensor", "aten.mean.dim"]


def normed_flat():
    return built(lambda self, x: self.norm(x.flatten(2)), norm=nn.BatchNorm1d(4))


UNTRACKED = nn.BatchNorm2d(4, track_running_stats=False)
"""A batch norm that uses the statistics of the batch in inference, too."""


def read_by_two(self, x):
    value = self.norm(x)
    return self.conv(value) + value


TABLE = {
    "fold_batch_norm": (
        [
            (
                convolved_and_normed(nn.Conv2d(4, 6, 3, bias=False), nn.BatchNorm2d(6)),
                "batch_norm",
                ["aten.conv2d.default"],
            ),
            (
                convolved_and_normed(nn.Conv2d(4, 4, 3, groups=4), nn.BatchNorm2d(4)),
                "batch_norm",
                ["aten.conv2d.default"],
            ),
            (
                convolved_and_normed(
                    nn.ConvTranspose2d(4, 6, 3, 2, groups=2, bias=False),
                    nn.BatchNorm2d(6),
                ),
                "batch_norm",
                ["aten.conv_transpose2d.input"],
            ),
            (
                convolved_and_normed(
                    nn.Sequential(nn.Flatten(), nn.Linear(252, 3)), nn.BatchNorm1d(3)
                ).on(ODD),
                "batch_norm",
                ["aten.reshape.default", "aten.linear.default"],
            ),
            (
                convolved_and_normed(
                    nn.Conv2d(4, 8, 3, 2, 1, groups=2),
                    nn.BatchNorm2d(8, affine=False, eps=1e-3),
                ),
                "batch_norm",
                ["aten.conv2d.default"],
            ),
        ],
        [
            (read_twice(), "batch_norm", "add reads the convolution too"),
            (normed(nn.BatchNorm2d(4)), "batch_norm", "no convolution comes before it"),
            (
                convolved_and_normed(conv(), UNTRACKED),
                "batch_norm",
                "it takes the statistics of each batch itself",
            ),
            (
                built(
                    lambda self, x: self.norm(self.linear(x.flatten(2))),
                    linear=nn.Linear(63, 3),
                    norm=nn.BatchNorm1d(4),
                ),
                "batch_norm",
                "it normalizes another axis than the linear op yields",
            ),
            (
                built(
                    lambda self, x: self.norm(F.conv2d(x, self.conv.weight * x.mean())),
                    conv=conv(),
                    norm=nn.BatchNorm2d(4),
                ),
                "batch_norm",
                "the weights of conv2d are computed",
            ),
            (
                built(
                    lambda self, x: self.norm(self.conv(x[0, 0])),
                    conv=nn.Conv1d(7, 4, 1),
                    norm=nn.BatchNorm1d(9),
                ),
                "batch_norm",
                "conv1d convolves one image without a batch axis",
            ),
        ],
        1e-5,
    ),
    "fold_batch_norm_forward": (
        [
            (
                built(
                    lambda self, x: self.conv(self.norm(x)),
                    norm=nn.BatchNorm2d(4),
                    conv=conv(3, 0, groups=2, stride=2),
                ),
                "batch_norm",
                [CONV],
            ),
            (
                built(
                    lambda self, x: self.linear(self.norm(x.flatten(1))),
                    norm=nn.BatchNorm1d(252),
                    linear=nn.Linear(252, 3, bias=False),
                ).on(ODD),
                "batch_norm",
                ["aten.reshape.default", "aten.linear.default"],
            ),
            (
                built(
                    lambda self, x: self.conv(self.norm(x)),
                    norm=nn.BatchNorm2d(4),
                    conv=conv(1, 0),
                ),
                "batch_norm",
                "conv2d",
            ),
            (
                built(
                    lambda self, x: self.conv(self.norm(x)),
                    norm=nn.BatchNorm2d(4),
                    conv=nn.ConvTranspose2d(4, 6, 1, groups=2, padding=1),
                ),
                "batch_norm",
                "conv_transpose2d",
            ),
        ],
        [
            (
                built(
                    lambda self, x: self.conv(self.norm(x)),
                    norm=nn.BatchNorm2d(4),
                    conv=conv(),
                ),
                "batch_norm",
                "conv2d pads with zeros, which were not normalized",
            ),
            (
                built(lambda self, x: self.norm(x).relu(), norm=nn.BatchNorm2d(4)),
                "batch_norm",
                "relu reads it, not one convolution alone",
            ),
            (
                built(
                    lambda self, x: self.conv(self.norm(x)),
                    norm=nn.BatchNorm2d(4),
                    conv=nn.ConvTranspose2d(4, 2, 2, 2),
                ),
                "batch_norm",
                "each place of the kernel of conv_transpose2d would need a bias",
            ),
            (
                built(read_by_two, norm=nn.BatchNorm2d(4), conv=conv(1, 0)),
                "batch_norm",
                "reads it, not one convolution alone",
            ),
            (
                built(
                    lambda self, x: self.conv(self.norm(x)),
                    norm=UNTRACKED,
                    conv=conv(1, 0),
                ),
                "batch_norm",
                "it takes the statistics of each batch itself",
            ),
            (
                built(
                    lambda self, x: self.linear(self.norm(x.flatten(2))),
                    norm=nn.BatchNorm1d(4),
                    linear=nn.Linear(63, 3),
                ),
                "batch_norm",
                "it normalizes another axis than the linear op reads",
            ),
            (
                built(
                    lambda self, x: F.conv2d(self.norm(x), self.conv.weight * x.mean()),
                    norm=nn.BatchNorm2d(4),
                    conv=conv(1, 0),
                ),
                "batch_norm",
                "the weights of conv2d are computed",
            ),
            (
                built(
                    lambda self, x: self.conv(self.norm(x[0])),
                    norm=nn.BatchNorm1d(7),
                    conv=conv(1, 0),
                ),
                "batch_norm",
                "conv2d convolves one image without a batch axis",
            ),
        ],
        1e-5,
    ),
    "batch_norm_as_depthwise": (
        [
            (
                built(lambda self, x: self.norm(x), norm=nn.BatchNorm2d(4)),
                "batch_norm",
                [CONV],
            ),
            (normed(nn.BatchNorm2d(4, affine=False)), "batch_norm", "conv2d"),
        ],
        [
            (
                built(
                    lambda self, x: self.norm(x.flatten(1)),
                    norm=nn.BatchNorm1d(252),
                ),
                "batch_norm",
                "its input has 2 dimensions, not 4",
            ),
            (
                normed(UNTRACKED),
                "batch_norm",
                "it takes the statistics of each batch itself",
            ),
        ],
        1e-5,
    ),
    "layer_norm_as_means": (
        [
            (
                normed(nn.LayerNorm([7, 9])).on(ODD),
                "layer_norm",
                [*MEANS, "aten.add.Tensor", "aten.rsqrt.default"]
                + ["aten.mul.Tensor"] * 2
                + ["aten.add.Tensor"],
            ),
            (
                normed(nn.LayerNorm(9, elementwise_affine=False)).on(ODD),
                "layer_norm",
                "mean sub mul add rsqrt",
            ),
        ],
        "all its options enter the formula",
        1e-5,
    ),
    "batch_norm_as_affine": (
        [
            (
                normed(nn.BatchNorm2d(4)),
                "batch_norm",
                ["aten.mul.Tensor", "aten.add.Tensor"],
            ),
            (normed_flat(), "batch_norm", "reshape mul add"),
        ],
        [
            (
                normed(UNTRACKED),
                "batch_norm",
                "it takes the statistics of each batch itself",
            ),
        ],
        1e-5,
    ),
    "batch_norm_with_four_dimensions": (
        [
            (normed_flat(), "batch_norm", "reshape batch_norm"),
            (
                built(
                    lambda self, x: self.norm(x.mean((2, 3))), norm=nn.BatchNorm1d(4)
                ),
                "batch_norm",
                "mean reshape batch_norm",
            ),
        ],
        [
            (
                normed(nn.BatchNorm2d(4)),
                "batch_norm",
                "its input has 4 dimensions, not 2 or 3",
            ),
        ],
        1e-6,
    ),
    "layer_norm_with_four_dimensions": (
        [
            (
                built(
                    lambda self, x: self.norm(x.flatten(2)), norm=nn.LayerNorm(96)
                ).on(EVEN),
                "layer_norm",
                "reshape layer_norm",
            ),
            (
                built(
                    lambda self, x: self.norm(x.mean((2, 3))),
                    norm=nn.LayerNorm(4, elementwise_affine=False),
                ),
                "layer_norm",
                "mean reshape layer_norm",
            ),
        ],
        [
            (
                normed(nn.LayerNorm(9)),
                "layer_norm",
                "its input has 4 dimensions, not fewer than 4",
            ),
        ],
        1e-6,
    ),
}
