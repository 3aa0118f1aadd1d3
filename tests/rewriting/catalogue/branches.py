"""Linear branches that add up or follow each other: one convolution does their work."""

import warnings

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import (
    CONV,
    EVEN,
    Held,
    built,
    conv,
    normed,
    plain,
)


def normed_twice(**modules):
    """A RepVGG block: 3×3, 1×1 and the input itself, each with its batch norm."""

    def run(self, x):
        dense = self.dense_norm(self.dense(x))
        return torch.relu(dense + self.point_norm(self.point(x)) + self.norm(x))

    return built(run, **modules)


def block(groups=1):
    return {
        "dense": conv(bias=False, groups=groups),
        "point": conv(1, 0, bias=False, groups=groups),
        "dense_norm": nn.BatchNorm2d(4),
        "point_norm": nn.BatchNorm2d(4),
        "norm": nn.BatchNorm2d(4),
    }


def summed(**modules):
    def run(self, x):
        return sum((each(x) for each in modules.values()), 0)

    return built(run, **modules)


def stacked(**modules):
    """A RepVGG block whose branches are stacked and summed."""

    def run(self, x):
        dense = self.dense_norm(self.dense(x))
        parts = [dense, self.point_norm(self.point(x)), self.norm(x)]
        return torch.stack(parts, 1).sum(1)

    return built(run, **modules)


class RepMixer(nn.Module):
    """FastViT's mixer of tokens: what one convolution adds to its normalized input."""

    def __init__(self, scaled=True):
        super().__init__()
        self.norm, self.skip = nn.BatchNorm2d(4), nn.BatchNorm2d(4)
        self.dense = nn.Sequential(conv(groups=4, bias=False), nn.BatchNorm2d(4))
        self.point = nn.Sequential(conv(1, 0, groups=4, bias=False), nn.BatchNorm2d(4))
        self.scale = nn.Parameter(torch.randn(4, 1, 1)) if scaled else None

    def forward(self, x):
        mixed = self.dense(x) + self.point(x) + self.skip(x)
        if self.scale is None:
            return x + mixed - self.norm(x)
        return x + self.scale * (mixed - self.norm(x))


def mixed(mixer):
    return built(lambda self, x: self.mixer(x), mixer=mixer)


UNTRACKED = nn.BatchNorm2d(4, track_running_stats=False)


def unevenly_padded():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return summed(a=conv((4, 3), "same"), b=conv(1, 0))()


def in_turn(**modules):
    return built(lambda self, x: self.b(self.a(x)), **modules)


def unbiased(layer):
    """A convolution whose bias is there, but zero."""
    nn.init.zeros_(layer.bias)
    return layer


def read_inside(self, x):
    value = self.a(x)
    return self.b(value) + value


