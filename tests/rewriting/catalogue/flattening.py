"""Vectors of channels between images, or between an image and the host."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import ODD, built, plain

DOWN, UP, WIDE = nn.Linear(4, 2), nn.Linear(2, 4), nn.Linear(252, 3)


def excited(weigh):
    """An image times what is made of the mean of each channel."""

    def run(self, x):
        hidden = F.relu(self.down(x.mean((2, 3))))
        return x * weigh(torch.sigmoid(self.up(hidden)))

    return built(run, down=DOWN, up=UP)


def headed(head, **modules):
    return built(lambda self, x: torch.ops.npu.dequant(head(self, x)), **modules)


def pooled(self, x):
    return self.up(self.norm(self.down(F.adaptive_avg_pool2d(x, 1).flatten(1)))) + 1


PIXELS = "mean conv2d relu conv2d sigmoid mul"
HEAD = "adaptive_avg_pool2d conv2d batch_norm conv2d add dequant reshape"

TABLE = {
    "vectors_as_pixels": (
        [
            (excited(lambda y: y[:, :, None, None]), "linear", PIXELS),
            (excited(lambda y: y.view(*y.shape, 1, 1)), "relu", PIXELS),
            (excited(lambda y: y.view(*y.shape, 1, 1)), "mean", PIXELS),
            (
                headed(pooled, down=DOWN, up=UP, norm=nn.BatchNorm1d(2)),
                "reshape",
                HEAD,
            ),
            (
                headed(lambda self, x: self.wide(x.relu().flatten(1)), wide=WIDE).on(
                    ODD
                ),
                "linear",
                "relu conv2d dequant reshape",
            ),
        ],
        [
            (
                plain(lambda x: x.mean((2, 3)).relu()),
                "relu",
                "no linear op reads a vector for each image",
            ),
            (
                headed(lambda self, x: self.up(x[:, :2, 0, 0]), up=UP),
                "linear",
                "select_1 is no flattened image",
            ),
            (
                headed(lambda self, x: self.wide(x.flatten(1).relu()), wide=WIDE).on(
                    ODD
                ),
                "linear",
                "reshape holds more than one pixel",
            ),
            (
                excited(lambda y: y.softmax(1)[:, :, None, None]),
                "linear",
                "softmax uses the value with 2 dimensions",
            ),
        ],
        1e-5,
    ),
}
