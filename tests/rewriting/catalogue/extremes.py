"""Largest and smallest values along axes, from the op that finds their places too."""

import torch

from tests.rewriting.catalogue.networks import plain

TABLE = {
    "extreme_of_map_as_pool": (
        [
            (plain(lambda x: x.amax((2, 3))), "amax", "max_pool2d reshape"),
            (plain(lambda x: x.amax((-1, 2), True)), "amax", "max_pool2d"),
            (plain(lambda x: x.amin((2, 3), True)), "amin", "mul max_pool2d"),
        ],
        [
            (
                plain(lambda x: x.amax((1, 2))),
                "amax",
                "it goes over other axes than rows and columns",
            ),
            (
                plain(lambda x: x.to(torch.int32).amax((2, 3))),
                "amax",
                "its map holds no floating-point numbers",
            ),
        ],
        0,
    ),
    "extremes_as_two_ops": (
        [
            (plain(lambda x: torch.aminmax(x, dim=1)), "aminmax", "amin amax"),
            (plain(lambda x: torch.aminmax(x)[1]), "aminmax", "amax"),
            (
                plain(lambda x: torch.aminmax(x, dim=-1, keepdim=True)[0]),
                "aminmax",
                "amin",
            ),
        ],
        "all its options enter the formula",
        0,
    ),
    "place_of_minimum_as_maximum": (
        [
            (plain(lambda x: x.argmin(1)), "argmin", "mul argmax"),
            (plain(lambda x: x.argmin(-1, keepdim=True)), "argmin", "mul argmax"),
            (plain(torch.argmin), "argmin", "mul argmax"),
        ],
        [
            (
                plain(lambda x: x.to(torch.int32).argmin(1)),
                "argmin",
                "it compares whole numbers",
            ),
        ],
        0,
    ),
    "maximum_of_pair": (
        [
            (plain(lambda x: x.amax(1, True)), "amax", "max getitem"),
            (plain(lambda x: x.amax((-1, 2))), "amax", "max getitem reshape"),
            (plain(lambda x: x.amax((0, 3), keepdim=True)), "amax", "max getitem"),
        ],
        "of any axes it takes one after the other",
        0,
    ),
    "minimum_of_pair": (
        [
            (plain(lambda x: x.amin(1, True)), "amin", "min getitem"),
            (plain(lambda x: x.amin((-1, 2))), "amin", "min getitem reshape"),
        ],
        "of any axes it takes one after the other",
        0,
    ),
    "unsorted_topk_in_order": (
        [
            (
                plain(lambda x: x.topk(2, 1, sorted=False)),
                "topk",
                "topk getitem",
            ),
            (
                plain(lambda x: x.flatten(1).topk(3, largest=False, sorted=False)[1]),
                "topk",
                "reshape topk getitem",
            ),
        ],
        [(plain(lambda x: x.topk(2, 1)), "topk", "it sorts what it takes already")],
        torch.inf,
    ),
    "maximum_by_halves": (
        [
            (
                plain(lambda x: x.max(1, keepdim=True)[0]),
                "max_1",
                "slice sub relu add",
            ),
            (
                plain(lambda x: x.amax(-2)),
                "amax",
                "slice sub relu add reshape",
            ),
            (plain(lambda x: x.amax(3, True)), "amax", "slice sub relu add cat"),
        ],
        [
            (plain(lambda x: x.max(1)), "max_1", "its indices are read"),
            (
                plain(lambda x: x.amax((2, 3))),
                "amax",
                "it goes over several axes, or compares whole numbers",
            ),
        ],
        1e-6,
    ),
}