TABLE = {
    "merge_parallel_branches": (
        [
            (normed_twice(**block()), "add_1", [CONV, "aten.relu.default"]),
            (stacked(**block()), "sum_1", [CONV]),
            (normed_twice(**block(2)), "add_1", [CONV, "aten.relu.default"]),
            (
                summed(
                    rows=conv((3, 1), (1, 0)), columns=conv((1, 3), (0, 1)), all=conv()
                ),
                "add_2",
                [CONV],
            ),
            (
                summed(
                    a=conv(5, 2, stride=2, out=6, bias=False),
                    b=conv(1, 0, stride=2, out=6, bias=False),
                ),
                "add_1",
                [CONV],
            ),
            (built(lambda self, x: self.a(x) + x, a=conv()), "add", [CONV]),
            (
                summed(a=conv((3, 5), "same"), b=conv(1, "valid"), c=conv(1, 0)),
                "add_2",
                [CONV],
            ),
            (summed(a=conv(), b=conv(1, 0, groups=4)), "add_1", "conv2d"),
            (summed(a=conv(groups=2), b=conv(1, 0, groups=4)), "add_1", "conv2d"),
            (
                summed(a=conv(5, 2), b=conv(3, 2, dilation=2), c=conv(1, 0)),
                "add_2",
                [CONV],
            ),
            (summed(a=conv(3, 2, dilation=2), b=conv(1, 0)), "add_1", [CONV]),
            (
                summed(
                    a=conv(3, "same", dilation=(4, 2)),
                    b=conv((5, 3), (4, 2), dilation=2),
                ),
                "add_1",
                [CONV],
            ),
            (mixed(RepMixer()), "add_2", [CONV]),
            (mixed(RepMixer(scaled=False)), "sub", [CONV]),
            (
                built(
                    lambda self, x: torch.sub(2 * x - 1, self.a(x), alpha=3), a=conv()
                ),
                "sub_1",
                [CONV],
            ),
        ],
        [
            (
                unevenly_padded,
                "add_1",
                "its kernel (4, 3) is padded unevenly",
            ),
            (
                summed(a=conv(), b=conv(3, 2, dilation=2)),
                "add_1",
                "merged they take 100 weights per output, now 72",
            ),
            (
                built(
                    lambda self, x: x + self.held.value * (self.a(x) + 1),
                    a=conv(),
                    held=Held(torch.randn(4, 1, 1)),
                ),
                "add_1",
                "a number in it is multiplied by a constant tensor",
            ),
            (
                built(
                    lambda self, x: x + self.held.value * self.a(x),
                    a=conv(),
                    held=Held(torch.randn(8, 1)),
                ).on((1, 4, 8, 8)),
                "add",
                "it does not add convolutions of one value",
            ),
            (
                summed(a=conv((3, 1), (1, 0)), b=conv((1, 3), (0, 1))),
                "add_1",
                "merged they take 36 weights per output, now 24",
            ),
            (
                summed(a=conv(groups=4), b=conv(1, 0)),
                "add_1",
                "merged they take 36 weights per output, now 13",
            ),
            (
                built(
                    lambda self, x: self.a(x) + self.norm(x), a=conv(), norm=UNTRACKED
                ),
                "add",
                "batch_norm takes the statistics of each batch itself",
            ),
            (
                summed(a=conv(), b=conv(out=1)),
                "add_1",
                "it adds values of different shapes",
            ),
            (
                plain(lambda x: x.relu() + x.sigmoid()),
                "add",
                "it does not add convolutions of one value",
            ),
            (plain(lambda x: x.sum(1)), "sum_1", "it adds up no stack of values"),
            (
                plain(lambda x: sum([x] * 34)),
                "add_32",
                "it adds more than 32 values",
            ),
            (
                plain(lambda x: x.flatten(2) + 1),
                "add",
                "its value has 3 dimensions, not 4",
            ),
            (
                built(lambda self, x: self.a(x) + self.b(x.relu()), a=conv(), b=conv()),
                "add",
                "one branch reads inputs_0, another relu",
            ),
            (
                built(
                    lambda self, x: self.a(x) + self.held.value,
                    a=conv(),
                    held=Held(torch.ones(9)),
                ),
                "add",
                "it adds the constant",
            ),
            (
                summed(a=conv(3, 1, stride=2), b=conv(5, 0)).on((1, 4, 8, 8)),
                "add_1",
                "its branches differ in stride",
            ),
            (
                summed(a=conv(5, 1, stride=4), b=conv(3, 1, stride=4)).on(EVEN),
                "add_1",
                "its branches are padded differently",
            ),
            (
                summed(a=conv(3, 1, stride=2), b=conv(4, 1, stride=2)).on(EVEN),
                "add_1",
                "its kernels cannot be padded evenly to one size",
            ),
            (
                built(
                    lambda self, x: self.a(x) + F.conv2d(x, self.b.weight * x.mean()),
                    a=conv(1, 0),
                    b=conv(1, 0),
                ),
                "add",
                "the weights of conv2d_1 are computed",
            ),
        ],
        1e-5,
    ),
    "merge_pointwise_convolutions": (
        [
            (
                built(
                    lambda self, x: self.b(self.a(x)),
                    a=conv(1, 0, out=8),
                    b=nn.Conv2d(8, 4, 3, 2),
                ),
                "conv2d_1",
                [CONV],
            ),
            (
                built(
                    lambda self, x: self.b(self.a(x)),
                    a=conv(1, 0, out=8, bias=False),
                    b=nn.Conv2d(8, 4, 3, padding=1),
                ),
                "conv2d_1",
                [CONV],
            ),
            (in_turn(a=unbiased(conv(1, 0)), b=conv()), "conv2d_1", [CONV]),
        ],
        [
            (
                built(
                    lambda self, x: self.b(self.a(x)),
                    a=conv(1, 0, out=1),
                    b=nn.Conv2d(1, 4, 1),
                ),
                "conv2d_1",
                "merged they take 1008 multiply-accumulates, now 504",
            ),
            (normed(conv()), "conv2d", "no 1×1 convolution comes before it"),
            (
                in_turn(a=conv(), b=conv()),
                "conv2d_1",
                "conv2d is no plain 1×1 convolution before a plain one",
            ),
            (
                in_turn(a=conv(1, 0), b=conv(1, 0, groups=2)),
                "conv2d_1",
                "conv2d is no plain 1×1 convolution before a plain one",
            ),
            (
                built(read_inside, a=conv(1, 0), b=conv()),
                "conv2d_1",
                "add reads conv2d too",
            ),
            (
                in_turn(a=conv(1, 0), b=conv()),
                "conv2d_1",
                "it pads with zeros, to which the first bias was not added",
            ),
            (
                built(lambda self, x: self.b(self.a(x[0])), a=conv(1, 0), b=conv(1, 0)),
                "conv2d_1",
                "its value has 3 dimensions, not 4",
            ),
            (
                built(
                    lambda self, x: self.b(F.conv2d(x, self.a.weight * x.mean())),
                    a=conv(1, 0),
                    b=conv(),
                ),
                "conv2d_1",
                "the weights of conv2d are computed",
            ),
        ],
        1e-5,
    ),
}
