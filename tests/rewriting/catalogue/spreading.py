"""Values spread over more axes, beforehand or as repeated rows."""

import torch

from tests.rewriting.catalogue.networks import flat, plain

ALIKE = "it spreads one operand at most, and within each image"


def spread_twice(x):
    y = x.mean((2, 3), True).expand_as(x)
    return x * y + (y + x)


def spread_before_late(x):
    y = x.mean((2, 3), True).expand_as(x)
    return (x * y).sum() + (y + x.relu())


TABLE = {
    "spread_operand_first": (
        [
            (
                plain(lambda x: x.mean(2, True) + x.mean(3, True)),
                "add",
                "mean expand add",
            ),
            (
                plain(lambda x: torch.sub(x[:, :1], x[:, :, :1], alpha=2)),
                "sub",
                "slice expand sub",
            ),
            (
                flat(lambda x: x.unsqueeze(3) * x[:, :, None, :3]),
                "mul",
                "reshape unsqueeze slice expand mul",
            ),
            (plain(lambda x: x * x.mean(0)), "mul", "mean expand mul"),
            (
                plain(lambda x: torch.maximum(x.mean(0, True), x)).on((2, 4, 7, 9)),
                "maximum",
                "mean expand maximum",
            ),
        ],
        [
            (plain(lambda x: x * x.mean((2, 3), True)), "mul", ALIKE),
            (plain(lambda x: x * 2), "mul", ALIKE),
        ],
        1e-6,
    ),
    "drop_spread": (
        [
            (
                plain(lambda x: x * x.mean((2, 3), True).expand_as(x)),
                "expand",
                "mean mul",
            ),
            (
                plain(lambda x: torch.sub(x.mean(0).expand_as(x), x, alpha=2) / x),
                "expand",
                "mean sub div",
            ),
            (plain(spread_twice), "expand", "mean mul add"),
        ],
        [
            (
                plain(lambda x: x[:, :, :1].expand_as(x).relu()),
                "expand",
                "what reads it spreads no values",
            ),
            (
                plain(lambda x: x[:, :, :1].expand_as(x) * 2),
                "expand",
                "mul spreads it less far",
            ),
            (
                plain(spread_before_late),
                "expand",
                "relu is computed after mul",
            ),
        ],
        1e-6,
    ),
    "repeated_values_as_spread": (
        [
            (
                plain(lambda x: x.repeat_interleave(2, 1)),
                "repeat_interleave",
                "reshape expand",
            ),
            (
                plain(lambda x: x.repeat_interleave(3, -1)),
                "repeat_interleave",
                "reshape expand",
            ),
            (
                plain(lambda x: x.repeat_interleave(2)),
                "repeat_interleave",
                "reshape expand",
            ),
        ],
        [
            (
                plain(lambda x: x.mean().repeat_interleave(2)),
                "repeat_interleave",
                "it repeats a single number",
            ),
        ],
        0,
    ),
    "flip_as_listed_rows": (
        [
            (plain(lambda x: x.flip(3)), "flip", "index"),
            (plain(lambda x: x.flip(-2)), "flip", "index"),
            (plain(lambda x: x.flip((0, 1))), "flip", "index"),
        ],
        "all its options enter the formula",
        0,
    ),
}
