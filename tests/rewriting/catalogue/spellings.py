"""Ops that are another name for a few plain moves of values."""

import torch

from tests.rewriting.catalogue.networks import plain


def turned(times):
    return plain(lambda x: torch.rot90(x, times, (2, 3)))


def stacked(join, part):
    return plain(lambda x: join([part(x), part(x).tanh()]))


TABLE = {
    "move_as_plain_ops": (
        [
            (plain(lambda x: x[0, 0].t()), "t", "select permute"),
            (plain(lambda x: x[0, 0, 0].t() * 2), "t", "select mul"),
            (plain(torch.ravel), "ravel", "reshape"),
            (plain(lambda x: torch.positive(x) * 2), "positive", "mul"),
            (plain(lambda x: torch.atleast_1d(x.mean())), "atleast_1d", "mean reshape"),
            (
                plain(lambda x: torch.atleast_2d(x[0, 0, 0])),
                "atleast_2d",
                "select reshape",
            ),
            (plain(lambda x: torch.atleast_2d(x) * 2), "atleast_2d", "mul"),
            (
                plain(lambda x: torch.atleast_3d(x[0, 0])),
                "atleast_3d",
                "select reshape",
            ),
            (
                plain(lambda x: torch.atleast_3d(x[0, 0, 0])),
                "atleast_3d",
                "select reshape",
            ),
            (plain(torch.fliplr), "fliplr", "flip"),
            (plain(torch.flipud), "flipud", "flip"),
            (turned(1), "rot90", "flip transpose"),
            (turned(2), "rot90", "flip"),
            (turned(-1), "rot90", "flip transpose"),
            (plain(lambda x: torch.rot90(x, 4, (1, -1)) * 2), "rot90", "mul"),
            (
                plain(lambda x: x[:, :1].broadcast_to(x.shape)),
                "broadcast_to",
                "slice expand",
            ),
            (plain(lambda x: x.unfold(3, 2, 3)), "unfold", "slice stack"),
            (plain(lambda x: x.unfold(-2, 3, 1)), "unfold", "slice stack"),
            (plain(lambda x: x.mean().unfold(0, 1, 1)), "unfold", "mean reshape"),
        ],
        "all its options enter the formula",
        0,
    ),
    "stacked_as_concat": (
        [
            (stacked(torch.vstack, lambda x: x), "vstack", "tanh cat"),
            (
                stacked(torch.vstack, lambda x: x[0, 0, 0]),
                "vstack",
                "select tanh reshape cat",
            ),
            (stacked(torch.hstack, lambda x: x), "hstack", "tanh cat"),
            (
                stacked(torch.hstack, lambda x: x[0, 0, 0]),
                "hstack",
                "select tanh cat",
            ),
            (
                stacked(torch.hstack, torch.mean),
                "hstack",
                "mean tanh reshape cat",
            ),
            (stacked(torch.dstack, lambda x: x), "dstack", "tanh cat"),
            (
                stacked(torch.dstack, lambda x: x[0, 0]),
                "dstack",
                "select tanh reshape cat",
            ),
            (
                stacked(torch.column_stack, lambda x: x[0, 0, 0]),
                "column_stack",
                "select tanh reshape cat",
            ),
        ],
        "all its options enter the formula",
        0,
    ),
    "concat_of_one": (
        [
            (plain(lambda x: torch.cat([x], 1) * 2), "cat", "mul"),
            (plain(lambda x: torch.cat([x.flatten()]) * 2), "cat", "reshape mul"),
        ],
        [(plain(lambda x: torch.cat([x, x])), "cat", "it joins 2 tensors")],
        0,
    ),
}
