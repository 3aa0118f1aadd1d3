"""Values that follow from constants alone, computed beforehand."""

import torch

from tests.rewriting.catalogue.networks import (
    assigned,
    held,
    plain,
    write_number,
)


def add_of_many_paths(x):
    """A constant that more paths lead to than can be followed one by one."""
    y = torch.arange(4.0)[:, None, None] / 4
    for _ in range(40):
        y = y * 0.5 + y.sin()
    return x + y


TABLE = {
    "fold_constants": (
        [
            (
                plain(lambda x: x + torch.arange(x.shape[3])),
                "arange",
                ["aten.add.Tensor"],
            ),
            (
                plain(lambda x: x * torch.full((4, 1, 1), 3.0) + torch.zeros(1)),
                "full",
                ["aten.mul.Tensor", "aten.zeros.default", "aten.add.Tensor"],
            ),
            (plain(lambda x: torch.ones_like(x) - x), "ones_like", "sub"),
            (plain(lambda x: x + x.new_full((4, 1, 1), 2.0)), "new_full", "add"),
            (assigned(write_number), "fill", "mul slice_scatter"),
            (plain(add_of_many_paths), "arange", "add"),
        ],
        [
            (
                plain(lambda x: x[:, :1].fill_(x.sum())),
                "fill",
                "it depends on an input or on random numbers",
            ),
            (
                plain(lambda x: x[:, :1].fill_(torch.randn(1).sum())),
                "fill",
                "it depends on an input or on random numbers",
            ),
        ],
        0,
    ),
    "fold_weights": (
        [
            (held(lambda c, x: x * c.exp(), torch.randn(4, 1, 1)), "exp", "mul"),
            (
                held(lambda c, x: x + (c * 2).reshape(4, 1, 1), torch.randn(4)),
                "mul",
                "add",
            ),
        ],
        [
            (plain(lambda x: x * 2), "mul", "it depends on an input, or on another op"),
        ],
        1e-6,
    ),
}
