"""Sums, means and extremes of all values of a tensor."""

import torch

from tests.rewriting.catalogue.networks import plain


def read_in_turn(x):
    total = x.mean()
    return (x - total).relu() * total


ONE_AXIS = (
    plain(lambda x: x.amax(1)),
    "amax",
    "it does not reduce all axes to one number",
)
CONVERTED = (
    plain(lambda x: x.mean(dtype=torch.float64) * x),
    "mean",
    "it converts to another type",
)

TABLE = {
    "keep_dimensions_of_total": (
        [
            (plain(lambda x: x - x.mean()), "mean", "mean sub"),
            (plain(lambda x: x * x.sum()), "sum_1", "sum mul"),
            (plain(lambda x: torch.sub(x.max(), x, alpha=2)), "max_1", "amax sub"),
            (plain(lambda x: x.amin() + x), "amin", "amin add"),
            (plain(lambda x: [x - t for t in [x.mean()]] * 2), "mean", "mean sub"),
            (plain(lambda x: x / x.flatten(2).sum()), "sum_1", "reshape sum div"),
        ],
        [
            (plain(lambda x: x.mean() + 1), "mean", "add does not spread it over 4"),
            (plain(lambda x: x.mean().exp() * x), "mean", "exp does not spread it"),
            (plain(read_in_turn), "mean", "relu is computed after sub"),
            ONE_AXIS,
            CONVERTED,
        ],
        1e-5,
    ),
    "total_along_axes": (
        [
            (plain(torch.mean), "mean", "mean reshape"),
            (plain(lambda x: x.min() + 1), "min_1", "amin reshape add"),
            (plain(lambda x: x.flatten(1).sum()), "sum_1", "reshape sum"),
        ],
        [ONE_AXIS, CONVERTED],
        1e-5,
    ),
}
