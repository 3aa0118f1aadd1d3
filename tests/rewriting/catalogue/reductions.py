"""Sums, means and extremes along axes."""

import torch
from torch import nn

from tests.rewriting.catalogue.networks import built, plain


def gated(v):
    """A value of which two things are computed, and that come back together."""
    low, high = v.relu() * 2, v.exp()
    return (low + high)[:, :, None, None] - high.reshape(-1, 4, 1, 1)


TABLE = {
    "sum_as_mean": (
        [
            (plain(lambda x: x.sum((2, 3))), "sum_1", "mean mul"),
            (plain(lambda x: x.sum((-1, -2), True)), "sum_1", "mean mul"),
        ],
        [
            (
                plain(lambda x: x.sum((1, 2))),
                "sum_1",
                "it is no sum over rows and columns of images",
            ),
            (
                plain(lambda x: x.sum((2, 3), dtype=torch.float64)),
                "sum_1",
                "dtype is torch.float64",
            ),
        ],
        1e-5,
    ),
    "reduce_batch_as_channels": (
        [
            (plain(lambda x: x.sum(0)), "sum_1", "reshape sum"),
            (plain(lambda x: x.mean((0, -1), keepdim=True)), "mean", "mean reshape"),
            (plain(lambda x: torch.amax(x, dim=(0, 1, 2, 3))), "amax", "amax reshape"),
            (plain(lambda x: x.amin(-4, True)), "amin", "amin reshape"),
            (plain(lambda x: x.argmax(0)), "argmax", "reshape argmax"),
            (plain(lambda x: x[:, 0, 0].argmin(0)), "argmin", "select reshape argmin"),
        ],
        [
            (plain(lambda x: x.sum(1)), "sum_1", "it does not reduce the batch"),
            (
                plain(lambda x: x.sum(0, dtype=torch.float64)),
                "sum_1",
                "it converts to another type",
            ),
        ],
        2e-6,
    ),
    "keep_reduced_dimension": (
        [
            (
                plain(lambda x: x.sum(1).unsqueeze(1)),
                "sum_1",
                ["aten.sum.dim_IntList"],
            ),
            (
                plain(lambda x: x.mean((2, 3)).reshape(-1, 4, 1, 1)),
                "mean",
                ["aten.mean.dim"],
            ),
            (
                plain(lambda x: x.amax(-1).unsqueeze(-1) + x.amin(1).unsqueeze(1)),
                "amax",
                [
                    "aten.amax.default",
                    "aten.amin.default",
                    "aten.unsqueeze.default",
                    "aten.add.Tensor",
                ],
            ),
            (
                plain(lambda x: x.argmax(1).unsqueeze(1)),
                "argmax",
                ["aten.argmax.default"],
            ),
            (
                plain(lambda x: x * (1 - x.sum(1).sigmoid()).unsqueeze(1)),
                "sum_1",
                "sum sigmoid rsub mul",
            ),
            (
                plain(lambda x: gated(x.mean((2, 3)))),
                "mean",
                "mean relu mul exp add sub",
            ),
        ],
        [
            (
                plain(lambda x: x.sum(1).relu()),
                "sum_1",
                "relu uses the value with 3 dimensions",
            ),
            (
                plain(lambda x: x.sum(1, True)),
                "sum_1",
                "it keeps its dimensions already",
            ),
            (plain(lambda x: x.argmax().reshape(1)), "argmax", "it reduces every axis"),
        ],
        0,
    ),
    "reduce_axis_by_axis": (
        [
            (
                plain(lambda x: x.sum((2, 3), keepdim=True)),
                "sum_1",
                ["aten.sum.dim_IntList"] * 2,
            ),
            (
                plain(lambda x: x.mean((2, 3))),
                "mean",
                ["aten.mean.dim"] * 2 + ["aten.reshape.default"],
            ),
            (
                plain(lambda x: x.amax((1, 2))),
                "amax",
                ["aten.amax.default"] * 2 + ["aten.reshape.default"],
            ),
        ],
        [
            (
                plain(lambda x: x.sum(1)),
                "sum_1",
                "it reduces one axis, or into another type",
            ),
            (
                plain(lambda x: x.sum((2, 3), dtype=torch.float64)),
                "sum_1",
                "it reduces one axis, or into another type",
            ),
        ],
        1e-5,
    ),
    "drop_dimension_by_reshape": (
        [
            (
                built(
                    lambda self, x: self.linear(x.mean([2, 3])), linear=nn.Linear(4, 3)
                ),
                "mean",
                "mean reshape linear",
            ),
            (plain(lambda x: x.sum(-3)), "sum_1", "sum reshape"),
            (plain(lambda x: x.argmax(1)), "argmax", "argmax reshape"),
            (plain(lambda x: x.max(1)), "max_1", "max getitem reshape"),
            (plain(lambda x: x.min(-1)[1]), "min_1", "min getitem reshape"),
        ],
        [
            (
                plain(lambda x: x.sum(1, True)),
                "sum_1",
                "it keeps its dimensions already",
            ),
            (plain(lambda x: x.argmax()), "argmax", "it reduces every axis"),
        ],
        0,
    ),
}
