"""Modules that are called more than once."""

import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import ODD, built, conv


def called_twice(module):
    return built(lambda self, x: self.own(F.relu(self.own(x))), own=module)


def called_once():
    return built(lambda self, x: self.own(x), own=conv())


def computed_kernel():
    def network(self, x):
        kernel = self.own.weight * 2
        return F.conv2d(x, kernel, padding=1) + F.conv2d(x + 1, kernel, padding=1)

    return built(network, own=nn.Conv2d(4, 4, 3, padding=1))


NORMED = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4))


class Scaled(nn.Module):
    """Two ops in one module without weights."""

    def forward(self, x):
        return x * x.sigmoid() + 1


TABLE = {
    "own_weights": (
        [
            (
                called_twice(nn.Conv2d(4, 4, 3, padding=1)),
                "conv2d_1",
                ["aten.conv2d.default", "aten.relu.default", "aten.conv2d.default"],
            ),
            (
                called_twice(NORMED),
                "batch_norm_1",
                [
                    "aten.conv2d.default",
                    "aten.batch_norm.default",
                    "aten.relu.default",
                    "aten.conv2d.default",
                    "aten.batch_norm.default",
                ],
            ),
            (
                called_twice(nn.Linear(9, 9)).on(ODD),
                "linear",
                ["aten.linear.default", "aten.relu.default", "aten.linear.default"],
            ),
        ],
        [
            (called_once(), "conv2d", "no other op reads its weights"),
            (computed_kernel(), "conv2d", "its weights are computed"),
        ],
        0,
    ),
    "own_module": (
        [
            (called_twice(nn.SiLU()), "silu_1", "silu relu"),
            (
                called_twice(nn.Upsample(scale_factor=2, mode="bilinear")),
                "upsample_bilinear2d_1",
                "upsample_bilinear2d relu",
            ),
            (called_twice(nn.Softmax(1)), "softmax_1", "softmax relu"),
            (called_twice(Scaled()), "add_1", "sigmoid mul add relu"),
        ],
        [
            (called_twice(nn.SiLU()), "silu", "it is in no later call of a module"),
        ],
        0,
    ),
}
